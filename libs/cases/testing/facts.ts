/** Facts as a person would write them, turned into facts of the record by the types of the pack. */
import { legalDate, parseYuan } from '#law';
import type { Pack } from '#law/pack-format';
import type { Facts, FactValue } from '../model.ts';

export type PlainFacts = Record<string, string | number | boolean | undefined>;

/** What a story need not say: values that no rule reads, or that the ordinary case has. */
const USUAL: PlainFacts = {
  demandReplyFounded: false, windowChoice: 'earlier', suspensionCause: 'cannotPay', terminationCause: 'death',
  reconsiderationBodyKind: 'government', simpleProcedure: false, upheldHow: 'upheld', suspendedBy: 'reconsideration', remedyKind: 'reconsideration', redoOrdered: false,
  certificatesShown: true, evidenceKind: 'documentary', reportedProposal: 'penalty', levyProposed: true, waivedInWriting: true, reviewPassed: true,
  fineMinimum: '500.00', fineMaximum: '5000.00', intendedFine: '3000.00', fine: '3000.00', hearingChair: 'qian', discussionChair: 'zhao', discussant1: 'lin', recusalPerson: 'zhang', noPenaltyGround: 'slightCorrected',
  baseAmount: '10771.00', baseKind: 'rural', extraChildren: 1, partySex: 'female', factsCertain: true, told: true, preservationGround: 'mayBeLost', disposal: 'returned', recusalBy: 'party', recusalGranted: true, corrected: true, publish: true, redacted: true, overturnedBy: 'court', overturnedDocument: '演示行终1号', changeOutcome: 'changed', quashOutcome: 'quashed', returnDocument: '演示检移1号', withdrawalGround: 'filedInError', helpOffice: 'neighbour-town', helpOutcome: 'given', cause: 'littering', leadSource: 'inspection',
};

/** Optional texts that the ordinary case has. */
const USUALLY_GIVEN = new Set(['groundEvidence', 'redacted', 'intendedFine', 'fine']);

/** The facts a step asks for: those given, the usual ones, and for required texts a reference to some content. `null`-like `undefined` leaves one out. */
export function factsFor(pack: Pack, expected: readonly { fact: string; required: boolean }[], given: PlainFacts): Facts {
  const facts: Facts = {};
  for (const [code, value] of Object.entries(given)) if (value !== undefined) facts[code] = factOf(pack, code, value);
  for (const { fact, required } of expected) {
    if ((!required && !USUALLY_GIVEN.has(fact)) || fact in given) continue;
    const usual = USUAL[fact];
    if (usual !== undefined) facts[fact] = factOf(pack, fact, usual);
    else if (pack.facts.find((one) => one.code === fact)?.type === 'text') facts[fact] = factOf(pack, fact, fact);
  }
  return facts;
}

function factOf(pack: Pack, code: string, value: string | number | boolean): FactValue {
  const type = pack.facts.find((one) => one.code === code)?.type ?? 'code';
  switch (type) {
    case 'date': return { type, value: legalDate(String(value)) };
    case 'money': return { type, fen: parseYuan(String(value)).toString() };
    case 'integer': return { type, value: Number(value) };
    case 'boolean': return { type, value: value === true };
    case 'choice': case 'code': return { type, value: String(value) };
    case 'person': return { type, personId: String(value) };
    case 'text': return { type, content: { contentId: `content-${String(value)}`, commitment: `commitment-${String(value)}` } };
  }
}
