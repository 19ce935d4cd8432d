/** What the party said in the case and what was answered: words that stand in the record beside any paper. */
import type { Facts, TakenStep } from '#cases/model';
import type { FactDefinition, Pack, PackStep } from '#law/pack-format';
import { papersFor, type PackageRecord } from './package-record.ts';

export interface Statement { step: TakenStep; definition: PackStep; answers: { step: TakenStep; definition: PackStep }[] }

/** The party's own words, in their order, each with the acts that name it as what they answer. */
export function statementsOf({ state, book }: Pick<PackageRecord, 'state' | 'book'>, party: string): Statement[] {
  const { pack } = book.pack(state.pack);
  const own = state.steps.filter((step) => step.party === null || step.party === party);
  return own.flatMap((step) => {
    const definition = definitionOf(pack, step);
    return definition?.wordsOfParty === true ? [{ step, definition, answers: own.flatMap((answer) => { const answering = definitionOf(pack, answer); return answering !== undefined && refersTo(pack, answer, step) ? [{ step: answer, definition: answering }] : []; }) }] : [];
  });
}

/** Papers that print what the party said or answer it: their step takes up the same fact, or names the words. */
export function papersOfStatements({ state, book }: Pick<PackageRecord, 'state' | 'book'>, party: string, stepOf: (seq: number) => TakenStep | undefined): string[] {
  const { pack } = book.pack(state.pack);
  const words = pack.steps.filter(({ wordsOfParty }) => wordsOfParty);
  const said = new Set(words.flatMap(({ facts }) => facts.map(({ fact }) => fact)).filter((code) => factOf(pack, code)?.type === 'text'));
  return papersFor(state, party).filter(({ seq, about, approval, closing }) => {
    if (about !== undefined || approval !== undefined || closing !== undefined) return false;
    const step = stepOf(seq);
    const definition = step === undefined ? undefined : definitionOf(pack, step);
    return step !== undefined && definition?.power !== 'decider' && (definition?.facts.some(({ fact }) => said.has(fact)) === true || state.steps.some((other) => definitionOf(pack, other)?.wordsOfParty === true && refersTo(pack, step, other)));
  }).map(({ paperId }) => paperId);
}

/** Texts of the record that the page of statements prints. */
export function textsOfStatements(record: Pick<PackageRecord, 'state' | 'book'>, party: string): string[] {
  const { pack } = record.book.pack(record.state.pack);
  return [...new Set(statementsOf(record, party).flatMap(({ step, answers }) => [step, ...answers.map((one) => one.step)]).flatMap(({ facts }) => Object.entries(printedFacts(pack, facts)).flatMap(([, value]) => (value.type === 'text' ? [value.content.contentId] : []))))];
}

/** Facts that may be shown: not those that are sealed, not the numbers of steps, not ids of persons. */
export function printedFacts(pack: Pack, facts: Facts): Facts {
  return Object.fromEntries(Object.entries(facts).filter(([code, value]) => {
    const fact = factOf(pack, code);
    return fact !== undefined && fact.sealed === false && fact.refersTo === undefined && value.type !== 'person';
  }));
}

export function factOf(pack: Pack, code: string): FactDefinition | undefined {
  return pack.facts.find((one) => one.code === code);
}

function definitionOf(pack: Pack, { step }: TakenStep): PackStep | undefined {
  return pack.steps.find(({ code }) => code === step);
}

function refersTo(pack: Pack, { facts }: TakenStep, named: TakenStep): boolean {
  return Object.entries(facts).some(([code, value]) => value.type === 'integer' && value.value === named.seq && factOf(pack, code)?.refersTo?.includes(named.step) === true);
}
