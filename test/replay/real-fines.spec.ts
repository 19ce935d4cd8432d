/** The 2,000 published cases, where the file is at hand: its terms keep it out of this repository (docs/real-data.md). */
import { existsSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { replayFile } from '../../scripts/replay/replay-file.ts';

const path = process.env['ANJUAN_TRAFFIC_FINES'] ?? '';

describe('replay of real fines', () => {
  if (path !== '' && existsSync(path)) {
    it('produces the penalty of every notified case on the logged day, and no other', async () => {
      expect(await replayFile(path)).toMatchObject({
        cases: 2000, events: 7103, factsFed: 6140, penaltiesLogged: 963, penaltiesProducedOnLoggedDay: 963,
        penaltiesNotProduced: 0, penaltiesProducedButNotLogged: 0, differences: [], refusedFacts: { total: 0, reasons: [] },
      });
    });
  } else {
    process.stdout.write('\ndid not run: replay of real fines (ANJUAN_TRAFFIC_FINES names no file; see docs/real-data.md)\n');
  }

  it('is not pointed at a file that is not there', () => {
    expect(path === '' || existsSync(path)).toBe(true);
  });
});
