/** One step, clock, paper, parameter or closing of a procedure as lines of text. */
import type { Guard, Owe, PackClock, PackClosing, PackPaper, PackParameter, PackReopening, PackStep } from '../pack-format.ts';
import { stepsWaitingFor } from '../packs/parameter-use.ts';
import { POWER, ROLE, type PackWords } from './procedure-words.ts';

/** What must hold, what the refusal says, by which article, and how it is mended. */
export function guardText(words: PackWords, guard: Guard): string[] {
  const when = guard.when === undefined ? '' : words.both(`（仅当：${words.condition(guard.when)}）`, ` (only where ${words.condition(guard.when)})`);
  const earliest = guard.earliestAfter === undefined ? '' : words.both(`　最早：${words.clock(guard.earliestAfter)}届满次日`, `  Earliest: the day after ${words.clock(guard.earliestAfter)} ends`);
  const missing = guard.missing === undefined ? '' : words.both(`　须补：${words.say(guard.missing)}`, `  Missing: ${words.say(guard.missing)}`);
  return [
    words.both(`      ☐ ${words.condition(guard.require)}${when}`, `      ☐ ${words.condition(guard.require)}${when}`),
    words.both(`        否则退回：${words.say(guard.message)}〔${guard.code}〕`, `        else refused: ${words.say(guard.message)} [${guard.code}]`),
    `        ${words.cited(guard.cite)}${missing}${earliest}`,
  ];
}

export function stepText(words: PackWords, step: PackStep): string[] {
  const { pack } = words;
  const roles = step.byTime ? words.both('期间届满自动产生，任何人不得办理', 'time alone does it; nobody can') : words.list(step.by.map((role) => words.say(ROLE[role])));
  const power = step.power === undefined ? '' : words.both(`（职责：${words.say(POWER[step.power])}）`, ` (power: ${words.say(POWER[step.power])})`);
  const lines = ['', `    ● ${words.say(step.name)}${words.code(step.code)} ${words.cited(step.cite)}`, `      ${words.both('办理：', 'By: ')}${roles}${power}${marks(words, step)}`];
  if (step.from.length > 1) lines.push(`      ${words.both('可在：', 'Possible in: ')}${words.list(step.from.map((code) => words.phase(code)))}`);
  if (step.facts.length > 0) lines.push(`      ${words.both('填写：', 'Enter: ')}${words.list(step.facts.map(({ fact, required }) => `${words.fact(fact)}${required ? '' : words.both('（可不填）', ' (optional)')}`))}`);
  if (step.guards.length > 0) lines.push(words.both('      须符合：', '      Must hold:'));
  for (const guard of step.guards) lines.push(...guardText(words, guard));
  for (const { fact, inputs } of step.computes) lines.push(`      ${words.both('计算：', 'Computed: ')}${words.fact(fact)}${words.both('，依', ', from ')}${words.list(Object.values(inputs).map((one) => words.operand(one)))}`);
  for (const { register, when } of step.claims) {
    const name = pack.registers.find((one) => one.code === register)?.name;
    lines.push(`      ${words.both('登记：', 'Registers: ')}${name === undefined ? register : words.say(name)}${when === undefined ? '' : words.both(`（仅当：${words.condition(when)}）`, ` (only where ${words.condition(when)})`)}`);
  }
  for (const { paper, when } of step.issues) lines.push(`      ${words.both('出具：', 'Issues: ')}${words.paper(paper)}${when === undefined ? '' : words.both(`（仅当：${words.condition(when)}）`, ` (only where ${words.condition(when)})`)}`);
  for (const code of step.suspends) lines.push(`      ${words.both('中止：', 'Suspends: ')}${words.clock(code)}`);
  for (const code of step.resumes) lines.push(`      ${words.both('恢复：', 'Resumes: ')}${words.clock(code)}`);
  for (const { owe, when } of step.owes) lines.push(`      ${words.both('随之产生职责：', 'Then owed: ')}${oweText(words, owe)}${when === undefined ? '' : words.both(`（仅当：${words.condition(when)}）`, ` (only where ${words.condition(when)})`)}`);
  for (const clock of pack.clocks) if (clock.start !== undefined && 'step' in clock.start && clock.start.step === step.code) lines.push(`      ${words.both('起算：', 'Starts: ')}${words.clock(clock.code)}`);
  if (step.to !== undefined) lines.push(`      ${words.both('进入阶段：', 'Then: ')}${words.phase(step.to)}${step.toWhenEach ? words.both('（每一当事人均办理后）', ' (once done for every party)') : ''}`);
  return lines;
}

