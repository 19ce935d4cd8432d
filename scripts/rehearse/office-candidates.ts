/** What might be tried in a case beside its steps: approvals and their signers, seals, originals, confirmations, the file and the case in other hands. */
import { addDays, type LegalDate, type PackRole } from '#law';
import type { CaseState, PaperState } from '#cases/model';
import { bearsSeal } from '#cases/sheets/seals';
import { waitingFor } from '#cases/office/turns';
import type { EdgeCommand } from '#commands';
import type { Chance } from './chance.ts';
import { EVERYBODY, MAIN, type Member, PIN } from './cast.ts';
import type { Values } from './values.ts';
import { attemptsOf, SERVICE, SHA_AHEAD, type Turn, type World } from './world.ts';

type Signatures = Extract<EdgeCommand, { type: 'fileOriginal' }>['signatures'];
/** In place of an id that only the service gives. */
const LATER = '00000000-0000-4000-8000-000000000000.1';
const ORDER = '排演函〔2025〕7号';

export abstract class OfficeCandidates {
  constructor(protected readonly world: World, protected readonly chance: Chance, protected readonly values: Values) {}

  protected abstract holders(roles: readonly PackRole[]): Member[];
  protected abstract who(roles: readonly PackRole[]): string;
  protected abstract officers(): string[];

  private get office(): Member[] {
    return this.world.stand.members.filter((one) => one.officeId === this.world.stand.officeId);
  }

  private nthOf(paper: PaperState, state: CaseState): NonNullable<Turn['paper']> {
    return { paper: paper.paper, party: paper.party, nth: state.papers.filter((one) => one.paper === paper.paper && one.party === paper.party && one.about === undefined).findIndex((one) => one.paperId === paper.paperId) };
  }

  // ---- approvals ----

  /** Requests for the step as it would be taken: those who must be named are, now and then one of them is wrong. */
  asking({ by, command }: Turn, state: CaseState): Turn[] {
    if (command.type !== 'takeStep') return [];
    return this.world.pack.approvals.filter((chain) => chain.covers.includes(command.step)).flatMap((chain): Turn[] => {
      const investigated = new Set(state.steps.flatMap((step) => [step.actorId, ...step.officerIds]));
      const asker = this.chance.oneOf(this.holders(chain.askedBy))?.username ?? by;
      const taken = new Set<string>();
      const signersOf = (stage: (typeof chain.stages)[number]): [string, string[]][] => {
        if (stage.signing !== 'all') return [];
        const able = this.chance.shuffled(this.office.filter((one) => one.username !== asker && !investigated.has(one.id) && !taken.has(one.id) && one.roles.length <= 2 && one.roles.some((role) => stage.by.includes(role)))).slice(0, 1 + this.chance.below(2));
        for (const one of able) taken.add(one.id);
        return [[stage.code, able.map(({ id }) => id)]];
      };
      const item = { step: command.step, ...(command.party === undefined ? {} : { party: command.party }), facts: command.facts };
      const named = chain.stages.flatMap(signersOf);
      const ask = (signers: [string, string[]][], items = [item]): Turn => ({ by: asker, command: { type: 'askApproval', approval: chain.code, items, signers: Object.fromEntries(signers), note: this.values.text() } });
      // Stages that do not bind here take no signers.
      return [ask(named), ...named.map((one) => ask(named.filter((other) => other !== one))), ask([]), ...(this.chance.happens(0.1) ? [ask(named.map(([stage]) => [stage, []])), ask(named, [item, item])] : [])];
    });
  }

