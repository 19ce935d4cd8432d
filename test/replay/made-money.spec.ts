/** The money of the made fines: sums worked out by hand, and referrals that must not be. */
import { describe, expect, it } from '@jest/globals';
import { moneyWords, type MoneyReport } from '../../scripts/replay/money-report.ts';
import { replayFile } from '../../scripts/replay/replay-file.ts';
import { MADE_FILE, madeLines, withFile } from './made-file.ts';

const moneyOf = async (lines: readonly string[]): Promise<MoneyReport> => (await withFile(`${lines.join('\n')}\n`, (path) => replayFile(path))).money;
const caseLines = async (name: string): Promise<string[]> => { const [header = '', ...rows] = await madeLines(); return [header, ...rows.filter((row) => row.startsWith(`${name},`))]; };

describe('money of made fines', () => {
  it('every balance is the last amount and the cost of sending, less what was paid; what is dismissed owes nothing', async () => {
    const { money, cases } = await replayFile(MADE_FILE);
    // M02 49, M03 87, M04 55 - 33, M05 87 - 49, M06 84.50 - 48, M09 55.50 - 21, M11 164.60, M12 49, M13 87.
    expect(money).toMatchObject({ asOf: '2009-04-02', balancesAsInTheFile: 14, balanceDifferences: [], owing: 9, owed: '567.60', paidInFull: 3, dismissed: 2, overpaid: 0, inSuspense: '0.00', refusedReceipts: 0 });
    expect(money.referrals).toMatchObject({ logged: 3, allowed: 2, refused: ['M12'], ofThePaidInFull: [], wouldHaveBeen: 7, firstDay: '2007-05-10', lastDay: '2009-01-15', notLogged: { appealed: 0, paidInPart: 4, other: 1 }, daysUntilLogged: { least: 74, median: 690, most: 690 } });
    expect(moneyWords(money, cases)).toContain('2 of the 3 logged referrals were lawful on their day; refused: M12; paid in full and still referred: none.');
  });

  it('what is too much lies in suspense, and a case that is paid is not referred', async () => {
    const lines = (await caseLines('M14')).map((line) => line.replace('M14,Payment,2009-03-06', 'M14,Payment,2009-03-20'));
    expect(await moneyOf(lines)).toMatchObject({ balancesAsInTheFile: 1, paidInFull: 1, owed: '0.00', referrals: { logged: 0, wouldHaveBeen: 0 } });
    const more = lines.map((line) => line.replace('M14,Payment,2009-03-20,,870,87.0,,,,,,,,,complete,,67,87.0', 'M14,Payment,2009-03-20,,900,90.5,,,,,,,,,complete,,67,90.5'));
    expect(await moneyOf(more)).toMatchObject({ balancesAsInTheFile: 1, paidInFull: 1, overpaid: 1, inSuspense: '3.50' });
    const referred = [...lines, 'M14,Send for Credit Collection,2009-05-01,,,,,,,,,,,,complete,,99,'];
    expect((await withFile(`${referred.join('\n')}\n`, (path) => replayFile(path))).refusedFacts.reasons).toMatchObject([{ activity: 'Send for Credit Collection', code: 'collectionNothingOwed', firstCase: 'M14' }]);
    // The sum of that day is judged: one cent less, and the same referral is lawful.
    const less = referred.map((line) => line.replace(',870,87.0,', ',869,86.99,').replace(',67,87.0', ',67,86.99'));
    expect((await moneyOf(less)).referrals).toMatchObject({ logged: 1, allowed: 1, refused: [], ofThePaidInFull: [] });
  });

  it('what is dismissed is neither owed nor referred, and money for it lies in suspense or goes back', async () => {
    const lines = [...(await caseLines('M10')), 'M10,Send for Credit Collection,2008-09-01,,,,,,,,,,,,complete,,99,'];
    expect(await moneyOf(lines)).toMatchObject({ balancesAsInTheFile: 1, owing: 0, dismissed: 1, referrals: { logged: 1, allowed: 0, refused: ['M10'], wouldHaveBeen: 0 } });
    const before = [...(await caseLines('M10')), 'M10,Payment,2008-01-20,,200,20.0,,,,,,,,,complete,,46,20.0'];
    expect(await moneyOf(before)).toMatchObject({ balancesAsInTheFile: 1, dismissed: 1, owed: '0.00', overpaid: 1, inSuspense: '20.00', refusedReceipts: 0 });
    const after = [...(await caseLines('M10')), 'M10,Payment,2008-03-20,,200,20.0,,,,,,,,,complete,,60,20.0'];
    expect(await moneyOf(after)).toMatchObject({ dismissed: 1, owed: '0.00', refusedReceipts: 1, balancesAsInTheFile: 0, balanceDifferences: [{ case: 'M10', suspense: '0.00', expectedSuspense: '20.00' }] });
  });

  it('says so where the file comes to another sum', async () => {
    const lines = (await caseLines('M04')).map((line) => (line.includes('Add penalty') ? line.replace(/,2007-07-31,/, ',2007-06-15,') : line)).filter((line) => !line.includes('Insert Fine Notification'));
    // Without its notification the penalty does not arise, so the ledger knows 33.00 where the file has 55.00.
    expect(await moneyOf(lines)).toMatchObject({ balancesAsInTheFile: 0, balanceDifferences: [{ case: 'M04', ledger: '0.00', expected: '22.00' }] });
  });
});
