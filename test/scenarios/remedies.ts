/** How a fine comes before the reconsideration body or the court. */
import type { Story } from '#cases/testing/story';
import type { PlainFacts } from '#cases/testing/facts';
import type { ScenarioLaw } from '#cases/testing/scenario';
import { type PenaltyBeginning, penaltyDecided } from './beginnings.ts';

/** A fine of 3,000 yuan, decided on 2025-07-30 and served on 2025-08-01: 60 days to 2025-09-30, six months to 2026-02-02 (a Monday). */
export function finedAndServed(law: ScenarioLaw, from: PenaltyBeginning = {}): Story {
  return penaltyDecided(law, from).at('2025-08-01').serves('penalty-decision');
}

/** Asked for on 2025-08-11, admitted on the 14th; the copy comes on the 18th: ten working days to 2025-09-01. */
export function reconsidered(story: Story, facts: PlainFacts = {}): Story {
  return story.at('2025-08-18').takes('recordReconsideration', { remedyAppliedOn: '2025-08-11', remedyAcceptedOn: '2025-08-14', copyReceivedOn: '2025-08-18', ...facts });
}

/** Sued on 2025-08-11, docketed on the 15th; the copy comes on the 20th: fifteen natural days to 2025-09-04. */
export function sued(story: Story, facts: PlainFacts = {}): Story {
  return story.at('2025-08-20').takes('recordSuit', { remedyAppliedOn: '2025-08-11', remedyAcceptedOn: '2025-08-15', copyReceivedOn: '2025-08-20', ...facts });
}

/** The number of the remedy that was recorded last, as the later steps name it. */
export const lastRemedy = (story: Story): number => story.state.steps.findLast((one) => one.step === 'recordReconsideration' || one.step === 'recordSuit')?.seq ?? 0;

/** Every way in which a reconsideration ends, with what has to be said of it; each on 2025-09-22. */
export const ENDS_OF_RECONSIDERATION: readonly (readonly [string, PlainFacts])[] = [
  ['remedyUpheld', { decisionServedOn: '2025-09-22' }], ['remedyVaried', { decisionServedOn: '2025-09-22', variedAmount: '2000.00' }],
  ['remedyQuashed', { decisionServedOn: '2025-09-22' }], ['remedyUnlawful', { decisionServedOn: '2025-09-22' }],
  ['remedyConciliated', { remedyEndedOn: '2025-09-22' }], ['remedyWithdrawn', { remedyEndedOn: '2025-09-22' }],
];
