/** What an event says, in one sentence, for timelines that people read. */
import { formatYuan } from '#law';
import type { BilingualText, Pack } from '#law/pack-format';
import type { CaseEvent, CaseState, DutyOwed } from './model.ts';

/** The sentence of one event; `state` stands after it. Names come from the pack, persons are named by their place in the case. */
export function eventSentence(event: CaseEvent, pack: Pack, state: CaseState): BilingualText {
  switch (event.type) {
    case 'caseOpened': return say('受理', 'the case is opened');
    case 'stepTaken': { const name = stepNamed(pack, event.step); const who = to(event.party); return say(`办理：${name.zh}${who.zh}`, `done: ${name.en}${who.en}`); }
    case 'stepFellDue': { const name = stepNamed(pack, event.step); return say(`因期限届满而成立：${name.zh}`, `by lapse of time: ${name.en}`); }
    case 'paperIssued': { const title = paperNamed(pack, event.paper.paper); const who = to(event.paper.party); return say(`作出《${title.zh}》${who.zh}`, `issued: "${title.en}"${who.en}`); }
    case 'paperVoided': { const title = paperOf(pack, state, event.paperId); return say(`《${title.zh}》作废`, `void: "${title.en}"`); }
    case 'serviceAttempted': { const title = paperOf(pack, state, event.paperId); const result = RESULTS[event.result]; return say(`送达《${title.zh}》（${event.party}，${event.attempt.way}）：${result.zh}`, `service of "${title.en}" (${event.party}, ${event.attempt.way}): ${result.en}`); }
    case 'paperServed': { const title = paperOf(pack, state, event.paperId); return say(`《${title.zh}》于${event.effectiveOn}送达${event.party}`, `"${title.en}" counts as served on ${event.party} on ${event.effectiveOn}`); }
    case 'clockLapsed': { const clock = clockNamed(pack, event.clock); return say(`期限届满：${clock.zh}${event.provisional ? '（日历尚未公布，暂定）' : ''}`, `lapsed: ${clock.en}${event.provisional ? ' (provisional: the calendar is not published)' : ''}`); }
    case 'lapseWithdrawn': return say('撤回期限届满的记录', 'the record of a lapse is withdrawn');
    case 'rungReached': { const clock = clockNamed(pack, event.clock); return say(`期限“${clock.zh}”到达提醒点${event.rung}`, `"${clock.en}" reaches ${event.rung}`); }
    case 'phaseEntered': { const phase = phaseNamed(pack, event.phase); return say(`进入阶段：${phase.zh}`, `phase: ${phase.en}`); }
    case 'dutyOwed': return owed(event.duty);
    case 'dutyFulfilled': return say('待办职责已履行', 'a duty is done');
    case 'dutyWithdrawn': return say('待办职责已撤回', 'a duty is withdrawn');
    case 'fileAttached': return say('文件入卷', 'a file is entered');
    case 'originalFiled': { const title = paperOf(pack, state, event.paperId); return say(`《${title.zh}》的签名原件归卷`, `the signed original of "${title.en}" is filed`); }
    case 'sealAsked': { const title = paperOf(pack, state, event.paperId); return say(`申请在《${title.zh}》上用印`, `a seal is asked for on "${title.en}"`); }
    case 'sealUsed': { const title = paperOf(pack, state, event.paperId); return say(`《${title.zh}》已用印`, `"${title.en}" is sealed`); }
    case 'approvalAsked': return say('提请审批', 'approval is asked for');
    case 'approvalSigned': return say('审批人签署', 'an approver signs');
    case 'approvalMoved': return say('审批流转', 'the approval moves on');
    case 'signersChanged': return say('审批人变更', 'the signers are changed');
    case 'approvalWithdrawn': return say('撤回审批', 'the approval is withdrawn');
    case 'approvalWaited': return say('审批等待过久', 'the approval has waited long');
    case 'taskHandled': return say('待办事项交接', 'a task is handed on');
    case 'partyAmended': return say(`更正当事人${event.party.partyId}的身份信息`, `the identity of ${event.party.partyId} is corrected`);
    case 'paymentBooked': { const debt = debtNamed(pack, event.debt); const sum = formatYuan(BigInt(event.fen)); return say(`收到${event.party}缴纳的${debt.zh}${sum}元（到账日${event.occurredOn}）${event.paidInFullOn === null ? '' : '，已缴清'}`, `${sum} yuan of ${event.party} for "${debt.en}", value date ${event.occurredOn}${event.paidInFullOn === null ? '' : ': paid in full'}`); }
    case 'paymentReversed': { const debt = debtNamed(pack, event.debt); const sum = formatYuan(BigInt(event.fen)); if (event.entries.some(({ kind }) => kind === 'corrected')) return say(`更正：${sum}元并非${event.party}缴纳的${debt.zh}`, `corrected: ${sum} yuan were no payment of ${event.party} for "${debt.en}"`); return say(`银行冲正${event.party}缴纳的${debt.zh}${sum}元`, `the bank took back ${sum} yuan of ${event.party} for "${debt.en}"`); }
    case 'moneyCollected': { const debt = debtNamed(pack, event.debt); const sum = formatYuan(BigInt(event.fen)); return say(`当场收缴${event.party}的${debt.zh}${sum}元${event.paidInFullOn === null ? '' : '，已缴清'}`, `collected on the spot: ${sum} yuan of ${event.party} for "${debt.en}"${event.paidInFullOn === null ? '' : ': paid in full'}`); }
    case 'depositBooked': case 'depositReversed': { const debt = debtNamed(pack, event.debt); const sum = formatYuan(BigInt(event.fen)); if (event.entries.some(({ kind }) => kind === 'corrected')) return say(`更正：${sum}元并非当场收缴的${debt.zh}的缴存`, `corrected: ${sum} yuan were no deposit of "${debt.en}" that were collected on the spot`); return event.type === 'depositBooked' ? say(`当场收缴的${debt.zh}${sum}元缴存到账（到账日${event.occurredOn}）`, `the bank has ${sum} yuan of "${debt.en}" that were collected on the spot, value date ${event.occurredOn}`) : say(`银行冲正了当场收缴的${debt.zh}${sum}元的缴存`, `the bank took back the deposit of ${sum} yuan of "${debt.en}" that were collected on the spot`); }
    case 'refundOrdered': case 'refundPaid': case 'refundReturned': { const debt = debtNamed(pack, event.debt); const sum = formatYuan(BigInt(event.fen)); if (event.type === 'refundOrdered') return say(`决定退还${event.party}的${debt.zh}${sum}元，应于${event.payBy}前退付`, `${sum} yuan of "${debt.en}" go back to ${event.party} by ${event.payBy}`); return event.type === 'refundPaid' ? say(`国库已退付${event.party}的${debt.zh}${sum}元`, `the treasury paid ${sum} yuan of "${debt.en}" back to ${event.party}`) : say(`${event.party}的${debt.zh}退款${sum}元未能退付，重新暂存`, `${sum} yuan of "${debt.en}" did not reach ${event.party} and lie in suspense again`); }
    case 'historyImported': { const sum = (of: 'decidedFen' | 'receivedFen'): string => formatYuan(event.levies.reduce((all, levy) => all + BigInt(levy[of]), 0n)); return say(`由历史案卷${event.fileNumber}导入（${event.documentNumber}）${event.levies.length === 0 ? '，未作决定' : `：原决定${sum('decidedFen')}元，已收${sum('receivedFen')}元`}`, `imported from the old file ${event.fileNumber} (${event.documentNumber})${event.levies.length === 0 ? ', undecided' : `: ${sum('decidedFen')} yuan decided, ${sum('receivedFen')} received`}`); }
    case 'lawChanged': return event.kind === 'changeOfLaw' ? say('法律变更：本案此后按新的程序文本办理', 'the law has changed: the case goes on under the new text of its procedure') : say('程序数据更正：本案此后按更正后的文本办理', 'the text of the procedure was corrected: the case goes on under it');
    case 'packEnded': return say(`程序于${event.lastDay}终止，不再办理`, `the procedure ended on ${event.lastDay}; nothing goes forward`);
    case 'caseClosed': { const closing = pack.closings.find((one) => one.code === event.closing)?.name ?? say(event.closing, event.closing); return say(`结案：${closing.zh}`, `closed: ${closing.en}`); }
    case 'caseReopened': { const reopening = pack.reopenings.find((one) => one.code === event.reopening)?.name ?? say(event.reopening, event.reopening); return say(`重新办理：${reopening.zh}`, `taken up again: ${reopening.en}`); }
    case 'caseTransferred': return say('案件移交', 'the case is handed to another office');
    case 'fileCalledIn': return say('调阅案卷', 'the file is called in');
    case 'fileReturned': return say('归还案卷', 'the file is returned');
    case 'representativeFiled': return event.representative.as === 'agent' ? say(`当事人${event.representative.party}的授权委托书入卷`, `a letter of authority of ${event.representative.party} is filed`) : say(`登记当事人${event.representative.party}的监护人`, `the guardian of ${event.representative.party} is recorded`);
    case 'representativeEnded': return say(`第${event.number}号代理或者监护终止`, `the authority no ${event.number} ends`);
    case 'stepConfirmed': return say('执法人员以本人密码确认', 'an officer confirms with an own PIN');
  }
}

