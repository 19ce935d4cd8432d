/** The report on a closing is signed when the case is closed: its sheet may come back by scan, and nothing else. */
import { actor } from '#cases/testing/county';
import { scenario } from '#cases/testing/scenario';
import { same, type Story } from '#cases/testing/story';
import { penaltyLead, penaltyReported } from './beginnings.ts';

const scan = (story: Story, fileId: string, sheetOf?: string): void => story.command({ type: 'attachFile', file: { fileId, sha256: fileId.padEnd(64, '0'), bytes: 9, mediaType: 'image/png', purpose: 'signed-sheet' }, ...(sheetOf ? { sheetOf } : {}) }, actor('zhang'));

scenario('the signed report of a closed case becomes its original; the case takes nothing else', (law) => {
  const story = penaltyReported(law).attaches('early').at('2025-07-21').takes('decideNotEstablished').at('2025-07-22').serves('case-not-established').at('2025-07-25').closes('closedWithoutPenalty').at('2025-07-28');
  const report = story.paper('closing-report').paperId;
  story.refused('caseClosed', (it) => it.attaches('photo')).refused('caseClosed', (it) => scan(it, 'sheet')).refused('caseClosed', (it) => scan(it, 'sheet', story.paper('case-not-established').paperId));
  scan(story, 'sheet', report);
  // Papers from before the closing are as they were when it was closed.
  story.refused('caseClosed', (it) => it.filesOriginal('case-not-established', 'sheet')).filesOriginal('closing-report', 'sheet');
  same([story.paper('closing-report').original?.fileId, story.state.closed?.on], ['sheet', '2025-07-25'], 'the original of the report');
  story.refused('caseClosed', (it) => scan(it, 'again', report)).refused('caseClosed', (it) => it.filesOriginal('closing-report', 'early'));
});

scenario('an open case takes the scan of a sheet as any file', (law) => {
  const story = penaltyLead(law);
  scan(story, 'sheet', 'other.9');
  same(story.state.files.map((one) => one.fileId), ['sheet'], 'attached');
});
