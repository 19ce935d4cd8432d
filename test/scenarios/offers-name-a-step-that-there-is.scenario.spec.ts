/** What answers an earlier step is offered when there is one to answer, and not before: an approval of evidence preserved, a decision on recusal. */
import { allowedActions } from '#cases';
import { actor } from '#cases/testing/county';
import { scenario } from '#cases/testing/scenario';
import { same, type Story } from '#cases/testing/story';
import { penaltyDecided, penaltyFiled } from './beginnings.ts';

const offered = (story: Story, code: string): unknown => {
  const action = allowedActions(story.state, actor('zhao'), story.now, story.book).find((one) => one.code === code);
  return [action?.allowed, action?.blockers.map((one) => one.code)];
};

scenario('an approval is offered when something was proposed', (law) => {
  const story = penaltyFiled(law).at('2025-07-18');
  for (const code of ['approvePreservation', 'disposePreserved', 'decideRecusal']) same(offered(story, code), [false, ['stepReferredToUnknown']], code);
  story.takes('proposePreservation');
  same(offered(story, 'approvePreservation'), [true, []], 'after the proposal');
  same(offered(story, 'disposePreserved'), [false, ['stepReferredToUnknown']], 'before its approval');
});

scenario('a publication is offered when the head has decided to publish', (law) => {
  const story = penaltyDecided(law).at('2025-08-01').serves('penalty-decision');
  same(offered(story, 'recordPublication'), [false, ['publicationNotDecided']], 'before');
  same(offered(story.takes('decidePublication', { publish: true, redacted: true }), 'recordPublication'), [true, []], 'after');
});
