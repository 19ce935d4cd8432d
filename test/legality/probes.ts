/** What people might try, lawfully or not, in terms of the fixtures of the demo county. */
import { type LawBook, type LegalDate, addDays, legalDate } from '#law';
import type { ActingBody, CaseState, OfficerOnDay, Party, ServiceAttempt, Surroundings } from '#cases/model';
import { actor, certified, expired, handedOver, holderOf, machine, ownBody } from '#cases/testing/county';
import { inPlaceOf, lent } from '#cases/testing/standing';
import { factsFor, type PlainFacts } from '#cases/testing/facts';
import type { Node, Probe } from './model-check.ts';

export interface StepOptions { by?: string; on?: LegalDate; party?: string | undefined; officers?: OfficerOnDay[]; body?: ActingBody; claims?: Surroundings['claims'] }

export class Probes {
  readonly book: LawBook;
  readonly packId: string;
  constructor(book: LawBook, packId: string) { this.book = book; this.packId = packId; }
  get pack() { return this.book.pack(this.packId).pack; }

  opening(name: string, on: string, parties: Party[], facts: PlainFacts, body: ActingBody = ownBody): Probe {
    const { opening } = this.pack;
    return { name, actor: actor(holderOf(opening.by)), command: { type: 'openCase', pack: this.packId, on: legalDate(on), parties, facts: factsFor(this.pack, opening.facts, facts), body } };
  }

  step({ on }: Node, code: string, facts: PlainFacts = {}, options: StepOptions = {}): Probe {
    const definition = this.pack.steps.find((one) => one.code === code);
    const by = options.by ?? (definition?.wordsOfParty ? 'chen' : undefined) ?? holderOf(definition && definition.by.length > 0 ? definition.by : ['officer']);
    return {
      name: `${code}${options.party ? ` ${options.party}` : ''}${Object.keys(facts).length > 0 ? ` ${JSON.stringify(facts)}` : ''}`, actor: actor(by), ...(options.claims ? { claims: options.claims } : {}),
      command: {
        type: 'takeStep', step: code, on: options.on ?? on, facts: factsFor(this.pack, definition?.facts ?? [], facts), body: options.body ?? ownBody,
        officers: options.officers ?? (definition?.by.includes('officer') ? certified('zhang', 'li') : []), ...(options.party === undefined ? {} : { party: options.party }),
      },
    };
  }

  service({ on }: Node, paperId: string, party: string, attempt: Partial<ServiceAttempt>, officers: OfficerOnDay[] = certified('zhang', 'li'), by = 'zhang'): Probe {
    return { name: `serve ${party} ${attempt.way ?? 'direct'} ${attempt.outcome ?? 'received'}`, actor: actor(by), command: { type: 'recordService', paperId, party, officers, attempt: { way: 'direct', on, outcome: 'received', ...attempt } } };
  }

  voiding({ on }: Node, paperId: string, options: { by?: string; on?: LegalDate } = {}): Probe {
    return { name: 'void', actor: actor(options.by ?? 'zhao'), command: { type: 'voidPaper', paperId, on: options.on ?? on, reason: { contentId: 'reason', commitment: 'reason' } } };
  }

  closing({ on }: Node, closing: string, options: { by?: string; on?: LegalDate } = {}): Probe {
    return { name: `close ${closing}`, actor: actor(options.by ?? 'zhao'), command: { type: 'closeCase', closing, on: options.on ?? on, reason: null } };
  }

  /** By the head: a closed case is taken up again. */
  reopening({ on }: Node, reopening: string, facts: PlainFacts = {}, day: LegalDate = on): Probe {
    const expected = this.pack.reopenings.find((one) => one.code === reopening)?.facts ?? [];
    return { name: `reopen ${reopening}`, actor: actor('zhao'), command: { type: 'reopenCase', reopening, on: day, body: ownBody, reason: { contentId: 'reason', commitment: 'reason' }, facts: factsFor(this.pack, expected, facts) } };
  }

