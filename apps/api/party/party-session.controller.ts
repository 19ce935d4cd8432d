import { Body, Controller, HttpCode, Post, Req } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import type { z } from 'zod';
import { openPartySession } from '#commands';
import { Door } from '../door.module.ts';
import { Problem } from '../problems/problem.ts';
import { Public } from '../sign-in/access-guard.ts';
import { SessionAnswer, SessionBody } from './party-schemas.ts';
import { issuePartyToken, SESSION_SECONDS } from './party-tokens.ts';

/** Where a party comes in with the code on its paper. */
@Public()
@ApiTags('party: the own door')
@Controller('api/party/sessions')
export class PartySessionController {
  public constructor(private readonly door: Door) {}

  @Post()
  @HttpCode(200)
  @ApiOperation({ summary: 'Sign in with the code on a served paper and a PIN; the first use of a code sets the PIN', description: 'Unknown codes and wrong PINs are answered alike. Five wrong PINs lock the code until the township hall lifts it. 20 tries a minute from one address, 10 with one code.' })
  @ApiOkResponse({ standardSchema: SessionAnswer })
  public async open(@Req() request: FastifyRequest, @Body({ schema: SessionBody }) body: z.infer<typeof SessionBody>): Promise<z.infer<typeof SessionAnswer>> {
    const outcome = await openPartySession(this.door.deps, { ...body, address: request.ip });
    switch (outcome.status) {
      case 'open': return { token: await issuePartyToken(this.door.deps.keys, outcome.who), expiresIn: SESSION_SECONDS };
      case 'refused': throw new Problem('unauthenticated', { zh: '查询码或者密码不正确，或者查询码已失效。如需帮助，请到乡镇（街道）政务大厅办理。', en: 'The code or the PIN is not right, or the code is no longer good. The township hall helps.' });
      case 'locked': throw new Problem('forbidden', { zh: '密码多次输入错误，查询码已锁定。请携带身份证件到乡镇（街道）政务大厅解锁。', en: 'Too many wrong PINs: the code is locked. The township hall lifts the lock; bring an identity document.' });
      case 'tooMany': throw new Problem('tooManyRequests', { zh: '尝试过于频繁，请一分钟后再试。', en: 'Too many tries: wait a minute.' }, { headers: { 'retry-after': '60' } });
    }
  }
}
