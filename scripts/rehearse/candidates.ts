/** What might be tried in a case on a day: lawful and unlawful turns, derived from its pack and what the record offers. */
import { type LegalDate, addDays, addYears, legalDate } from '#law';
import type { CaseState, PaperState } from '#cases/model';
import type { EdgeAttempt, EdgeFacts, EdgeParty } from '#commands';
import type { PackRole, PackStep } from '#law';
import { citizen, organisation } from '../demo-office/demo-identities.ts';
import { PIN, type Member } from './cast.ts';
import { OfficeCandidates } from './office-candidates.ts';
import { receiptTurns } from './receipts.ts';
import { opensHere, type Turn } from './world.ts';

export class Candidates extends OfficeCandidates {
  private born = 0;

  // ---- who ----

  protected holders(roles: readonly PackRole[]): Member[] {
    return this.world.stand.members.filter((one) => one.certified && one.roles.length <= 2 && (roles.length === 0 || one.roles.some((role) => roles.includes(role))));
  }

  /** Somebody who may: of the ordinary holders of a role, now and then the one who holds all of them. */
  protected who(roles: readonly PackRole[]): string {
    const every = this.world.stand.members.find((one) => one.roles.length > 2);
    if (every !== undefined && this.chance.happens(0.12)) return every.username;
    return (this.chance.oneOf(this.holders(roles)) ?? every ?? this.world.stand.members[0])?.username ?? '';
  }

  private stranger(roles: readonly PackRole[]): string | undefined {
    return this.chance.oneOf(this.world.stand.members.filter((one) => !one.roles.some((role) => roles.includes(role))))?.username;
  }

  protected officers(): string[] {
    const { members, neighbour } = this.world.stand;
    const lent = neighbour !== null && this.chance.happens(0.05) ? [neighbour.lent] : [];
    const named = [...members.filter((one) => one.certified && one.roles.includes('officer') && one.roles.length <= 2), ...lent];
    return this.chance.shuffled(named).slice(0, 2).map(({ id }) => id);
  }

  // ---- opening ----

  parties(on: LegalDate): EdgeParty[] {
    const { min, max, kinds } = this.world.pack.party;
    const count = this.chance.happens(0.75) ? min : Math.min(max, min + this.chance.below(3));
    return Array.from({ length: count }, (): EdgeParty => this.party(this.chance.oneOf(kinds) ?? 'citizen', on));
  }

  party(kind: EdgeParty['kind'], on: LegalDate): EdgeParty {
    this.born += 1;
    const name = `${this.values.canary}${this.born}`;
    const address = `${this.values.canary}路${this.born}号`;
    if (kind === 'organisation') return organisation(name, `9199${String(this.chance.below(100_000_000)).padStart(8, '0')}${'ABCDEF'.charAt(this.chance.below(6))}${String(this.chance.below(10_000)).padStart(4, '0')}9`, address);
    const ages = this.values.ages.flatMap((age) => [age - 1, age, age + 1]);
    const age = ages.length > 0 && this.chance.happens(0.3) ? this.chance.oneOf(ages) ?? 40 : 25 + this.chance.below(30);
    const birthday = addDays(addYears(on, -age), -(30 + this.chance.below(200)));
    const made = citizen(name, birthday, this.chance.below(1000), address);
    return this.chance.happens(0.06) ? { kind, identity: { name, address } } : made;
  }

  openings(on: LegalDate, many: number): Turn[] {
    const { pack } = this.world;
    return Array.from({ length: many }, (): Turn => ({
      by: this.opener(pack.opening.by),
      command: { type: 'openCase', pack: pack.id, on, parties: this.parties(on), facts: this.values.assign(pack.opening.facts, { state: null, on, party: null }) },
    }));
  }

  private opener(roles: readonly PackRole[]): string {
    for (let tries = 0; tries < 20; tries += 1) {
      const name = this.who(roles);
      if (opensHere(this.world, name)) return name;
    }
    return this.who(roles);
  }

