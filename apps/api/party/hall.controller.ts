import { Body, Controller, Get, HttpCode, Param, Post } from '@nestjs/common';
import { ApiBearerAuth, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import type { EntityManager } from 'typeorm';
import type { z } from 'zod';
import { standingIn, type SignedInActor } from '#access';
import { partBlockers, type CaseState } from '#cases';
import { throughGuardian } from '#cases/party/guardians';
import { byInvestigator, representativesOf } from '#cases/party/standing';
import { makePartyCode, minorsOn, stateOf } from '#commands';
import { chinaDateOf, type LegalInstant } from '#law/dates';
import { endPartyCodes, legalNow, lockHead, partyCodeLog, unlockPartyCodes, type CodeHolder } from '#store';
import { blocked } from '../cases/command-answer.ts';
import { Door } from '../door.module.ts';
import { Command, Headers, type CommandHeaders } from '../http/command.ts';
import { once, onceShown } from '../http/once.ts';
import { CaseId, PartyId } from '../http/schemas.ts';
import { notFound, Problem, wrongField } from '../problems/problem.ts';
import { Who, type SignedIn } from '../sign-in/access-guard.ts';
import { CodeLog, Slip, SlipBody, UnlockAnswer, UnlockBody } from './party-schemas.ts';

/** The hall of the township: new codes, and locks lifted, for a person who stands there and shows who he is. */
@ApiTags('cases: the party’s door')
@ApiBearerAuth()
@Controller('api/cases/:id/parties/:partyId')
export class HallController {
  public constructor(private readonly door: Door) {}

  @Post('door-code')
  @HttpCode(200)
  @Command()
  @ApiOperation({ summary: 'A new code for the party’s door, shown once for a slip; the codes before it end, the next use sets a new PIN', description: 'The code is kept nowhere: a repetition with the same key is answered 409 and changes nothing.' })
  @ApiOkResponse({ standardSchema: Slip })
  public renew(@Who() { actor }: SignedIn, @Headers() headers: CommandHeaders, @Param('id', { schema: CaseId }) id: string, @Param('partyId', { schema: PartyId }) party: string, @Body({ schema: SlipBody }) { identityShown, representative }: z.infer<typeof SlipBody>): Promise<z.infer<typeof Slip>> {
    return this.inCase(actor, id, party, (m, { officeId, state }, at) => onceShown(m, actor, headers, async () => {
      const holder = await this.holderOf(m, state, party, representative, at);
      const ended = await endPartyCodes(m, { caseId: id, party, representative: holder.representative ?? null }, actor.personId, at);
      return { code: await makePartyCode(this.door.deps.keys, m, { caseId: id, officeId, party, ...holder, paperId: null, at, by: actor.personId, identityShown }), ended };
    }));
  }

  @Post('door-unlock')
  @HttpCode(200)
  @Command()
  @ApiOperation({ summary: 'Lifts the lock after wrong PINs; the PIN stays' })
  @ApiOkResponse({ standardSchema: UnlockAnswer })
  public unlock(@Who() { actor }: SignedIn, @Headers() headers: CommandHeaders, @Param('id', { schema: CaseId }) id: string, @Param('partyId', { schema: PartyId }) party: string, @Body({ schema: UnlockBody }) { identityShown }: z.infer<typeof UnlockBody>): Promise<z.infer<typeof UnlockAnswer>> {
    return this.inCase(actor, id, party, (m, _of, at) => once(m, actor, headers, async () => ({ unlocked: await unlockPartyCodes(m, { caseId: id, party }, actor.personId, at, identityShown) })));
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

  /** Whose code it is. An agent or guardian whose time has not come or is over gets none; who acts through a guardian has none of his own. */
  private async holderOf(m: EntityManager, state: CaseState, party: string, representative: number | undefined, at: LegalInstant): Promise<{ holder: CodeHolder; representative?: number }> {
    const book = await this.door.lawOf(m, state.caseId);
    const { pack } = book.pack(state.pack);
    const on = chinaDateOf(at);
    if (representative !== undefined) {
      const one = representativesOf(state, party, on).find((each) => each.seq === representative);
      if (one === undefined) throw wrongField('representative', 'unknownRepresentative', '案卷中没有这一号现行有效的代理人或者监护人。', 'The case has no agent or guardian of this number who acts today.');
      return { holder: one.as, representative };
    }
    const through = { state, pack, book, on, minors: await minorsOn(m, this.door.deps.content, state, pack, on) };
    if (throughGuardian(party, through) !== 'yes') return { holder: 'party' };
    throw wrongField('representative', 'guardian', '该当事人由监护人代为办理：请登记监护人，并填写其序号。', 'The guardian acts for this party: record the guardian and give the number.');
  }

  private inCase<T>(actor: SignedInActor, caseId: string, party: string, work: (m: EntityManager, of: { officeId: string; state: CaseState }, at: LegalInstant) => Promise<T>): Promise<T> {
    return this.door.as(actor, async (m) => {
      const head = await lockHead(m, caseId);
      const state = head === null ? null : await stateOf(m, head);
      if (head === null || state === null || !state.parties.some((one) => one.partyId === party)) throw notFound();
      const standing = standingIn(actor, head);
      if (standing.roles.length === 0) throw new Problem('forbidden', { zh: '该操作由办案机关人员办理。', en: 'This is for people of the office of the case.' });
      const { at } = await legalNow(m);
      const { pack } = (await this.door.lawOf(m, state.caseId)).pack(state.pack);
      const by = { personId: actor.personId, officeId: actor.officeId, roles: standing.roles, kind: 'person' } as const;
      // Who holds a code acts as the party: whoever was recused or investigates makes none and lifts no lock.
      const against = [...partBlockers({ state, pack, actor: by, command: null, today: chinaDateOf(at) }), ...byInvestigator({ actor: by, state, pack })];
      if (against.length > 0) throw blocked(against);
      return work(m, { officeId: head.officeId, state }, at);
    });
  }
}
