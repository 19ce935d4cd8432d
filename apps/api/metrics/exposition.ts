/**
 * The text format of Prometheus (version 0.0.4). Written here: it is fifty lines, and the usual client library has had
 * no release since 2024.
 */
export type Labels = Readonly<Record<string, string>>;
export interface Sample { labels?: Labels; value: number; /** Of a histogram: `_bucket`, `_sum`, `_count`. */ suffix?: string }
export interface Family { name: string; type: 'gauge' | 'counter' | 'histogram'; help: string; samples: readonly Sample[] }

export const CONTENT_TYPE = 'text/plain; version=0.0.4; charset=utf-8';

const escaped = (text: string): string => text.replaceAll('\\', '\\\\').replaceAll('\n', '\\n').replaceAll('"', '\\"');

function line(name: string, { labels = {}, value, suffix = '' }: Sample): string {
  const pairs = Object.entries(labels).map(([key, text]) => `${key}="${escaped(text)}"`);
  return `${name}${suffix}${pairs.length === 0 ? '' : `{${pairs.join(',')}}`} ${Number.isFinite(value) ? value : value > 0 ? '+Inf' : 'NaN'}`;
}

export function exposition(families: readonly Family[]): string {
  return `${families.map((one) => [`# HELP ${one.name} ${one.help}`, `# TYPE ${one.name} ${one.type}`, ...one.samples.map((sample) => line(one.name, sample))].join('\n')).join('\n')}\n`;
}

/** Durations in seconds, counted by what was asked; a series is one set of labels. */
export class Durations {
  private readonly series = new Map<string, { labels: Labels; counts: number[]; sum: number; count: number }>();

  constructor(private readonly name: string, private readonly help: string, private readonly bounds: readonly number[] = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10]) {}

  observe(labels: Labels, seconds: number): void {
    const key = JSON.stringify(labels);
    const one = this.series.get(key) ?? { labels, counts: this.bounds.map(() => 0), sum: 0, count: 0 };
    this.series.set(key, one);
    this.bounds.forEach((bound, at) => { if (seconds <= bound) one.counts[at] = (one.counts[at] ?? 0) + 1; });
    one.sum += seconds;
    one.count += 1;
  }

  family(): Family {
    const samples = [...this.series.values()].flatMap(({ labels, counts, sum, count }): Sample[] => [
      ...this.bounds.map((bound, at) => ({ suffix: '_bucket', labels: { ...labels, le: String(bound) }, value: counts[at] ?? 0 })),
      { suffix: '_bucket', labels: { ...labels, le: '+Inf' }, value: count }, { suffix: '_sum', labels, value: sum }, { suffix: '_count', labels, value: count },
    ]);
    return { name: this.name, type: 'histogram', help: this.help, samples };
  }
}
