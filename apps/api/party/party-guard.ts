import { createParamDecorator, Injectable, type CanActivate, type ExecutionContext } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { partyOfSession, type PartyAtDoor } from '#commands';
import type { LegalInstant } from '#law/dates';
import { legalNow } from '#store';
import { Door } from '../door.module.ts';
import { Problem } from '../problems/problem.ts';
import { readPartyToken } from './party-tokens.ts';

/** Who stands at the party's door, and the legal instant at which the request arrived: it counts from then. */
export interface AtDoor { who: PartyAtDoor; arrivedAt: LegalInstant }
type PartyRequest = FastifyRequest & { atDoor?: AtDoor };

/** The party of the session, as a controller's parameter. */
export const PartyHere = createParamDecorator((_: unknown, context: ExecutionContext): AtDoor => {
  const { atDoor } = context.switchToHttp().getRequest<PartyRequest>();
  if (atDoor === undefined) throw notAtDoor();
  return atDoor;
});

/** Asks for a token of the party's door; a code that was ended or locked since opens nothing more. */
@Injectable()
export class PartyGuard implements CanActivate {
  public constructor(private readonly door: Door) {}

  public async canActivate(context: ExecutionContext): Promise<boolean> {
    const request = context.switchToHttp().getRequest<PartyRequest>();
    const { at } = await legalNow(this.door.deps.source.manager);
    const token = /^Bearer ([A-Za-z0-9._~+/=-]+)$/i.exec(request.headers.authorization ?? '')?.[1];
    const named = token === undefined ? null : await readPartyToken(this.door.deps.keys, token);
    const who = named === null ? null : await partyOfSession(this.door.deps, named.caseId, named.codeId);
    if (who === null) throw notAtDoor();
    request.atDoor = { who, arrivedAt: at };
    return true;
  }
}

function notAtDoor(): Problem {
  return new Problem('unauthenticated', { zh: '请先用文书上的查询码和密码登录；登录30分钟内有效。', en: 'Sign in with the code on your paper and your PIN first; a session lasts 30 minutes.' }, { headers: { 'www-authenticate': 'Bearer' } });
}
