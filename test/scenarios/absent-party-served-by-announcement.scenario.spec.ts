/**
 * The party is gone. An inquiry into the whereabouts is recorded, the notice is announced on 2022-01-05: 30 days end on
 * 2022-02-04 (Friday of the Spring Festival week), rolled in the party's favour to Monday 2022-02-07; both days are
 * kept and the party's clocks start at the later. Posted on 2021-11-02 the old 60 days apply: raw 2022-01-01, rolled
 * 2022-01-04.
 */
import { legalDate } from '#law';
import { certified } from '#cases/testing/county';
import { same, type Story } from '#cases/testing/story';
import { type ScenarioLaw, scenario } from '#cases/testing/scenario';
import { feeNoticed, penaltyReported } from './beginnings.ts';

const noticeIssued = (law: ScenarioLaw, on: string): Story => penaltyReported(law, { on: '2021-10-11', filedOn: '2021-10-12', facts: { actEndedOn: '2021-10-01' } }, {}, '2021-10-20').at(on).takes('issueNotice');
const posted = { way: 'announcement', outcome: 'posted', ground: 'whereaboutsUnknown' } as const;

scenario('announced from 2022 on: 30 days, the party\'s clocks start at the rolled day', (law) => {
  const story = noticeIssued(law, '2022-01-04').takes('inquireWhereabouts').at('2022-01-05').serves('penalty-notice', posted);
  story.expectClock('announcement', { rawOn: '2022-02-04', dueOn: '2022-02-07', status: 'running' });
  if (story.hasClock('PEN-05')) throw new Error('The party\'s clock runs before service.');
  story.at('2022-02-07', '23:59').expectEvents('paperServed', 0);
  story.at('2022-02-08', '00:00').expectEvents('paperServed', 1).expectDuties('serve', 0);
  const [served] = story.eventsOf('paperServed');
  same([served?.way, served?.rawOn, served?.rolledOn, served?.effectiveOn], ['announcement', '2022-02-04', '2022-02-07', '2022-02-07'], 'deemed service');
  story.expectClock('announcement', { status: 'lapsed' }).expectClock('PEN-05', { anchorOn: '2022-02-07', dueOn: '2022-02-14' });
  story.at('2022-02-15').takes('decidePenalty');
});

scenario('announced before 2022: 60 days by the law of the day of posting, also where they end in 2022', (law) => {
  noticeIssued(law, '2021-11-01').takes('inquireWhereabouts').at('2021-11-02').serves('penalty-notice', posted)
    .expectClock('announcement', { rawOn: '2022-01-01', dueOn: '2022-01-04' })
    .at('2022-01-04', '23:59').expectEvents('paperServed', 0).at('2022-01-05', '00:01').expectEvents('paperServed', 1);
});

scenario('announcement without a recorded inquiry, without a ground, or before other ways failed is refused', (law) => {
  const story = noticeIssued(law, '2022-01-04').at('2022-01-05');
  story.refused('whereaboutsNotInquired', (it) => it.serves('penalty-notice', posted));
  story.refused('announcementGroundMissing', (it) => it.serves('penalty-notice', { way: 'announcement', outcome: 'posted' }));
  story.refused('otherWaysNotTried', (it) => it.serves('penalty-notice', { ...posted, ground: 'otherWaysFailed' }));
  story.refused('outcomeDoesNotFit', (it) => it.serves('penalty-notice', { ...posted, outcome: 'received' }));
  story.serves('penalty-notice', { outcome: 'nobodyThere' }).refused('otherWaysNotTried', (it) => it.serves('penalty-notice', { ...posted, ground: 'otherWaysFailed' }));
  story.serves('penalty-notice', { way: 'post', outcome: 'sent', itemNumber: 'XA123' }).refused('otherWaysNotTried', (it) => it.serves('penalty-notice', { ...posted, ground: 'otherWaysFailed' }));
  story.at('2022-01-20').serves('penalty-notice', { way: 'post', outcome: 'returned' }).serves('penalty-notice', { ...posted, ground: 'otherWaysFailed' }).expectClock('announcement', { rawOn: '2022-02-19' });
});

scenario('an inquiry dated after the posting, or into the other parent, does not carry the announcement', (law) => {
  const story = feeNoticed(law).takes('inquireWhereabouts', {}, { party: 'p1' }).at('2018-03-15');
  story.refused('whereaboutsNotInquired', (it) => it.serves('levy-notice', posted, { party: 'p2' }));
  story.serves('levy-notice', posted, { party: 'p1' }).expectClock('announcement', { rawOn: '2018-05-14', dueOn: '2018-05-14' }, 'p1');
  story.at('2018-03-16').takes('inquireWhereabouts', {}, { party: 'p2' }).refused('whereaboutsNotInquired', (it) => it.serves('levy-notice', { ...posted, on: legalDate('2018-03-15') }, { party: 'p2' }));
});

scenario('a paper posted again before it counted counts from the last posting', (law) => {
  const story = noticeIssued(law, '2022-03-01').takes('inquireWhereabouts').at('2022-03-02').serves('penalty-notice', posted).at('2022-03-10').serves('penalty-notice', posted);
  story.expectClock('announcement', { anchorOn: '2022-03-10', rawOn: '2022-04-09', dueOn: '2022-04-11' }).at('2022-04-05').expectEvents('paperServed', 0).at('2022-04-12').expectEvents('paperServed', 1);
});

scenario('the party turns up before the announcement has run: the paper in hand counts', (law) => {
  const story = noticeIssued(law, '2022-01-04').takes('inquireWhereabouts').at('2022-01-05').serves('penalty-notice', posted).at('2022-01-20').serves('penalty-notice');
  story.expectClock('announcement', { status: 'ended' }).at('2022-03-01').expectEvents('paperServed', 1);
  same(story.paper('penalty-notice').served['p1']?.effectiveOn, '2022-01-20', 'day of service');
});

scenario('a receipt that comes to light after the announcement counted, and is earlier, moves the clocks back', (law) => {
  const story = noticeIssued(law, '2022-01-04').takes('inquireWhereabouts').at('2022-01-05').serves('penalty-notice', posted).at('2022-02-10').expectClock('PEN-05', { dueOn: '2022-02-14' });
  story.serves('penalty-notice', { way: 'post', outcome: 'received', on: legalDate('2022-01-06'), returnSlipOn: legalDate('2022-01-18') });
  story.expectClock('PEN-05', { anchorOn: '2022-01-18', dueOn: '2022-01-25' }).expectLapse('PEN-05', '2022-01-25');
  story.refused('alreadyServed', (it) => it.serves('penalty-notice', {}, { officers: certified('zhang') }));
});
