import { describe, expect, it } from '@jest/globals';
import { caseMoney } from '#cases';
import { legalDate } from '#law';
import { lawWith } from '#cases/testing/scenario';
import type { Story } from '#cases/testing/story';
import { feeDecided } from '../../../test/scenarios/beginnings.ts';
import { ForbearanceView, forbearanceViews } from './forbearance-view.ts';

const P1 = { party: 'p1' };
const granted = (): Story => {
  const story = feeDecided(lawWith()).at('2018-03-22').serves('levy-decision', {}, P1).at('2018-04-25').takes('proposeForbearance', { forbearanceDocument: '演示〔2018〕21号', forbearanceUntil: '2018-05-31' }, { ...P1, by: 'wang' });
  return story.takes('grantForbearance', { forbearance: story.seqOf('proposeForbearance') }, { ...P1, by: 'zhao' });
};
const shown = (story: Story, day: string = story.today) => {
  const debt = caseMoney(story.state, story.now, story.book).debts.find(({ key }) => key.party === 'p1')!;
  return ForbearanceView.array().parse(forbearanceViews({ state: story.state, book: story.book }, debt, legalDate(day)));
};

describe('collection held back', () => {
  it('says since when, until when, by what and where the reason is; what is withheld and what runs on', () => {
    const story = granted();
    const [one] = shown(story);
    expect(one).toMatchObject({ since: '2018-04-25', until: '2018-05-31', endedOn: null, stands: true, document: '演示〔2018〕21号', reason: { fact: 'forbearanceReason', step: story.seqOf('proposeForbearance') }, consentOn: null });
    expect(one?.withheld.map(({ en }) => en)).toEqual(['Demand performance', 'an instalment falls due: tell the party', 'an instalment is in default: tell the party', 'a sum is overdue: remind the party', 'a sum is still overdue: warn the party of what follows', 'still not paid: while the court can be asked, serve a demand']);
    expect(one?.runsOn.map(({ en }) => en)).toEqual(['Period to pay', 'Instalment', 'Last safe day of a demand', 'Window to the court', 'Late fee']);
  });

  it('of a day before there is none; afterwards it stands no more; ended early it says when', () => {
    expect([shown(granted(), '2018-04-24'), shown(granted().at('2018-06-01'))[0]?.stands]).toEqual([[], false]);
    const story = granted().at('2018-05-02');
    story.takes('endForbearance', { forbearanceGrant: story.seqOf('grantForbearance') }, { ...P1, by: 'wang' });
    expect(shown(story)).toMatchObject([{ until: '2018-05-31', endedOn: '2018-05-02', stands: false }]);
    expect(shown(story, '2018-05-01')).toMatchObject([{ endedOn: null, stands: true }]);
  });

  it('names the consent of the county legal office', () => {
    const story = feeDecided(lawWith()).at('2018-03-22').serves('levy-decision', {}, P1).at('2018-06-20').takes('proposeForbearance', { forbearanceDocument: '演示〔2018〕21号', forbearanceUntil: '2018-12-20' }, { ...P1, by: 'wang' });
    const forbearance = story.seqOf('proposeForbearance');
    story.takes('consentToForbearance', { forbearance }, P1).at('2018-06-21').takes('grantForbearance', { forbearance }, { ...P1, by: 'zhao' });
    expect(shown(story)).toMatchObject([{ since: '2018-06-21', consentOn: '2018-06-20' }]);
  });
});
