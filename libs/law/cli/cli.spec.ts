import { describe, expect, it, jest } from '@jest/globals';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { readPack, shippedPacks } from '../files/pack-files.ts';
import { lawCommand } from './law-command.ts';

const root = fileURLToPath(new URL('../../..', import.meta.url));
interface Told { code: number | null; out: string; err: string }

/** As a terminal runs it, in a process of its own. */
function apart(...args: string[]): Told {
  const { status, stdout, stderr } = spawnSync(process.execPath, ['--import', '@swc-node/register/esm-register', 'libs/law/cli/main.ts', ...args], { cwd: root, encoding: 'utf8' });
  return { code: status, out: stdout, err: stderr };
}

const into = (lines: string[]) => (line: unknown): void => { lines.push(`${String(line)}\n`); };

/** The same without a process: starting one takes longer than most answers. */
async function law(...args: string[]): Promise<Told> {
  const [out, err]: [string[], string[]] = [[], []];
  const [log, error] = [jest.spyOn(console, 'log').mockImplementation(into(out)), jest.spyOn(console, 'error').mockImplementation(into(err))];
  try {
    const code = await lawCommand(args);
    return { code, out: out.join(''), err: err.join('') };
  } finally {
    log.mockRestore();
    error.mockRestore();
  }
}
const file = (content: string): string => {
  const path = join(mkdtempSync(join(tmpdir(), 'law-')), 'vectors.json');
  writeFileSync(path, content);
  return path;
};

