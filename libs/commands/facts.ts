import { formatYuan, isLegalDate, LawInputError, parseYuan } from '#law';
import type { FactDefinition, Pack } from '#law/pack-format';
import type { ContentRef, FactValue, Facts } from '#cases/model';
import type { EdgeFacts } from './edge.ts';
import type { FieldError } from './outcome.ts';

/** Days that a fact may name: nobody in a case was born before, and nothing is planned after. */
const EARLIEST = '1900-01-01';
const LATEST = '2199-12-31';

/** Encrypts a free text and answers what an event may carry of it. */
export type KeepText = (fact: FactDefinition, text: string) => Promise<ContentRef>;

/** Reads plain facts by the types that the pack declares. What cannot be is answered as errors that name field and rule. */
export async function readFacts(pack: Pack, given: EdgeFacts, keepText: KeepText): Promise<{ facts: Facts; errors: FieldError[] }> {
  const facts: Facts = {};
  const errors: FieldError[] = [];
  for (const [code, plain] of Object.entries(given)) {
    const definition = pack.facts.find((fact) => fact.code === code);
    const read = definition === undefined ? unknownFact(code) : readFact(definition, plain);
    if ('error' in read) errors.push({ field: `facts.${code}`, ...read.error });
    else if ('text' in read && definition !== undefined) facts[code] = { type: 'text', content: await keepText(definition, read.text) };
    else if ('value' in read) facts[code] = read.value;
  }
  return { facts, errors };
}

type Read = { value: FactValue } | { text: string } | { error: Omit<FieldError, 'field'> };

function unknownFact(code: string): Read {
  return { error: { rule: 'unknownFact', message: { zh: `本程序没有事项“${code}”。`, en: `This procedure knows no fact "${code}".` } } };
}

function readFact(fact: FactDefinition, plain: string | number | boolean): Read {
  const wrong = (zh: string, en: string): Read => ({ error: { rule: fact.type, message: { zh: `“${fact.label.zh}”${zh}`, en: `"${fact.label.en}" ${en}` } } });
  switch (fact.type) {
    case 'date': return typeof plain === 'string' && isLegalDate(plain) && plain >= EARLIEST && plain <= LATEST ? { value: { type: 'date', value: plain as never } } : wrong('应为1900年至2199年间日历上的日期，形如2026-03-05。', 'must be a date of the calendar from 1900 to 2199, such as 2026-03-05.');
    case 'money': return readMoney(fact, plain);
    case 'integer': return typeof plain === 'number' && Number.isSafeInteger(plain) ? { value: { type: 'integer', value: plain } } : wrong('应为整数。', 'must be a whole number.');
    case 'boolean': return typeof plain === 'boolean' ? { value: { type: 'boolean', value: plain } } : wrong('应为 true 或 false。', 'must be true or false.');
    case 'choice': {
      const choices = fact.choices ?? [];
      return choices.some((choice) => choice.value === plain) ? { value: { type: 'choice', value: String(plain) } }
        : wrong(`应为下列之一：${choices.map((choice) => choice.value).join('、')}。`, `must be one of: ${choices.map((choice) => choice.value).join(', ')}.`);
    }
    case 'text': return typeof plain === 'string' && plain.trim() !== '' ? { text: plain.trim() } : wrong('应为文字。', 'must be a text.');
    case 'code': return typeof plain === 'string' && isCode(plain) ? { value: { type: 'code', value: plain } } : wrong('应为字母、数字组成的代码，或者文号（例如勉政发〔2026〕12号）；姓名和证件号码不得填入。', 'must be a code of letters and digits, or a document number such as 勉政发〔2026〕12号; names and identity numbers do not belong here.');
    case 'person': return typeof plain === 'string' && /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(plain) ? { value: { type: 'person', personId: plain } } : wrong('应为人员编号。', 'must be the id of a person.');
  }
}

/**
 * Codes stand in events in clear and for ever, so no name and no number of a person fits: Latin letters and digits with no
 * run of eleven digits (telephone and identity numbers), or the form of a document number.
 */
function isCode(text: string): boolean {
  // Lines of a schedule: days and amounts, `2018-06-30=1000.00;2018-07-31=1000.00`; which of them cannot be is said line by line where they are judged.
  return (/^\d{4}-[0-9=.;-]{1,15995}$/.test(text) && !/\d{11}/.test(text)) || (/^[A-Za-z0-9][A-Za-z0-9._/-]{0,159}$/.test(text) && !/\d{11}/.test(text)) || /^\p{Script=Han}{1,20}[〔（(]\d{4}[〕）)]\p{Script=Han}{0,3}\d{1,6}(?:-\d{1,4})?号$/u.test(text);
}

function readMoney(fact: FactDefinition, plain: string | number | boolean): Read {
  try {
    if (typeof plain !== 'string') throw new LawInputError('must be an amount in yuan as a text, such as "720.00".', '应为以元计的金额文本，例如"720.00"。');
    const fen = parseYuan(plain);
    return { value: { type: 'money', fen: fen.toString() } };
  } catch (error) {
    if (!(error instanceof LawInputError)) throw error;
    return { error: { rule: 'money', message: { zh: `“${fact.label.zh}”：${error.zh}`, en: `"${fact.label.en}": ${error.message}` } } };
  }
}

/** A fact in the words of its pack, as papers print it; `text` and `person` need what lies outside the record. */
export function printFact(fact: FactDefinition | undefined, value: FactValue, read: { text: (contentId: string) => string | null; person: (personId: string) => string | null }): string | null {
  switch (value.type) {
    case 'date': return printDate(value.value);
    case 'money': return formatYuan(BigInt(value.fen));
    case 'integer': return String(value.value);
    case 'boolean': return value.value ? '是' : '否';
    case 'choice': return fact?.choices?.find((choice) => choice.value === value.value)?.label.zh ?? value.value;
    case 'code': return value.value;
    case 'person': return read.person(value.personId);
    case 'text': return read.text(value.content.contentId);
  }
}

/** 2026-03-05 as 2026年3月5日. */
export function printDate(date: string): string {
  const [year = '', month = '', day = ''] = date.split('-');
  return `${year}年${Number(month)}月${Number(day)}日`;
}