const to = (party: string | null): BilingualText => (party === null ? say('', '') : say(`（${party}）`, ` (${party})`));
const say = (zh: string, en: string): BilingualText => ({ zh, en });

const RESULTS = { served: say('已送达', 'served'), failed: say('未成功', 'without success'), pending: say('进行中', 'under way') } as const;

function owed({ about, dueOn }: DutyOwed): BilingualText {
  return say(`应办：${about.zh}${dueOn === undefined ? '' : `（至${dueOn}）`}`, `owed: ${about.en}${dueOn === undefined ? '' : ` (by ${dueOn})`}`);
}

const named = (all: readonly { code: string; name: BilingualText }[], code: string): BilingualText => all.find((one) => one.code === code)?.name ?? say(code, code);
const stepNamed = (pack: Pack, code: string): BilingualText => named(pack.steps, code);
const clockNamed = (pack: Pack, code: string): BilingualText => named(pack.clocks, code);
const phaseNamed = (pack: Pack, code: string): BilingualText => named(pack.phases, code);
const debtNamed = (pack: Pack, code: string): BilingualText => named(pack.money?.debts ?? [], code);
const paperNamed = (pack: Pack, code: string): BilingualText => pack.papers.find((one) => one.code === code)?.title ?? say(code, code);

function paperOf(pack: Pack, state: CaseState, paperId: string): BilingualText {
  return paperNamed(pack, state.papers.find((one) => one.paperId === paperId)?.paper ?? paperId);
}
