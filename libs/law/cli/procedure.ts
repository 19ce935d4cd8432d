import { existsSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { LawInputError } from '../errors.ts';
import { readPack, shippedPacks, shippedServiceLaw } from '../files/pack-files.ts';
import type { LoadedPack } from '../law-book.ts';
import type { Pack } from '../pack-format.ts';
import { approvalText } from './approval-text.ts';
import { UsageError, type LawCommand } from './command.ts';
import { clockText, closingText, guardText, paperText, parameterText, reopeningText, stepText } from './procedure-sections.ts';
import { PackWords, ROLE, articleOf, type Language } from './procedure-words.ts';

/** `law procedure PACK|FILE [--lang zh|en]`: the whole procedure as a text for a lawyer. */
export const command: LawCommand = {
  usage: 'procedure PACK|FILE [--lang zh|en]',
  summary: 'print the whole procedure of a pack for a lawyer: steps, guards with articles, papers, clocks, parameters',
  run(args) {
    const { name, language } = options(args);
    console.log(procedureText(named(name), language));
    return 0;
  },
};

function options(args: readonly string[]): { name: string; language: Language } {
  let parsed;
  try {
    parsed = parseArgs({ args: [...args], options: { lang: { type: 'string', default: 'zh' } }, allowPositionals: true });
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : String(error));
  }
  const { values: { lang }, positionals: [name, ...more] } = parsed;
  if (name === undefined || more.length > 0) throw new UsageError(`procedure needs one pack: ${shippedPacks().map((one) => one.pack.id).join(', ')}, or a file.`);
  if (lang !== 'zh' && lang !== 'en') throw new UsageError('--lang is zh or en.');
  return { name, language: lang };
}

function named(name: string): LoadedPack {
  const packs = shippedPacks();
  const shipped = packs.find((one) => one.pack.id === name);
  if (shipped !== undefined) return shipped;
  if (!existsSync(name)) {
    const ids = packs.map((one) => one.pack.id);
    throw new LawInputError(`There is no pack ${JSON.stringify(name)} and no such file. Packs: ${ids.join(', ')}.`, `没有程序包${JSON.stringify(name)}，也没有此文件。现有程序包：${ids.join('、')}。`);
  }
  return readPack(name);
}

/** The procedure of a pack as text, in the order in which a case goes through it. */
export function procedureText({ pack, sha256 }: LoadedPack, language: Language): string {
  const words = new PackWords(pack, language);
  const sections = [head(words, sha256), competence(words), opening(words), steps(words), service(words), clocks(words), papers(words), parameters(words), closings(words), again(words), approvals(words)].filter((lines) => lines.length > 0);
  return sections.map((lines) => lines.join('\n')).join('\n\n');
}

function head(words: PackWords, sha256: string): string[] {
  const { id, name, inForce } = words.pack;
  return [
    words.say(name),
    words.both(`程序包 ${id}；${inForce.from}起适用，${inForce.to === null ? '现行' : `至${inForce.to}止`}；SHA-256 ${sha256}`, `Pack ${id}; in force from ${inForce.from}, ${inForce.to === null ? 'still in force' : `to ${inForce.to}`}; SHA-256 ${sha256}`),
    words.both('各项规则后列明依据。“未核实”：须经法律顾问确认；所涉数值在县以文号设定之前不生效。“推定”：由已核实的条文推出，条文本身未作规定。', 'Each rule names its article. "Unverified": counsel must confirm it; such a value has no effect until the county sets it by a document. "Inference": drawn from verified text, not itself in a text.'),
  ];
}