  /** Ways of service that cannot count as they are told. */
  unlawfulServices(node: Node, paperId: string, party: string): Probe[] {
    const { on } = node;
    const given = { way: 'coResident', outcome: 'received' } as const;
    const attempts: Partial<ServiceAttempt>[] = [
      given, { ...given, recipient: { relation: 'brother', adult: true, livesThere: false } }, { ...given, recipient: { relation: 'son', adult: false, livesThere: true } },
      { ...given, recipient: { relation: '', adult: true, livesThere: true } }, { ...given, recipient: { relation: 'friend', adult: true, livesThere: true } }, { way: 'leftInPlace', recorded: 'photo' }, { way: 'leftInPlace', refusedBy: 'addressee' },
      { way: 'electronic', arrivedOn: on }, { way: 'electronic', consentSignedOn: on }, { way: 'electronic', consentSignedOn: addDays(on, -2), arrivedOn: addDays(on, -1) }, { ...given, recipient: { relation: 'spouse', adult: true, livesThere: true, sameCase: true } }, { way: 'post', outcome: 'sent' }, { way: 'post' }, { way: 'post', returnSlipOn: addDays(on, 1) }, { way: 'post', returnSlipOn: addDays(on, -1) },
      { way: 'entrusted' }, { way: 'announcement', outcome: 'posted' }, { way: 'announcement', outcome: 'posted', ground: 'otherWaysFailed' }, { way: 'announcement', outcome: 'received' },
      { on: addDays(on, 1) }, { on: addDays(on, -400) }, { on: node.state.phaseDays['investigation'] ?? on, way: 'leftInPlace' },
    ];
    return [
      ...attempts.map((one) => this.service(node, paperId, party, one)), this.service(node, paperId, party, {}, []), this.service(node, paperId, party, {}, [expired('li')]), this.service(node, paperId, party, {}, certified('zhang', 'zhang')),
      this.service(node, paperId, 'p9', {}), this.service(node, paperId, party, {}, certified('zhang'), 'zhou'), this.service(node, 'none', party, {}),
    ];
  }

  /** Bodies without power here, on one step. */
  unlawfulBodies(node: Node, code: string, party?: string): Probe[] {
    const bodies: ActingBody[] = [
      { ...handedOver, matters: [this.packId], subEntrusted: true, basis: 'entrusted' }, { ...handedOver, basis: 'entrusted', instrument: null, publishedOn: null, matters: [] },
      { ...handedOver, basis: 'entrusted', to: legalDate('2002-01-01') }, { ...handedOver, basis: 'borrowed' as ActingBody['basis'] },
    ];
    return bodies.map((body) => this.step(node, code, {}, { body, party }));
  }

  /** Acts in the place of others, or by a loan, without the right to. */
  unlawfulStandings(node: Node): Probe[] {
    const standings = [
      inPlaceOf('zhang'), inPlaceOf('li', { instrument: null }), inPlaceOf('li', { to: legalDate('2001-01-01') }), inPlaceOf('li', { roles: ['head'] }), inPlaceOf('li', { heldRoles: [], substitutedRoles: ['officer'] }),
      { lent: { ...lent.lent, to: legalDate('2001-01-01') } },
    ];
    return standings.map((standing) => { const probe = this.step(node, 'takeEvidence', {}, { by: 'zhang' }); return { ...probe, actor: { ...probe.actor, ...standing } }; });
  }

  /** Malformed acts, tried in every state. */
  nonsense(node: Node): Probe[] {
    const { on, state } = node;
    const step = this.pack.steps.find((one) => one.by.includes('officer') && !one.perParty)?.code ?? '';
    return [
      ...this.unlawfulStandings(node), this.step(node, 'noSuchStep'), this.closing(node, 'noSuchClosing'), { name: 'duty', actor: machine, command: { type: 'fulfilDuty', dutyId: 'none', outcome: 'done', attempts: 1 } },
      { name: 'duty by a person', actor: actor('zhang'), command: { type: 'fulfilDuty', dutyId: 'none', outcome: 'done', attempts: 1 } }, this.voiding(node, 'none'),
      ...['takeEvidence', 'recordInquiry'].flatMap((code) => [
        this.step(node, code, {}, { on: addDays(on, 1) }), this.step(node, code, {}, { on: addDays(state.openedOn, -1) }), this.step(node, code, {}, { on: state.openedOn }), this.step(node, code, {}, { by: 'sun', officers: certified('zhang', 'li') }),
      ]),
      { ...this.step(node, this.pack.steps.find((one) => one.power === 'decider')?.code ?? step, {}, { party: 'p1' }), actor: machine },
      this.step(node, step, { childOrder: 7, cause: 'x' }), this.step(node, 'takeEvidence', { evidenceSummary: undefined }), this.step(node, 'recordInquiry', { certificatesShown: undefined }),
      { ...this.step(node, 'recordInquiry'), command: { type: 'takeStep', step: 'recordInquiry', on, facts: { certificatesShown: { type: 'integer', value: 1 } }, officers: certified('zhang', 'li'), body: ownBody } },
    ];
  }
}

/** Papers of which somebody has not received the last one. */
export function unserved(state: CaseState): { paperId: string; party: string; paper: string }[] {
  return state.parties.flatMap(({ partyId }) => {
    const latest = new Map(state.papers.filter((one) => !one.voided && (one.party === null || one.party === partyId)).map((one) => [one.paper, one]));
    return [...latest.values()].filter((one) => !one.served[partyId]).map((one) => ({ paperId: one.paperId, party: partyId, paper: one.paper }));
  });
}

/** A letter of which nobody knows yet what became of it. */
export function inThePost(state: CaseState, paperId: string): boolean {
  return state.papers.some((one) => one.paperId === paperId && one.attempts.some((attempt) => attempt.attempt.way === 'post' && attempt.result === 'pending'));
}
