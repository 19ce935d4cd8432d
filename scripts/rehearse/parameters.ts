/** What the rehearsal's county has set: the demo values where there are some, else a value that fits the declared type. */
import { legalDate, parameterProblem, type Pack, type ParameterSetting } from '#law';
import { demoParameters } from '../seed/provision.ts';
import { MAIN, SILENT, SINCE } from './cast.ts';
import { parametersAskedFor } from './declared.ts';

/** Every parameter of the packs, set for the rehearsal's county from ever; the other county leaves out what a guard asks whether it is set. */
export function parametersFor(packs: readonly Pack[]): ParameterSetting[] {
  return [...settingsOf(packs, MAIN.county), ...settingsOf(packs, SILENT.county).filter((one) => packs.every((pack) => pack.id !== one.pack || !parametersAskedFor(pack).has(one.code)))];
}

function settingsOf(packs: readonly Pack[], county: string): ParameterSetting[] {
  const demo = demoParameters();
  return packs.flatMap((pack) => pack.parameters.map((parameter): ParameterSetting => {
    const shipped = demo.find((one) => one.county === MAIN.county && one.pack === pack.id && one.code === parameter.code);
    const from = pack.inForce.from > SINCE ? pack.inForce.from : SINCE;
    return { county, pack: pack.id, code: parameter.code, value: shipped?.value ?? valueFor(pack, parameter), documentNumber: shipped?.documentNumber ?? '排演〔2002〕1号', from: shipped?.from ?? legalDate(from), to: null };
  }));
}

function valueFor(pack: Pack, parameter: Pack['parameters'][number]): ParameterSetting['value'] {
  const { min = 1, max = 3650 } = parameter;
  const whole = Math.min(Math.max(3, min), max);
  const clock = pack.clocks.find((one) => one.rungs.some((rung) => typeof rung.daysAfterStart !== 'number' && rung.daysAfterStart.parameter === parameter.code));
  const length = typeof clock?.period.length === 'number' && clock.period.unit === 'ND' ? clock.period.length : 10;
  const values: Record<typeof parameter.type, ParameterSetting['value']> = {
    integer: whole, integers: [Math.max(1, Math.min(max, Math.floor(length / 2)))], money: '1000.00', choice: parameter.choices?.[0] ?? '', time: '09:00', date: pack.inForce.from, text: '排演',
  };
  const value = values[parameter.type];
  const problem = parameterProblem(parameter, value);
  if (problem !== null) throw new Error(`The rehearsal finds no value for the parameter ${pack.id}/${parameter.code}: ${problem.en}.`);
  return value;
}
