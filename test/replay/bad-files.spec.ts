import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from '@jest/globals';
import { replayFile } from '../../scripts/replay/replay-file.ts';
import { MADE_FILE, madeLines, withFile } from './made-file.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));

async function complaint(content: string | Buffer): Promise<string> {
  return withFile(content, (path) => replayFile(path).then(() => 'no complaint', (error: Error) => error.message.replaceAll(path, 'FILE')));
}

/** The made file with the text of one row changed. */
async function changed(line: number, from: string, to: string): Promise<string> {
  const lines = await madeLines();
  const row = lines[line - 1] ?? '';
  expect(row).toContain(from);
  return complaint([...lines.slice(0, line - 1), row.replace(from, to), ...lines.slice(line)].join('\n'));
}

describe('a file that is not of the format', () => {
  it('is named with its line and what is wrong', async () => {
    const [header = '', first = ''] = await madeLines();
    expect(await changed(4, '2007-01-15', '2007-02-30')).toBe('FILE, line 4: occurred_at "2007-02-30" is not a date of the calendar in the form YYYY-MM-DD.');
    expect(await changed(4, '2007-01-15', '15/01/2007')).toMatch(/^FILE, line 4: occurred_at "15\/01\/2007" is not a date/);
    expect(await changed(3, '36.0', '36,0')).toBe('FILE, line 3: the row has another number of fields than the header.');
    expect(await changed(3, '36.0', '"36,0"')).toBe('FILE, line 3: amount "36,0" is not an amount such as 36.0 or 71.50.');
    expect(await changed(3, '36.0', '-36.0')).toMatch(/^FILE, line 3: amount "-36.0" is not an amount/);
    expect(await changed(3, '36.0', '3.6e1')).toMatch(/^FILE, line 3: amount "3.6e1" is not an amount/);
    expect(await changed(4, ',36.0', ',36.055')).toMatch(/^FILE, line 4: (total_payment_amount|payment_amount_corrected) "36.055" is not an amount/);
    expect(await changed(3, ',0,157,', ',x,157,')).toBe('FILE, line 3: points "x" is not a whole number.');
    expect(await changed(3, 'complete,,1,', 'complete,,,')).toBe('FILE, line 3: source_order is empty, so that the order within a day is not known.');
    expect(await changed(3, 'complete', 'start')).toMatch(/^FILE, line 3: lifecycle "start" is not "complete"/);
    expect(await changed(3, 'Create Fine', 'Make Fine')).toMatch(/^FILE, line 3: "Make Fine" is not an activity of this log; known are Create Fine, /);
    expect(await changed(3, 'Create Fine', 'constructor')).toMatch(/^FILE, line 3: "constructor" is not an activity/);
    expect(await changed(3, 'M01', '')).toBe('FILE, line 3: case_id "" must be letters and digits.');
    expect(await complaint('')).toBe('FILE holds no events.');
    expect(await complaint(`${header}\n`)).toBe('FILE holds no events.');
    expect(await complaint(`${header.replace(',expense', '').replace('activity,', '')}\n${first}\n`)).toMatch(/^FILE, line 1: the columns activity, expense are missing; the header must name case_id, /);
    expect(await complaint(`${header},amount\n${first},\n`)).toBe('FILE, line 1: the column amount is named twice.');
    expect(await complaint(`${header}\n${first}\n"M99,Create Fine${'x'.repeat(20_000)}\n`)).toMatch(/^FILE, line \d: /);
    expect(await complaint(Buffer.concat([Buffer.from(`${header}\n`), Buffer.from(first.replace('M14', 'M1é'), 'latin1')]))).toBe('FILE, line 2: case_id is not UTF-8 text.');
  });

  it('may begin with a byte order mark, end its lines as Windows does, and quote its fields', async () => {
    const lines = await madeLines();
    const quoted = lines.map((line) => line.split(',').map((field) => `"${field}"`).join(','));
    await withFile(`\uFEFF${quoted.join('\r\n')}\r\n`, async (path) => {
      expect(await replayFile(path)).toMatchObject({ cases: 14, events: 67, penaltiesProducedOnLoggedDay: 11 });
    });
  });
});

const replay = (...args: string[]) => spawnSync(process.execPath, ['--import', '@swc-node/register/esm-register', 'scripts/replay.ts', ...args], { cwd: root, encoding: 'utf8' });

describe('npm run replay', () => {
  it('prints one JSON object', () => {
    const { status, stdout } = replay(MADE_FILE);
    expect(status).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({ cases: 14, penaltiesProducedOnLoggedDay: 11, casesPerSecond: expect.any(Number) });
  });

  it('answers one sentence and exit code 1', async () => {
    expect(replay('/no/such/file.csv')).toMatchObject({ status: 1, stdout: '', stderr: 'There is no file /no/such/file.csv.\n' });
    expect(replay(root)).toMatchObject({ status: 1, stdout: '', stderr: `${root} is not a plain file; the replay reads it twice.\n` });
    expect(replay()).toMatchObject({ status: 1, stdout: '' });
    await withFile('a,b\n1,2\n', async (path) => {
      const { status, stdout, stderr } = replay(path);
      expect({ status, stdout }).toEqual({ status: 1, stdout: '' });
      expect(stderr).toMatch(/^[^\n]+, line 1: the columns case_id, [^\n]+ are missing; [^\n]+\.\n$/);
    });
  });
});
