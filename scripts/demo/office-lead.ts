/** A lead from the hotline: who complained stays sealed, it goes to a case, and it is answered. */
import type { Narrator, Told } from './narrator.ts';

const t = (zh: string, en: string): Told => ({ zh, en });

export class Lead {
  private constructor(private readonly story: Narrator, private readonly leadId: string) {}

  static async takenIn(story: Narrator): Promise<Lead> {
    const { caseId } = await story.does('ma.chao', t('登记12345热线举报：有人向滨江路河滩倾倒建筑垃圾', 'takes in a lead from the 12345 hotline: waste is dumped on the river bank'), '/api/cases', {
      pack: 'leads', on: '2025-11-03',
      facts: { channel: 'hotline', receivedOn: '2025-11-03', reported: '滨江路河滩夜间有车倾倒建筑垃圾。', place: '勉阳街道滨江路河滩', sourceDocument: 'HOTLINE-20251103-017', complainantKind: 'named', complainant: '田某', complainantContact: '13900000017' },
    }, 'lead-open');
    await story.denied('zhang.min', t('查看举报人姓名', 'would read who complained'), `/api/cases/${caseId}/facts/complainant/reveal`, { why: '核对' }, 'lead-reveal');
    const lead = new Lead(story, caseId);
    await story.does('guo.tao', t('决定受理', 'takes it up'), lead.step('admitLead'), { on: '2025-11-03', facts: {} }, 'lead-admit');
    await story.does('ma.chao', t('核查：有倾倒痕迹', 'checks: something was dumped there'), lead.step('checkLead'), { on: '2025-11-03', facts: { checkNotes: '调取路口监控，见货车驶入河滩。', checkResult: 'founded' } }, 'lead-check');
    return lead;
  }

  async linked(caseNumber: string): Promise<void> {
    await this.story.refused('guo.tao', t('以“不属实”处理', 'would settle it as unfounded'), this.step('settleLead'), { on: '2025-11-04', facts: { outcome: 'unfounded', reasons: '不予处理。' } }, 'lead-unfounded');
    await this.story.does('guo.tao', t(`转入案件${caseNumber}`, `links it to the case ${caseNumber}`), this.step('settleLead'), { on: '2025-11-04', facts: { outcome: 'linked', reasons: '经核查属实，已立案调查。', linkedCase: caseNumber } }, 'lead-settle');
  }

  async answered(): Promise<void> {
    await this.story.does('ma.chao', t('通过热线答复举报人', 'answers through the hotline'), this.step('answerLead'), { on: '2025-11-05', facts: { answer: '您反映的情况经核查属实，本办已立案调查。', answerWay: 'throughHotline' } }, 'lead-answer');
    await this.story.does('guo.tao', t('线索办结', 'closes the lead'), `/api/cases/${this.leadId}/close`, { closing: 'linkedToCase', on: '2025-11-05' }, 'lead-close');
  }

  private step(code: string): string {
    return `/api/cases/${this.leadId}/steps/${code}`;
  }
}
