import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import { legalDate } from '#law';
import { claimOutbox, withActor } from '#store';
import { loadLawBook } from './law-shelf.ts';
import { approveProposal, CalendarProposal, ParameterProposal, proposeCalendar, proposeParameter, rejectProposal } from './proposals.ts';
import { openCounty, openPenaltyCase, type TestCounty } from './testing/county.ts';

let county: TestCounty;
beforeAll(async () => { county = await openCounty(); });
afterAll(() => county.close());
const book = () => withActor(county.source, { actorId: 'x', offices: [] }, (m) => loadLawBook(m, county.deps.law));
const hour = (more: object = {}) => ParameterProposal.parse({ pack: 'administrative-penalty', code: 'reminderHour', value: '10:00', documentNumber: '勉政办发〔2025〕3号', from: '2040-01-01', ...more });

it('a parameter counts once another person has approved it, and wakes the open cases of the pack', async () => {
  const [maker, checker] = [await county.actor(8), await county.actor(9)];
  const caseId = randomUUID();
  await county.done(1, caseId, openPenaltyCase);
  await claimOutbox(county.source, 100, 0);
  await county.owner.query("DELETE FROM parameter_setting; DELETE FROM outbox");
  const other = await openedElsewhere();
  const proposed = await proposeParameter(county.deps, maker, hour());
  if (proposed.status !== 'done') throw new Error(JSON.stringify(proposed));
  const on = legalDate('2040-06-01');
  expect((await book()).parameter('610725', 'administrative-penalty', 'reminderHour', on)?.value).toBe('09:00');
  expect(await approveProposal(county.deps, maker, proposed.proposal.proposalId)).toMatchObject({ status: 'refused', blockers: [{ code: 'makerIsChecker' }] });
  expect(await approveProposal(county.deps, other, proposed.proposal.proposalId)).toEqual({ status: 'notFound' });
  expect(await approveProposal(county.deps, checker, proposed.proposal.proposalId)).toMatchObject({ status: 'done', proposal: { status: 'approved' } });
  const settings = (await book()).settings.filter((one) => one.code === 'reminderHour' && one.documentNumber === '勉政办发〔2025〕3号');
  expect(settings).toMatchObject([{ value: '10:00', from: '2040-01-01', to: null }]);
  expect((await claimOutbox(county.source, 100, 30)).map((row) => row.workflowId)).toContain(`case/${caseId}`);
  expect(await approveProposal(county.deps, checker, proposed.proposal.proposalId)).toMatchObject({ status: 'refused', blockers: [{ code: 'proposalClosed' }] });
});

/** Somebody whose offices are not those of the proposal. */
async function openedElsewhere() {
  return { ...await county.actor(1), offices: ['wuhou'] };
}

it('a later value ends the earlier one on the day before', async () => {
  const [maker, checker] = [await county.actor(8), await county.actor(9)];
  const later = await proposeParameter(county.deps, maker, hour({ value: '11:00', from: '2041-01-01' }));
  if (later.status !== 'done') throw new Error(JSON.stringify(later));
  await approveProposal(county.deps, checker, later.proposal.proposalId);
  const rows = await county.source.query<{ value: string; valid_to: string | null }[]>('SELECT value, valid_to FROM parameter_setting ORDER BY valid_from');
  expect(rows).toEqual([{ value: '10:00', valid_to: '2040-12-31' }, { value: '11:00', valid_to: null }]);
});

it('a mistake for the same first day is set right by a later approval, and both stay on record', async () => {
  const [maker, checker] = [await county.actor(8), await county.actor(9)];
  const right = await proposeParameter(county.deps, maker, hour({ value: '11:30', from: '2041-01-01', documentNumber: '勉政办发〔2025〕4号' }));
  if (right.status !== 'done') throw new Error(JSON.stringify(right));
  expect(await approveProposal(county.deps, checker, right.proposal.proposalId)).toMatchObject({ status: 'done' });
  expect((await book()).settings.filter((one) => one.code === 'reminderHour' && one.from === '2041-01-01')).toMatchObject([{ value: '11:30' }]);
  expect((await county.source.query<unknown[]>("SELECT 1 FROM parameter_setting WHERE valid_from = '2041-01-01'")).length).toBe(2);
});