function marks(words: PackWords, step: PackStep): string {
  const all = [
    ...(step.perParty ? [words.both('对每一当事人分别办理', 'for each party')] : []),
    ...(step.repeat === 'many' ? [words.both('可多次办理', 'may be repeated')] : []),
    ...(step.forward ? [] : [words.both('程序终止后仍可办理', 'possible after the end of the pack')]),
  ];
  return all.length === 0 ? '' : words.both(`；${all.join('；')}`, `; ${all.join('; ')}`);
}

const DUTY: Record<Owe['duty'], { zh: string; en: string }> = {
  remind: { zh: '提醒', en: 'remind' }, escalate: { zh: '报告并督促', en: 'escalate' }, holdHearing: { zh: '举行听证', en: 'hold the hearing' }, referToCourt: { zh: '移送法院并跟踪', en: 'hand over to the court and follow it' }, resolveCalendar: { zh: '核定日历', en: 'settle the calendar' },
};

function oweText(words: PackWords, owe: Owe): string {
  const ends = owe.fulfilledBy === undefined ? '' : words.both(`，至${words.list(owe.fulfilledBy.map((code) => words.step(code)))}为止`, `, until ${words.list(owe.fulfilledBy.map((code) => words.step(code)))}`);
  return words.both(`${DUTY[owe.duty].zh}，${ROLE[owe.to].zh}：${owe.about.zh}${ends}`, `${DUTY[owe.duty].en}, ${ROLE[owe.to].en}: ${owe.about.en}${ends}`);
}

export function clockText(words: PackWords, clock: PackClock): string[] {
  const whose = { party: words.both('当事人的期限', 'time of the party'), agency: words.both('行政机关的期限', 'time of the authority'), system: words.both('程序期间', 'time of the procedure') }[clock.actor];
  const suspending = words.pack.steps.filter((step) => step.suspends.includes(clock.code)).map((step) => words.step(step.code));
  const start = clock.start === undefined
    ? words.both('仅作计算之用，不自行起算', 'a measure only, it never runs by itself')
    : `${[clock.start, ...clock.startAlso].map((one) => words.trigger(one)).join(words.both('，或者', ', or '))}${clock.startWhen === undefined ? '' : words.both(`（仅当：${words.onStart().condition(clock.startWhen)}）`, ` (only where ${words.onStart().condition(clock.startWhen)})`)}`;
  return [
    '', `    ● ${words.say(clock.name)}${words.code(clock.code)} ${words.cited(clock.cite)}`,
    `      ${words.both('性质：', 'Whose: ')}${whose}`,
    `      ${words.both('起算：', 'Starts: ')}${start}`,
    `      ${words.both('长度：', 'Length: ')}${words.period(clock.period)}`,
    ...clock.variants.map((variant) => `      ${words.both('例外：', 'Instead, where ')}${words.onStart().condition(variant.when)}${words.both('的，', ': ')}${words.period(variant.period)}${words.both('。', '. ')}${words.cited(variant.cite)}`),
    ...(clock.ends.length === 0 ? [] : [`      ${words.both('提前终了：', 'Ends early: ')}${words.list(clock.ends.map((one) => words.trigger(one)))}`]),
    ...(suspending.length === 0 ? [] : [`      ${words.both('可中止：', 'Can be suspended: ')}${words.list(suspending)}`]),
    ...clock.rungs.map((rung) => {
      const days = typeof rung.daysAfterStart === 'number' ? words.both(`起算后第${rung.daysAfterStart}日`, `day ${rung.daysAfterStart} after the start`) : words.parameter(rung.daysAfterStart.parameter);
      return `      ${words.both('预警：', 'Rungs: ')}${days}${words.both('，', ', ')}${oweText(words, rung.owe)}`;
    }),
    `      ${words.both('届满后果：', 'When it lapses: ')}${words.say(clock.consequence)}`,
    ...clock.onLapse.map((effect) => `      ${words.both('届满即：', 'On lapse: ')}${'produce' in effect ? words.step(effect.produce) : 'phase' in effect ? words.both(`进入${words.phase(effect.phase)}阶段`, `enters the phase ${words.phase(effect.phase)}`) : oweText(words, effect.owe)}`),
  ];
}

