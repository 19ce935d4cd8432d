/** The closed vocabulary of packs in words, for people who read a procedure: articles, roles, periods, conditions. */
import { articleInChinese } from '../article.ts';
import { POWER_NAMES, ROLE_NAMES } from '../role-names.ts';
import type { BilingualText, Cite, Condition, Operand, Pack, PackPeriod, Trigger } from '../pack-format.ts';

export type Language = keyof BilingualText;

const STATUS: Record<Cite['status'], BilingualText> = {
  verified: { zh: '', en: '' },
  unverified: { zh: '（未核实）', en: ' (unverified)' },
  inference: { zh: '（推定）', en: ' (inference)' },
};

/** Instrument and article with its status. A further part of an article ("…; State Council Order 281 art. 7") names its own instrument. */
export function cited(pack: Pack, cite: Cite, language: Language): string {
  const name = pack.instruments.find((one) => one.id === cite.instrument)?.name ?? { zh: cite.instrument, en: cite.instrument };
  return `${articleOf(name, cite.article, pack.instruments, language)}${STATUS[cite.status][language]}`;
}

/** An article of an instrument; the parts after a semicolon name instruments out of those known. */
export function articleOf(instrument: BilingualText, article: string, known: Pack['instruments'], language: Language): string {
  if (language === 'en') return `${instrument.en} ${article}`;
  const [first = '', ...more] = article.split('; ');
  const further = more.map((part) => {
    const other = known.find((one) => part.startsWith(`${one.name.en} `))?.name;
    return other === undefined ? part : `${other.zh}${articleInChinese(part.slice(other.en.length + 1), other.zh)}`;
  });
  return [`${instrument.zh}${articleInChinese(first, instrument.zh)}`, ...further].join('、');
}

export { POWER_NAMES as POWER, ROLE_NAMES as ROLE };

const UNIT: Record<PackPeriod['unit'], BilingualText> = {
  ND: { zh: '日（自然日）', en: 'natural days' }, WD: { zh: '个工作日', en: 'working days' }, MO: { zh: '个月', en: 'months' }, YEAR: { zh: '年', en: 'years' }, FIX: { zh: '', en: '' },
};

/** Qualifications that a pack may ask for, by code. */
const QUALIFICATION: Record<string, BilingualText> = {
  legalProfession: { zh: '法律职业资格', en: 'the national legal qualification' },
  earlierReviewer: { zh: '此前已从事法制审核工作的记录', en: 'a record of having reviewed before' },
};

/** What a parameter counts, in Chinese. */
const COUNTED: Record<PackPeriod['unit'], string> = { ND: '自然日', WD: '工作日', MO: '月', YEAR: '年', FIX: '' };

/** A Chinese clause that is affirmed or denied. */
function denial(clause: string, yes: boolean): string {
  if (yes) return clause.replace('{已}', '已').replace('{正在}', '正在');
  const denied = clause.replace('{已}', '未').replace('{正在}', '未在');
  return denied === clause ? `并非：${clause}` : denied;
}

/** Words of one pack in one language. */
export class PackWords {
  readonly pack: Pack;
  readonly language: Language;

  /** What `{"date": "step"}` is called: the day of the act, or the day on which a clock starts. */
  readonly #day: BilingualText;

  constructor(pack: Pack, language: Language, day: BilingualText = { zh: '办理之日', en: 'the day of the act' }) {
    this.pack = pack;
    this.language = language;
    this.#day = day;
  }

  /** The same words for a clock, whose conditions are judged on the day on which it starts. */
  onStart(): PackWords { return new PackWords(this.pack, this.language, { zh: '起算之日', en: 'the day of its start' }); }