function competence(words: PackWords): string[] {
  const { inForce, bodies, party, forbiddenWords } = words.pack;
  const basis = { own: words.both('本机关职权', 'own power'), handedOver: words.both('省决定下放的职权（以自己名义）', 'power handed over by the province (in its own name)'), entrusted: words.both('受委托（以委托机关名义）', 'entrusted (in the name of the principal)') };
  const kind = { citizen: words.both('公民', 'citizen'), organisation: words.both('法人或者其他组织', 'organisation') };
  const number = party.min === party.max ? `${party.min}` : `${party.min}-${party.max}`;
  return [
    words.both('一、适用与主体', '1. Force and competence'),
    `  ${words.both('施行之前', 'Before it')}：${words.say(inForce.before.message)}。${words.cited(inForce.before.cite)}`,
    ...(inForce.after === undefined ? [] : [`  ${words.both('终止之后', 'After it')}：${words.say(inForce.after.message)}。${words.cited(inForce.after.cite)}`]),
    ...bodies.map((body) => `  ${words.both('办理主体', 'Body')}：${basis[body.basis]}。${words.cited(body.cite)}`),
    `  ${words.say(party.name)}：${number}${words.both('名，', ', ')}${words.list(party.kinds.map((one) => kind[one]))}`,
    ...(party.olderThan === undefined ? [] : [`  ${words.both('当事人的年龄', 'Age of a party')}：${words.say(party.olderThan.message)}。${words.cited(party.olderThan.cite)}`]),
    ...forbiddenWords.flatMap((rule) => [
      `  ${words.both('不得写入', 'Not to be written')}${words.both({ own: '本程序的案件', others: '其他程序的案件', all: '任何案件' }[rule.cases], { own: ' in cases of this pack', others: ' in cases of other packs', all: ' in any case' }[rule.cases])}${rule.from === undefined ? '' : words.both(`（自${rule.from}起）`, ` (from ${rule.from})`)}：${rule.words.join('、')}`,
      `    ${words.both('否则退回', 'else refused')}：${words.say(rule.message)}〔${rule.code}〕。${words.cited(rule.cite)}`,
    ]),
  ].map((line) => punctuated(line, words));
}

function opening(words: PackWords): string[] {
  const { opening: rule, initialPhase } = words.pack;
  return [
    words.both('二、受理线索', '2. Opening a case'),
    `  ${words.both('由', 'By: ')}${words.list(rule.by.map((role) => words.say(ROLE[role])))}${words.both('登记，进入', '; the case enters the phase ')}${words.both(`“${words.phase(initialPhase)}”阶段`, `"${words.phase(initialPhase)}"`)}${words.both('。', '. ')}${words.cited(rule.cite)}`,
    `  ${words.both('登记：', 'Enter: ')}${facts(words, rule.facts)}`,
    ...rule.guards.flatMap((guard) => guardText(words, guard)),
    ...(words.pack.everyAct.length === 0 ? [] : [words.both('  对受理、各步骤和送达一并适用：', '  For the opening, every step and service alike:')]),
    ...words.pack.everyAct.flatMap((guard) => [...guardText(words, guard), ...exceptions(words, guard.except)]),
  ];
}

function exceptions(words: PackWords, except: readonly string[]): string[] {
  const names: Record<string, string> = { opening: words.both('受理', 'the opening'), service: words.both('送达', 'service') };
  return except.length === 0 ? [] : [`        ${words.both('不适用于：', 'Not for: ')}${words.list(except.map((act) => names[act] ?? words.step(act)))}`];
}

function facts(words: PackWords, list: Pack['opening']['facts']): string {
  return words.list(list.map(({ fact, required }) => `${words.fact(fact)}${required ? '' : words.both('（可不填）', ' (optional)')}`));
}

function steps(words: PackWords): string[] {
  const { phases, steps: all, filingStep } = words.pack;
  const lines = [words.both('三、步骤', '3. Steps')];
  if (filingStep !== undefined) lines.push(words.both(`  办理日期不得早于受理日；${words.step(filingStep)}之后，不得早于该日，也不得晚于当日。`, `  No act is dated before the opening, before ${words.step(filingStep)} once that was done, or after today.`));
  for (const [index, phase] of phases.entries()) {
    const here = all.filter((step) => step.from[0] === phase.code);
    lines.push('', `  ── ${index + 1}. ${words.say(phase.name)} ──`);
    if (here.length === 0) lines.push(words.both('    本阶段没有须办理的步骤。', '    No step begins here.'));
    for (const step of here) lines.push(...stepText(words, step));
  }
  return lines;
}

