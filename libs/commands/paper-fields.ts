/**
 * The texts of a paper from the pack: `{kind:argument}` in a field is replaced by what the record holds. A field that
 * is nothing but text around a missing value is left out whole, so that no paper goes out with a hole in a sentence.
 */
import { amountInWords, checkIdentityNumber, formatYuan, legalDate, type LawBook, type LegalInstant } from '#law';
import type { Pack, PackClock, PackPaper } from '#law/pack-format';
import { balanceOf, caseMoney, openClocks } from '#cases';
import { stepOfPaper } from '#cases/evolve';
import type { ApprovalState, CaseState, FactValue } from '#cases/model';
import { approvalPart } from './approval-fields.ts';
import { printDate, printFact } from './facts.ts';
import { feeCalculation } from './fee-calculation.ts';
import { filePart } from './file-index.ts';
import { stepNamedBy } from './referred-facts.ts';
import { servicePart, type PaperService } from './service-fields.ts';

/** Everything that placeholders can name; `state` stands at the event that issues the paper. */
export interface PaperScope {
  pack: Pack;
  book: LawBook;
  state: CaseState;
  at: LegalInstant;
  /** Day of issue. */
  on: string;
  party: string | null;
  caseNumber: string;
  actorId: string;
  identity: (partyId: string) => { name: string; identityNumber?: string | undefined; creditCode?: string | undefined; address: string; phone?: string | undefined } | null;
  text: (contentId: string) => string | null;
  person: (personId: string) => string | null;
  office: (officeId: string) => { name: string; address: string | null; phone: string | null } | null;
  /** The officers of the last time a step was taken ('' = the step that issues the paper), each a line 姓名：证件号. */
  officersOf: (step: string) => string | null;
  /** The service that a receipt or an announcement records, and who served, a line each. */
  service: PaperService | null;
  servers: string | null;
  /** The approval whose sheet it is. */
  approval: ApprovalState | null;
  /** The way of closing that issues the paper, and its reason in words. */
  closing?: { code: string; reason: string | null } | undefined;
}

/** Placeholders that this service does not know; a pack that uses one is refused when it issues the paper. */
export class UnknownPlaceholderError extends Error {
  override readonly name = 'UnknownPlaceholderError';
}

const PLACEHOLDER = /\{([a-zA-Z]+)(?::([^{}]+))?\}/g;

/** The fields of a paper in Chinese. A text with a missing value is null; in a list its line is left out. */
export function paperFields(paper: PackPaper, scope: PaperScope): Record<string, string | string[] | null> {
  return Object.fromEntries(Object.entries(paper.fields).map(([field, text]) => {
    if (typeof text === 'string') return [field, fill(text, scope)];
    const lines = text.map((line) => fill(line, scope)).filter((line): line is string => line !== null);
    return [field, lines.length === 0 ? null : lines];
  }));
}

function fill(text: string, scope: PaperScope): string | null {
  let missing = false;
  const filled = text.replace(PLACEHOLDER, (_whole, kind: string, argument = '') => {
    const value = valueOf(kind, argument, scope);
    if (value === null || value === '') missing = true;
    return value ?? '';
  });
  return missing ? null : filled;
}

function valueOf(kind: string, argument: string, scope: PaperScope): string | null {
  switch (kind) {
    case 'fact': return fact(argument, scope, (value) => printFact(scope.pack.facts.find((one) => one.code === argument), value, scope));
    case 'money': return fact(argument, scope, (value) => (value.type === 'money' ? printFact(undefined, value, scope) : null));
    case 'words': return fact(argument, scope, (value) => (value.type === 'money' ? amountInWords(BigInt(value.fen)) : null));
    case 'choice': return fact(argument, scope, (value) => printFact(scope.pack.facts.find((one) => one.code === argument), value, scope));
    case 'person': return fact(argument, scope, (value) => (value.type === 'person' ? scope.person(value.personId) : null));
    case 'date': return dateOf(argument, scope);
    case 'step': return argument === 'date' ? printDate(scope.on) : unknown(kind, argument);
    case 'stepDate': return dateTaken(argument, scope);
    case 'refDate': { const step = stepNamedBy(argument, scope.state); return step === undefined ? null : printDate(step.on); }
    case 'refNumber': return numberNamedBy(argument, scope);
    case 'listed': return listedSteps(argument, scope);
    case 'actor': return argument === 'name' ? scope.person(scope.actorId) : unknown(kind, argument);
    case 'party': return partyPart(argument, scope);
    case 'due': return dueOf(argument, scope);
    case 'length': return lengthOf(argument, scope);
    case 'parameter': return parameterOf(argument, scope);
    case 'number': return numberOf(argument, scope);
    case 'served': return servedOf(argument, scope);
    case 'authority': return officePart(scope.state.body.authorityId, kind, argument, scope);
    case 'principal': return scope.state.body.basis === 'entrusted' ? officePart(scope.state.body.authorityId, kind, argument, scope) : null;
    case 'office': return officePart(scope.state.officeId, kind, argument, scope);
    case 'case': return argument === 'number' ? scope.caseNumber : argument === 'openedOn' ? printDate(scope.state.openedOn) : unknown(kind, argument);
    case 'officers': return scope.officersOf(argument);
    case 'service': return scope.service === null ? null : servicePart(argument, scope.service, { ...scope, address: partyPart('address', scope), gist: gistOf(scope.service.paper.paper, scope) }) ?? null;
    case 'file': return filePart(argument, scope.state, scope.pack);
    case 'closing': return closingPart(argument, scope);
    case 'approval': { const part = approvalPart(argument, scope); return part === undefined ? unknown(kind, argument) : part; }
    case 'each': return eachParty(argument, scope);
    case 'instalments': return fact(argument, scope, (value) => (value.type === 'code' ? instalmentLines(value.value) : null));
    case 'owed': case 'owedWords': case 'owedPrincipal': case 'owedSurcharge': return owedOf(kind, argument, scope);
    case 'calculation': return feeCalculation(argument, scope);
    default: return unknown(kind, argument);
  }
}

