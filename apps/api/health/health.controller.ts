import { Controller, Get } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { DataSource } from 'typeorm';
import { z } from 'zod';
import { legalNow } from '#store';
import { Configuration } from '../configuration.ts';
import { Problem } from '../problems/problem.ts';
import { Public } from '../sign-in/access-guard.ts';

const Live = z.strictObject({ status: z.literal('live') }).meta({ id: 'Live' });
const Ready = z.strictObject({
  status: z.literal('ready'),
  profile: z.enum(['development', 'training', 'production']),
  legalClock: z.strictObject({ mode: z.enum(['wall', 'running', 'stepped']), at: z.string() }),
}).meta({ id: 'Ready' });

@Public()
@ApiTags('health')
@Controller('api/health')
export class HealthController {
  public constructor(private readonly dataSource: DataSource, private readonly configuration: Configuration) {}

  @Get('live')
  @ApiOperation({ summary: 'The process answers' })
  @ApiOkResponse({ standardSchema: Live })
  public live(): z.infer<typeof Live> {
    return { status: 'live' };
  }

  @Get('ready')
  @ApiOperation({ summary: 'Commands can be taken: PostgreSQL answers and the legal clock is set. Temporal is not needed for that.' })
  @ApiOkResponse({ standardSchema: Ready })
  public async ready(): Promise<z.infer<typeof Ready>> {
    try {
      const { mode, at } = await this.dataSource.transaction((m) => legalNow(m));
      return { status: 'ready', profile: this.configuration.profile, legalClock: { mode, at } };
    } catch (cause) {
      throw Object.assign(new Problem('unavailable', { zh: '数据库暂不可用。', en: 'The database does not answer.' }, { headers: { 'retry-after': '2' } }), { cause });
    }
  }
}
