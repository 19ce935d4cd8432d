/** Fines through API, record, workflow and stepped clock: what the engine produces alone, the running service records by its lapsing clocks. */
import { existsSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { addMonths, endOfDay, legalDate, type LegalDate } from '#law';
import { MACHINE } from '#store';
import { AMOUNT_STEP } from '../../scripts/replay/activities.ts';
import type { FineRow } from '../../scripts/replay/fine-file.ts';
import { replayCase } from '../../scripts/replay/replay-case.ts';
import { fineLaw } from '../../scripts/replay/replay-file.ts';
import { MADE_FILE } from './made-file.ts';
import { RunningService } from './running-service.ts';
import { chooseCases, playThrough, type ServedCase } from './served-cases.ts';

const realFile = process.env['ANJUAN_TRAFFIC_FINES'] ?? '';
const book = fineLaw();

/** On which day the amount is entered depends on when somebody looks; that it is, does not. */
function stepsOf(list: readonly { step: string; on: string; byTime: boolean }[]): { step: string; on: string; byTime: boolean }[] {
  return list.filter((step) => step.step !== AMOUNT_STEP).map(({ step, on, byTime }) => ({ step, on, byTime }));
}

async function compare(cases: readonly FineRow[][]): Promise<{ served: Map<string, ServedCase>; penalties: number }> {
  const days = cases.flat().map((row) => row.on).sort((a, b) => (a < b ? -1 : 1));
  const [first = legalDate('2006-01-01')] = days;
  const horizon = addMonths(days.at(-1) ?? first, 12);
  const service = await RunningService.start(first);
  try {
    const served = await playThrough(service, cases, horizon);
    let penalties = 0;
    for (const rows of cases) penalties += await compareCase(rows, served, horizon);
    return { served, penalties };
  } finally {
    await service.stop();
  }
}

/** One case: its penalties on the logged days, each by a clock that lapsed at its own instant, and every step as the engine alone has it. */
async function compareCase(rows: readonly FineRow[], served: ReadonlyMap<string, ServedCase>, horizon: LegalDate): Promise<number> {
  const name = rows[0]?.caseId ?? '';
  const alone = await replayCase(rows, book, endOfDay(horizon));
  const one = served.get(name);
  if (one === undefined) throw new Error(`The service has no case ${name}.`);
  const produced = one.events.filter((event) => event.type === 'stepFellDue');
  expect({ name, days: produced.map((event) => event.occurredOn) }).toEqual({ name, days: alone.logged });
  for (const penalty of produced) {
    const lapse = one.events.find((event) => event.seq === penalty.seq - 1);
    expect(lapse).toMatchObject({ type: 'clockLapsed', occurredOn: penalty.occurredOn, commandId: penalty.commandId, payload: { clock: 'paymentPeriod', dueOn: penalty.occurredOn } });
    // Recorded by the workflow at midnight after the last day, not by whoever came next.
    expect(penalty).toMatchObject({ actorId: MACHINE, recordedAt: endOfDay(legalDate(penalty.occurredOn)), payload: { step: 'addPenalty' } });
  }
  expect(stepsOf(one.steps)).toEqual(stepsOf(alone.state?.steps ?? []));
  expect(one.steps.filter((step) => step.step === AMOUNT_STEP)).toHaveLength(produced.length);
  expect(one.refused).toEqual(alone.refused.map(({ row, code }) => ({ activity: row.activityName, code })));
  return produced.length;
}

describe('fines through the running service', () => {
  it('made cases: each penalty comes from a clock that lapses in the service, each refusal is the engine\'s', async () => {
    const { served, penalties } = await compare(await chooseCases(MADE_FILE, 50));
    expect({ cases: served.size, penalties }).toEqual({ cases: 14, penalties: 11 });
    expect(served.get('M12')?.refused).toEqual([{ activity: 'Send for Credit Collection', code: 'collectionNeedsPenalty' }]);
  }, 240_000);

  if (realFile !== '' && existsSync(realFile)) {
    it('fifty real cases, one of every sequence of activities: the logged penalties and no other', async () => {
      const cases = await chooseCases(realFile, 50);
      const logged = cases.flat().filter((row) => row.activity.act === 'produced').length;
      const { served, penalties } = await compare(cases);
      expect({ cases: served.size, penalties }).toEqual({ cases: 50, penalties: logged });
      expect(penalties).toBeGreaterThan(30);
    }, 600_000);
  } else {
    process.stdout.write('\ndid not run: fifty real fines through the running service (ANJUAN_TRAFFIC_FINES names no file; see docs/real-data.md)\n');
  }
});