  code(code: string): string { return this.both(`〔${code}〕`, ` [${code}]`); }
  say(text: BilingualText): string { return text[this.language]; }
  both(zh: string, en: string): string { return this.language === 'zh' ? zh : en; }
  list(items: readonly string[]): string { return items.join(this.both('、', ', ')); }
  cited(cite: Cite): string { return cited(this.pack, cite, this.language); }
  step(code: string): string { if (code === 'opening') return this.both('登记受理', 'the opening'); return this.both('“', '"') + this.name([...this.pack.steps, ...this.pack.reopenings], code) + this.both('”', '"'); }
  phase(code: string): string { return this.name(this.pack.phases, code); }
  clock(code: string): string { return `${this.both('“', '"')}${this.name(this.pack.clocks, code)}${this.both('”', '"')} ${code === this.name(this.pack.clocks, code) ? '' : `[${code}]`}`.trim(); }
  parameter(code: string): string { return this.both('“', '"') + this.name(this.pack.parameters, code) + this.both('”', '"'); }
  paper(code: string): string {
    const title = this.pack.papers.find((one) => one.code === code)?.title;
    return this.both(`《${title?.zh ?? code}》`, `"${title?.en ?? code}"`);
  }
  fact(code: string): string {
    const label = this.pack.facts.find((one) => one.code === code)?.label;
    return this.both(`“${label?.zh ?? code}”`, `"${label?.en ?? code}"`);
  }

  debt(code: string): string {
    return this.name(this.pack.money?.debts ?? [], code);
  }

  trigger(trigger: Trigger): string {
    if ('opening' in trigger) return trigger.anchorFact === undefined ? this.both('登记受理', 'the opening of the case') : this.fact(trigger.anchorFact);
    if ('step' in trigger) return trigger.anchorFact === undefined ? this.both(`办理${this.step(trigger.step)}`, `the step ${this.step(trigger.step)}`) : this.fact(trigger.anchorFact);
    if ('issued' in trigger) return this.both(`作出${this.paper(trigger.issued)}`, `${this.paper(trigger.issued)} is issued`);
    if ('served' in trigger) return this.both(`${this.paper(trigger.served)}送达`, `${this.paper(trigger.served)} is served`);
    if ('paid' in trigger) return this.both(`${this.debt(trigger.paid)}缴清`, `${this.debt(trigger.paid)} is paid in full`);
    if ('instalments' in trigger) return this.both(`${this.debt(trigger.instalments)}的各期`, `each instalment of ${this.debt(trigger.instalments)}`);
    if ('overdue' in trigger) return this.both(`${this.clock(trigger.overdue)}届满未履行`, `what ${this.clock(trigger.overdue)} asks for is overdue`);
    if ('courtWindow' in trigger) return trigger.last === 'demand' ? this.both(`${this.debt(trigger.courtWindow)}的最迟催告日`, `the last safe day of a demand for ${this.debt(trigger.courtWindow)}`) : this.both(`${this.debt(trigger.courtWindow)}的申请执行期限`, `the window to the court for ${this.debt(trigger.courtWindow)}`);
    if ('forbearance' in trigger) return this.both(`批准暂缓催缴${this.debt(trigger.forbearance)}`, `a forbearance of ${this.debt(trigger.forbearance)} is granted`);
    if ('stages' in trigger) return this.both(`${this.debt(trigger.stages)}执行协议的各阶段`, `each stage of the agreement on ${this.debt(trigger.stages)}`);
    return this.both(`${this.clock(trigger.lapsed)}届满`, `${this.clock(trigger.lapsed)} has lapsed`);
  }

  /** Length, kind of day, and what a rest day at the end does. */
  period(period: PackPeriod): string {
    const { length, unit, direction, countMode } = period;
    const counted = unit === 'FIX'
      ? this.both(`至${period.fixedDate ?? ''}`, `until ${period.fixedDate ?? ''}`)
      : typeof length === 'number'
        ? `${length}${this.both('', ' ')}${this.say(UNIT[unit])}`
        : this.both(`县参数${this.parameter(length.parameter)}所定的${COUNTED[unit]}数`, `the number of ${this.say(UNIT[unit])} that the county sets, ${this.parameter(length.parameter)}`);
    const way = direction === 'before'
      ? this.both(`，自该日向前计算${countMode === 'clear' ? '，中间须隔满该日数' : ''}`, `, counted backwards${countMode === 'clear' ? ', as clear days between the two' : ''}`)
      : this.both('，自次日起算', ', from the next day');
    return `${counted}${unit === 'FIX' ? '' : way}${this.roll(period)}`;
  }