function service(words: PackWords): string[] {
  const law = shippedServiceLaw();
  const papers = words.pack.papers.filter((paper) => paper.serve);
  if (papers.length === 0) return [words.both('四、送达：本程序没有须送达的文书。', '4. Service: nothing is served in this procedure.')];
  const known = [...words.pack.instruments, ...shippedPacks().flatMap((loaded) => loaded.pack.instruments)];
  return [
    words.both('四、送达', '4. Service'),
    words.both('  未经送达，当事人的期限不起算。须送达：', '  Without service no period of the party runs. Served are: ') + words.list(papers.map((paper) => words.paper(paper.code))),
    ...Object.values(law.ways).map((way) => `  ${words.say(way.name)}${words.both('：', ': ')}${articleOf(law.instrument, way.article, known, words.language)}`),
    ...(words.pack.inForce.from < '2022-01-01' ? [words.both('  （条文序号为2022年起的文本；此前送达规定在第84条至第92条。）', '  (Numbers are those of the text from 2022 on; before, service stood in arts. 84-92.)')] : []),
    ...law.announcement.map((rule) => {
      const from = rule.postedFrom === null ? '' : words.both(`${rule.postedFrom}起`, ` from ${rule.postedFrom}`);
      const to = rule.postedTo === null ? '' : words.both(`至${rule.postedTo}`, ` until ${rule.postedTo}`);
      return words.both(`  公告期：${from}${to}张贴的，${rule.days}日`, `  Announcement posted${from}${to}: ${rule.days} days`);
    }),
    ...(words.pack.whereaboutsStep === undefined ? [] : [words.both(`  以下落不明为由公告送达的，须先办理${words.step(words.pack.whereaboutsStep)}。`, `  Announcement because the whereabouts are unknown needs ${words.step(words.pack.whereaboutsStep)} first.`)]),
  ];
}

function clocks(words: PackWords): string[] {
  return [words.both('五、期限', '5. Clocks'), ...words.pack.clocks.flatMap((clock) => clockText(words, clock))];
}
function papers(words: PackWords): string[] {
  return [words.both('六、文书', '6. Papers'), ...words.pack.papers.flatMap((paper) => paperText(words, paper))];
}
function parameters(words: PackWords): string[] {
  const { parameters: all } = words.pack;
  if (all.length === 0) return [words.both('七、县设定的参数：无。', '7. Parameters of the county: none.')];
  return [words.both('七、县设定的参数（未设定的，需要它的步骤被退回）', '7. Parameters that the county sets (while unset, the steps that need them are refused)'), ...all.flatMap((parameter) => parameterText(words, parameter))];
}
function closings(words: PackWords): string[] {
  return [words.both('八、结案', '8. Closing'), ...words.pack.closings.flatMap((closing) => closingText(words, closing))];
}

/** Which steps wait for whose signatures. */
function approvals(words: PackWords): string[] {
  const { approvals: chains, reopenings, recusal, complainedOf } = words.pack;
  if (chains.length === 0) return [];
  const number = reopenings.length === 0 && recusal === undefined && complainedOf === undefined ? ['九', '9'] : ['十', '10'];
  return [words.both(`${number[0]}、审批（逐环节签署；不因期限届满而视为批准，不得自己审批自己的提议）`, `${number[1]}. Approvals (stage by stage; never by time, never by whoever asks)`), ...chains.flatMap((chain) => approvalText(words, chain))];
}

/** What can be taken up again, and who takes no further part. */
function again(words: PackWords): string[] {
  const { reopenings, recusal, complainedOf } = words.pack;
  if (reopenings.length === 0 && recusal === undefined && complainedOf === undefined) return [];
  return [
    words.both('九、重新办理与回避', '9. Reopening and recusal'), ...reopenings.flatMap((reopening) => reopeningText(words, reopening)),
    ...(complainedOf === undefined ? [] : [words.both(`  ${words.fact(complainedOf.person)}所指人员不得以任何方式参与，也看不到案卷；登记时即指明的，由县司法行政机关立案办理。${words.cited(complainedOf.cite)}`, `  Whoever is named in ${words.fact(complainedOf.person)} takes no part and sees nothing of it; named at the opening, the case is the county legal office's from the beginning. ${words.cited(complainedOf.cite)}`)]),
    ...(recusal === undefined ? [] : [words.both(`  经${words.step(recusal.decision)}同意回避的人员，此后不得再参与本案；任何人不得决定本人的回避。${words.cited(recusal.cite)}`, `  Whoever is recused by ${words.step(recusal.decision)} takes no further part in the case, and nobody decides on his own recusal. ${words.cited(recusal.cite)}`)]),
  ];
}

/** The full-width colon and stop of the templates above, in English. */
function punctuated(line: string, words: PackWords): string {
  return words.language === 'zh' ? line : line.replaceAll('：', ': ').replaceAll('。', '. ');
}
