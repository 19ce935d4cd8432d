import { describe, expect, it } from '@jest/globals';
import { legalDate } from '#law';
import { penaltyLead, penaltyNoticed, penaltyReported } from '../../test/scenarios/beginnings.ts';
import { factsFor } from './testing/facts.ts';
import { lawWith } from './testing/scenario.ts';
import type { Story } from './testing/story.ts';
import { type Assumption, simulate } from './simulate.ts';

const law = lawWith();
const play = (story: Story, assumptions: Assumption[], until: string) => simulate(story.state, assumptions, legalDate(until), story.now, story.book, { county: story.county, profile: 'production' });
const step = (story: Story, on: string, code: string, given = {}): Assumption => ({ on: legalDate(on), step: code, facts: factsFor(story.pack, story.pack.steps.find((one) => one.code === code)?.facts ?? [], given) });

describe('a case played forward', () => {
  it('served on a Friday by post, no hearing asked: the periods begin, lapse, and the decision can follow', () => {
    const story = penaltyReported(law).at('2025-07-21').takes('issueNotice');
    const before = JSON.stringify(story.state);
    const { moments, state } = play(story, [
      { on: legalDate('2025-07-25'), served: 'penalty-notice', attempt: { way: 'post', outcome: 'received', returnSlipOn: legalDate('2025-07-25') } }, { none: 'hearing' },
      step(story, '2025-08-04', 'decidePenalty'),
    ], '2025-08-31');
    const about = moments.map((one) => `${one.on} ${one.kind} ${one.about}`);
    expect(about).toEqual(expect.arrayContaining(['2025-07-25 happens paperServed', '2025-07-25 clockBegins PEN-05', '2025-07-25 clockBegins PEN-07', '2025-07-30 happens clockLapsed', '2025-08-01 happens clockLapsed', '2025-08-04 happens stepTaken']));
    expect(moments.find((one) => one.about === 'PEN-05')).toMatchObject({ dueOn: '2025-08-01', assumption: 0 });
    expect(moments.find((one) => one.about === 'PEN-05')?.explanation?.zh).toContain('2025');
    expect(state.phase).toBe('decided');
    for (const one of moments) { expect(one.sentence.zh).not.toBe(''); expect(one.sentence.en).not.toBe(''); }
    expect(JSON.stringify(story.state)).toBe(before);
  });

  it('an assumption that the law refuses stands with its blockers and changes nothing', () => {
    const story = penaltyNoticed(law);
    const { moments, state } = play(story, [step(story, '2025-07-24', 'decidePenalty')], '2025-07-28');
    expect(moments.find((one) => one.kind === 'refused')).toMatchObject({ assumption: 0, about: 'decidePenalty', on: '2025-07-24' });
    expect(moments.find((one) => one.kind === 'refused')?.blockers?.map((one) => one.code)).toEqual(expect.arrayContaining(['hearingOpen']));
    expect(state.phase).toBe('noticed');
  });

  it('assumptions that contradict each other, and words that mean no step, are refused', () => {
    const story = penaltyNoticed(law);
    const { moments } = play(story, [{ none: 'hearing' }, { ...step(story, '2025-07-24', 'requestHearing'), party: 'p1' }, { none: 'noSuchStep' }], '2025-07-28');
    expect(moments.filter((one) => one.kind === 'refused').map((one) => one.blockers?.[0]?.code).toSorted((a, b) => String(a).localeCompare(String(b)))).toEqual(['assumptionContradicted', 'stepUnknown']);
  });

  it('the hands that must not meet are assumed to be different, and what nobody gave is named', () => {
    const story = penaltyLead(law);
    const { moments, state } = play(story, [
      step(story, '2025-07-08', 'proposeFiling'), { on: legalDate('2025-07-09'), step: 'fileCase', facts: {} }, { on: legalDate('2025-07-10'), step: 'takeEvidence', facts: {} },
    ], '2025-11-01');
    expect(state.steps.map((one) => one.step)).toEqual(['proposeFiling', 'fileCase']);
    expect(moments.find((one) => one.kind === 'refused')?.blockers?.map((one) => one.code)).toEqual(['factMissing']);
    // The decision period escalates and lapses by time alone.
    expect(moments.filter((one) => one.about === 'rungReached')).toHaveLength(3);
    expect(moments.find((one) => one.about === 'clockLapsed' && one.on === '2025-10-07')).toMatchObject({ article: { en: expect.stringContaining('art. 60') } });
  });

  it('an earlier day than today is recorded today and judged by its own', () => {
    const story = penaltyNoticed(law).at('2025-07-30');
    const { moments } = play(story, [{ ...step(story, '2025-07-28', 'requestHearing'), party: 'p1' }], '2025-08-05');
    expect(moments.map((one) => one.about)).toContain('lapseWithdrawn');
  });
});