/** What a paper of this code says, by its pack: a public announcement gives the gist of the paper, with the sum (Civil Procedure Law art. 95). */
function gistOf(code: string, scope: PaperScope): string | null {
  const gist = scope.pack.papers.find((one) => one.code === code)?.gist;
  return gist === undefined ? null : fill(gist, scope);
}

function unknown(kind: string, argument: string): never {
  throw new UnknownPlaceholderError(`A paper of a pack names {${kind}:${argument}}, which this service does not know.`);
}

function closingPart(part: string, { closing, pack }: PaperScope): string | null {
  if (part === 'name') return pack.closings.find((one) => one.code === closing?.code)?.name.zh ?? null;
  return part === 'reason' ? closing?.reason ?? null : unknown('closing', part);
}

/** The party's own value where there is one, else the case's. */
function fact(code: string, { state, party }: PaperScope, print: (value: FactValue) => string | null): string | null {
  const receiver = party ?? state.parties[0]?.partyId;
  const value = (receiver === undefined ? undefined : state.partyFacts[receiver]?.[code]) ?? state.facts[code];
  return value === undefined ? null : print(value);
}

/** A date fact, else the day on which a step of this code was last taken; `step` is the day of issue. */
function dateOf(argument: string, scope: PaperScope): string | null {
  if (argument === 'step') return printDate(scope.on);
  return fact(argument, scope, (value) => (value.type === 'date' ? printDate(value.value) : null)) ?? dateTaken(argument, scope);
}

function dateTaken(code: string, { state, party }: PaperScope): string | null {
  const taken = state.steps.findLast((step) => step.step === code && (party === null || step.party === null || step.party === party));
  return taken === undefined ? null : printDate(taken.on);
}

/** The number of the paper that the named step issued. */
function numberNamedBy(code: string, { state }: PaperScope): string | null {
  const step = stepNamedBy(code, state);
  return state.papers.find((paper) => paper.number !== null && step !== undefined && stepOfPaper(state, paper.seq)?.seq === step.seq)?.number ?? null;
}

/** Steps that the pack lists (`listed`), a line each; one that a step of this code names is marked as excluded. */
function listedSteps(excludedBy: string, scope: PaperScope): string | null {
  const { pack, state } = scope;
  const references = pack.facts.filter((one) => one.refersTo !== undefined).map((one) => one.code);
  const excluded = new Set(state.steps.filter((step) => step.step === excludedBy).flatMap((step) => references.flatMap((code) => { const value = step.facts[code]; return value?.type === 'integer' ? [value.value] : []; })));
  const lines = state.steps.flatMap((step) => {
    const listed = pack.steps.find((one) => one.code === step.step)?.listed;
    const line = listed === undefined ? null : fill(listed, { ...scope, state: { ...state, facts: { ...state.facts, ...step.facts } } });
    // A line of the table is one line of the text.
    return line === null ? [] : [`${line.replaceAll('\n', '；')}（${printDate(step.on)}${excluded.has(step.seq) ? '，已排除' : ''}）`];
  });
  return lines.length === 0 ? null : lines.join('\n');
}

function officePart(officeId: string, kind: string, argument: string, scope: PaperScope): string | null {
  const office = scope.office(officeId);
  switch (argument) {
    case 'name': return office?.name ?? null;
    case 'address': return office?.address ?? null;
    case 'phone': return office?.phone ?? null;
    default: return unknown(kind, argument);
  }
}

const SEXES: Partial<Record<string, string>> = { male: '男', female: '女' };

