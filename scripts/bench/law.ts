/** How fast legal dates are computed: one million mixed periods on one core. */
import { CalendarBook, computePeriod, dateOfDay, dayNumberOf, legalDate, type PeriodResult, type Suspension } from '#law';
import { clockIds, clockRecord } from '#law/clock-reference';
import { citationOf, specOf } from '#law/deadline-answer';
import { type Bench, drawing, rounded, timed } from './figures.ts';

const AIM_SECONDS = 3;
const FIRST = Date.UTC(2010, 0, 1);
const DAYS = 17 * 365;
const DAY = 86_400_000;
/** The share of periods with a suspension of up to 40 days. */
const SUSPENDED = 0.1;
const NONE: Suspension[] = [];

export const lawBench: Bench = async ({ size, seed, say }) => {
  const many = size === 'full' ? 1_000_000 : 20_000;
  const draw = drawing(seed);
  const periods = clockIds().map(clockRecord).filter((one) => one.rate === undefined && one.unit !== null && one.unit !== 'PARAM' && (one.length !== null || one.unit === 'FIX'))
    .map((one) => ({ spec: specOf(one), citation: citationOf(one) }));
  const calendar = CalendarBook.seed().final();
  const days = Array.from({ length: DAYS }, (_, n) => legalDate(new Date(FIRST + n * DAY).toISOString().slice(0, 10)));
  // What is asked lies ready in flat tables, so that the time is that of the law and not of making questions.
  const which = Uint8Array.from({ length: many }, () => Math.floor(draw() * periods.length));
  const anchors = Uint16Array.from({ length: many }, () => Math.floor(draw() * days.length));
  const pauses = Uint8Array.from({ length: many }, () => (draw() < SUSPENDED ? 1 + Math.floor(draw() * 40) : 0));
  const ask = (n: number): PeriodResult => {
    const period = periods[which[n] ?? 0];
    const from = days[anchors[n] ?? 0];
    if (period === undefined || from === undefined) throw new Error('The reference holds no period.');
    const pause = pauses[n] ?? 0;
    return computePeriod(period.spec, from, calendar, period.citation, pause === 0 ? NONE : [{ from, to: dateOfDay(dayNumberOf(from) + pause), ground: 'bench' }]);
  };
  const compute = (from: number, to: number): number => {
    let open = 0;
    for (let n = from; n < to; n += 1) if (ask(n).due === null) open += 1;
    return open;
  };
  const bare = (): number => {
    let late = 0;
    for (let n = 0; n < many; n += 1) if (plainEnd(days[anchors[n] ?? 0] ?? '', periods[which[n] ?? 0]?.spec.length ?? 0) > '2030') late += 1;
    return late;
  };
  const explained = Math.min(many, 50_000);
  // Once for the compiler; then what counts.
  compute(0, explained);
  const ours = await timed(() => compute(0, many));
  const floor = await timed(bare);
  const told = await timed(() => { let letters = 0; for (let n = 0; n < explained; n += 1) letters += ask(n).explanation.zh.length; return letters; });
  say(`law: ${many} periods in ${(ours.ms / 1000).toFixed(2)} s`);
  return {
    bench: 'law', shape: { periods: many, clocks: periods.length, suspended: pauses.filter((pause) => pause > 0).length },
    figures: [
      { name: 'all periods', value: rounded(ours.ms / 1000), unit: 's' }, { name: 'periods', value: rounded(many / (ours.ms / 1000)), unit: 'per second' },
      { name: 'periods with both explanations', value: rounded(explained / (told.ms / 1000)), unit: 'per second' },
    ],
    floors: [{ name: 'the same days added with Date, no law', value: rounded(floor.ms / 1000), unit: 's' }],
    ratios: [{ name: 'ours to the floor', value: rounded(ours.ms / floor.ms) }],
    aims: [{ name: `one million in under ${AIM_SECONDS} s on one core`, met: size === 'full' ? ours.ms / 1000 < AIM_SECONDS : null }],
    broken: ours.answer === 0 ? [] : [`${ours.answer} periods have no end although none is suspended for ever.`],
  };
};

/** What a program without law would do. */
function plainEnd(from: string, days: number): string {
  return new Date(Date.parse(`${from}T00:00:00Z`) + days * DAY).toISOString().slice(0, 10);
}