  private roll({ roll, laterDateHelps }: PackPeriod): string {
    switch (roll) {
      case 'none': return '';
      case 'absolute': return this.both('，末日不顺延', '; never rolled');
      case 'previous-working-day': return this.both('，遇休息日提前至前一工作日', '; a rest day moves it to the working day before');
      case 'next-working-day': return this.both('，末日为休息日的顺延至次一工作日', '; a last day that is a rest day moves to the next working day');
      case 'next-working-day-citizen-only': {
        if (laterDateHelps === 'citizen') return this.both('，末日为休息日的，为当事人利益顺延（推定）', '; a last day that is a rest day moves on, for the party (inference)');
        if (laterDateHelps === 'authority') return this.both('，顺延有利于行政机关，故不顺延（推定）', '; not rolled, since that would help the authority (inference)');
        return this.both('，是否顺延未有定论，两日并列', '; whether it rolls is not settled, both days are shown');
      }
    }
  }

  /** What must hold, as a clause. */
  condition(one: Condition): string {
    if ('all' in one) return one.all.map((part) => this.nested(part)).join(this.both('，并且', ', and '));
    if ('any' in one) return one.any.map((part) => this.nested(part)).join(this.both('，或者', ', or '));
    if ('not' in one) return this.denied(one.not);
    return this.plain(one, true);
  }

  private nested(one: Condition): string {
    return 'all' in one || 'any' in one ? this.both(`（${this.condition(one)}）`, `(${this.condition(one)})`) : this.condition(one);
  }

  private denied(one: Condition): string {
    if ('any' in one) return one.any.map((part) => this.denied(part)).join(this.both('，并且', ', and '));
    if ('not' in one) return this.nested(one.not);
    return 'all' in one ? this.both(`不属于：${this.nested(one)}`, `not: ${this.nested(one)}`) : this.plain(one, false);
  }