describe('the law command', () => {
  it('check: ends with the count and exits 1 when something failed', async () => {
    expect(apart('check', 'libs/law/reference/vectors.json')).toEqual({ code: 0, out: '179 passed, 0 failed\n', err: '' });
    const { code, out } = await law('check', file('[{"id":"A","kind":"amount-in-words","input":{"amountFen":5},"expected":{"text":"人民币伍分"}},{"id":"B","kind":"tarot","input":{},"expected":{"x":1}}]'));
    expect(code).toBe(1);
    expect(out).toMatch(/^B: unknown kind "tarot".*\n1 passed, 1 failed\n$/);
  });

  it('check: says what is wrong with the file', async () => {
    expect(apart('check', '/nowhere.json')).toEqual({ code: 1, out: '', err: '/nowhere.json cannot be read: there is no such file.\n无法读取/nowhere.json：没有此文件。\n' });
    expect(await law('check', file('{'))).toMatchObject({ code: 1, err: expect.stringContaining('is not JSON') });
    expect(await law('check')).toMatchObject({ code: 1, err: expect.stringContaining('Usage: npm run law -- check FILE') });
  });

  it('deadline: answers in both languages, and as JSON', async () => {
    const words = await law('deadline', '--clock', 'PEN-05', '--from', '2025-09-28');
    expect(words.out).toMatch(/^PEN-05 {2}要求听证期限 \/ Period to ask for a hearing\nfrom 2025-09-28: .+\ndue 2025-10-11\n/);
    expect(words.out).toContain('第64条第1项');
    expect(words.out).toContain('art. 64(1), 85');
    const json = await law('deadline', '--clock', 'SMF-01', '--from', '2020-01-01', '--known-on', '2020-01-05', '--json');
    expect(JSON.parse(json.out)).toMatchObject({ clock: 'SMF-01', result: { due: '2020-01-31', calendarVersion: 'CN@2019-11-21' } });
  });

  it('validate: a pack that writes what packs forbid is told the place, the words and the article', async () => {
    const pack = JSON.parse(readFileSync(join(root, 'docs/packs/example-pack.json'), 'utf8')) as { steps: { code: string; name: { zh: string } }[] };
    const [first] = pack.steps;
    if (first) first.name.zh = '预收罚款并登记';
    const file = join(mkdtempSync(join(tmpdir(), 'anjuan-law-')), 'pack.json');
    writeFileSync(file, JSON.stringify(pack));
    expect(await law('validate', file)).toMatchObject({ code: 1, out: expect.stringMatching(/: step \w+: writes "预收罚款": .*\(chargeBeforeDecision, art\. 3\(3\)\)/) });
  });

  it('procedure: every step, guard, clock, paper, parameter and closing of a pack, in Chinese and English', async () => {
    const { pack } = readPack(join(root, 'libs/law/packs/administrative-penalty.json'));
    const [zh, en] = [(await law('procedure', 'administrative-penalty')).out, (await law('procedure', 'administrative-penalty', '--lang', 'en')).out];
    const codes = [...pack.steps, ...pack.clocks, ...pack.parameters, ...pack.closings, ...pack.reopenings].map((one) => one.code);
    expect(codes.filter((code) => !zh.includes(`〔${code}〕`) || !en.includes(`[${code}]`))).toEqual([]);
    const guards = [...pack.opening.guards, ...pack.steps.flatMap((step) => step.guards), ...[...pack.closings, ...pack.reopenings].flatMap((each) => each.guards)];
    expect(guards.filter((guard) => !zh.includes(`${guard.message.zh}〔${guard.code}〕`) || !en.includes(`${guard.message.en} [${guard.code}]`)).map((guard) => guard.code)).toEqual([]);
    expect(zh).toContain('长度：5个工作日，自次日起算');
    expect(zh).toContain('中华人民共和国行政处罚法第64条第1项、第85条');
    expect(zh).toContain('县参数“陈述、申辩期限（工作日）”所定的工作日数');
    expect(zh).toContain('出具于：文书送达时；');
    expect(zh).not.toContain('出具于：；');
    expect(zh).not.toMatch(/\barts?\. |undefined|\{/);
    expect(en).not.toMatch(/\p{Script=Han}.*else refused|undefined|\{not\}/u);
    expect(await law('procedure', 'administrative-penalties')).toMatchObject({ code: 1, err: expect.stringContaining('Packs: administrative-penalty-summary, administrative-penalty, leads, social-maintenance-fee') });
  });

  it('parameters: what is set by which document, and which steps wait for the rest', async () => {
    const { out } = await law('parameters', '--county', '610725', '--on', '2025-09-28');
    const counted = /^County 610725 on 2025-09-28: (\d+) of (\d+) parameters set, (\d+) not set\.$/m.exec(out)?.slice(1).map(Number) ?? [];
    expect([counted[1], counted[1]]).toEqual([Number(counted[0]) + Number(counted[2]), shippedPacks().reduce((sum, one) => sum + one.pack.parameters.length, 0)]);
    expect(out).toMatch(/statementPeriod.*\n +3 {2}\(演示〔2018〕1号, 2018-01-01 to open\)/);
    expect(out).toMatch(/suspensionGrounds.*\n +NOT SET\. Refused until it is set: suspendDecisionPeriod/);
    const states = JSON.parse((await law('parameters', '--county', '610726', '--json')).out) as { code: string; set: unknown; steps: string[] }[];
    expect(states.map((state) => state.set)).toEqual(states.map(() => null));
    // What only switches something on, or is only printed where it is set, holds up no step while it is unset.
    expect(states.filter((state) => state.steps.length === 0).map((state) => state.code).filter((code) => !code.startsWith('ladder') && !['sealBeforeService', 'confirmationRequired', 'confirmationPeriod', 'reconsiderationAddress', 'courtAddress', 'maxInstalmentMonths', 'courtWindowRule', 'demandMarginDays', 'demandAlarmDays', 'courtAlarmDays', 'nightBegins', 'nightEnds'].includes(code))).toEqual([]);
    const wrong = await law('parameters', '--settings', file('[{"county":"610725","pack":"administrative-penalty","code":"statementPeriod","value":"three","documentNumber":"演示〔2018〕1号","from":"2018-01-01","to":null}]'));
    expect(wrong).toMatchObject({ code: 1, err: expect.stringContaining('0 (administrative-penalty, statementPeriod): a whole number from 1 to 60 is needed') });
  });

  it('schema and validate: the format, and every problem of a file with its place', async () => {
    expect(JSON.parse((await law('schema')).out)).toMatchObject({ type: 'object', required: expect.arrayContaining(['packFormat', 'steps']) });
    expect(await law('validate', 'docs/packs/example-pack.json')).toMatchObject({ code: 0, out: expect.stringContaining('the pack "example-stall-permit" is whole') });
    const pack = JSON.parse(readFileSync(join(root, 'docs/packs/example-pack.json'), 'utf8')) as { initialPhase: string; filingStep: string };
    const broken = file(JSON.stringify({ ...pack, initialPhase: 'begun', filingStep: 'file' }));
    expect(await law('validate', broken)).toEqual({
      code: 1, err: '',
      out: `${broken}: initialPhase: names the phase "begun", which the pack does not have\n${broken}: filingStep: names the step "file", which the pack does not have\n${broken}: not a pack, 2 problems\n`,
    });
    expect(await law('validate', file('{'))).toMatchObject({ code: 1, err: expect.stringContaining('is not JSON') });
    expect(apart('validate', '/nowhere.json').err).toBe('/nowhere.json cannot be read: there is no such file.\n无法读取/nowhere.json：没有此文件。\n');
  });

  it('causes and cause: what may be punished on a day, by which article and how much; docs/causes.md holds the same table', async () => {
    const { out } = await law('causes', '--on', '2026-11-22');
    expect(out).toMatch(/^99 causes for an act of 2026-11-22, 84 of them verified\.\n/);
    expect((await law('causes', '--status', 'unverified', '--on', '2026-11-22')).out).toContain('fine: NOT READ  [unverified]');
    const table = (await law('causes', '--on', '2026-11-22', '--markdown')).out;
    expect(readFileSync(join(root, 'docs/causes.md'), 'utf8').endsWith(table)).toBe(true);
    const before = (await law('cause', 'open-air-barbecue', '--on', '2026-08-14')).out;
    expect(before).toContain('《中华人民共和国大气污染防治法》第118条第3款');
    expect(before).toContain('fine of a person: 500 to 20,000');
    expect((await law('cause', 'open-air-barbecue', '--on', '2026-08-15')).out).toContain('fine of a person: 500 to 5,000');
    expect(await law('cause', 'loitering')).toMatchObject({ code: 1, err: expect.stringContaining('has no "loitering"') });
    expect(await law('causes', '--status', 'perhaps')).toMatchObject({ code: 1, err: expect.stringContaining('--status is one of verified') });
    expect(JSON.parse((await law('schema', 'causes')).out)).toMatchObject({ type: 'object', required: expect.arrayContaining(['causesFormat', 'causes']) });
    expect(await law('validate', 'libs/law/causes/data/fire.json')).toMatchObject({ code: 0, out: expect.stringContaining('the causes of "fire" are whole: 10 causes') });
  });

  it('refuses with one sentence and no stack', async () => {
    for (const args of [['deadline', '--clock', 'PEN-05', '--from', '2026-02-30'], ['deadline', '--clok', 'PEN-05'], ['tarot']]) {
      const { code, err } = await law(...args);
      expect(code).toBe(1);
      expect(err).not.toMatch(/ at .*\.ts:/);
      expect(err.length).toBeGreaterThan(10);
    }
    expect(await law('help')).toMatchObject({ code: 0, err: '' });
    expect(apart('tarot')).toMatchObject({ code: 1, out: '', err: expect.stringMatching(/^There is no command "tarot"\./) });
  });
});
