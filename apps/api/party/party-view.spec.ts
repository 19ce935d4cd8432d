import { expect, it } from '@jest/globals';
import { settingsWith } from '#cases/testing/county';
import { lawWith } from '#cases/testing/scenario';
import { feeReady } from '../../../test/scenarios/beginnings.ts';
import { atDoor, self } from '../../../test/scenarios/representation.ts';
import { ownPapers } from './party-view.ts';

it('of two parents each sees the own papers and the answers to the own requests, and none of the other’s', () => {
  const law = lawWith();
  const story = feeReady(law, { book: law.book({ parameters: settingsWith('social-maintenance-fee', { requestAnswerDays: 2 }) }) });
  atDoor(story, self('p1'), 'askByParty', { requestKind: 'fileCopy' });
  const first = story.seqOf('askByParty');
  atDoor(story, self('p2'), 'complain').takes('answerRequest', { answeredRequest: first }, { party: 'p1' }).takes('answerComplaint', { answeredComplaint: story.seqOf('complain') }, { party: 'p2' });
  const seen = (party: string) => ownPapers(story.state, story.pack, party);
  const kinds = (party: string) => seen(party).map((paper) => paper.paper);
  expect(kinds('p1')).toEqual(expect.arrayContaining(['levy-notice', 'request-answer']));
  expect(kinds('p1')).not.toContain('complaint-answer');
  expect(kinds('p2')).toEqual(expect.arrayContaining(['levy-notice', 'complaint-answer']));
  expect(kinds('p2')).not.toContain('request-answer');
  expect(seen('p1').filter((paper) => seen('p2').includes(paper))).toEqual([]);
});