  private plain(one: Exclude<Condition, { all: Condition[] } | { any: Condition[] } | { not: Condition }>, yes: boolean): string {
    const each = 'party' in one && one.party !== undefined && this.pack.party.max > 1 ? this.scope(one.party) : '';
    // {已}, {正在} and {not} stand where the denial changes the words.
    const no = (zh: string, en: string): string => this.both(denial(zh, yes), yes ? en.replace('{not}', '') : en.includes('{not}') ? en.replace('{not}', ' not') : `not: ${en}`);
    if ('step' in one) {
      const after = one.since === undefined ? null : 'served' in one.since
        ? { zh: `在${this.paper(one.since.served)}送达后`, en: ` after ${this.paper(one.since.served)} was served` }
        : { zh: `在最近一次${this.step(one.since.step)}之后`, en: ` after the last ${this.step(one.since.step)}` };
      return no(`{已}${after?.zh ?? ''}办理${this.step(one.step)}${each}`, `${this.step(one.step)} was{not} done${after?.en ?? ''}${each}`);
    }
    if ('issued' in one) return no(`{已}作出${this.paper(one.issued)}${each}`, `${this.paper(one.issued)} was{not} issued${each}`);
    if ('served' in one) return no(`{已}送达${this.paper(one.served)}${each}`, `${this.paper(one.served)} was{not} served${each}`);
    if ('lapsed' in one) return no(`{已}届满：${this.clock(one.lapsed)}${each}`, `${this.clock(one.lapsed)} has{not} lapsed${each}`);
    if ('running' in one) return no(`{正在}计算：${this.clock(one.running)}${each}`, `${this.clock(one.running)} is{not} running${each}`);
    if ('suspended' in one) return no(`{正在}中止：${this.clock(one.suspended)}`, `${this.clock(one.suspended)} is{not} suspended`);
    if ('phase' in one) return no(`处于${this.list(one.phase.map((code) => this.phase(code)))}阶段`, `the phase is{not} ${this.list(one.phase.map((code) => this.phase(code)))}`);
    if ('present' in one) return no(`{已}填写${this.fact(one.present)}${each}`, `${this.fact(one.present)} is{not} given${each}`);
    if ('paid' in one) return no(`{已}缴清${this.debt(one.paid)}${each}`, `${this.debt(one.paid)} is{not} paid in full${each}`);
    if ('inDefault' in one) return no(`{已}逾期：${this.debt(one.inDefault)}${each}`, `${this.debt(one.inDefault)} is{not} in default${each}`);
    if ('overdue' in one) return no(`${this.debt(one.overdue)}{已}逾期未缴清${each}`, `something of ${this.debt(one.overdue)} is{not} overdue${each}`);
    if ('stagesKept' in one) return no(`{已}按阶段履行${this.debt(one.stagesKept)}的执行协议${each}`, `every stage of the agreement on ${this.debt(one.stagesKept)} is{not} kept${each}`);
    if ('courtWindow' in one) {
      const debt = this.debt(one.courtWindow);
      switch (one.is) {
        case 'decided': return no(`{已}确定${debt}的申请执行期限${each}`, `which window to the court holds for ${debt} is{not} decided${each}`);
        case 'begun': return no(`{已}开始计算${debt}的申请执行期限${each}`, `the window to the court for ${debt} has{not} begun${each}`);
        case 'open': return no(`${debt}的申请执行期限尚未届满${each}`, `the window to the court for ${debt} is{not} open${each}`);
      }
    }
    if ('left' in one) return no(this.comparison(one), this.comparison(one));
    if ('parameterSet' in one) return no(`{已}由县设定${this.parameter(one.parameterSet)}`, `the county has{not} set ${this.parameter(one.parameterSet)}`);
    if ('officers' in one) return no(`有${one.officers}名以上当日持有效执法证件的执法人员`, `at least ${one.officers} officers hold a certificate valid on that day`);
    if ('actorTookNone' in one) return no(`办理人没有办理过${this.list(one.actorTookNone.map((code) => this.step(code)))}`, `the person acting took none of ${this.list(one.actorTookNone.map((code) => this.step(code)))}`);
    if ('unanswered' in one) {
      const { steps, by, ref, named } = one.unanswered;
      const [what, answers] = [this.list(steps.map((code) => this.step(code))), this.list(by.map((code) => this.step(code)))];
      return named === true
        ? no(`${this.fact(ref)}所指的${what}尚无${answers}`, `the step in ${this.fact(ref)} has{not} still no ${answers}`)
        : no(`有${what}尚无${answers}`, `some ${what} is{not} still without ${answers}`);
    }
    if ('actorRole' in one) return no(`办理人为${this.list(one.actorRole.map((role) => ROLE_NAMES[role].zh))}`, `whoever acts is{not} ${this.list(one.actorRole.map((role) => ROLE_NAMES[role].en))}`);
    if ('actorQualified' in one) {
      const held = one.actorQualified.map((code) => QUALIFICATION[code] ?? { zh: code, en: code });
      return no(`办理人当日具有${held.map((each) => each.zh).join('或者')}`, `the person acting holds ${held.map((each) => each.en).join(' or ')} on that day`);
    }
    if ('personTookNone' in one) {
      const steps = this.list(one.personTookNone.steps.map((code) => this.step(code)));
      return no(`${this.fact(one.personTookNone.fact)}没有办理过${steps}`, `the person in ${this.fact(one.personTookNone.fact)} took none of ${steps}`);
    }
    if ('partyKind' in one) return no(one.partyKind === 'citizen' ? '当事人为公民' : '当事人为法人或者其他组织', one.partyKind === 'citizen' ? 'the party is{not} a citizen' : 'the party is{not} an organisation');
    if ('partyAge' in one && !yes) return this.both(`当事人行为时已满${one.partyAge.below}周岁`, `the party was ${one.partyAge.below} or older when it acted`);
    if ('partyAge' in one) return no(`当事人行为时不满${one.partyAge.below}周岁`, `the party was under ${one.partyAge.below} when it acted`);
    const register = this.name(this.pack.registers, one.claimFree);
    return no(`没有登记在册（${register}）`, `the register is{not} free (${register})`);
  }

  private scope(party: 'this' | 'each' | 'any'): string {
    switch (party) {
      case 'this': return '';
      case 'each': return this.both('（每一当事人）', ' (for every party)');
      case 'any': return this.both('（至少一名当事人）', ' (for at least one party)');
    }
  }

  private comparison({ left, is, right }: { left: Operand; is: '=' | '!=' | '<' | '<=' | '>' | '>='; right: Operand }): string {
    const dates = this.isDate(left) || this.isDate(right);
    const zh = dates ? { '=': '为', '!=': '不为', '<': '早于', '<=': '不晚于', '>': '晚于', '>=': '不早于' } : { '=': '为', '!=': '不为', '<': '低于', '<=': '不高于', '>': '高于', '>=': '不低于' };
    const en = dates ? { '=': 'is', '!=': 'is not', '<': 'lies before', '<=': 'is not after', '>': 'lies after', '>=': 'is not before' } : { '=': 'is', '!=': 'is not', '<': 'is below', '<=': 'is at most', '>': 'is above', '>=': 'is at least' };
    return `${this.operand(left)}${this.both(zh[is], ` ${en[is]} `)}${this.operand(right, left)}`;
  }

