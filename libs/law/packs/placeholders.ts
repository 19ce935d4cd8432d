/** The placeholders that the texts of a paper may hold, and whether those of a pack name what it has. */
import type { FactDefinition, Pack } from '../pack-format.ts';

const PLACEHOLDER = /\{([^{}]*)\}/g;

/** Placeholders whose argument is one of a closed list. */
const PARTS: Record<string, readonly string[]> = {
  party: ['name', 'address', 'identity', 'identityNumber', 'kind', 'age', 'sex', 'phone'],
  actor: ['name'],
  step: ['date'],
  case: ['number', 'openedOn'],
  authority: ['name', 'address', 'phone'],
  principal: ['name', 'address', 'phone'],
  office: ['name', 'address', 'phone'],
  closing: ['name', 'reason'],
  approval: ['matter', 'asker', 'askedOn', 'note', 'proposal', 'signatures', 'result'],
  file: ['papers', 'void', 'attachments'],
  service: ['paper', 'way', 'place', 'servedOn', 'receivedOn', 'signature', 'relation', 'refusal', 'witnesses', 'recording', 'servers', 'remarks', 'reason', 'gist', 'period', 'basis'],
};

/** Placeholders that print a fact, and of which types. */
const OF_FACT: Record<string, readonly FactDefinition['type'][]> = {
  fact: ['text', 'code', 'integer', 'date', 'money', 'choice', 'boolean', 'person'],
  choice: ['choice'],
  money: ['money'],
  words: ['money'],
  person: ['person'],
  each: ['money'],
  instalments: ['code'],
};

const texts = (paper: Pack['papers'][number]): [string, string | string[] | null][] => [...Object.entries(paper.fields), ...paper.variants.flatMap(({ fields }) => Object.entries(fields)), ...(paper.gist === undefined ? [] : [['gist', paper.gist] as [string, string]])];

/** Sentences that name each placeholder that would print nothing. */
export function placeholderProblems(pack: Pack): string[] {
  return pack.papers.flatMap((paper) => texts(paper).flatMap(([field, lines]) => [lines ?? []].flat().flatMap((text) =>
    [...text.matchAll(PLACEHOLDER)].flatMap((match) => {
      const problem = problemOf(match[1] ?? '', pack);
      return problem === null ? [] : [`paper ${paper.code}, field ${field}: {${match[1] ?? ''}} ${problem}`];
    }))));
}

function problemOf(placeholder: string, pack: Pack): string | null {
  if (placeholder === 'officers') return null;
  const colon = placeholder.indexOf(':');
  const kind = colon < 0 ? placeholder : placeholder.slice(0, colon);
  const argument = colon < 0 ? '' : placeholder.slice(colon + 1);
  const parts = PARTS[kind];
  if (parts !== undefined) return parts.includes(argument) ? null : `is one of ${parts.map((part) => `{${kind}:${part}}`).join(', ')}`;
  const types = OF_FACT[kind];
  if (types !== undefined) {
    const fact = pack.facts.find((one) => one.code === argument);
    if (fact === undefined) return `names the fact "${argument}", which the pack does not have`;
    return types.includes(fact.type) ? null : `prints a fact of type ${types.join(', ')}; "${argument}" is of type ${fact.type}`;
  }
  const has = (list: readonly { code: string }[], what: string): string | null => (list.some((one) => one.code === argument) ? null : `names the ${what} "${argument}", which the pack does not have`);
  switch (kind) {
    case 'date': {
      const fact = pack.facts.find((one) => one.code === argument);
      return fact === undefined ? has(pack.steps, 'date fact or step') : fact.type === 'date' ? null : `prints a date; "${argument}" is of type ${fact.type}`;
    }
    case 'refDate': case 'refNumber': return pack.facts.find((one) => one.code === argument)?.refersTo === undefined ? `names "${argument}", which is no fact that refers to a step` : null;
    case 'listed': case 'stepDate': case 'officers': return has(pack.steps, 'step');
    case 'due': case 'length': return has(pack.clocks, 'clock');
    case 'number': case 'served': return has(pack.papers, 'paper');
    case 'parameter': return has(pack.parameters, 'parameter');
    case 'owed': case 'owedWords': case 'owedPrincipal': case 'owedSurcharge': return has(pack.money?.debts ?? [], 'debt');
    case 'calculation': {
      const computed = pack.steps.flatMap((one) => one.computes.map((rule) => rule.fact));
      return computed.includes(argument) ? null : `names "${argument}", which no step computes`;
    }
    default: return 'is no placeholder that papers know';
  }
}

/** What is sealed is a text of the case; no paper prints it, save what its handlers read. */
export function sealedProblems(pack: Pack): string[] {
  return pack.facts.filter((fact) => fact.sealed).flatMap((fact) => [
    ...(fact.type !== 'text' || fact.perParty ? [`fact ${fact.code}: only a text of the case can be sealed`] : []),
    ...(fact.sealed === 'handlers' ? [] : pack.papers).filter((paper) => texts(paper).some(([, lines]) => [lines ?? []].flat().some((text) => text.includes(`:${fact.code}}`)))).map((paper) => `paper ${paper.code}: prints the sealed fact "${fact.code}"`),
    ...pack.steps.filter((step) => step.listed?.includes(`:${fact.code}}`)).map((step) => `step ${step.code}: lists the sealed fact "${fact.code}"`),
  ]);
}
