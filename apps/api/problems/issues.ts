import type { z } from 'zod';
import type { FieldProblem } from './problem.ts';

type Issue = z.core.$ZodIssue;

/** Rules of our own, attached to a zod issue as `params`. */
export interface RuleText { rule: string; zh: string; en: string }

/** So many fields of one request are named. */
const MOST_NAMED = 50;

/** zod's issues as fields with rules, in both languages. Unions answer the branch that came furthest. */
export function fieldProblems(issues: readonly Issue[], prefix: string): FieldProblem[] {
  const all = issues.flatMap((issue) => fromIssue(issue, prefix));
  const more = all.length - MOST_NAMED;
  return more <= 0 ? all : [...all.slice(0, MOST_NAMED), { field: prefix, rule: 'more', message: { zh: `另有${more}项不符合要求，未逐一列出。`, en: `${more} more are wrong and not listed here.` } }];
}

function fromIssue(issue: Issue, prefix: string): FieldProblem[] {
  const field = pathOf([...(prefix === '' ? [] : [prefix]), ...issue.path]);
  const one = (rule: string, zh: string, en: string): FieldProblem[] => [{ field, rule, message: { zh, en } }];
  switch (issue.code) {
    case 'unrecognized_keys':
      return issue.keys.map((key) => ({ field: pathOf([...(prefix === '' ? [] : [prefix]), ...issue.path, key]), rule: 'unknownField', message: { zh: '没有这一字段。', en: 'There is no such field.' } }));
    case 'invalid_type':
      return issue.input === undefined && issue.message.includes('undefined')
        ? one('required', '必须填写。', 'This is required.')
        : one('type', `类型应为${issue.expected}。`, `This must be of type ${issue.expected}.`);
    case 'too_small':
      return one('minimum', `不得少于${issue.minimum}。`, `This must be at least ${issue.minimum}${unit(issue.origin)}.`);
    case 'too_big':
      return one('maximum', `不得超过${issue.maximum}。`, `This must be at most ${issue.maximum}${unit(issue.origin)}.`);
    case 'invalid_format':
      return one(issue.format, `格式不正确（${issue.format}）。`, `This has a wrong form (${issue.format}).`);
    case 'invalid_value':
      return one('choice', `只能是：${issue.values.join('、')}。`, `This must be one of: ${issue.values.join(', ')}.`);
    case 'invalid_union': {
      const [best] = issue.errors.filter((branch) => branch.length > 0).sort((a, b) => depth(b) - depth(a) || a.length - b.length);
      if (best === undefined) return one('choice', issue.discriminator === undefined ? '内容不符合任何允许的形式。' : `${issue.discriminator}的值不在允许范围。`, 'This fits none of the allowed forms.');
      return best.flatMap((inner) => fromIssue(inner, field));
    }
    case 'custom': {
      const text = issue.params as RuleText | undefined;
      if (text === undefined && issue.message.startsWith('not a date')) return one('date', '应为实际存在的日期，写作YYYY-MM-DD。', 'This must be a date that exists, in the form YYYY-MM-DD.');
      return text === undefined ? one('rule', issue.message, issue.message) : one(text.rule, text.zh, text.en);
    }
    case 'not_multiple_of':
      return one('multipleOf', `应为${issue.divisor}的整数倍。`, `This must be a multiple of ${issue.divisor}.`);
    case 'invalid_key':
    case 'invalid_element':
      return issue.issues.flatMap((inner) => fromIssue(inner, field));
    default:
      return one('rule', '内容有误。', 'This is wrong.');
  }
}

function depth(issues: readonly Issue[]): number {
  return Math.max(...issues.map((issue) => issue.path.length));
}

function unit(origin: string): string {
  return origin === 'string' ? ' characters' : origin === 'array' ? ' entries' : '';
}

function pathOf(path: readonly PropertyKey[]): string {
  return path.map(String).join('.');
}