  /** The same opening with other values of some facts. */
  changed(turn: Turn, codes: readonly string[], state: CaseState | null, on: LegalDate): Turn {
    const { command } = turn;
    if (command.type !== 'openCase' && command.type !== 'takeStep' && command.type !== 'reopenCase') return turn;
    const expected = command.type === 'openCase' ? this.world.pack.opening.facts : command.type === 'reopenCase' ? this.world.pack.reopenings.find((one) => one.code === command.reopening)?.facts ?? [] : this.world.pack.steps.find((step) => step.code === command.step)?.facts ?? [];
    const spare = Object.keys(command.facts).filter((code) => expected.some((one) => one.fact === code && !one.required));
    const gone = this.chance.happens(0.25) ? this.chance.oneOf(spare) : undefined;
    if (gone !== undefined) return { ...turn, command: { ...command, facts: Object.fromEntries(Object.entries(command.facts).filter(([code]) => code !== gone)) } };
    const known = [...new Set(codes)].filter((code) => expected.some((one) => one.fact === code));
    const [other] = known.length > 0 && this.chance.happens(0.8) ? [this.chance.oneOf(known)] : [this.chance.oneOf(expected)?.fact];
    if (other === undefined) return turn;
    const required = expected.some((one) => one.fact === other && one.required);
    const { [other]: _, ...kept } = command.facts;
    const value = !required && this.chance.happens(0.3) ? undefined : this.values.value(other, { state, on, party: command.type === 'takeStep' ? command.party ?? null : null }, kept);
    return { ...turn, command: { ...command, facts: value === undefined ? kept : { ...kept, [other]: value } } };
  }

  // ---- steps ----

  step(step: PackStep, party: string | null, state: CaseState, on: LegalDate, facts?: EdgeFacts): Turn {
    const given = facts ?? this.values.assign(step.facts, { state, on, party });
    const helper = step.answersHelp ? this.world.stand.neighbour?.helper : undefined;
    const officers = (step.by.includes('officer') || step.power === 'investigator') && helper === undefined ? this.officers() : [];
    const stands = helper === undefined ? this.standing(step) : {};
    return {
      by: stands.by ?? helper?.username ?? this.named(step, state) ?? this.who(step.by),
      command: {
        type: 'takeStep', step: step.code, on, ...(party === null ? {} : { party }), facts: given, officers, ...(stands.actingFor === undefined ? {} : { actingFor: stands.actingFor }),
        ...(this.world.pack.confirmation !== undefined && officers.length > 1 && this.chance.happens(0.3) ? { confirmations: officers.slice(1, 2).map((personId) => ({ personId, pin: PIN })) } : {}),
      },
    };
  }

  /** The same act by other people. */
  byOthers(turn: Turn, step: PackStep, state: CaseState): Turn {
    const { command } = turn;
    if (command.type !== 'takeStep') return turn;
    const { actingFor: _, confirmations: __, ...rest } = command;
    return { ...turn, by: this.named(step, state) ?? this.who(step.by), command: { ...rest, officers: rest.officers.length > 0 ? this.officers() : [] } };
  }

  /** Now and then the substitute of the absent one, or the officer whom a neighbour lends. */
  private standing(step: PackStep): { by?: string; actingFor?: string } {
    const { neighbour, absence } = this.world.stand;
    if (absence !== null && this.chance.happens(0.04)) return { by: absence.substitute.username, actingFor: absence.absent.id };
    return neighbour !== null && step.by.includes('officer') && this.chance.happens(0.04) ? { by: neighbour.lent.username } : {};
  }

