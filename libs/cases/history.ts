/**
 * A case from an old file (历史案卷): opened and closed in one breath, in a state that the pack admits, on what the file
 * says. Nothing is decided here and nothing goes on from it: no step, paper, clock, debt or duty.
 */
import { addDays, formatYuan, type LegalDate } from '#law';
import type { BilingualText, Pack } from '#law/pack-format';
import type { ActingBody, CaseEvent, ContentRef, ImportedLevy, Party } from './model.ts';

/** What an old file says, read and with the identities kept as content. Sums in whole fen. */
export interface HistoricalFile {
  fileNumber: string;
  filedOn: LegalDate;
  closing: string;
  closedOn: LegalDate;
  reason: ContentRef | null;
  parties: Party[];
  levies: ImportedLevy[];
  papers: { fileId: string; sha256: string; bytes: number; mediaType: string; purpose: string }[];
}

/** What does not fit, by field of the line. */
export interface HistoryProblem { field: string; rule: string; message: BilingualText }

/** Whether the dates, the sums and the state of a file fit each other and the pack; by field, all that does not. */
export function historyProblems(file: Pick<HistoricalFile, 'filedOn' | 'closing' | 'closedOn' | 'levies'>, pack: Pack, today: LegalDate): HistoryProblem[] {
  const problems: HistoryProblem[] = [];
  const wrong = (field: string, rule: string, zh: string, en: string): void => { problems.push({ field, rule, message: { zh, en } }); };
  const from = pack.inForce.from as LegalDate;
  const to = pack.inForce.to as LegalDate | null;
  const states = pack.history?.states ?? [];
  if (to === null || to >= today || states.length === 0) {
    wrong('pack', 'notHistory', `程序“${pack.name.zh}”仍在施行或者不接受历史案卷导入，应依程序办理。`, `"${pack.name.en}" is in force or takes no old files: such a case is opened and worked on.`);
    return problems;
  }
  if (file.filedOn < from || file.filedOn > to) wrong('filedOn', 'outsidePack', `立卷日期应在${from}至${to}之间。`, `A file was opened between ${from} and ${to}.`);
  if (file.closedOn > today) wrong('closedOn', 'inFuture', `结案日期晚于今天（${today}）。`, `The day of closing lies after today, ${today}.`);
  if (file.closedOn < file.filedOn) wrong('closedOn', 'beforeFiling', '结案日期早于立卷日期。', 'The file was closed before it was opened.');
  for (const [index, levy] of file.levies.entries()) problems.push(...levyProblems(levy, `parties.${Number(levy.party.slice(1)) - 1}`, file, to).map((one) => ({ ...one, field: one.field || `levies.${index}` })));
  const state = states.find(({ closing }) => closing === file.closing);
  if (state === undefined) {
    wrong('closing', 'noSuchState', `历史案卷只能以下列状态导入：${states.map(({ closing }) => closing).join('、')}。`, `An old file enters in one of these states: ${states.map(({ closing }) => closing).join(', ')}.`);
    return problems;
  }
  if (state.from !== null && file.closedOn < state.from) wrong('closedOn', 'beforeTheEnd', `以该状态结案的日期不得早于${state.from}。`, `A file can end in this state from ${state.from} on.`);
  if (state.decided !== file.levies.length > 0) wrong('closing', 'stateDoesNotFit', state.decided ? '该状态须有征收决定。' : '已有决定的案卷不得以该状态导入。', state.decided ? 'In this state the file holds a decision.' : 'A file that holds a decision does not end in this state.');
  const sum = (of: 'decidedFen' | 'receivedFen'): bigint => file.levies.reduce((all, levy) => all + BigInt(levy[of]), 0n);
  const [decided, received] = [sum('decidedFen'), sum('receivedFen')];
  const came = received === 0n ? 'nothing' : file.levies.every((levy) => BigInt(levy.receivedFen) >= BigInt(levy.decidedFen)) ? 'all' : 'part';
  if (state.decided && file.levies.length > 0 && came !== state.received) wrong('closing', 'stateDoesNotFit', `案卷载明决定${formatYuan(decided)}元、已收${formatYuan(received)}元，与该状态不符。`, `The file says ${formatYuan(decided)} yuan decided and ${formatYuan(received)} received, which is not this state.`);
  return problems;
}

function levyProblems(levy: ImportedLevy, field: string, { filedOn, closedOn }: Pick<HistoricalFile, 'filedOn' | 'closedOn'>, lastDay: LegalDate): HistoryProblem[] {
  const problems: HistoryProblem[] = [];
  const wrong = (name: string, rule: string, zh: string, en: string): void => { problems.push({ field: `${field}.${name}`, rule, message: { zh, en } }); };
  const within = (name: string, day: LegalDate, after: LegalDate): void => {
    if (day < after) wrong(name, 'datesOutOfOrder', `${day}早于${after}。`, `${day} lies before ${after}.`);
    if (day > lastDay) wrong(name, 'afterTheEnd', `${day}在程序终止之后。`, `${day} lies after the end of the procedure, ${lastDay}.`);
    if (day > closedOn) wrong(name, 'afterClosing', `${day}在结案之后。`, `${day} lies after the closing.`);
  };
  within('decidedOn', levy.decidedOn, filedOn);
  if (levy.servedOn !== null) within('servedOn', levy.servedOn, levy.decidedOn);
  if (BigInt(levy.decidedFen) <= 0n) wrong('decided', 'notPositive', '决定金额应大于零。', 'A decision is of more than nothing.');
  const received = BigInt(levy.receivedFen) > 0n;
  if (received && levy.servedOn === null) wrong('received', 'noServedDecision', '决定未送达，不得有已收款项。', 'No money is received before the decision was served.');
  if (received !== (levy.lastReceivedOn !== null)) wrong('lastReceivedOn', 'receivedOn', '有已收款项的须填最后收款日，没有的不填。', 'The day of the last receipt stands where something was received, and only there.');
  if (levy.lastReceivedOn !== null && levy.servedOn !== null) within('lastReceivedOn', levy.lastReceivedOn, levy.servedOn);
  return problems;
}

/** The events of an imported case, in their order. The file has no problems. */
export function historyEvents(file: HistoricalFile, of: { pack: Pack; officeId: string; county: string; body: ActingBody; actorId: string; documentNumber: string; lineSha256: string; today: LegalDate }): CaseEvent[] {
  const { pack, officeId, county, body, actorId, documentNumber, lineSha256, today } = of;
  const end = pack.inForce.to === null ? null : addDays(pack.inForce.to as LegalDate, 1);
  return [
    { type: 'caseOpened', v: 1, occurredOn: file.filedOn, pack: pack.id, phase: pack.initialPhase, officeId, county, parties: file.parties, facts: {}, body, actorId },
    { type: 'historyImported', v: 1, occurredOn: today, fileNumber: file.fileNumber, lineSha256, documentNumber, levies: file.levies, actorId },
    ...file.papers.map((paper): CaseEvent => ({ type: 'fileAttached', v: 1, occurredOn: today, file: paper })),
    ...(end !== null && file.closedOn >= end && pack.inForce.to !== null ? [{ type: 'packEnded', v: 1, occurredOn: end, pack: pack.id, lastDay: pack.inForce.to as LegalDate } as const] : []),
    { type: 'caseClosed', v: 1, occurredOn: file.closedOn, closing: file.closing, reason: file.reason },
  ];
}
