import { Controller, Get, Param } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { z } from 'zod';
import { Public } from '../sign-in/access-guard.ts';
import { problemKinds, type ProblemKind } from './kinds.ts';

const Kind = z.enum(Object.keys(problemKinds) as [ProblemKind, ...ProblemKind[]]);
const ProblemType = z.strictObject({ type: z.string(), status: z.number().int(), title: z.strictObject({ zh: z.string(), en: z.string() }) }).meta({ id: 'ProblemType' });

/** The address in a problem's `type` can be opened. */
@Public()
@ApiTags('problems')
@Controller('api/problems')
export class ProblemsController {
  @Get(':kind')
  @ApiOperation({ summary: 'What a kind of problem means' })
  @ApiOkResponse({ standardSchema: ProblemType })
  public kind(@Param('kind', { schema: Kind }) kind: ProblemKind): z.infer<typeof ProblemType> {
    const { status, zh, en } = problemKinds[kind];
    return { type: `/api/problems/${kind}`, status, title: { zh, en } };
  }
}
