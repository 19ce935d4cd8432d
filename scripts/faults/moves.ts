/** The steps of an ordinary penalty case that people take in a faults run, with what they enter. What is allowed of them, the service says. */
import { addDays, type LegalDate } from '#law';
import { memberOf } from '../rehearse/cast.ts';
import type { Chance } from '../rehearse/chance.ts';

export const PACK = 'administrative-penalty';
/** The paper whose service makes the party owe. */
export const DECISION = 'penalty-decision';
export const OFFICERS = ['r.officer.a', 'r.officer.b'] as const;
const HEAD = 'r.head.a';

/** `among`: numbers of the steps that a fact may name. */
interface Entering { on: LegalDate; chance: Chance; among: readonly number[] }
interface Move { by: string; officers?: true; facts: (entering: Entering) => Record<string, unknown> }

const basis = '《中华人民共和国消防法》第六十条第一款第五项';
const first = ({ among }: Entering): number => among[0] ?? 0;

export const MOVES: Readonly<Record<string, Move>> = {
  proposeFiling: { by: OFFICERS[0], officers: true, facts: () => ({ basis, proposal: '建议立案。' }) },
  fileCase: { by: HEAD, facts: () => ({ approval: '同意立案。' }) },
  takeEvidence: { by: OFFICERS[0], officers: true, facts: ({ chance }) => ({ evidenceKind: chance.oneOf(['inspectionRecord', 'documentary', 'witness']) ?? 'witness', evidenceSummary: '现场检查笔录：堆放货物占用消防车通道约二米。' }) },
  recordInquiry: { by: OFFICERS[0], officers: true, facts: () => ({ certificatesShown: true, askedPerson: '宋文', inquiryTime: '9时30分', inquiryEnd: '10时10分', inquiryPlace: '经营场所', recorder: '排乙', dialogue: '问：是否属实？\n答：属实。' }) },
  proposePreservation: { by: OFFICERS[0], officers: true, facts: () => ({ preservedItems: '货物十箱', preservationGround: 'mayBeLost', preservationPlace: '物证室', preservationManner: '封存' }) },
  approvePreservation: { by: HEAD, facts: (entering) => ({ preservationProposal: first(entering), approval: '同意。' }) },
  disposePreserved: { by: HEAD, facts: (entering) => ({ preservation: first(entering), disposal: 'returned', disposalReasons: '已取证完毕。' }) },
  orderCorrection: { by: HEAD, facts: ({ on, chance }) => ({ correctionFacts: '占用消防车通道。', correctionBasis: '《中华人民共和国行政处罚法》第二十八条', correctionOrder: '清除堆放物。', correctionDueOn: addDays(on, 3 + chance.below(20)) }) },
  suspendDecisionPeriod: { by: HEAD, facts: () => ({ suspensionGround: '等待鉴定意见。' }) },
  resumeDecisionPeriod: { by: HEAD, facts: () => ({}) },
  askByParty: { by: HEAD, facts: () => ({ requestKind: 'fileCopy', requestText: '请求复制案卷。' }) },
  answerRequest: { by: HEAD, facts: (entering) => ({ answeredRequest: first(entering), requestAnswer: '同意复制。' }) },
  reportInvestigation: { by: OFFICERS[0], officers: true, facts: () => ({ findings: '当事人在消防车通道堆放货物。', evidence: '笔录及照片。', violated: '《中华人民共和国消防法》第二十八条', reportedProposal: 'penalty' }) },
  issueNotice: { by: OFFICERS[0], officers: true, facts: () => ({ reasons: '事实清楚，证据确凿。', basis, fineMinimum: '5000.00', fineMaximum: '50000.00', intendedFine: '8000.00' }) },
  recordStatement: { by: OFFICERS[0], officers: true, facts: () => ({ statement: '已自行整改，请求从轻。', statementAnswer: '经复核，整改属实。' }) },
  requestHearing: { by: HEAD, facts: () => ({}) },
  waiveHearing: { by: HEAD, facts: () => ({ waivedInWriting: true }) },
  scheduleHearing: { by: HEAD, facts: ({ on }) => ({ hearingOn: addDays(on, 16), hearingTime: '9时30分', hearingPlace: '会议室', hearingPublicity: '公开', hearingChair: memberOf('r.chair.a').id }) },
  holdHearing: { by: 'r.chair.a', facts: () => ({ hearingProceedings: '主持人：现在开始听证。', hearingEnd: '10时40分', recorder: '排子', finalStatement: '请求从轻处罚。' }) },
  reviewLegality: { by: 'r.review.a', facts: () => ({ reviewPassed: true, reviewOpinion: '事实清楚，程序合法，同意。' }) },
  decidePenalty: { by: HEAD, facts: () => ({ fine: '8000.00', defence: '已复核陈述申辩意见。', correction: '责令保持消防车通道畅通。' }) },
};

/** Who looks at a case next: those who have most to do, most often. */
export const LOOKERS = [OFFICERS[0], OFFICERS[0], OFFICERS[0], HEAD, HEAD, 'r.chair.a', 'r.review.a'] as const;

/** A new case of an invented firm. */
export function opening(on: LegalDate, n: number): object {
  return {
    pack: PACK, on, parties: [{ kind: 'organisation', identity: { name: `演练商店${n}`, creditCode: '91999999MA0ABCDE9D', address: '陕西省汉中市勉县和平路12号' } }],
    facts: { cause: 'fire-lane-occupied', causeName: '占用、堵塞消防车通道', leadSource: 'inspection', actEndedOn: on, discoveredOn: on, summary: '日常巡查发现。' },
  };
}