export function paperText(words: PackWords, paper: PackPaper): string[] {
  const { receipt, announcement } = words.pack.servicePapers ?? {};
  const issuing = words.pack.steps.filter((step) => step.issues.some((issue) => issue.paper === paper.code)).map((step) => words.step(step.code));
  for (const approval of words.pack.approvals) if (approval.sheet === paper.code) issuing.push(words.both(`“${approval.name.zh}”使用时`, `when "${approval.name.en}" is used`));
  for (const closing of words.pack.closings) if (closing.issues.some((issue) => issue.paper === paper.code)) issuing.push(words.both(`以“${closing.name.zh}”结案时`, `closing as "${closing.name.en}"`));
  if (paper.code === receipt) issuing.push(words.both('文书送达时', 'the record that a paper was served'));
  if (paper.code === announcement) issuing.push(words.both('公告张贴或者刊登时', 'the record that an announcement was posted'));
  const traits = [
    paper.series === null ? words.both('不编文号', 'without a number') : words.both(`文号：${paper.series}`, `series ${paper.series}`),
    ...(paper.perParty ? [words.both('每一当事人一份', 'one for each party')] : []),
    paper.serve ? words.both('须送达', 'is served') : words.both('不送达', 'is not served'),
    ...(paper.onServed === undefined ? [] : [words.both(`${paper.onServed.whenEach ? '全部送达后' : '送达后'}进入“${words.phase(paper.onServed.phase)}”阶段`, `once served${paper.onServed.whenEach ? ' on every party' : ''} the phase is "${words.phase(paper.onServed.phase)}"`)]),
  ];
  const starting = words.pack.clocks.filter(({ start, startAlso }) => (start === undefined ? [] : [start, ...startAlso]).some((one) => ('served' in one && one.served === paper.code) || ('issued' in one && one.issued === paper.code))).map((clock) => words.clock(clock.code));
  return [
    '', `    ● ${words.paper(paper.code)} ${words.cited(paper.cite)}`,
    `      ${words.both('出具于：', 'Issued by: ')}${words.list(issuing)}${words.both('；', '; ')}${traits.join(words.both('；', '; '))}`,
    ...(starting.length === 0 ? [] : [`      ${words.both('起算：', 'Starts: ')}${words.list(starting)}`]),
  ];
}

const TYPE: Record<PackParameter['type'], { zh: string; en: string }> = {
  integer: { zh: '整数', en: 'a whole number' }, integers: { zh: '若干整数', en: 'whole numbers' }, money: { zh: '金额', en: 'an amount' },
  choice: { zh: '选择', en: 'a choice' }, time: { zh: '时刻', en: 'a time of day' }, date: { zh: '日期', en: 'a date' }, text: { zh: '文字', en: 'a text' },
};

export function parameterText(words: PackWords, parameter: PackParameter): string[] {
  const waiting = stepsWaitingFor(words.pack, parameter.code).map((code) => words.step(code));
  return [
    '', `    ● ${words.say(parameter.name)}${words.code(parameter.code)} ${words.cited(parameter.cite)}`,
    `      ${words.say(TYPE[parameter.type])}${parameter.choices === undefined ? '' : `${words.both('：', ': ')}${words.list(parameter.choices)}`}${words.both('；', '; ')}${words.say(parameter.why)}`,
    ...(waiting.length === 0 ? [] : [`      ${words.both('未设定时退回：', 'Refused while unset: ')}${words.list(waiting)}`]),
  ];
}

export function closingText(words: PackWords, closing: PackClosing): string[] {
  return [
    '', `    ● ${words.say(closing.name)}${words.code(closing.code)} ${words.cited(closing.cite)}`,
    `      ${words.both('办理：', 'By: ')}${words.list(closing.by.map((role) => words.say(ROLE[role])))}${words.both('；可在：', '; in: ')}${words.list(closing.from.map((code) => words.phase(code)))}`,
    ...closing.guards.flatMap((guard) => guardText(words, guard)),
  ];
}

export function reopeningText(words: PackWords, reopening: PackReopening): string[] {
  const from = words.list(reopening.from.map((code) => words.say(words.pack.closings.find((one) => one.code === code)?.name ?? { zh: code, en: code })));
  return [
    `  ${words.say(reopening.name)}${words.code(reopening.code)} ${words.cited(reopening.cite)}`,
    words.both(`    ${words.list(reopening.by.map((role) => words.say(ROLE[role])))}办理；限于以“${from}”结案的案件；进入阶段：${words.phase(reopening.to)}`, `    By ${words.list(reopening.by.map((role) => words.say(ROLE[role])))}; after the closing ${from}; then: ${words.phase(reopening.to)}`),
    ...(reopening.facts.length === 0 ? [] : [`    ${words.both('填写：', 'Enter: ')}${words.list(reopening.facts.map(({ fact, required }) => `${words.fact(fact)}${required ? '' : words.both('（可不填）', ' (optional)')}`))}`]),
    ...reopening.guards.flatMap((guard) => guardText(words, guard)),
  ];
}
