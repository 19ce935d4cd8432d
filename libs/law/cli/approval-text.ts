/** Chains of approval of a procedure as lines of text. */
import type { PackApproval } from '../pack-format.ts';
import { POWER, ROLE, type PackWords } from './procedure-words.ts';

export function approvalText(words: PackWords, approval: PackApproval): string[] {
  const roles = (list: PackApproval['askedBy']): string => words.list(list.map((role) => words.say(ROLE[role])));
  return [
    '', `    ● ${words.say(approval.name)}${words.code(approval.code)} ${words.cited(approval.cite)}`,
    `      ${words.both('须先经批准的步骤：', 'Before: ')}${words.list(approval.covers.map((code) => words.step(code)))}${words.both('；报批：', '; asked for by: ')}${roles(approval.askedBy)}`,
    ...(approval.when === undefined ? [] : [`      ${words.both('仅当：', 'Only where ')}${words.condition(approval.when)}`]),
    ...approval.stages.map(({ name, by, signing, when, power, waits }, index) => {
      const marks = [
        ...(signing === 'all' ? [words.both('所指定的人全部签署', 'each of those named')] : []), ...(power === undefined ? [] : [words.both(`职责：${words.say(POWER[power])}`, `power: ${words.say(POWER[power])}`)]),
        ...(when === undefined ? [] : [words.both(`仅当：${words.condition(when)}`, `only where ${words.condition(when)}`)]), ...(waits === undefined ? [] : [words.both(`逾期未签提醒${words.say(ROLE[waits.to])}`, `when it waits too long, told: ${words.say(ROLE[waits.to])}`)]),
      ];
      return `      ${index + 1}. ${words.say(name)}${words.both('：', ': ')}${roles(by)}${marks.length === 0 ? '' : words.both(`（${marks.join('；')}）`, ` (${marks.join('; ')})`)}`;
    }),
    ...(approval.unaffectedBy.length === 0 ? [] : [`      ${words.both('报批之后办理其他步骤的，须重新报批；但下列步骤除外：', 'Any step after the request outdates it, except: ')}${words.list(approval.unaffectedBy.map((code) => words.step(code)))}`]),
  ];
}
