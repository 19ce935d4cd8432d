/** Collection of a debt held back, as its case shows it: why, by what, until when; what is withheld, and what runs on all the same. */
import { z } from 'zod';
import { forbearancesOf, lastDayOf, standsOn, type CaseDebt, type CaseState } from '#cases';
import { packCitation, type BilingualText, type LawBook, type LegalDate, type Pack } from '#law';
import { Bilingual, Day } from '../http/schemas.ts';

export const ForbearanceView = z.strictObject({
  since: Day, until: Day.describe('The last day that was granted.'), endedOn: Day.nullable().describe('A person ended it before: on this day nothing is withheld any more.'), stands: z.boolean().describe('On the day asked for.'),
  document: z.string().describe('The document of the authority.'),
  reason: z.strictObject({ fact: z.string(), label: Bilingual, step: z.number().int() }).describe('The words are a text of the party: they are read by revealing it.'),
  proposedBy: z.number().int().describe('The number of the step.'), grantedBy: z.number().int().describe('The number of the step.'),
  consentOn: Day.nullable().describe('The county legal office consented that it reaches the last safe day of a demand.'),
  withheld: z.array(Bilingual).describe('Acts that are refused, and words to the party that wait, while it stands.'),
  runsOn: z.array(Bilingual).describe('What is counted all the same.'), article: Bilingual,
}).meta({ id: 'Forbearance' });

/** Of a debt, the oldest first, up to a day; empty where none was granted. */
export function forbearanceViews({ state, book }: { state: CaseState; book: LawBook }, { definition, key }: CaseDebt, day: LegalDate): z.infer<typeof ForbearanceView>[] {
  const { pack } = book.pack(state.pack);
  const terms = definition.forbearance;
  if (terms === undefined) return [];
  return forbearancesOf(state, pack).filter(({ debt, party, from }) => debt === key.debt && party === key.party && from <= day).map((one) => {
    const ended = one.endedOn !== null && one.endedOn <= day ? one.endedOn : null;
    return {
      since: one.from, until: one.until, endedOn: ended !== null && lastDayOf(one) !== one.until ? ended : null, stands: standsOn(one, key.party, day), document: one.document,
      reason: { fact: terms.reason, label: pack.facts.find(({ code }) => code === terms.reason)?.label ?? { zh: terms.reason, en: terms.reason }, step: one.proposal },
      proposedBy: one.proposal, grantedBy: one.grant, consentOn: one.consentOn,
      withheld: withheldIn(pack, terms.withholds), runsOn: runningOn(pack, definition), article: packCitation(pack, terms.cite),
    };
  });
}

/** Steps by their names, rungs and lapses by what they ask for. */
function withheldIn(pack: Pack, steps: readonly string[]): BilingualText[] {
  const owed = pack.clocks.flatMap(({ rungs, onLapse }) => [...rungs.map(({ owe }) => owe), ...onLapse.flatMap((effect) => ('owe' in effect ? [effect.owe] : []))]);
  return [...pack.steps.filter(({ code }) => steps.includes(code)).map(({ name }) => name), ...owed.filter(({ towardsParty }) => towardsParty === true).map(({ about }) => about)];
}

/** The period to pay, the surcharge where there is one, and the clocks of the window to the court. */
function runningOn(pack: Pack, { code, due, surcharge }: CaseDebt['definition']): BilingualText[] {
  const clocks = pack.clocks.filter(({ code: clock, start }) => clock === due || (start !== undefined && (('courtWindow' in start && start.courtWindow === code) || ('instalments' in start && start.instalments === code))));
  return [...clocks.map(({ name }) => name), ...(surcharge === undefined ? [] : [surcharge.kind === 'lateFee' ? { zh: '滞纳金', en: 'Late fee' } : { zh: '加处罚款', en: 'Additional fine' }])];
}
