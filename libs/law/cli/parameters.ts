import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { chinaDateOf, legalDate, legalInstant, type LegalDate } from '../dates.ts';
import { readSettings } from '../files/settings-file.ts';
import { shippedPacks } from '../files/pack-files.ts';
import type { LoadedPack, ParameterSetting, ParameterValue } from '../law-book.ts';
import type { Pack, PackParameter } from '../pack-format.ts';
import { OPENING, stepsWaitingFor } from '../packs/parameter-use.ts';
import { UsageError, type LawCommand } from './command.ts';
import { cited } from './procedure-words.ts';

/** The settings of the demo county, as the seed enters them. */
const DEMO = fileURLToPath(new URL('../../../scripts/seed/demo-parameters.json', import.meta.url));

/** `law parameters [--county 610725] [--settings FILE] [--on DATE] [--json]` */
export const command: LawCommand = {
  usage: 'parameters [--county CODE] [--settings FILE] [--on YYYY-MM-DD] [--json]',
  summary: 'every parameter of every pack: its value and document, or which steps wait for it.\n      Without --settings the demo county; what a running service holds: GET /api/law/parameters',
  run(args) {
    const { county, file, on, json } = options(args);
    const packs = shippedPacks();
    const settings = readSettings(file, packs);
    const counties = county === undefined ? [...new Set(settings.map((setting) => setting.county))] : [county];
    const states = counties.flatMap((each) => parameterStates(packs, settings, each, on));
    console.log(json ? JSON.stringify(states.map(asJson), null, 2) : inWords(states, counties, on));
    return 0;
  },
};

interface ParameterState { county: string; pack: Pack; parameter: PackParameter; set: ParameterSetting | null; waiting: string[] }

function options(args: readonly string[]): { county: string | undefined; file: string; on: LegalDate; json: boolean } {
  let values;
  try {
    ({ values } = parseArgs({ args: [...args], options: { county: { type: 'string' }, settings: { type: 'string' }, on: { type: 'string' }, json: { type: 'boolean', default: false } } }));
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : String(error));
  }
  if (values.county !== undefined && !/^\d{6}$/.test(values.county)) throw new UsageError(`--county needs six digits, not ${JSON.stringify(values.county)}.`);
  return { county: values.county, file: values.settings ?? DEMO, on: values.on === undefined ? chinaDateOf(legalInstant(new Date())) : legalDate(values.on), json: values.json };
}

function parameterStates(packs: readonly LoadedPack[], settings: readonly ParameterSetting[], county: string, on: LegalDate): ParameterState[] {
  return packs.flatMap(({ pack }) => pack.parameters.map((parameter) => ({
    county, pack, parameter, waiting: stepsWaitingFor(pack, parameter.code),
    set: settings.find((one) => one.county === county && one.pack === pack.id && one.code === parameter.code && one.from <= on && (one.to === null || on <= one.to)) ?? null,
  })));
}

function asJson({ county, pack, parameter, set, waiting }: ParameterState): unknown {
  return {
    county, pack: pack.id, code: parameter.code, name: parameter.name, type: parameter.type, why: parameter.why, article: cited(pack, parameter.cite, 'en'), status: parameter.cite.status,
    set: set === null ? null : { value: set.value, documentNumber: set.documentNumber, from: set.from, to: set.to }, steps: waiting,
  };
}

function inWords(states: readonly ParameterState[], counties: readonly string[], on: LegalDate): string {
  if (counties.length === 0) return 'The file sets nothing for any county.';
  const lines: string[] = [];
  for (const county of counties) {
    const own = states.filter((state) => state.county === county);
    const unset = own.filter((state) => state.set === null).length;
    lines.push(`County ${county} on ${on}: ${own.length - unset} of ${own.length} parameters set, ${unset} not set.`);
    for (const pack of new Set(own.map((state) => state.pack))) {
      lines.push('', `${pack.id}  ${pack.name.zh} / ${pack.name.en}`);
      lines.push(...own.filter((state) => state.pack === pack).flatMap(words));
    }
    lines.push('');
  }
  lines.push('A parameter that nobody has set never counts as 0: the steps that need it are refused, and the refusal names it.');
  return lines.join('\n');
}

function words({ pack, parameter, set, waiting }: ParameterState): string[] {
  const names = waiting.map((code) => `${code} ${code === OPENING ? '登记受理' : pack.steps.find((step) => step.code === code)?.name.zh ?? ''}`).join(', ');
  return [
    `  ${parameter.code}  ${parameter.name.zh} / ${parameter.name.en}`,
    set === null
      ? `      NOT SET. ${waiting.length > 0 ? `Refused until it is set: ${names}` : 'No step waits for it'}`
      : `      ${printed(set.value)}  (${set.documentNumber}, ${set.from} to ${set.to ?? 'open'})`,
    ...(set !== null && waiting.length > 0 ? [`      used by: ${names}`] : []),
    `      ${cited(pack, parameter.cite, 'en')}: ${parameter.why.en}`,
  ];
}

function printed(value: ParameterValue): string {
  return Array.isArray(value) ? value.join(', ') : String(value);
}
