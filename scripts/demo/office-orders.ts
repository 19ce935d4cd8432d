/** Before the work begins: who is absent and who stands in, who is lent by whose order, how the second officer confirms. */
import { personId } from '../seed/teams.ts';
import { OFFICE } from '../seed/county.ts';
import type { Narrator, Told } from './narrator.ts';

const t = (zh: string, en: string): Told => ({ zh, en });

/** PINs of this story's officers; they reach no event and no log. */
const PINS = { 'zhang.min': '285714', 'zhao.lei': '604815' } as const;

/** The handler and the lent officer, who go out together. */
export const officers = (): string[] => [personId('zhang.min'), personId('zhao.lei')];
/** The lent officer's own PIN, given on the handler's device. */
export const confirmations = (pin: string = PINS['zhao.lei']): { personId: string; pin: string }[] => [{ personId: personId('zhao.lei'), pin }];

/** The head is away for a day and her deputy on leave after it; his substitute is one of the two certified officers, so another is lent by a neighbour. */
export async function orderPeople(story: Narrator): Promise<void> {
  const day = await story.settles<{ substitutionId: string }>('wang.fang', t('（负责人）11月4日外出开会，书面委托罗俊代行', '(the head) is away on 4 November; by written authority Luo Jun acts in her place'), '/api/substitutions', {
    absentId: personId('wang.fang'), substituteId: personId('luo.jun'), instrument: '勉阳委（演示）〔2025〕6号', roles: ['head'], packs: ['administrative-penalty'], from: '2025-11-04', to: '2025-11-04',
  }, 'office-substitution-head');
  await story.settles('zhou.lan', t('批准代行，文号勉阳委（演示）〔2025〕6号', 'approves the authority, number 勉阳委（演示）〔2025〕6号'), `/api/substitutions/${day.substitutionId}/approve`, {}, 'office-substitution-head-approve');
  const absence = await story.settles<{ substitutionId: string }>('wang.fang', t('罗俊（分管负责人）自11月5日休假至12月31日，书面委托李强代行', 'Luo Jun, the deputy head, is on leave from 5 November to 31 December; by written authority Li Qiang acts in his place'), '/api/substitutions', {
    absentId: personId('luo.jun'), substituteId: personId('li.qiang'), instrument: '勉阳委（演示）〔2025〕7号', roles: ['deputyHead'], packs: ['administrative-penalty'], from: '2025-11-05', to: '2025-12-31',
  }, 'office-substitution');
  await story.refused('wang.fang', t('自行批准该委托', 'would approve this authority too'), `/api/substitutions/${absence.substitutionId}/approve`, {}, 'office-substitution-own');
  await story.settles('zhou.lan', t('批准代行，文号勉阳委（演示）〔2025〕7号', 'approves the authority, number 勉阳委（演示）〔2025〕7号'), `/api/substitutions/${absence.substitutionId}/approve`, {}, 'office-substitution-approve');

  story.say(t('代行审批的人不办案，勉阳街道因此只剩一名持证执法人员。', 'Whoever approves does not investigate: that leaves Mianyang one certified officer.'));
  const loan = await story.settles<{ loanId: string }>('qian.wei', t('借出赵磊（执法人员）给勉阳街道，自11月4日至12月31日', 'lends Zhao Lei, an officer, to Mianyang, 4 November to 31 December'), '/api/person-loans', {
    personId: personId('zhao.lei'), role: 'officer', toOfficeId: OFFICE.mianyang, orderNumber: '勉司借（演示）〔2025〕2号', from: '2025-11-04', to: '2025-12-31',
  }, 'office-loan');
  await story.settles('zhou.lan', t('批准借调，文号勉司借（演示）〔2025〕2号', 'approves the loan, number 勉司借（演示）〔2025〕2号'), `/api/person-loans/${loan.loanId}/approve`, {}, 'office-loan-approve');

  const setting = await story.settles<{ proposalId: string }>('zhou.lan', t('提请：第二名执法人员以本人密码确认，自11月4日施行', 'proposes for the county: the second officer confirms with a personal PIN, from 4 November'), '/api/parameters', {
    pack: 'administrative-penalty', code: 'confirmationRequired', value: 'yes', documentNumber: '勉政发（演示）〔2025〕9号', from: '2025-11-04',
  }, 'office-pin-rule');
  await story.settles('wu.gang', t('批准该项参数，文号勉政发（演示）〔2025〕9号', 'approves the setting, number 勉政发（演示）〔2025〕9号'), `/api/parameters/${setting.proposalId}/approve`, {}, 'office-pin-rule-approve');
  for (const [username, pin] of Object.entries(PINS)) await story.settles(username, t('设定本人确认密码', 'sets a personal PIN'), '/api/me/pin', { pin }, `office-pin-${username}`);
}