it('a value in force is not changed for days gone by, and none leaves days without a value', async () => {
  const [maker, checker] = [await county.actor(8), await county.actor(9)];
  const approved = async (more: object) => {
    const proposed = await proposeParameter(county.deps, maker, hour(more));
    if (proposed.status !== 'done') throw new Error(JSON.stringify(proposed));
    return approveProposal(county.deps, checker, proposed.proposal.proposalId);
  };
  expect(await approved({ code: 'statementPeriod', value: 5, from: '2025-01-01' })).toMatchObject({ status: 'done' });
  // The legal day is 2025-03-03.
  expect(await approved({ code: 'statementPeriod', value: 3, from: '2025-02-01' })).toMatchObject({ status: 'refused', blockers: [{ code: 'parameterBackdated', earliest: '2025-03-03' }] });
  expect(await approved({ code: 'statementPeriod', value: 3, from: '2025-04-01', to: '2025-04-30' })).toMatchObject({ status: 'refused', blockers: [{ code: 'parameterGap' }] });
  expect((await book()).settings.filter((one) => one.code === 'statementPeriod' && one.from === '2025-01-01')).toMatchObject([{ value: 5, to: null }]);
  for (const from of ['0001-01-01', '2021-07-14', '9999-12-31']) expect(await proposeParameter(county.deps, maker, hour({ from }))).toMatchObject({ status: 'invalid', errors: [{ field: 'from' }] });
});

it.each([
  ['statementPeriod', 0], ['statementPeriod', 1_000_000_000], ['statementPeriod', 2.5], ['decisionPeriodRungs', [1_000_000_000_000]], ['decisionPeriodRungs', [60, 60]], ['decisionPeriodRungs', [75, 60]],
  ['decisionPeriodRungs', [200]], ['decisionPeriodRungs', []], ['court', '\u202e人民法院'], ['court', '😀'], ['court', '  '],
] as const)('a value out of range breaks no case, because it is not taken: %s %j', async (code, value) => {
  const maker = await county.actor(8);
  expect(await proposeParameter(county.deps, maker, hour({ code, value }))).toMatchObject({ status: 'invalid', errors: [{ field: 'value' }] });
});

it('refuses what no pack asks for and values that do not fit, and a rejected proposal never counts', async () => {
  const [maker, checker] = [await county.actor(8), await county.actor(9)];
  expect(await proposeParameter(county.deps, maker, hour({ code: 'bonus' }))).toMatchObject({ status: 'invalid', errors: [{ field: 'code' }] });
  expect(await proposeParameter(county.deps, maker, hour({ value: '25:00' }))).toMatchObject({ status: 'invalid', errors: [{ field: 'value' }] });
  const proposed = await proposeParameter(county.deps, maker, hour({ from: '2050-01-01', value: '12:00' }));
  if (proposed.status !== 'done') throw new Error(JSON.stringify(proposed));
  await rejectProposal(county.deps, checker, proposed.proposal.proposalId);
  expect((await book()).parameter('610725', 'administrative-penalty', 'reminderHour', legalDate('2050-06-01'))?.value).not.toBe('12:00');
});

it('a calendar notice counts from its publication once approved, and starts its workflow', async () => {
  const [maker, checker] = [await county.actor(8), await county.actor(9)];
  const input = CalendarProposal.parse({ year: 2027, notice: { id: '国办发明电〔2026〕9号', title: '关于2027年部分节假日安排的通知', publishedOn: '2026-11-10', source: 'test' }, days: { '2027-01-01': 'rest' } });
  const proposed = await proposeCalendar(county.deps, maker, input);
  if (proposed.status !== 'done') throw new Error(JSON.stringify(proposed));
  expect((await book()).calendars.final().isProvisional(2027)).toBe(true);
  expect(await approveProposal(county.deps, checker, proposed.proposal.proposalId)).toMatchObject({ status: 'done' });
  const { calendars } = await book();
  expect(calendars.final().isProvisional(2027)).toBe(false);
  expect(calendars.asKnownOn(legalDate('2026-11-09')).isProvisional(2027)).toBe(true);
  expect((await claimOutbox(county.source, 100, 30)).map((row) => row.workflowId)).toContain('calendar/CN-2027@2026-11-10');
  expect(await proposeCalendar(county.deps, maker, input)).toMatchObject({ status: 'invalid', errors: [{ rule: 'known' }] });
});