function partyPart(argument: string, scope: PaperScope): string | null {
  const ids = scope.party === null ? scope.state.parties.map((party) => party.partyId) : [scope.party];
  const parts = ids.map((id) => {
    const identity = scope.identity(id);
    switch (argument) {
      case 'name': return identity?.name ?? null;
      case 'identity': return identity?.identityNumber !== undefined ? `居民身份证号码：${identity.identityNumber}` : identity?.creditCode !== undefined ? `统一社会信用代码：${identity.creditCode}` : null;
      case 'identityNumber': return identity?.identityNumber ?? identity?.creditCode ?? null;
      case 'address': return identity?.address ?? null;
      case 'phone': return identity?.phone ?? null;
      case 'age': return scope.state.parties.find((party) => party.partyId === id)?.ageOnAct?.toString() ?? null;
      case 'sex': return identity?.identityNumber === undefined ? null : SEXES[checkIdentityNumber(identity.identityNumber).sex ?? 'unknown'] ?? null;
      case 'kind': return scope.state.parties.find((party) => party.partyId === id)?.kind === 'organisation' ? '法人或者其他组织' : '公民';
      default: return unknown('party', argument);
    }
  });
  // A family that lives together has one address.
  return parts.some((part) => part === null) ? null : [...new Set(parts)].join(argument === 'name' ? '、' : '；');
}

function dueOf(clock: string, { state, at, book, party }: PaperScope): string | null {
  const running = openClocks(state, at, book).find((open) => open.clock === clock && (party === null || open.party === null || open.party === party));
  return running?.dueOn ? printDate(running.dueOn) : null;
}

const UNITS: Record<PackClock['period']['unit'], string> = { ND: '日', WD: '个工作日', MO: '个月', YEAR: '年', FIX: '' };

function lengthOf(code: string, scope: PaperScope): string | null {
  const clock = scope.pack.clocks.find((one) => one.code === code);
  if (clock === undefined) return unknown('length', code);
  const { length, unit } = clock.period;
  const count = typeof length === 'number' ? String(length) : parameterOf(length.parameter, scope);
  return count === null ? null : `${count}${UNITS[unit]}`;
}

/** As the county had set it on the day of issue. */
function parameterOf(code: string, { book, state, on }: PaperScope): string | null {
  const value = book.parameter(state.county, state.pack, code, legalDate(on))?.value;
  return value === undefined ? null : Array.isArray(value) ? value.join('、') : String(value);
}

function numberOf(paper: string, { state, party }: PaperScope): string | null {
  const issued = state.papers.findLast((one) => one.paper === paper && !one.voided && (party === null || one.party === null || one.party === party));
  return issued?.number ?? null;
}

/** What the party owes of a debt on the day of issue, with its surcharge; no part of nothing is printed. */
function owedOf(kind: 'owed' | 'owedWords' | 'owedPrincipal' | 'owedSurcharge', debt: string, { state, at, book, on, party }: PaperScope): string | null {
  const balance = party === null ? null : balanceOf(caseMoney(state, at, book), debt, party, legalDate(on));
  if (balance === null) return null;
  const principalFen = balance.principalDueFen + balance.principalNotDueFen;
  switch (kind) {
    case 'owed': return formatYuan(balance.balanceFen);
    case 'owedWords': return amountInWords(balance.balanceFen);
    case 'owedPrincipal': return principalFen === 0n ? null : formatYuan(principalFen);
    case 'owedSurcharge': return balance.balanceFen === principalFen ? null : formatYuan(balance.balanceFen - principalFen);
  }
}

/** The day on which the last paper of this code counts as served. */
function servedOf(paper: string, { state, party }: PaperScope): string | null {
  const receiver = party ?? state.parties[0]?.partyId ?? '';
  const last = state.papers.findLast((one) => one.paper === paper && !one.voided && (one.party === null || one.party === receiver));
  const service = last?.served[receiver];
  return service === undefined ? null : printDate(service.effectiveOn);
}

const COUNTING = ['一', '二', '三', '四', '五', '六', '七', '八', '九', '十'];

/** What a money fact held for each party is for each of them, without names: every party gets a paper of its own. */
function eachParty(code: string, { state }: PaperScope): string | null {
  const lines = state.parties.map((party, index) => {
    const value = state.partyFacts[party.partyId]?.[code];
    return value?.type === 'money' ? `当事人${COUNTING[index] ?? String(index + 1)}：${formatYuan(BigInt(value.fen))}元` : null;
  }).filter((line) => line !== null);
  return lines.length === 0 ? null : lines.join('\n');
}

/** Each instalment of a schedule, a line each: its day and its amount. */
function instalmentLines(schedule: string): string {
  return schedule.split(';').map((line, index) => { const [due = '', yuan = ''] = line.split('='); return `第${index + 1}期（${printDate(due)}）：${yuan}元`; }).join('\n');
}

/** Codes of steps whose officers the fields of a paper name; '' is the step that issues it. */
export function stepsWithOfficers(paper: PackPaper): string[] {
  return [...new Set(Object.values(paper.fields).flat().flatMap((text) => [...text.matchAll(/\{officers(?::([^{}]+))?\}/g)].map((match) => match[1] ?? '')))];
}
