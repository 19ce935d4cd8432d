/** The daily proof: due instants recomputed from the events, against those stored and those recorded. */
export { proofCauses, differenceKinds, type DifferenceKind, type ProofCause, type ProofDifference } from './proof/compare.ts';
export { doesNotProve, proveDay, readProof, type DayProof } from './proof/prove-day.ts';
