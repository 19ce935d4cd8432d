/**
 * How a debt stands between two events, as the county's figures count it. The fine of 3,000.00 is served on 2025-08-01: to be
 * paid by 2025-08-18, the court can be asked to 2026-05-06. The levy of p1 (32,313.00) is served on 2018-03-22.
 */
import { debtStandings, type DebtStanding } from '#cases';
import { scenario } from '#cases/testing/scenario';
import { same, type Story } from '#cases/testing/story';
import type { PlainFacts } from '#cases/testing/facts';
import { feeDecided } from './beginnings.ts';
import { finedAndServed } from './remedies.ts';

const standing = (story: Story, party = 'p1'): Omit<DebtStanding, 'party' | 'debt'> | null => {
  const found = debtStandings(story.state, story.now, story.book).find((one) => one.party === party);
  if (found === undefined) return null;
  const { party: _party, debt: _debt, ...rest } = found;
  return rest;
};
const NOTHING = { planSince: null, inDefaultSince: null, windowEndsOn: null, demandBy: null, atCourtSince: null };
const application = (story: Story, on: string): PlainFacts => ({ courtApplication: story.seqOf('applyToCourt'), courtActOn: on });

scenario('a fine that is not paid: in default, demanded, at the court, over', (law) => {
  const story = finedAndServed(law);
  same([standing(story)?.inDefaultSince, standing(story)?.planSince, standing(story)?.atCourtSince], [null, null, null], 'served');
  story.at('2025-08-19');
  same(standing(story)?.inDefaultSince, '2025-08-19', 'the day after the last one');
  story.at('2026-02-03');
  same(standing(story), { ...NOTHING, inDefaultSince: '2025-08-19', windowEndsOn: '2026-05-06', demandBy: '2026-04-16' }, 'both last days');
  story.takes('issueDemand').serves('demand-letter');
  same(standing(story), { ...NOTHING, inDefaultSince: '2025-08-19', windowEndsOn: '2026-05-06' }, 'demanded');
  story.at('2026-03-02').takes('applyToCourt');
  same(standing(story), { ...NOTHING, inDefaultSince: '2025-08-19', atCourtSince: '2026-03-02' }, 'asked');
  story.at('2026-03-04').takes('recordCourtRefusal', { ...application(story, '2026-03-04'), courtReceivedOn: '2026-03-04' });
  same(standing(story), { ...NOTHING, inDefaultSince: '2025-08-19', windowEndsOn: '2026-05-06' }, 'refused: the window shows again');
  story.takes('applyToCourt').at('2026-03-05').takes('recordCourtAcceptance', application(story, '2026-03-05')).at('2026-03-10').takes('recordEnforcementOrder', application(story, '2026-03-10'));
  same(standing(story)?.atCourtSince, '2026-03-04', 'ordered');
  story.takes('recordExecutionTerminated', { ...application(story, '2026-03-10'), terminationCause: 'other' });
  same(standing(story)?.atCourtSince, null, 'ended');
});

scenario('nobody asked the court: its last day stays where it was', (law) => {
  const story = finedAndServed(law).at('2026-05-20');
  same([standing(story)?.windowEndsOn, standing(story)?.atCourtSince], ['2026-05-06', null], 'over');
});

scenario('a levy in instalments: behind with one, cured, paid; the other parent has no terms', (law) => {
  const story = feeDecided(law).at('2018-03-22').serves('levy-decision', {}, { party: 'p1' }).at('2018-04-03').serves('levy-decision', {}, { party: 'p2' });
  story.at('2018-04-10').takes('applyForTerms', { termsInWriting: true, hardshipProof: true }, { party: 'p1' }).at('2018-04-16');
  story.takes('approveTerms', { termsApplication: story.seqOf('applyForTerms'), planMethod: 'monthly', planFirst: '2018-05-31', planCount: 3 }, { party: 'p1' });
  same([standing(story)?.planSince, standing(story)?.inDefaultSince, standing(story, 'p2')?.planSince], ['2018-04-16', null, null], 'approved');
  story.at('2018-06-01');
  same([standing(story)?.planSince, standing(story)?.inDefaultSince], ['2018-04-16', '2018-06-01'], 'behind');
  story.receives('fee', '10771.00', { receiptId: 'A' });
  same(standing(story)?.inDefaultSince, null, 'cured');
  story.takesBack('A', { on: '2018-06-01' });
  same(standing(story)?.inDefaultSince, '2018-06-01', 'the bank took it back');
  const owed = story.owed('fee')?.balance ?? '';
  story.receives('fee', owed);
  same(standing(story), NOTHING, 'nothing is owed');
  same(standing(story, 'p2')?.inDefaultSince, '2018-05-04', 'thirty days after the service');
});
