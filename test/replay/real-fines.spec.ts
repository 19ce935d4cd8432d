/** The 2,000 published cases, where the file is at hand: its terms keep it out of this repository (docs/real-data.md). */
import { existsSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { replayFile } from '../../scripts/replay/replay-file.ts';

const path = process.env['ANJUAN_TRAFFIC_FINES'] ?? '';

describe('replay of real fines', () => {
  if (path !== '' && existsSync(path)) {
    it('produces the penalty of every notified case on the logged day, and no other; every balance is to the fen what the file comes to, and nobody who paid in full is referred', async () => {
      expect(await replayFile(path)).toMatchObject({
        cases: 2000, events: 7103, factsFed: 6140, penaltiesLogged: 963, penaltiesProducedOnLoggedDay: 963,
        penaltiesNotProduced: 0, penaltiesProducedButNotLogged: 0, differences: [], refusedFacts: { total: 0, reasons: [] },
        money: {
          asOf: '2011-12-25', balancesAsInTheFile: 2000, balanceDifferences: [], owing: 1134, paidInFull: 834, overpaid: 9, dismissed: 32, owed: '77207.45', inSuspense: '364.00', refusedReceipts: 0,
          referrals: { logged: 693, allowed: 693, refused: [], ofThePaidInFull: [], wouldHaveBeen: 749, notLogged: { appealed: 17, paidInPart: 39, other: 0 } },
        },
      });
    }, 120_000);
  } else {
    process.stdout.write('\ndid not run: replay of real fines (ANJUAN_TRAFFIC_FINES names no file; see docs/real-data.md)\n');
  }

  it('is not pointed at a file that is not there', () => {
    expect(path === '' || existsSync(path)).toBe(true);
  });
});
