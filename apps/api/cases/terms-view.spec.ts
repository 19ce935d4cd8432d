import { describe, expect, it } from '@jest/globals';
import { balanceOf, caseMoney } from '#cases';
import { lawWith } from '#cases/testing/scenario';
import type { Story } from '#cases/testing/story';
import { feeDecided } from '../../../test/scenarios/beginnings.ts';
import { instalmentReason, termsView, TermsView } from './terms-view.ts';

const served = (): Story => feeDecided(lawWith()).at('2018-03-22').serves('levy-decision', {}, { party: 'p1' });
const asked = (): Story => served().at('2018-04-10').takes('applyForTerms', { termsInWriting: true, hardshipProof: true }, { party: 'p1' });

function shown(story: Story) {
  const money = caseMoney(story.state, story.now, story.book);
  const debt = money.debts.find(({ key }) => key.party === 'p1')!;
  const balance = balanceOf(money, 'fee', 'p1', story.today)!;
  const terms = termsView({ state: story.state, at: story.now, book: story.book }, debt, balance);
  return { terms: TermsView.nullable().parse(terms), reasons: balance.instalments.map((one) => instalmentReason(debt, one, balance)) };
}

describe('the terms of a debt', () => {
  it('while an application waits, the surcharge is held since its day', () => {
    const { terms } = shown(asked().at('2018-05-02'));
    expect(terms).toMatchObject({ heldSince: '2018-04-10', planSince: null, history: [{ kind: 'applied', on: '2018-04-10', text: { en: 'terms were applied for in time' } }] });
    expect(terms?.history[0]?.article.en).toContain('art. 6(2)');
  });

  it('of approved terms each instalment says why it stands so and under which article; the window to the court and the last safe day for a demand are there', () => {
    const story = asked().at('2018-04-16');
    story.takes('approveTerms', { termsApplication: story.seqOf('applyForTerms'), planMethod: 'monthly', planFirst: '2018-05-31', planCount: 3 }, { party: 'p1' });
    story.at('2018-05-30').receives('fee', '10771.00').at('2018-07-05');
    const { terms, reasons } = shown(story);
    expect(terms).toMatchObject({ planSince: '2018-04-16', heldSince: null, courtWindow: { unknown: null, windows: [{ runsFrom: 'endOfTimeToSue', anchor: '2018-09-25', endsOn: '2018-12-25', latestSafeDemand: '2018-12-10', termsOutlastWindow: false }] } });
    expect(reasons.map(({ text }) => text.en)).toEqual(['paid on 2018-05-30', 'not paid in full by 2018-06-30: in default since 2018-07-01', 'due on 2018-07-31']);
    expect(reasons.every(({ article }) => article.en.includes('art. 6(2)'))).toBe(true);
    story.receives('fee', '10771.00');
    expect(shown(story).reasons[1]?.text).toEqual({ zh: '2018-06-30到期未缴，2018-07-05补缴', en: 'not paid by 2018-06-30, made good on 2018-07-05' });
  });

  it('while a remedy is pending there is no window yet, and the reason is told', () => {
    const story = served().at('2018-04-10').takes('recordReconsideration', { remedyAppliedOn: '2018-04-10', remedyAcceptedOn: '2018-04-10', copyReceivedOn: '2018-04-10' }, { party: 'p1' });
    expect(shown(story).terms?.courtWindow).toMatchObject({ windows: [], unknown: { en: expect.stringContaining('A remedy is pending') } });
    expect(shown(story).reasons.map(({ text }) => text.en)).toEqual(['due on 2018-04-23']);
  });
});