  /** Signatures that wait, by whom they wait for; with `more` also returns, refusals, other signers and withdrawals. */
  signing(state: CaseState, _on: LegalDate, more: boolean): Turn[] {
    return state.approvals.flatMap((approval): Turn[] => {
      const waits = waitingFor(approval);
      const place = { approval: approval.approval, nth: state.approvals.filter((one) => one.approval === approval.approval).indexOf(approval) };
      const asker = EVERYBODY.find((one) => one.id === approval.askedBy);
      const say = (by: Member, verdict: 'agree' | 'return' | 'refuse', to?: string): Turn => ({ by: by.username, approval: place, command: { type: 'signApproval', approvalId: LATER, verdict, ...(to === undefined ? {} : { to }), opinion: this.values.text() } });
      const takeBack = (by: Member | undefined): Turn[] => (by === undefined ? [] : [{ by: by.username, approval: place, command: { type: 'withdrawApproval', approvalId: LATER, reason: this.values.text() } }]);
      if (waits === null) return approval.status === 'approved' && more && this.chance.happens(0.15) ? takeBack(asker) : [];
      const ids = [...waits.waiting.each, ...waits.waiting.oneOf];
      const signers = this.office.filter((one) => (ids.includes(one.id) || one.roles.some((role) => waits.waiting.roles.includes(role))) && one.roles.length <= 2);
      const county = this.world.stand.members.filter((one) => one.roles.some((role) => waits.waiting.roles.includes(role)) && one.roles.length <= 2);
      const able = this.chance.shuffled([...new Set([...signers, ...county])]);
      const [first] = able;
      const agreed = able.map((one) => say(one, 'agree'));
      if (!more || first === undefined) return agreed;
      const earlier = approval.turns.slice(0, approval.turns.findIndex((turn) => turn.key === approval.turn)).map((turn) => turn.key);
      const change = (by: Member, command: { add: { person: string; place: 'before' | 'after' | 'parallel' } } | { remove: string }): Turn => ({ by: by.username, approval: place, command: { type: 'changeSigners', approvalId: LATER, ...command, reason: this.values.text() } });
      const others = this.chance.shuffled(this.office.filter((one) => one.username !== first.username && one.roles.length <= 2)).slice(0, 2);
      const added = approval.turns.flatMap((turn) => [...turn.also, ...(turn.addedBy === null ? [] : (turn.named ?? []).map((personId) => ({ personId, addedBy: turn.addedBy ?? '' })))]);
      return [
        ...agreed, say(first, 'refuse'), say(first, 'return', 'handler'), ...earlier.map((key) => say(first, 'return', key)), say(first, 'return', 'nowhere'), ...(asker === undefined ? [] : [say(asker, 'agree')]), ...others.map((one) => say(one, 'agree')),
        ...others.flatMap((one) => (['before', 'after', 'parallel'] as const).map((where) => change(first, { add: { person: one.id, place: where } }))),
        ...added.flatMap(({ personId, addedBy }) => { const by = EVERYBODY.find((one) => one.id === addedBy); return by === undefined ? [] : [change(by, { remove: personId })]; }), ...takeBack(asker), ...takeBack(others[0]),
      ];
    });
  }

  // ---- sheets and seals ----

  seals(paper: PaperState, state: CaseState, on: LegalDate): Turn[] {
    const definition = this.world.pack.papers.find((one) => one.code === paper.paper);
    const place = this.nthOf(paper, state);
    const keepers = this.office.filter((one) => one.roles.includes('sealKeeper') && one.roles.length <= 2);
    const waiting = paper.seals.filter(({ used }) => used === null);
    const use = (by: Member, seal: 'physical' | 'electronic', sha256 = SHA_AHEAD): Turn => ({ by: by.username, paper: place, command: { type: 'useSeal', paperId: LATER, seal, sha256, on } });
    const asks = (['physical', 'electronic'] as const).map((seal): Turn => ({ by: this.who(['officer', 'head']), paper: place, command: { type: 'askSeal', paperId: LATER, seal, on } }));
    return [...(bearsSeal(definition) ? this.chance.shuffled(asks) : asks.slice(0, 1)), ...waiting.flatMap(({ seal }) => keepers.slice(0, 1).flatMap((by) => [use(by, seal), use(by, seal, 'f'.repeat(64))]))];
  }

