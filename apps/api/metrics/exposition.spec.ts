import { describe, expect, it } from '@jest/globals';
import { Durations, exposition } from './exposition.ts';

describe('the text that Prometheus reads', () => {
  it('escapes labels and writes one head a family', () => {
    expect(exposition([{ name: 'a', type: 'gauge', help: 'An a.', samples: [{ labels: { x: 'q"\\\n' }, value: 1.5 }, { value: Number.POSITIVE_INFINITY }] }]))
      .toBe('# HELP a An a.\n# TYPE a gauge\na{x="q\\"\\\\\\n"} 1.5\na +Inf\n');
  });

  it('counts durations into buckets that hold all shorter ones', () => {
    const times = new Durations('t', 'Times.', [0.1, 1]);
    for (const seconds of [0.05, 0.5, 5]) times.observe({ route: '/x' }, seconds);
    const text = exposition([times.family()]);
    expect(text).toContain('t_bucket{route="/x",le="0.1"} 1\nt_bucket{route="/x",le="1"} 2\nt_bucket{route="/x",le="+Inf"} 3\nt_sum{route="/x"} 5.55\nt_count{route="/x"} 3');
  });
});
