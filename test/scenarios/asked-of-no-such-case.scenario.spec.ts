/** What is asked of nothing: a case that is not there, one that is there already, a procedure or a kind of party that is none. */
import { decide, type Around } from '#cases';
import type { CaseCommand, CaseState } from '#cases/model';
import { COUNTY, actor, citizen, organisation, ownBody } from '#cases/testing/county';
import { scenario, type ScenarioLaw } from '#cases/testing/scenario';
import { instant, same } from '#cases/testing/story';
import { legalDate } from '#law';
import { feeLead, penaltyLead } from './beginnings.ts';

const around: Around = { actor: actor('zhang'), county: COUNTY, claims: {}, profile: 'production', caseId: '00000000-0000-4000-8000-000000000001' };
const opening = (pack: string): CaseCommand => ({ type: 'openCase', pack, on: legalDate('2025-07-07'), parties: [citizen('p1', '1985-03-02', '2025-07-01')], facts: {}, body: ownBody });

function refusedFor(code: string, law: ScenarioLaw, state: CaseState | null, command: CaseCommand): void {
  const decision = decide(state, command, instant('2025-07-07'), law.book(), around);
  same('blockers' in decision ? decision.blockers.map((one) => one.code) : 'done', [code], 'what is refused');
}

scenario('nothing is done to a case that was never opened', (law) => {
  refusedFor('caseUnknown', law, null, { type: 'advance' });
});

scenario('a case is opened once', (law) => {
  refusedFor('caseExists', law, penaltyLead(law).state, opening('administrative-penalty'));
});

scenario('a case is opened under a procedure that is loaded', (law) => {
  refusedFor('packUnknown', law, null, opening('road-tolls'));
});

scenario('no fee is asked of an organisation', (law) => {
  let refused: unknown;
  try {
    feeLead(law, { parties: [organisation('p1')] });
  } catch (error) {
    refused = error;
  }
  same(/partyKind/.test(String(refused)), true, 'the refusal names the kind of party');
});
