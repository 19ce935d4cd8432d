/** One run of schemathesis for each caller: configuration, command line, and what its report says. */
import { spawn } from 'node:child_process';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Caller, Ids } from './callers.ts';

/** What came of one caller's calls. */
export interface Round { caller: string; calls: number; failures: string[]; seconds: number }

interface Report {
  operations: { selected: number; tested: number };
  test_cases: { generated: number };
  failures: { operation?: string; label?: string; title?: string; message?: string; code?: string; curl?: string }[];
  errors: unknown[];
  complete: boolean;
}

const CHECKS = ['not_a_server_error', 'status_code_conformance', 'content_type_conformance', 'response_headers_conformance', 'response_schema_conformance'];

export class Fuzzer {
  /** A stream never ends by itself: its own test reads it. */
  readonly leftOut = ['GET /api/changes'];
  private rounds = 0;

  constructor(private readonly setting: { address: string; tools: string; folder: string; hooks: string; ids: Ids }) {}

  /** At least `calls` calls by this caller. Throws when the tool itself cannot do its work. */
  async round(caller: Caller, calls: number, seed: number): Promise<Round> {
    const began = Date.now();
    const round: Round = { caller: caller.name, calls: 0, failures: [], seconds: 0 };
    for (let turn = 0; round.calls < calls; turn += 1) {
      // The first turn goes through every edge of the document, the later ones are random.
      const report = await this.run(caller, turn === 0 && calls >= 2_000 ? 'coverage' : 'fuzzing', Math.max(1, Math.ceil((calls - round.calls) / 90)), seed + turn);
      if (report.test_cases.generated === 0) throw new Error(`schemathesis made no call as ${caller.name}.`);
      round.calls += report.test_cases.generated;
      round.failures.push(...report.failures.map((one) => JSON.stringify(one).slice(0, 1_500)), ...report.errors.map((one) => `error of the tool: ${JSON.stringify(one).slice(0, 1_500)}`));
      if (!report.complete || report.operations.tested < report.operations.selected) round.failures.push(`only ${report.operations.tested} of ${report.operations.selected} operations were called`);
      if (round.failures.length > 0) break;
    }
    return { ...round, seconds: (Date.now() - began) / 1000 };
  }

  private async run(caller: Caller, phase: 'coverage' | 'fuzzing', examples: number, seed: number): Promise<Report> {
    // Several callers call at once; each run has files of its own.
    const run = ++this.rounds;
    const file = (name: string): string => join(this.setting.folder, `fuzz-${run}.${name}`);
    await writeFile(file('toml'), this.configuration());
    const args = ['--config-file', file('toml'), 'run', `${this.setting.address}/api/openapi.json`, '--phases', phase, '--checks', CHECKS.join(','), '--seed', String(seed), '--max-examples', String(examples),
      '--continue-on-failure', '--request-timeout', '60', '--no-shrink', '--exclude-path', '/api/changes', '--generation-database', 'none', '--suppress-health-check', 'all', '--report', 'json', '--report-json-path', file('json'),
      ...(caller.token === null ? [] : ['--header', `authorization: Bearer ${caller.token}`])];
    const { code, text } = await tool(join(this.setting.tools, 'st'), args, { ...process.env, SCHEMATHESIS_HOOKS: this.setting.hooks });
    try {
      return JSON.parse(await readFile(file('json'), 'utf8')) as Report;
    } catch (error) {
      throw new Error(`schemathesis ended with ${code} and wrote no report:\n${text.slice(-3_000)}`, { cause: error });
    }
  }

  /** Three of four ids are those of real rows: beyond the first check of an address lies what is to be tested. */
  private configuration(): string {
    const known = Object.entries(this.setting.ids).filter(([, values]) => values.length > 0);
    return [
      ...known.map(([name, values]) => `[dictionaries.${name}]\nvalues = ${JSON.stringify(values)}\n`),
      '[parameters]',
      ...known.map(([name]) => `"path.${name}" = { dictionary = "${name}", probability = 0.75 }`),
      '',
    ].join('\n');
  }
}

function tool(command: string, args: readonly string[], env: NodeJS.ProcessEnv): Promise<{ code: number; text: string }> {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { env, stdio: ['ignore', 'pipe', 'pipe'] });
    let text = '';
    for (const stream of [child.stdout, child.stderr]) stream.on('data', (part: Buffer) => { text += part.toString('utf8'); });
    child.once('error', reject);
    child.once('close', (code) => { resolve({ code: code ?? 1, text }); });
  });
}
