/** What an office does with those who do not pay: terms for some, a demand and the court for others. */
import type { Colleague, CommandDone } from '../demo-office/client.ts';

/** A debt that nothing has paid, with the people who work on its case. */
export interface Owing { caseId: string; party: string; team: { officer: Colleague; first: string; second: string; head: Colleague } }

const seqOf = (done: CommandDone, step: string): number | undefined => done.events.find(({ type, about }) => type === 'stepTaken' && about === step)?.seq;

function step({ caseId, party, team }: Owing, who: Colleague, code: string, on: string, facts: Record<string, unknown>, officers = false): Promise<CommandDone> {
  return who.does(`/api/cases/${caseId}/steps/${code}`, { on, party, facts, ...(officers ? { officers: [team.first, team.second] } : {}) }, `year-${caseId}-${party}-${code}`);
}

/** Asked for in writing with proof, consented to by the county legal office because the plan outlasts the window, approved: three years, a share each quarter. */
export async function grantTerms(owing: Owing, county: Colleague, on: string, days: readonly string[]): Promise<void> {
  const { team: { head } } = owing;
  const asked = await step(owing, head, 'applyForTerms', on, { termsInWriting: true, hardshipProof: true, hardship: '家庭困难，一次缴清确有困难。' });
  const termsApplication = seqOf(asked, 'applyForTerms');
  await step(owing, county, 'consentToTerms', on, { termsApplication, termsConsentReasons: '困难属实，分期晚于申请执行期限届满，同意。' });
  await step(owing, head, 'approveTerms', on, { termsApplication, planMethod: 'dates', planLines: days.join(';'), termsReasons: '困难属实。' });
}

export async function demand(owing: Owing, on: string): Promise<void> {
  const issued = await step(owing, owing.team.officer, 'issueDemand', on, {}, true);
  const paperId = issued.papers.find(({ paper }) => paper === 'demand-letter')?.paperId;
  if (paperId === undefined) throw new Error('No demand was issued.');
  const { caseId, party, team } = owing;
  await team.officer.does(`/api/cases/${caseId}/papers/${paperId}/service`, { party, attempt: { way: 'direct', on, outcome: 'received' }, officers: [team.first, team.second] }, `year-${caseId}-${party}-demand-served`);
}

/** Asked, accepted and ordered, each on its day; answers the number of the application. */
export async function askTheCourt(owing: Owing, on: string): Promise<number | undefined> {
  return seqOf(await step(owing, owing.team.head, 'applyToCourt', on, { applicationFacts: '经催告仍未履行。' }), 'applyToCourt');
}

export async function courtActs(owing: Owing, code: 'recordCourtAcceptance' | 'recordEnforcementOrder', on: string, courtApplication: number | undefined): Promise<void> {
  await step(owing, owing.team.head, code, on, { courtApplication, courtDocument: '（演示）行审字第1号', courtActOn: on });
}
