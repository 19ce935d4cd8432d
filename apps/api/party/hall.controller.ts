import { Body, Controller, Get, HttpCode, Param, Post } from '@nestjs/common';
import { ApiBearerAuth, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import type { EntityManager } from 'typeorm';
import type { z } from 'zod';
import { standingIn, type SignedInActor } from '#access';
import { makePartyCode } from '#commands';
import { endPartyCodes, legalNow, lockHead, partyCodeLog, unlockPartyCodes } from '#store';
import { Door } from '../door.module.ts';
import { CaseId, PartyId } from '../http/schemas.ts';
import { notFound, Problem } from '../problems/problem.ts';
import { Who, type SignedIn } from '../sign-in/access-guard.ts';
import { CodeLog, Slip, SlipBody, UnlockAnswer } from './party-schemas.ts';

/** The hall of the township: new codes, and locks lifted, for a person who stands there and shows who he is. */
@ApiTags('cases: the party’s door')
@ApiBearerAuth()
@Controller('api/cases/:id/parties/:partyId')
export class HallController {
  public constructor(private readonly door: Door) {}

  @Post('door-code')
  @HttpCode(200)
  @ApiOperation({ summary: 'A new code for the party’s door, shown once for a slip; the codes before it end, the next use sets a new PIN' })
  @ApiOkResponse({ standardSchema: Slip })
  public renew(@Who() { actor }: SignedIn, @Param('id', { schema: CaseId }) id: string, @Param('partyId', { schema: PartyId }) party: string, @Body({ schema: SlipBody }) { identityShown }: z.infer<typeof SlipBody>): Promise<z.infer<typeof Slip>> {
    return this.inCase(actor, id, party, async (m, officeId, at) => {
      const ended = await endPartyCodes(m, { caseId: id, party, holder: 'party' }, actor.personId, at);
      return { code: await makePartyCode(this.door.deps.keys, m, { caseId: id, officeId, party, holder: 'party', paperId: null, at, by: actor.personId, identityShown }), ended };
    });
  }

  @Post('door-unlock')
  @HttpCode(200)
  @ApiOperation({ summary: 'Lifts the lock after wrong PINs; the PIN stays' })
  @ApiOkResponse({ standardSchema: UnlockAnswer })
  public unlock(@Who() { actor }: SignedIn, @Param('id', { schema: CaseId }) id: string, @Param('partyId', { schema: PartyId }) party: string, @Body({ schema: SlipBody }) { identityShown }: z.infer<typeof SlipBody>): Promise<z.infer<typeof UnlockAnswer>> {
    return this.inCase(actor, id, party, async (m, _office, at) => ({ unlocked: await unlockPartyCodes(m, { caseId: id, party }, actor.personId, at, identityShown) }));
  }

  @Get('door-log')
  @ApiOperation({ summary: 'What became of the codes of a party: printed, PIN set, locked, unlocked, ended, by whom and when' })
  @ApiOkResponse({ standardSchema: CodeLog })
  public log(@Who() { actor }: SignedIn, @Param('id', { schema: CaseId }) id: string, @Param('partyId', { schema: PartyId }) party: string): Promise<z.infer<typeof CodeLog>> {
    return this.door.as(actor, async (m) => {
      const [known] = await m.query<unknown[]>('SELECT 1 FROM case_head WHERE case_id = $1', [id]);
      if (known === undefined) throw notFound();
      return { items: await partyCodeLog(m, { caseId: id, party }) };
    });
  }

  private inCase<T>(actor: SignedInActor, caseId: string, party: string, work: (m: EntityManager, officeId: string, at: Awaited<ReturnType<typeof legalNow>>['at']) => Promise<T>): Promise<T> {
    return this.door.as(actor, async (m) => {
      const head = await lockHead(m, caseId);
      if (head === null || !head.state.parties.some((one) => one.partyId === party)) throw notFound();
      if (standingIn(actor, head).roles.length === 0) throw new Problem('forbidden', { zh: '该操作由办案机关人员办理。', en: 'This is for people of the office of the case.' });
      return work(m, head.officeId, (await legalNow(m)).at);
    });
  }
}
