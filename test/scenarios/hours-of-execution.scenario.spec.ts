/**
 * Compulsion Law art. 43(1), in force since 2012-01-01: nothing is executed at night and on statutory holidays, save in urgent
 * circumstances. Of what our procedures do in the field that is the demand handed over at the door. National Day 2018: 1 to 3
 * October are statutory, the 4th and 5th are exchanged, the 6th is a Saturday.
 */
import { scenario, type ScenarioLaw } from '#cases/testing/scenario';
import { settingsWith } from '#cases/testing/county';
import { same, type Story } from '#cases/testing/story';
import { legalDate } from '#law';
import type { ServiceAttempt } from '#cases/model';
import { feeDecided, feeNoticed } from './beginnings.ts';
import { finedAndServed } from './remedies.ts';

const P1 = { party: 'p1' };
const URGENT = { contentId: 'urgent', commitment: 'urgent' };
const NIGHT = { nightBegins: '22:00', nightEnds: '06:00' };
const demanded = (law: ScenarioLaw, book = law.book()): Story => feeDecided(law, { book }).at('2018-03-22').serves('levy-decision', {}, P1).at('2018-09-28').takes('issueDemand', {}, P1);
const atDoor = (attempt: Partial<ServiceAttempt> = {}) => (it: Story): Story => it.serves('demand-letter', attempt, P1);
const home: Partial<ServiceAttempt> = { way: 'coResident', recipient: { relation: 'spouse', adult: true, livesThere: true } };
const left: Partial<ServiceAttempt> = { way: 'leftInPlace', refusedBy: 'addressee', recorded: 'video' };

scenario('a demand for a levy is not handed over on a statutory holiday', (law) => {
  for (const day of ['2018-10-01', '2018-10-03']) demanded(law).at(day).refused('executionOnHoliday', atDoor()).refused('executionOnHoliday', atDoor(home)).refused('executionOnHoliday', atDoor(left)).refused('executionOnHoliday', atDoor({ outcome: 'nobodyThere' }));
  for (const day of ['2018-10-04', '2018-10-06']) atDoor()(demanded(law).at(day));
  atDoor({ urgency: URGENT })(demanded(law).at('2018-10-01'));
  // The post comes when it comes; another paper is no act of execution.
  atDoor({ way: 'post', outcome: 'sent', itemNumber: 'XA12345678912' })(demanded(law).at('2018-10-01'));
  feeDecided(law).at('2018-05-01').serves('levy-decision', {}, P1);
});

scenario('at night only where the county has said when night is, and the time is said', (law) => {
  atDoor()(demanded(law).at('2018-10-08'));
  atDoor({ time: '23:30' })(demanded(law, law.book({ parameters: settingsWith('social-maintenance-fee', { nightBegins: '22:00' }) })).at('2018-10-08'));
  const book = law.book({ parameters: settingsWith('social-maintenance-fee', NIGHT) });
  const story = demanded(law, book).at('2018-10-08', '23:50').refused('executionTimeMissing', atDoor());
  for (const time of ['22:00', '23:30', '00:10', '05:59']) {
    const [refusal] = story.refusal('executionAtNight', atDoor({ time }));
    same([refusal?.field, refusal?.message.zh.includes('演示〔2021〕9号'), refusal?.article.en.includes('art. 43')], ['attempt.time', true, true], time);
  }
  story.refused(['executionOnHoliday', 'executionAtNight'], atDoor({ time: '23:00', on: legalDate('2018-10-01') })).refused('executionOnHoliday', atDoor({ time: '10:00', on: legalDate('2018-10-01') }));
  atDoor({ time: '06:00' })(demanded(law, book).at('2018-10-08'));
  atDoor({ time: '21:59' })(demanded(law, book).at('2018-10-08', '23:00'));
  atDoor({ time: '23:00', urgency: URGENT })(demanded(law, book).at('2018-10-08', '23:50'));
  const noon = law.book({ parameters: settingsWith('social-maintenance-fee', { nightBegins: '00:00', nightEnds: '05:00' }) });
  demanded(law, noon).at('2018-10-08').refused('executionAtNight', atDoor({ time: '04:59' }));
  atDoor({ time: '05:00' })(demanded(law, noon).at('2018-10-08'));
});

scenario('before 2012 the article binds nobody', (law) => {
  const begun = feeNoticed(law, { on: '2011-05-05', facts: { childBornOn: '2010-06-05' } }, '2011-05-16', { baseYear: 2010 });
  for (const party of ['p1', 'p2']) begun.at('2011-05-17').serves('levy-notice', {}, { party });
  for (const party of ['p1', 'p2']) begun.at('2011-06-01').takes('decideLevy', {}, { party });
  for (const party of ['p1', 'p2']) begun.at('2011-06-10').serves('levy-decision', {}, { party });
  for (const party of ['p1', 'p2']) begun.at('2011-09-29').takes('issueDemand', {}, { party });
  begun.at('2011-10-01').serves('demand-letter', {}, P1).at('2012-01-01').refused('executionOnHoliday', (it) => it.serves('demand-letter', {}, { party: 'p2' }));
});

scenario('a demand for a fine: the spring festival of 2026 begins with its eve, by the text of 2025', (law) => {
  const demand = (day: string, book = law.book()): Story => finedAndServed(law, { book }).at('2026-02-03').takes('issueDemand').at(day);
  for (const day of ['2026-02-16', '2026-02-19']) demand(day).refused('executionOnHoliday', (it) => it.serves('demand-letter')).refused('executionOnHoliday', (it) => it.serves('demand-letter', home)).refused('executionOnHoliday', (it) => it.serves('demand-letter', left)).serves('demand-letter', { urgency: URGENT });
  for (const day of ['2026-02-15', '2026-02-20']) demand(day).serves('demand-letter');
  demand('2026-02-24', law.book({ parameters: settingsWith('administrative-penalty', NIGHT) })).refused('executionAtNight', (it) => it.serves('demand-letter', { time: '22:30' })).serves('demand-letter', { time: '09:30' });
  finedAndServed(law);
});
