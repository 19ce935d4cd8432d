/**
 * Spring Festival 2020: the notice of 2019-11-21 let the holiday end on 2020-01-30, that of 2020-01-27 prolonged it to
 * 2020-02-02. A levy served on 2020-01-01 is payable within 30 days: 2020-01-31 under the first notice, 2020-02-03 under
 * the amended one.
 */
import { CalendarBook } from '#law';
import { same, type Story } from '#cases/testing/story';
import { type ScenarioLaw, scenario } from '#cases/testing/scenario';
import { feeReported, feeNoticed } from './beginnings.ts';


/** Decided and served on 2020-01-01, with the calendars the story allows. */
function served(law: ScenarioLaw, calendars: CalendarBook): Story {
  const book = law.book().with({ calendars });
  const story = feeReported(law, { book, on: '2019-12-02', facts: { childBornOn: '2019-06-01' } }, '2019-12-09').at('2019-12-10');
  for (const party of ['p1', 'p2']) story.takes('issueNotice', { baseYear: 2018 }, { party }).serves('levy-notice', {}, { party }).takes('recordStatement', {}, { party });
  story.at('2020-01-01');
  for (const party of ['p1', 'p2']) story.takes('decideLevy', {}, { party }).serves('levy-decision', {}, { party });
  return story;
}
const first = new CalendarBook(CalendarBook.seed().versions.filter((version) => version.notice.publishedOn !== '2020-01-27'));

scenario('the amended notice is known on its day: the payment period ends on 2020-02-03', (law) => {
  const story = served(law, CalendarBook.seed()).expectClock('SMF-01', { dueOn: '2020-01-31', calendarVersion: 'CN@2019-11-21' }, 'p1');
  story.at('2020-01-26').expectClock('SMF-01', { dueOn: '2020-01-31' }, 'p1').at('2020-01-27').expectClock('SMF-01', { dueOn: '2020-02-03', calendarVersion: 'CN@2020-01-27' }, 'p1');
  story.at('2020-02-01').expectLapse('SMF-01').at('2020-02-04').expectLapse('SMF-01', '2020-02-03', '2020-02-03');
});

scenario('nobody looked between: one jump over the amendment gives the same lapse', (law) => {
  served(law, CalendarBook.seed()).at('2020-03-01').expectLapse('SMF-01', '2020-02-03', '2020-02-03').expectEvents('lapseWithdrawn', 0);
});

scenario('lapse under the first notice, then the amended notice is loaded late: the lapse is withdrawn and comes again', (law) => {
  const story = served(law, first).at('2020-02-01').expectLapse('SMF-01', '2020-01-31', '2020-01-31');
  story.law(story.book.with({ calendars: CalendarBook.seed() })).at('2020-02-01', '15:00').expectLapse('SMF-01');
  const [withdrawn] = story.eventsOf('lapseWithdrawn');
  same(withdrawn?.because, { reason: 'calendarAmended', newDueOn: '2020-02-03' }, 'why');
  story.at('2020-02-03', '23:59').expectLapse('SMF-01').at('2020-02-04', '00:00').expectLapse('SMF-01', '2020-02-03', '2020-02-03');
});

scenario('a statement period that had lapsed too early: the decision built on it goes to the county', (law) => {
  const book = law.book().with({ calendars: first });
  const story = feeNoticed(law, { book, on: '2020-01-06', facts: { childBornOn: '2019-06-01' } }, '2020-01-20', { baseYear: 2019 }).at('2020-01-28');
  // Three natural days from 2020-01-28: Friday 2020-01-31, a working day under the first notice, a holiday under the amended one.
  for (const party of ['p1', 'p2']) story.serves('levy-notice', {}, { party });
  story.at('2020-02-01');
  for (const party of ['p1', 'p2']) story.takes('decideLevy', {}, { party });
  story.law(book.with({ calendars: CalendarBook.seed() })).at('2020-02-02').expectLapse('statementPeriod').expectDuties('escalate', 2);
  same(story.duties('escalate')[0]?.to, 'countyLegalOffice', 'who reviews');
});

scenario('an announcement that had counted too early counts again on the day that the amended calendar gives', (law) => {
  const book = law.book().with({ calendars: first });
  const story = feeNoticed(law, { book, on: '2019-11-25', facts: { childBornOn: '2019-06-01' } }, '2019-12-01', { baseYear: 2018 }).at('2019-12-02');
  // 60 days from 2019-12-02: 2020-01-31.
  story.takes('inquireWhereabouts', {}, { party: 'p1' }).serves('levy-notice', { way: 'announcement', outcome: 'posted', ground: 'whereaboutsUnknown' }, { party: 'p1' });
  story.at('2020-02-01').expectClock('statementPeriod', { anchorOn: '2020-01-31' }, 'p1');
  story.law(book.with({ calendars: CalendarBook.seed() })).at('2020-02-01', '12:00').expectClock('statementPeriod', { anchorOn: '2020-02-03', dueOn: '2020-02-06' }, 'p1');
  story.refused(['noticeNotServed', 'partyNotHeard'], (it) => it.takes('decideLevy', {}, { party: 'p1' }));
  story.at('2020-02-07').takes('decideLevy', {}, { party: 'p1' });
});
