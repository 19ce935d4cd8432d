/** What an application cannot do without (Administrative Compulsion Law arts. 54, 55): all that is missing, each with its reason. */
import { balanceOf, caseMoney, courtWindowOf } from '#cases';
import type { Blocker, PaperState } from '#cases/model';
import type { BilingualText } from '#law/pack-format';
import type { AppliedDebt } from './applications.ts';
import { KIND_WORDS, type PackageKind } from './kinds.ts';
import { titleOf } from './pages.ts';
import { lastPaperFor, papersFor, type PackageRecord } from './package-record.ts';

/** Nobody had to be demanded before the Law was in force (its art. 71). */
const DEMANDED_SINCE = '2012-01-01';

const t = (zh: string, en: string): BilingualText => ({ zh, en });

/** The paper that the step itself issued. */
export function applicationPaper({ state, step }: Pick<PackageRecord, 'state' | 'step'>, codes: readonly string[], party: string): PaperState | undefined {
  return papersFor(state, party).find(({ paper, seq, about }) => about === undefined && seq > step.seq && codes.includes(paper));
}

/** Papers that record the service of a paper on the party: receipts, and the public announcement. */
export function serviceRecords({ state }: Pick<PackageRecord, 'state'>, { paperId }: PaperState, party: string): PaperState[] {
  return papersFor(state, party).filter(({ about }) => about === paperId);
}

/** Files that the attempts at service on the party brought with them. */
export function serviceFiles({ attempts }: PaperState, party: string): string[] {
  return attempts.filter((one) => one.party === party).flatMap(({ attempt }) => attempt.fileIds ?? []);
}

export function missingFrom(record: PackageRecord, applied: readonly AppliedDebt[], party: string, facts: { papers: number; files: number }): Blocker[] {
  const { state, at, book, step } = record;
  const { pack } = book.pack(state.pack);
  const missing: Blocker[] = [];
  const lacks = (code: string, kind: PackageKind, message: BilingualText, what: BilingualText, article = KIND_WORDS[kind].article): void => { missing.push({ code, message, article, missing: what }); };
  const served = (code: string, kind: PackageKind, paper: PaperState): void => {
    const title = titleOf(pack, paper);
    const service = t(`${title.zh}的送达记录`, `the record of service of: ${title.en}`);
    if (paper.served[party] === undefined) lacks(`${code}NotServed`, kind, t(`${title.zh}尚未送达该当事人`, `${title.en} has not been served on this party`), service);
    else if (serviceRecords(record, paper, party).length === 0 && serviceFiles(paper, party).length === 0) lacks(`${code}ServiceNotRecorded`, kind, t(`${title.zh}的送达没有送达回证、公告或者其他凭证`, `no receipt, announcement or other proof of the service of ${title.en} is on record`), service);
  };

  const issues = pack.steps.find(({ code }) => code === step.step)?.issues.map(({ paper }) => paper) ?? [];
  if (applicationPaper(record, issues, party) === undefined) lacks('applicationMissing', 'application', t('案卷中没有本次申请的强制执行申请书', 'the record has no application issued by this step'), t('强制执行申请书', 'the application'));
  if (facts.papers + facts.files === 0) lacks('factsNotShown', 'decision', t('没有证明事实的笔录、清单或者证据文件', 'no record, list or file of evidence shows the facts'), t('证据材料', 'evidence'));
  for (const { debt, demand } of applied) {
    const decision = lastPaperFor(state, debt.paper, party);
    if (decision === undefined) lacks('decisionMissing', 'decision', t(`没有对该当事人的决定书（${debt.name.zh}）`, `there is no decision on this party (${debt.name.en})`), t('行政决定书', 'the decision'));
    else served('decision', 'decision', decision);
    if (demand !== null && step.on >= DEMANDED_SINCE) {
      const article = t('《中华人民共和国行政强制法》第54条、第55条第1款第3项', 'Administrative Compulsion Law arts. 54, 55(1)(3)');
      const paper = lastPaperFor(state, demand, party);
      if (paper === undefined) lacks('demandMissing', 'partyAndDemand', t('没有对该当事人的催告书', 'there is no demand on this party'), t('催告书', 'the demand'), article);
      else served('demand', 'partyAndDemand', paper);
    }
    const money = caseMoney(state, at, book);
    const owed = money.debts.find(({ key }) => key.debt === debt.code && key.party === party);
    const balance = owed === undefined ? null : balanceOf(money, debt.code, party, step.on);
    if (owed === undefined || balance === null) lacks('moneyUnknown', 'subjectMatter', t(`该当事人的${debt.name.zh}没有生效的数额`, `no sum is established against this party: ${debt.name.en}`), t('应缴数额', 'the sum that is owed'));
    else {
      if (balance.balanceFen <= 0n) lacks('nothingOwed', 'subjectMatter', t('申请之日没有尚欠的数额', 'nothing was owed on the day of the application'), t('尚欠的数额', 'a sum that is owed'));
      if (courtWindowOf(state, at, book, owed, step.on) === null) lacks('windowUnknown', 'other', t('申请执行的期限不能确定', 'the window to the court cannot be told'), t('起诉期限的起算', 'the beginning of the time to sue'), t('《中华人民共和国行政强制法》第53条', 'Administrative Compulsion Law art. 53'));
    }
  }
  return missing;
}
