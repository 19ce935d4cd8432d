/** How the stories begin: the ordinary course up to a point, with what a story changes. */
import type { LawBook } from '#law';
import type { ActingBody, Party } from '#cases/model';
import { type ActOptions, type Opening, Story } from '#cases/testing/story';
import type { PlainFacts } from '#cases/testing/facts';
import { citizen } from '#cases/testing/county';
import type { ScenarioLaw } from '#cases/testing/scenario';

export interface PenaltyBeginning { book?: LawBook; parties?: Party[]; facts?: PlainFacts; on?: string; filedOn?: string; body?: ActingBody; county?: string; recordedOn?: string; late?: NonNullable<Opening['late']> }

/** A littering of 2025-07-01, found on 2025-07-07 and taken up the same day. */
export function penaltyLead(law: ScenarioLaw, from: PenaltyBeginning = {}): Story {
  const on = from.on ?? '2025-07-07';
  const ended = String(from.facts?.['actEndedOn'] ?? '2025-07-01');
  return Story.open({
    book: from.book ?? law.book(), pack: 'administrative-penalty', on, parties: from.parties ?? [citizen('p1', '1985-03-02', ended)],
    facts: { actEndedOn: ended, discoveredOn: on, ...from.facts }, ...rest(from),
  });
}

/** Filed (立案) on 2025-07-09: the 90 days run from here. */
export function penaltyFiled(law: ScenarioLaw, from: PenaltyBeginning = {}): Story {
  const story = penaltyLead(law, from).takes('proposeFiling');
  return story.at(from.filedOn ?? '2025-07-09').takes('fileCase');
}

/** Investigated and reported on 2025-07-18, with a proposal to punish. */
export function penaltyReported(law: ScenarioLaw, from: PenaltyBeginning = {}, facts: PlainFacts = {}, on = '2025-07-18'): Story {
  return penaltyFiled(law, from).at(on).takes('takeEvidence').takes('recordInquiry').takes('reportInvestigation', facts);
}

/** Notice of a fine of 3,000 yuan issued on 2025-07-21 and served in person on 2025-07-22. */
export function penaltyNoticed(law: ScenarioLaw, from: PenaltyBeginning = {}, facts: PlainFacts = {}): Story {
  return penaltyReported(law, from).at('2025-07-21').takes('issueNotice', facts).at('2025-07-22').serves('penalty-notice');
}

/** Both periods have run out without a word: PEN-07 on 2025-07-25, PEN-05 on 2025-07-29. */
export function penaltyReady(law: ScenarioLaw, from: PenaltyBeginning = {}, facts: PlainFacts = {}): Story {
  return penaltyNoticed(law, from, facts).at('2025-07-30');
}

/** Decided on 2025-07-30 with the fine that was notified. */
export function penaltyDecided(law: ScenarioLaw, from: PenaltyBeginning = {}): Story {
  return penaltyReady(law, from).takes('decidePenalty');
}

/** A hearing was asked for on 2025-07-24 and set for 2025-08-15 before Qian. */
export function hearingScheduled(law: ScenarioLaw, from: PenaltyBeginning = {}): Story {
  return penaltyNoticed(law, from).at('2025-07-24').takes('requestHearing').at('2025-07-28').takes('scheduleHearing', { hearingOn: '2025-08-15' });
}

export interface FeeBeginning { /** In the last month: the county legal office has consented in writing. */ consent?: boolean; book?: LawBook; parties?: Party[]; facts?: PlainFacts; on?: string; body?: ActingBody; county?: string; recordedOn?: string; profile?: Opening['profile'] }

const parents = (on: string): Party[] => [citizen('p1', '1984-05-05', on), citizen('p2', '1986-06-06', on)];

/** A second child, born on 2017-10-05 and found on 2018-03-01; both parents are parties. */
export function feeLead(law: ScenarioLaw, from: FeeBeginning = {}): Story {
  const on = from.on ?? '2018-03-01';
  return Story.open({
    book: from.book ?? law.book(), pack: 'social-maintenance-fee', on, parties: from.parties ?? parents(on),
    facts: { childBornOn: '2017-10-05', childOrder: 3, discoveredOn: on, ...from.facts }, ...rest(from), ...(from.profile ? { profile: from.profile } : {}),
  });
}

export function feeFiled(law: ScenarioLaw, from: FeeBeginning = {}, on = '2018-03-05'): Story {
  const story = feeLead(law, from);
  if (from.consent !== false && story.today >= '2021-07-20') story.takes('consentToAct', { consentNumber: '演示同意〔2021〕1号' });
  return story.takes('proposeFiling').at(on).takes('fileCase');
}

/** Investigated, with the income of each parent. */
export function feeReported(law: ScenarioLaw, from: FeeBeginning = {}, on = '2018-03-12'): Story {
  const story = feeFiled(law, from, from.on ?? '2018-03-05').at(on).takes('takeEvidence');
  for (const { partyId } of story.state.parties) story.takes('takeIncomeEvidence', {}, { party: partyId });
  return story.takes('reportInvestigation');
}

/** Notices to both parents issued on 2018-03-14, the base is that of the year before discovery. */
export function feeNoticed(law: ScenarioLaw, from: FeeBeginning = {}, on = '2018-03-14', facts: PlainFacts = {}): Story {
  const story = feeReported(law, from, from.on ?? '2018-03-12').at(on);
  for (const { partyId } of story.state.parties) story.takes('issueNotice', { baseYear: 2017, ...facts }, { party: partyId });
  return story;
}

/** Both notices served in person on 2018-03-15; the three days end on 2018-03-19, since the 18th is a Sunday. */
export function feeReady(law: ScenarioLaw, from: FeeBeginning = {}): Story {
  const story = feeNoticed(law, from).at('2018-03-15');
  for (const { partyId } of story.state.parties) story.serves('levy-notice', {}, { party: partyId });
  return story.at('2018-03-20');
}

export function feeDecided(law: ScenarioLaw, from: FeeBeginning = {}, options: ActOptions = {}): Story {
  const story = feeReady(law, from);
  for (const { partyId } of story.state.parties) story.takes('decideLevy', {}, { ...options, party: partyId });
  return story;
}

function rest(from: { body?: ActingBody; county?: string; recordedOn?: string; late?: NonNullable<Opening['late']> }): Partial<Opening> {
  return { ...(from.body ? { body: from.body } : {}), ...(from.county ? { county: from.county } : {}), ...(from.recordedOn ? { recordedOn: from.recordedOn } : {}), ...(from.late ? { late: from.late } : {}) };
}
