/** The second case of the office, a small one: a request that comes a minute late, a post slip that comes weeks late, a closing that is refused. */
import { citizen } from '../demo-office/demo-identities.ts';
import { PenaltyWork } from '../demo-office/penalty-work.ts';
import { mianyang, personId } from '../seed/teams.ts';
import { strawBurning } from '../seed/straw-burning.ts';
import type { ClockView, Narrator, Told } from './narrator.ts';
import { confirmations, officers } from './office-orders.ts';

const t = (zh: string, en: string): Told => ({ zh, en });

export class StrawCase {
  private constructor(private readonly story: Narrator, private readonly work: PenaltyWork) {}

  get caseId(): string { return this.work.caseId; }

  /** Opened and investigated as in the chapter before. */
  static async investigated(story: Narrator): Promise<StrawCase> {
    const work = await PenaltyWork.open(await mianyang(story.service), { ...strawBurning, party: citizen('周顺', '1979-03-11', 41, '陕西省汉中市勉县勉阳街道联盟社区9号') }, { on: '2025-11-03', actEndedOn: '2025-11-02', discoveredOn: '2025-11-02' }, 'demo-straw');
    await work.file('2025-11-03');
    await work.investigate('2025-11-03');
    story.say(t('另一件小案（露天焚烧秸秆）已立案调查终结，办法同前章。', 'A smaller case runs beside (straw burnt in the open): filed and investigated as in the chapter before.'));
    return new StrawCase(story, work);
  }

  /** Notified on the same day as the other case: their periods end together. Answers the notice. */
  async noticed(on: string): Promise<string> {
    const notice = await this.work.giveNotice(on);
    const noticeId = notice.papers.find((one) => one.paper === 'penalty-notice')?.paperId ?? '';
    await (await this.story.as('zhang.min')).does(this.service(noticeId), { party: 'p1', attempt: { way: 'direct', on, outcome: 'received' }, officers: officers(), confirmations: confirmations() }, 'demo-straw-serve');
    this.story.say(t('同日，焚烧秸秆案的当事人周顺也收到告知书（拟罚款800元）。', 'The same day Zhou Shun, the party of the straw case, receives its notice (800 yuan).'));
    return noticeId;
  }

  /** What would come of it: dated, explained, and nothing recorded. */
  async simulated(): Promise<void> {
    const before = (await this.story.look('zhang.min', this.caseId)).revision;
    const { moments } = await this.story.settles<{ moments: { on: string; kind: string; sentence: Told; dueOn?: string | null; article?: Told }[] }>('zhang.min', t('推演：无人要求听证，11月14日决定罚款800元，11月24日邮寄送达', 'plays it forward: nobody asks for a hearing, 800 yuan decided on 14 November, served by post on the 24th'), `/api/cases/${this.caseId}/simulate`, {
      assumptions: [{ none: 'hearing' }, { on: '2025-11-14', step: 'decidePenalty', facts: { fine: '800.00' } }, { on: '2025-11-24', served: 'penalty-decision', way: 'post', returnSlipOn: '2025-11-24' }], until: '2026-06-30',
    }, 'office-simulate');
    for (const moment of moments.filter((one) => one.kind !== 'happens')) this.story.note({ zh: `${moment.on}  ${moment.sentence.zh}${moment.article ? `  [${moment.article.zh}]` : ''}`, en: `${moment.on}  ${moment.sentence.en}${moment.article ? `  [${moment.article.en}]` : ''}` });
    const after = (await this.story.look('zhang.min', this.caseId)).revision;
    if (before !== after) throw new Error(`A simulation moved the record from revision ${before} to ${after}.`);
    this.story.note(t(`记录未变：版本号仍为${after}`, `nothing was recorded: the case stands at revision ${after} as before`));
  }

  /** Decided and posted; the slip is not back when the period for service ends. */
  async decidedAndPosted(on: string): Promise<string> {
    const decision = await this.story.does('wang.fang', t('（焚烧秸秆案）期限届满，决定罚款800元', '(straw case) the periods are over: decides on a fine of 800 yuan'), `/api/cases/${this.caseId}/steps/decidePenalty`, { on, facts: { fine: '800.00', defence: '当事人在规定期限内未提出陈述、申辩，未要求听证。', correction: '不得再行焚烧。' } }, 'straw-decide');
    const decisionId = decision.papers.find((one) => one.paper === 'penalty-decision')?.paperId ?? '';
    await this.story.does('zhang.min', t('邮寄决定书', 'posts the decision'), this.service(decisionId), { party: 'p1', attempt: { way: 'post', on, outcome: 'sent', itemNumber: 'EMS2025111401' }, officers: officers() }, 'straw-post');
    return decisionId;
  }

  /** The slip says 24 November; it comes to the office on 5 December, after the period for service was recorded as lapsed. */
  async slipComesLate(decisionId: string): Promise<void> {
    await this.compare(t('回执到来之前', 'before the slip'));
    const slip = { party: 'p1', attempt: { way: 'post', on: '2025-11-14', outcome: 'received', itemNumber: 'EMS2025111401', returnSlipOn: '2025-11-24' }, officers: officers() };
    await this.story.refused('zhang.min', t('录入迟到的邮政回执：11月24日签收', 'enters the post slip that came late: received on 24 November'), this.service(decisionId), slip, 'straw-slip-bare');
    const done = await this.story.does('zhang.min', t('说明理由：回执12月5日才由邮局退回', 'says why: the post gave the slip back on 5 December only'), this.service(decisionId), { ...slip, late: { reason: '邮政回执于12月5日退回本办。', obstacleEndedOn: '2025-12-05' } }, 'straw-slip');
    const withdrawn = done.events.find((one) => one.type === 'lapseWithdrawn');
    if (withdrawn === undefined) throw new Error('The late slip withdrew no lapse.');
    this.story.note(t(`记录第${withdrawn.seq}号：撤回“送达期限届满”；原届满记录仍留存`, `event ${withdrawn.seq}: the lapse of the period for service is withdrawn; its own record stays`));
    await this.compare(t('回执到来之后', 'after the slip'));
  }