  private isDate(one: Operand): boolean {
    return 'date' in one || 'stepDate' in one || 'servedOn' in one || 'periodEnd' in one || 'refDate' in one || 'overdueSince' in one || ('fact' in one && this.pack.facts.find((fact) => fact.code === one.fact)?.type === 'date');
  }

  operand(one: Operand, beside?: Operand): string {
    if ('value' in one) return this.literal(one.value, beside);
    if ('fact' in one) return this.fact(one.fact);
    if ('parameter' in one) return this.both(`县参数${this.parameter(one.parameter)}`, `the county's ${this.parameter(one.parameter)}`);
    if ('date' in one) return this.say(this.#day);
    if ('stepDate' in one) return this.both(`办理${this.step(one.stepDate)}之日`, `the day of ${this.step(one.stepDate)}`);
    if ('servedOn' in one) return this.both(`${this.paper(one.servedOn)}送达之日`, `the day of service of ${this.paper(one.servedOn)}`);
    if ('balance' in one) return this.both(`${this.debt(one.balance)}的欠缴余额`, `what is owed of ${this.debt(one.balance)}`);
    if ('received' in one) return this.both(`${this.debt(one.received)}的已收款项`, `what has come in for ${this.debt(one.received)}`);
    if ('unpaid' in one) return this.both(`${this.debt(one.unpaid)}的未缴款项`, `what is not paid of ${this.debt(one.unpaid)}`);
    if ('surchargeOwed' in one) return this.both(`${this.debt(one.surchargeOwed)}的未缴加收款项`, `the surcharge that is owed on ${this.debt(one.surchargeOwed)}`);
    if ('overdueSince' in one) return this.both(`${this.debt(one.overdueSince)}开始逾期之日`, `the day since when ${this.debt(one.overdueSince)} is overdue`);
    if ('inHands' in one) return this.both(`当场收缴的${this.debt(one.inHands)}中尚未缴付银行的款项`, `what was collected on the spot of ${this.debt(one.inHands)} and has not reached the bank`);
    if ('periodEnd' in one) return this.both(`以${this.operand(one.from)}计算的${this.clock(one.periodEnd)}最后一日`, `the last day of ${this.clock(one.periodEnd)} counted from ${this.operand(one.from)}`);
    if ('refDate' in one) return this.both(`${this.fact(one.refDate)}所指步骤之日`, `the day of the step in ${this.fact(one.refDate)}`);
    if ('minus' in one) return this.both(`${this.operand(one.minus[0])}减去${this.operand(one.minus[1])}`, `${this.operand(one.minus[0])} less ${this.operand(one.minus[1])}`);
    if ('yearOf' in one) {
      const plus = one.plus ?? 0;
      const shift = plus === 0 ? '' : this.both(plus < 0 ? `前${-plus}年` : `后${plus}年`, ` ${plus < 0 ? 'minus' : 'plus'} ${Math.abs(plus)}`);
      return this.both(`${this.operand(one.yearOf)}所在年度${shift}`, `the year of ${this.operand(one.yearOf)}${shift}`);
    }
    return this.both('办理人', 'the person acting');
  }

  private literal(value: string | number | boolean, beside?: Operand): string {
    if (typeof value === 'boolean') return this.both(value ? '“是”' : '“否”', value ? 'yes' : 'no');
    if (typeof value === 'string' && beside !== undefined && 'fact' in beside) {
      const choice = this.pack.facts.find((fact) => fact.code === beside.fact)?.choices?.find((one) => one.value === value);
      if (choice !== undefined) return this.both(`“${choice.label.zh}”`, `"${choice.label.en}"`);
    }
    return String(value);
  }

  private name(among: readonly { code: string; name: BilingualText }[], code: string): string {
    return among.find((one) => one.code === code)?.name[this.language] ?? code;
  }
}
