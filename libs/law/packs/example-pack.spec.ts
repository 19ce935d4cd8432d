import { describe, expect, it } from '@jest/globals';
import { fileURLToPath } from 'node:url';
import { legalDate, type LawBook, type ParameterSetting } from '#law';
import { paperTemplates } from '#documents';
import { citizen } from '#cases/testing/county';
import { Story } from '#cases/testing/story';
import { lawBookFromFiles, readPack } from '../files/pack-files.ts';

const FILE = fileURLToPath(new URL('../../../docs/packs/example-pack.json', import.meta.url));
const example = readPack(FILE);
const fourteenDays: ParameterSetting = { county: '610725', pack: 'example-stall-permit', code: 'postingPeriod', value: 14, documentNumber: '演示〔2025〕6号', from: legalDate('2025-01-01'), to: null };
const book = (...parameters: ParameterSetting[]): LawBook => lawBookFromFiles({ packs: [example], parameters });

const application = (law: LawBook, area = 12): Story => Story.open({ book: law, pack: 'example-stall-permit', on: '2025-03-03', parties: [citizen('p1', '1980-05-06', '2025-03-03')], facts: { area } });
/** Accepted on Monday 3 March 2025, posted on the 4th for 14 days. */
const posted = (): Story => application(book(fourteenDays)).takes('acceptApplication').at('2025-03-04').takes('postApplication', { postedOn: '2025-03-04' });

describe('the worked example of docs/packs.md', () => {
  it('maps every field that its paper requires', () => {
    const [paper] = example.pack.papers;
    const template = paperTemplates().find((one) => one.code === paper?.template);
    expect(template?.required.filter((field) => paper?.fields[field] === undefined)).toEqual([]);
    expect(Object.keys(paper?.fields ?? {}).filter((field) => !template?.fields.some((one) => one.name === field))).toEqual([]);
  });

  it('refuses a permit until the day after the posting period, and names that day', () => {
    const story = posted();
    story.expectClock('posting', { anchorOn: '2025-03-04', dueOn: '2025-03-18', status: 'running' });
    const [blocker] = story.at('2025-03-10').refusal('stillPosted', (one) => one.takes('grantPermit', { grantedArea: 12 }));
    expect(blocker).toMatchObject({ article: { en: 'Example County Rules on Street Stalls (invented) art. 6', zh: '《示例县临时摊点管理办法》（虚构）第6条' }, earliest: '2025-03-19' });
    story.at('2025-03-19').expectLapse('posting', '2025-03-18');
    story.refused('moreThanAskedFor', (one) => one.takes('grantPermit', { grantedArea: 13 }));
    story.takes('grantPermit', { grantedArea: 12 }).expectPhase('decided').closes('granted');
    expect(story.state.closed).toEqual({ closing: 'granted', on: '2025-03-19' });
  });

  it('refuses posting by name while the county has set no period', () => {
    const story = application(book()).takes('acceptApplication');
    const [blocker] = story.refusal('parameterNotSet', (one) => one.takes('postApplication', { postedOn: '2025-03-03' }));
    expect(blocker?.message.en).toBe('the parameter "Posting period, days" (postingPeriod) has not been set by the county');
  });

  it('counts twenty working days, leaves out the wait for papers, and escalates when they are over', () => {
    const story = posted();
    story.expectClock('decisionPeriod', { anchorOn: '2025-03-03', dueOn: '2025-03-31' });
    story.at('2025-03-05').takes('askForPapers').expectClock('decisionPeriod', { status: 'suspended', dueOn: null });
    story.at('2025-03-12').takes('receivePapers').expectClock('decisionPeriod', { status: 'running' });
    // Not counted: 5 to 12 March, both days included. 4 March is the first day, 13 March the second; 4 April is a holiday.
    expect(story.clock('decisionPeriod').dueOn).toBe('2025-04-09');
    story.at('2025-05-20').expectLapse('decisionPeriod', '2025-04-09').expectDuties('escalate', 1);
    story.takes('grantPermit', { grantedArea: 12 }).expectPhase('decided');
  });

  it('starts the time of the applicant with the service of the letter, not before', () => {
    const story = posted().at('2025-03-06').takes('handOn').expectPhase('handedOn');
    expect(story.hasClock('objectionPeriod')).toBe(false);
    story.refused('letterNotServed', (one) => one.closes('handedOn'));
    story.at('2025-03-07').serves('transfer-letter').expectClock('objectionPeriod', { anchorOn: '2025-03-07', dueOn: '2025-03-21' });
    story.at('2025-03-22').expectLapse('objectionPeriod', '2025-03-21').closes('handedOn');
  });

  it('refuses a stall that is too large, and an application before the rules', () => {
    expect(() => application(book(fourteenDays), 21)).toThrow('stallTooLarge');
    expect(() => Story.open({ book: book(fourteenDays), pack: 'example-stall-permit', on: '2023-12-29', parties: [citizen('p1', '1980-05-06', '2023-12-29')], facts: { area: 9 } })).toThrow('packNotYetInForce');
  });
});