  /** A scan of the file becomes the original: signed as the pack asks, refused by the party's side, or lacking a signature. */
  originals(paper: PaperState, state: CaseState, on: LegalDate): Turn[] {
    const used = new Set(state.papers.flatMap((one) => one.original?.fileId ?? []));
    const file = state.files.findIndex((one) => !used.has(one.fileId));
    if (file < 0 || paper.original !== null) return [];
    const wanted = this.world.pack.papers.find((one) => one.code === paper.paper)?.signs ?? [];
    const signed: Signatures = wanted.length === 0 ? [{ who: 'officers', how: 'signature', notedBy: [] }] : wanted.map(({ who, how }) => ({ who, how, notedBy: [] }));
    const refused = signed.map((one) => (['party', 'recipient', 'askedPerson', 'witness', 'presentPerson', 'agent'].includes(one.who) ? { ...one, how: 'refused' as const, notedBy: this.officers() } : one));
    const say = (signatures: Signatures): Turn => ({ by: this.who(['officer']), paper: this.nthOf(paper, state), file, command: { type: 'fileOriginal', fileId: LATER.slice(0, 36), reference: '', on, signatures } });
    return [say(signed), say(refused), ...(signed.length > 1 ? [say(signed.slice(1))] : [])];
  }

  // ---- hands ----

  /** Officers whose confirmation is awaited give their PIN; after the county's days the county legal office says why. */
  confirmations(state: CaseState, _on: LegalDate): Turn[] {
    const acts = [
      ...state.steps.map((step) => ({ awaits: step.awaits ?? [], confirms: { step: step.step, nth: state.steps.filter((one) => one.step === step.step).indexOf(step) } })),
      ...attemptsOf(state).map((attempt, nth) => ({ awaits: attempt.awaits ?? [], confirms: { step: SERVICE, nth } })),
    ];
    return acts.flatMap(({ awaits, confirms }) => awaits.slice(0, 1).flatMap((personId): Turn[] => {
      const say = (by: string, reason?: string): Turn => ({ by, confirms, command: { type: 'confirmStep', stepSeq: 1, confirmation: { personId, pin: PIN }, ...(reason === undefined ? {} : { reason }) } });
      return [say(this.who(['officer'])), ...(this.chance.happens(0.3) ? [say(this.who(['countyLegalOffice']), this.values.text())] : [])];
    }));
  }

  /** The case or its file goes to another office, and comes back. */
  hands(state: CaseState, on: LegalDate): Turn[] {
    const { stand } = this.world;
    if (stand !== MAIN || stand.neighbour === null) return [];
    const toOfficeId = stand.neighbour.officeId;
    const county = this.who(['countyLegalOffice']);
    const order = { toOfficeId, instrument: ORDER, on, reason: this.values.text() };
    const out = state.fileLoans.filter((loan) => loan.kind === 'calledIn').flatMap((loan, nth) => (loan.to === null ? [nth] : []));
    return [
      { by: county, command: { type: 'callInFile', ...order } }, { by: this.who(['officer']), command: { type: 'callInFile', ...order } }, { by: county, command: { type: 'callInFile', ...order, on: addDays(on, 1) } },
      ...out.map((loan): Turn => ({ by: county, loan, command: { type: 'returnFile', loanSeq: 1, on } })),
      ...(this.chance.happens(0.3) ? [{ by: county, command: { type: 'transferCase', ...order } } as const, { by: this.who(['head']), command: { type: 'transferCase', ...order } } as const] : []),
    ];
  }

  // ---- who acts for a party ----

  /** Letters of authority and guardians, with a file of the case as their document; and their end. */
  representatives(state: CaseState, on: LegalDate): Turn[] {
    const by = this.who(['sectionHead']);
    const fileId = LATER.slice(0, 36);
    const file = state.files.length > 0 ? [0] : [];
    const person = { name: this.values.text().slice(0, 40) };
    return [
      ...file.flatMap((at) => state.parties.flatMap(({ partyId, ageOnAct }): Turn[] => {
        const say = (representative: Extract<EdgeCommand, { type: 'fileRepresentative' }>['representative']): Turn => ({ by, file: at, command: { type: 'fileRepresentative', party: partyId, on, representative } });
        return [
          say({ as: 'agent', authority: 'general', scope: [], profession: 'other', from: on, to: addDays(on, 60), fileId, person }),
          ...(ageOnAct !== null && ageOnAct < 18 ? [say({ as: 'guardian', relation: 'father', ground: 'minor', fileId, person })] : []),
        ];
      })),
      ...state.representatives.flatMap((one, representative): Turn[] => (one.ended === null ? [{ by, representative, command: { type: 'endRepresentative', number: 1, on, reason: this.values.text() } }] : [])),
    ];
  }
}