  /** The period for service has ended without a slip: the county legal office is told. */
  async escalated(): Promise<void> {
    await this.story.meanwhile('wang.fang', this.caseId);
    const { duties } = await this.story.look('wang.fang', this.caseId);
    const told = duties.find((one) => one.kind === 'escalate' && one.dueOn === '2025-11-25');
    if (told === undefined) throw new Error('Nobody was told that the decision is not served.');
    this.story.note({ zh: `报告县司法局：${told.about.zh}`, en: `told to the county legal office: ${told.about.en}` });
  }

  private async compare(when: Told): Promise<void> {
    const { clocks } = await this.story.look('zhang.min', this.caseId);
    this.story.note({ zh: `${when.zh}：`, en: `${when.en}:` });
    for (const clock of clocks.filter((one) => SERVED_BY.includes(one.clock))) this.story.note(clockLine(clock));
    if (!clocks.some((one) => one.clock === 'REC-01')) this.story.note(t('  缴款、复议、起诉期限：未开始（决定书未送达）', '  payment, reconsideration, litigation: not begun (the decision counts as not served)'));
  }

  /** A task goes to another hand, with its clock. */
  async handedOn(on: string): Promise<void> {
    const task = `/api/cases/${this.caseId}/tasks/reportForRecord`;
    await this.story.does('zhang.min', t('签收待办“报送备案”', 'claims the task "report for the record"'), `${task}/claim`, {}, 'straw-claim');
    await this.story.does('zhang.min', t('转办给马超', 'transfers it to Ma Chao'), `${task}/transfer`, { to: personId('ma.chao'), note: '本人外出学习。' }, 'straw-transfer');
    const report = { on, facts: { recordReport: '报送行政处罚决定书副本。' } };
    await this.story.refused('zhang.min', t('转办后仍自行办理', 'would do it all the same'), `/api/cases/${this.caseId}/steps/reportForRecord`, report, 'straw-report-own');
    await this.story.does('ma.chao', t('报送备案', 'reports the decision for the record'), `/api/cases/${this.caseId}/steps/reportForRecord`, report, 'straw-report');
  }

  /** Quashed, closed with a reason that the law allows, and taken up again under the same workflow. */
  async quashedAndReopened(): Promise<void> {
    await this.story.does('zhou.lan', t('记录：上级机关以主要证据不足为由撤销决定', 'records that the superior authority quashed the decision for want of evidence'), `/api/cases/${this.caseId}/steps/recordQuashing`, { on: '2025-12-08', facts: { overturnedBy: 'superior', overturnedDocument: '勉府法（演示）〔2025〕2号', quashOutcome: 'quashed' } }, 'straw-quash');
    const close = `/api/cases/${this.caseId}/close`;
    await this.story.refused('wang.fang', t('以“缴清后方可落户”为由结案', 'would close it with the reason that the household registration waits for payment'), close, { closing: 'closedAfterQuashing', on: '2025-12-08', reason: '原款项缴清后方可落户。' }, 'straw-close-linked');
    await this.story.does('wang.fang', t('结案：决定被撤销', 'closes the case: the decision was quashed'), close, { closing: 'closedAfterQuashing', on: '2025-12-08', reason: '决定已被撤销。' }, 'straw-close');
    const again = await this.story.does('wang.fang', t('重新办理，须于2026年1月5日前重新作出决定', 'takes the case up again, to be decided anew by 2026-01-05'), `/api/cases/${this.caseId}/reopen`, { reopening: 'decisionQuashed', on: '2025-12-08', reason: '上级机关责令重新作出决定。', facts: { overturnedBy: 'superior', overturnedDocument: '勉府法（演示）〔2025〕2号', redoDueOn: '2026-01-05' } }, 'straw-reopen');
    this.story.note(t(`同一流程重新开始：${again.workflowId}`, `the same workflow starts again: ${again.workflowId}`));
  }

  private service(paperId: string): string {
    return `/api/cases/${this.caseId}/papers/${paperId}/service`;
  }
}

/** The period for service, and the periods that service sets going. */
const SERVED_BY: readonly string[] = ['PEN-08', 'PEN-09', 'REC-01', 'LIT-01'];
const STANDS: Record<string, Told> = { running: { zh: '进行中', en: 'runs' }, lapsed: { zh: '已届满', en: 'lapsed' }, ended: { zh: '已终结', en: 'ended in time' }, suspended: { zh: '中止', en: 'suspended' } };

function clockLine({ name, status, dueOn, article }: ClockView): Told {
  const stands = STANDS[status] ?? { zh: status, en: status };
  return { zh: `  ${name.zh} → ${dueOn ?? '—'}，${stands.zh}  [${article.zh}]`, en: `  ${name.en} → ${dueOn ?? '—'}, ${stands.en}  [${article.en}]` };
}
