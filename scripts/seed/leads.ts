/** Two leads of the demo county: one from the hotline that went to a case and waits for its answer, one anonymous letter of yesterday. */
import type { LegalDate } from '#law';
import type { Colleague } from '../demo-office/client.ts';

interface LeadTeam { officer: Colleague; first: string; second: string; head: Colleague }

/** On the day before the start; `caseNumber`: the case to which the first lead goes. */
export async function plantLeads({ first, second, on, receivedOn, caseNumber }: { first: LeadTeam; second: LeadTeam; on: LegalDate; receivedOn: LegalDate; caseNumber: string }): Promise<void> {
  const { caseId } = await first.officer.does('/api/cases', {
    pack: 'leads', on, parties: [],
    facts: {
      channel: 'hotline', receivedOn, sourceDocument: 'RX-2026-0815', matter: 'straw-burnt', reported: '旧州社区南侧田间有人焚烧秸秆，烟雾进入村庄。', place: '勉阳街道旧州社区南侧田间', complainantKind: 'named', complainant: '何爱民（演示）', complainantContact: '0916-0000099',
    },
  }, 'seed-lead-hotline');
  const step = (who: Colleague, code: string, facts: Record<string, unknown>, officers: string[] = []) => who.does(`/api/cases/${caseId}/steps/${code}`, { on, facts, officers }, `seed-lead-hotline-${code}`);
  await step(first.head, 'admitLead', {});
  await step(first.officer, 'checkLead', { checkNotes: '到场查看，田间有焚烧痕迹，已拍照。', checkResult: 'founded', onSite: true }, [first.first, first.second]);
  await step(first.head, 'settleLead', { outcome: 'linked', linkedCase: caseNumber, reasons: '反映属实，与已立案的案件系同一行为。' });
  await second.officer.does('/api/cases', {
    pack: 'leads', on, parties: [],
    facts: { channel: 'letter', receivedOn: on, reported: '武侯镇三国路一处工地夜间倾倒建筑垃圾。', place: '武侯镇三国路', complainantKind: 'anonymous' },
  }, 'seed-lead-letter');
}
