import { describe, expect, it } from '@jest/globals';
import { assert, asyncProperty, shuffledSubarray } from 'fast-check';
import { type ReplayReport } from '../../scripts/replay/report.ts';
import { replayFile } from '../../scripts/replay/replay-file.ts';
import { MADE_FILE, madeLines, withFile } from './made-file.ts';

/** What does not depend on the machine or on where the rows lie. */
function findings(report: ReplayReport): Partial<ReplayReport> {
  const { file: _file, seconds: _seconds, casesPerSecond: _speed, refusedFacts, differences, ...rest } = report;
  return {
    ...rest, differences: [...differences].sort((a, b) => (a.case < b.case ? -1 : 1)),
    refusedFacts: { total: refusedFacts.total, reasons: refusedFacts.reasons.map((reason) => ({ ...reason, firstLine: 0 })).sort((a, b) => (a.code < b.code ? -1 : 1)) },
  };
}

const replayLines = (lines: readonly string[]): Promise<ReplayReport> => withFile(`${lines.join('\n')}\n`, (path) => replayFile(path));
const byText = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
const isPenalty = (line: string): boolean => line.includes(',Add penalty,');

describe('replay of made fines', () => {
  it('produces every logged penalty on its day, and refuses with a reason what cannot be', async () => {
    const report = await replayFile(MADE_FILE);
    expect(report).toMatchObject({
      cases: 14, events: 67, factsFed: 56, penaltiesLogged: 11, penaltiesProducedOnLoggedDay: 11, penaltiesNotProduced: 0, penaltiesProducedButNotLogged: 0, producedAfterLogEnds: 0,
      differences: [], logEndsOn: '2009-04-02', horizon: '2010-04-02',
      refusedFacts: {
        total: 2,
        reasons: [
          { activity: 'Send for Credit Collection', code: 'collectionNeedsPenalty', facts: 1, firstCase: 'M12' },
          { activity: 'Insert Fine Notification', code: 'stepAlreadyTaken', facts: 1, firstCase: 'M13' },
        ],
      },
    });
    expect(report.eventsRecorded).toBeGreaterThan(report.factsFed);
  });

  it('names the line of a refused fact', async () => {
    const lines = await madeLines();
    const { refusedFacts } = await replayFile(MADE_FILE);
    for (const reason of refusedFacts.reasons) expect(lines[reason.firstLine - 1]).toContain(`${reason.firstCase},${reason.activity},`);
  });

  it('finds the same wherever the rows of a case lie in the file', async () => {
    const [header = '', ...rows] = await madeLines();
    const expected = findings(await replayFile(MADE_FILE));
    await assert(asyncProperty(shuffledSubarray(rows, { minLength: rows.length, maxLength: rows.length }), async (shuffled) => {
      expect(findings(await replayLines([header, ...shuffled]))).toEqual(expected);
    }), { numRuns: 10 });
  });

  it('never learns the day of a penalty from the log: with all of them moved, it produces the same days', async () => {
    const lines = await madeLines();
    const report = await replayLines(lines.map((line) => (isPenalty(line) ? line.replace(/,\d{4}-\d\d-\d\d,/, ',2009-02-28,') : line)));
    expect(report).toMatchObject({ penaltiesProducedOnLoggedDay: 0, penaltiesNotProduced: 11, penaltiesProducedButNotLogged: 11, producedAfterLogEnds: 0 });
    const logged = lines.filter(isPenalty).map((line) => line.split(',')[2] ?? '').sort(byText);
    expect(report.differences.flatMap((difference) => difference.produced).sort(byText)).toEqual(logged);
  });

  it('shows a penalty that the log does not have', async () => {
    const lines = await madeLines();
    const report = await replayLines(lines.filter((line) => !(isPenalty(line) && line.startsWith('M03'))));
    expect(report).toMatchObject({ penaltiesProducedOnLoggedDay: 10, penaltiesNotProduced: 0, penaltiesProducedButNotLogged: 1, producedAfterLogEnds: 0, differences: [{ case: 'M03', logged: [], produced: ['2007-05-09'] }] });
  });

  it('shows a penalty that does not arise', async () => {
    const lines = await madeLines();
    const report = await replayLines(lines.filter((line) => !line.startsWith('M10,Insert Fine Notification')));
    expect(report).toMatchObject({ penaltiesProducedOnLoggedDay: 10, penaltiesNotProduced: 1, penaltiesProducedButNotLogged: 0, differences: [{ case: 'M10', logged: ['2008-03-09'], produced: [] }] });
  });

  it('says which penalties fall due after the log ends', async () => {
    const [header = ''] = await madeLines();
    const lines = (await madeLines()).filter((line) => line.startsWith('M03') && !/penalty|Collection/.test(line));
    expect(await replayLines([header, ...lines])).toMatchObject({ cases: 1, penaltiesProducedButNotLogged: 1, producedAfterLogEnds: 1, logEndsOn: '2007-03-10', horizon: '2008-03-10' });
  });

  it('refuses facts of a case that nobody opened, and goes on', async () => {
    const report = await replayLines((await madeLines()).filter((line) => !line.startsWith('M01,Create Fine')));
    expect(report).toMatchObject({ cases: 14, penaltiesProducedOnLoggedDay: 11, refusedFacts: { total: 3 } });
    expect(report.refusedFacts.reasons.find((reason) => reason.firstCase === 'M01')).toMatchObject({ activity: 'Payment', code: 'caseUnknown' });
  });

  it('refuses an opening without the amount of the fine by the name of the fact', async () => {
    const report = await replayLines((await madeLines()).map((line) => (line.startsWith('M02,Create Fine') ? line.replace(',36.0,', ',,') : line)));
    expect(report.refusedFacts.reasons).toEqual(expect.arrayContaining([expect.objectContaining({ code: 'factMissing', firstCase: 'M02', message: '"Fine" is missing' })]));
  });
});