  /** Whom a guard of the step asks for: the person of a fact. */
  private named(step: PackStep, state: CaseState): string | undefined {
    const fact = /"actor":true.*?"fact":"([^"]+)"|"fact":"([^"]+)".{0,40}"actor":true/.exec(JSON.stringify(step.guards.map((guard) => guard.require)));
    const value = state.facts[fact?.[1] ?? fact?.[2] ?? ''];
    return value?.type === 'person' && this.chance.happens(0.8) ? this.world.stand.members.find((one) => one.id === value.personId)?.username : undefined;
  }

  /** A step as it should not be done: the wrong day, person, officers, words. */
  unlawful(turn: Turn, step: PackStep, state: CaseState, on: LegalDate): Turn[] {
    const { command } = turn;
    if (command.type !== 'takeStep') return [];
    const { pack, stand, book } = this.world;
    const every = stand.members.find((one) => one.roles.length > 2);
    const trainee = stand.members.find((one) => !one.certified);
    const days = [addDays(on, 1), addDays(on, -1), addDays(state.openedOn, -1), legalDate(pack.inForce.from), addDays(legalDate(pack.inForce.from), -1), ...this.lateDays(step.code, state)];
    const text = pack.facts.find((fact) => !fact.quotes && fact.type === 'text' && step.facts.some((one) => one.fact === fact.code));
    const words = text === undefined ? [] : book.packs.flatMap((one) => one.pack.forbiddenWords.filter((rule) => rule.cases === 'all' || (rule.cases === 'own') === (one.pack.id === pack.id)).flatMap((rule) => rule.words.slice(0, 1)));
    const stranger = this.stranger(step.by);
    return [
      ...days.map((day): Turn => ({ ...turn, command: { ...command, on: day } })), ...(stranger === undefined ? [] : [{ ...turn, by: stranger }]), ...(every === undefined ? [] : [{ ...turn, by: every.username }]),
      ...this.holders(step.by).map((one): Turn => ({ ...turn, by: one.username })),
      { ...turn, command: { ...command, officers: command.officers.slice(0, 1) } }, { ...turn, command: { ...command, officers: [] } },
      ...(trainee === undefined ? [] : [{ ...turn, command: { ...command, officers: [...command.officers.slice(0, 1), trainee.id] } }]),
      { ...turn, command: { ...command, facts: {} } }, ...words.map((word): Turn => ({ ...turn, command: { ...command, facts: { ...command.facts, [text?.code ?? '']: word } } })),
      ...step.facts.flatMap(({ fact }): Turn[] => {
        const value = this.values.value(fact, { state, on, party: command.party ?? null }, command.facts);
        return value === undefined ? [] : [{ ...turn, command: { ...command, facts: { ...command.facts, [fact]: value } } }];
      }),
    ];
  }

  /** The step as entered long after its day: without a word, with its reason, with consent. */
  lateEntries(turn: Turn, state: CaseState, on: LegalDate): Turn[] {
    const { command } = turn;
    const { pack } = this.world;
    if (command.type !== 'takeStep' || pack.lateEntry === undefined) return [];
    const { consentBy } = pack.lateEntry;
    const since = [state.openedOn, ...Object.values(state.phaseDays)].sort().at(-1) ?? state.openedOn;
    const by = this.world.stand.members.find((one) => one.roles.includes(consentBy));
    return [since, addDays(since, 1)].filter((day) => day < on).flatMap((day) => {
      const late = (obstacleEndedOn: LegalDate, consent?: Turn['consent']): Turn => ({ ...turn, ...(consent === undefined ? {} : { consent }), command: { ...command, on: day, late: { reason: this.values.text(), obstacleEndedOn } } });
      return [{ ...turn, command: { ...command, on: day } }, late(addDays(on, -1)), late(day), late(addDays(day, -1)), ...(by === undefined ? [] : [late(day, { by, on: day }), late(day, { by, on: addDays(day, -1) })])];
    });
  }

  /** Last days of lapsed clocks that this step would have ended in time. */
  private lateDays(step: string, state: CaseState): LegalDate[] {
    return state.lapses.filter((lapse) => !lapse.withdrawn && this.world.pack.clocks.some((clock) => clock.code === lapse.clock && clock.ends.some((end) => 'step' in end && end.step === step))).map((lapse) => lapse.dueOn);
  }

  // ---- service ----

  services(paper: PaperState, party: string, state: CaseState, on: LegalDate): Turn[] {
    const nth = state.papers.filter((one) => one.paper === paper.paper && one.party === paper.party && one.about === undefined).findIndex((one) => one.paperId === paper.paperId);
    // An act of execution is done by day, and says when.
    const time = this.world.pack.executionHours?.service.papers.includes(paper.paper) === true ? { time: '10:00' } : {};
    const say = (attempt: Partial<EdgeAttempt>, officers = this.officers(), by = this.who(['officer'])): Turn => ({
      by, paper: { paper: paper.paper, party: paper.party, nth }, command: { type: 'recordService', paperId: `${state.caseId}.1`, party, officers, attempt: { way: 'direct', on, outcome: 'received', ...time, ...attempt } },
    });
    const home = { way: 'coResident' as const, recipient: { relation: 'spouse' as const, adult: true, livesThere: true } };
    const posted = state.steps.length > 0 ? addDays(on, -1) : on;
    const trainee = this.world.stand.members.find((one) => !one.certified);
    const late = state.lapses.filter((lapse) => !lapse.withdrawn).map((lapse) => lapse.dueOn).filter((day) => day >= paper.issuedOn);
    return [
      say({}), say({ outcome: 'nobodyThere' }), say({ outcome: 'refused' }), say({ ...home }), say({ way: 'leftInPlace', refusedBy: 'addressee', recorded: 'video' }), say({ way: 'electronic', consentSignedOn: paper.issuedOn, arrivedOn: on }),
      say({ way: 'post', outcome: 'sent', itemNumber: 'XA100200300' }), say({ way: 'post', outcome: 'received', returnSlipOn: on, itemNumber: 'XA100200300' }), say({ way: 'post', outcome: 'returned' }),
      say({ way: 'entrusted', through: 'neighbourCounty' }), say({ way: 'transfer', through: 'barracks' }), say({ way: 'announcement', outcome: 'posted', ground: 'whereaboutsUnknown' }), say({ way: 'announcement', outcome: 'posted', ground: 'otherWaysFailed' }),
      // Not service: each lacks something.
      say({ way: 'coResident' }), say({ ...home, recipient: { ...home.recipient, adult: false } }), say({ ...home, recipient: { ...home.recipient, livesThere: false } }), say({ way: 'leftInPlace' }), say({ way: 'leftInPlace', refusedBy: 'addressee' }),
      say({ way: 'electronic', arrivedOn: on }), say({ way: 'electronic', consentSignedOn: on, arrivedOn: posted }), say({ way: 'post' }), say({ way: 'post', returnSlipOn: addDays(on, 1) }), say({ way: 'entrusted' }), say({ way: 'announcement', outcome: 'posted' }), say({ way: 'announcement' }),
      say({ on: addDays(on, 1) }), say({ on: addDays(paper.issuedOn, -1) }), say({}, []), ...(trainee === undefined ? [] : [say({}, [trainee.id])]), ...late.map((day) => say({ on: day })), ...late.map((day) => say({ way: 'post', returnSlipOn: day })),
    ];
  }

  voiding(paper: PaperState, state: CaseState, on: LegalDate): Turn[] {
    const nth = state.papers.filter((one) => one.paper === paper.paper && one.party === paper.party && one.about === undefined).findIndex((one) => one.paperId === paper.paperId);
    const issuer = this.world.pack.steps.find((step) => step.issues.some((issue) => issue.paper === paper.paper));
    const say = (by: string, day: LegalDate): Turn => ({ by, paper: { paper: paper.paper, party: paper.party, nth }, command: { type: 'voidPaper', paperId: `${state.caseId}.1`, on: day, reason: this.values.text() } });
    const stranger = this.stranger(issuer?.by ?? []);
    return [say(this.who(issuer?.by ?? ['head']), on), say(this.who(issuer?.by ?? ['head']), addDays(on, 1)), ...(stranger === undefined ? [] : [say(stranger, on)])];
  }

  // ---- money ----

  receipts(state: CaseState, on: LegalDate): Turn[] {
    return receiptTurns(this.world, this.chance, state, on);
  }

  // ---- the rest ----

  closings(on: LegalDate): Turn[] {
    return this.world.pack.closings.flatMap((closing) => [on, addDays(on, 1)].map((day): Turn => ({ by: this.who(closing.by), command: { type: 'closeCase', closing: closing.code, on: day, reason: this.values.text() } })));
  }

  reopenings(state: CaseState, on: LegalDate): Turn[] {
    return this.world.pack.reopenings.flatMap((reopening) => [on, addDays(on, 1), addDays(on, -1)].map((day): Turn => ({
      by: this.who(reopening.by), command: { type: 'reopenCase', reopening: reopening.code, on: day, facts: this.values.assign(reopening.facts, { state, on, party: null }), reason: this.values.text() },
    })));
  }

  amendments(state: CaseState, on: LegalDate): Turn[] {
    const party = this.chance.oneOf(state.parties);
    if (party === undefined) return [];
    const day = this.world.pack.party.ageOn === undefined ? undefined : state.facts[this.world.pack.party.ageOn];
    const { identity } = this.party(party.kind, day?.type === 'date' ? day.value : on);
    return [{ by: this.who(this.world.pack.opening.by), command: { type: 'amendParty', party: party.partyId, on, identity, reason: this.values.text() } }];
  }

  file(state: CaseState): Turn {
    const fileId = `00000000-0000-4000-8000-${String(state.files.length + 1).padStart(12, '0')}`;
    return { by: this.who(['officer']), command: { type: 'attachFile', file: { fileId, sha256: '0'.repeat(64), bytes: 1, mediaType: 'image/jpeg', purpose: 'evidence' } } };
  }
}
