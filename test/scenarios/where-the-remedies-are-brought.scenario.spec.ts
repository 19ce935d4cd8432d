/** A decision names the bodies to which a party can turn (Penalty Law art. 59(1)(5), Order 357 art. 9), and their addresses where the county has set them. */
import { fieldsOf, scopeOf } from '#cases';
import { citizen, settings } from '#cases/testing/county';
import { Story, same } from '#cases/testing/story';
import { scenario, type ScenarioLaw } from '#cases/testing/scenario';
import { type ParameterSetting, legalDate } from '#law';
import { feeDecided, penaltyDecided, penaltyReported } from './beginnings.ts';

const addresses = ['administrative-penalty', 'administrative-penalty-summary', 'social-maintenance-fee'].flatMap((pack) => ['reconsiderationAddress', 'courtAddress'].map((code): ParameterSetting => (
  { county: '610725', pack, code, value: `演示路${code.length}号`, documentNumber: '演示〔2018〕5号', from: legalDate('2002-09-01'), to: null })));

/** The addresses that the last paper of this code prints. */
function printed(story: Story, code: string): string[] {
  const paper = story.pack.papers.find((one) => one.code === code);
  const { issuedOn, party } = story.paper(code);
  return paper ? Object.keys(fieldsOf(paper, scopeOf(story.state, issuedOn, story.now, story.book, { party }))).filter((field) => field.endsWith('Address') && /^(rec|court)/.test(field)).sort() : ['no paper'];
}

const onTheSpot = (from: { book: ReturnType<ScenarioLaw['book']> }): Story => Story.open({
  ...from, pack: 'administrative-penalty-summary', on: '2025-07-07', parties: [citizen('p1', '1985-03-02', '2025-07-07')], facts: { cause: 'highway-stall-or-pile', actEndedOn: '2025-07-07', discoveredOn: '2025-07-07' },
}).takes('takeEvidence').takes('hearParty', { intendedFine: '100.00' }).takes('decideOnTheSpot', { fine: '100.00' });

scenario('decisions print the addresses that the county has set, and do without those that it has not', (law) => {
  for (const [parameters, expected] of [[[...settings], []], [[...settings, ...addresses], ['courtAddress', 'reconsiderationAddress']], [[...settings, ...addresses.filter((one) => one.code === 'courtAddress')], ['courtAddress']]] as const) {
    const from = { book: law.book({ parameters: [...parameters] }) };
    same(printed(penaltyDecided(law, from), 'penalty-decision'), expected, 'the penalty decision');
    same(printed(penaltyReported(law, from, { reportedProposal: 'noPenalty' }).at('2025-07-21').takes('decideNoPenalty'), 'no-penalty-decision'), expected, 'the decision not to punish');
    same(printed(onTheSpot(from), 'on-the-spot-decision'), expected, 'the decision on the spot');
    same(printed(feeDecided(law, from), 'levy-decision'), expected, 'the levy decision');
  }
});
