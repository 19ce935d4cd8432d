/** Which papers, files and pages go into the package, in which order, and what does not, with the reason. */
import type { Blocker, PaperState } from '#cases/model';
import { stepOfPaper } from '#cases/evolve';
import type { BilingualText } from '#law/pack-format';
import { appliedDebts } from './applications.ts';
import { applicationPaper, missingFrom, serviceFiles, serviceRecords } from './completeness.ts';
import type { PackageKind } from './kinds.ts';
import { clocksPage, moneyPage, servicePage, statementsPage, titleOf } from './pages.ts';
import { lastPaperFor, papersFor, partyOf, type FileOnRecord, type NotEnclosed, type PackageRecord, type PlannedEntry } from './package-record.ts';
import { papersOfStatements, statementsOf } from './statements.ts';

export interface PackagePlan { party: string; entries: PlannedEntry[]; notEnclosed: NotEnclosed[]; missing: Blocker[] }

const t = (zh: string, en: string): BilingualText => ({ zh, en });
const EXTENSIONS: Readonly<Record<string, string>> = { 'application/pdf': 'pdf', 'image/jpeg': 'jpg', 'image/png': 'png', 'image/tiff': 'tif', 'audio/wav': 'wav', 'audio/mp4': 'm4a', 'video/mp4': 'mp4' };
const WITHHELD: Readonly<Record<NonNullable<FileOnRecord['withheld']>, BilingualText>> = {
  sealed: t('依法保密，制作人无权查看', 'sealed: whoever had this package made may not read it'), removed: t('内容已删除', 'its bytes were removed'),
};

/**
 * The plan of a package, or null where the step is no application to the court (or is not for one party). `training`:
 * the pages say that the record is one to practise on.
 */
export function planPackage(record: PackageRecord, training: boolean): PackagePlan | null {
  const { state, book, step } = record;
  const { pack } = book.pack(state.pack);
  const applied = appliedDebts(pack, step.step);
  const party = partyOf(record);
  if (applied.length === 0 || party === null) return null;

  const entries: PlannedEntry[] = [];
  const notEnclosed: NotEnclosed[] = [];
  const usedPapers = new Set<string>();
  const usedFiles = new Set<string>();
  const originals = new Set(state.papers.flatMap(({ original }) => (original === null ? [] : [original.fileId])));

  const page = (kind: PackageKind, name: string, title: BilingualText, bytes: Buffer): void => { entries.push({ kind, name: `${name}.html`, title, mediaType: 'text/html', recordSeq: null, source: { type: 'page', bytes } }); };
  const putFile = (kind: PackageKind, fileId: string, name: string, title: BilingualText): void => {
    const file = record.files.find((one) => one.fileId === fileId);
    if (file === undefined || usedFiles.has(fileId)) return;
    usedFiles.add(fileId);
    if (file.withheld !== null) notEnclosed.push({ kind, what: title, why: WITHHELD[file.withheld] });
    else if (file.about !== null && file.about !== party) notEnclosed.push({ kind, what: title, why: t('系其他当事人的材料', 'it is about another party') });
    else entries.push({ kind, name: `${name}.${EXTENSIONS[file.mediaType] ?? 'bin'}`, title, mediaType: file.mediaType, recordSeq: file.enteredSeq, source: { type: 'file', fileId, sha256: file.sha256, bytes: file.bytes } });
  };
  /** A paper with its signed sheet, and what records its service on the party. */
  const putPaper = (kind: PackageKind, paper: PaperState): void => {
    if (usedPapers.has(paper.paperId)) return;
    usedPapers.add(paper.paperId);
    const title = titleOf(pack, paper);
    entries.push({ kind, name: `${paper.paper}.pdf`, title, mediaType: 'application/pdf', recordSeq: paper.seq, source: { type: 'paper', paperId: paper.paperId, sha256: paper.sha256 } });
    if (paper.original !== null) putFile(kind, paper.original.fileId, `${paper.paper}-signed`, t(`${title.zh}（签名原件扫描件）`, `${title.en} (scan of the signed original)`));
    for (const receipt of serviceRecords(record, paper, party)) putPaper(kind, receipt);
    for (const fileId of serviceFiles(paper, party)) putFile(kind, fileId, `${paper.paper}-service`, t(`${title.zh}的送达凭证`, `Proof of service of ${title.en}`));
    if (paper.attempts.some((one) => one.party === party)) page(kind, `${paper.paper}-course-of-service`, t(`送达经过：${title.zh}`, `Course of service: ${title.en}`), servicePage(record, paper, party, training));
  };

  const application = applicationPaper(record, pack.steps.find(({ code }) => code === step.step)?.issues.map(({ paper }) => paper) ?? [], party);
  const decisions = applied.flatMap(({ debt }) => lastPaperFor(state, debt.paper, party) ?? []);
  const demands = applied.flatMap(({ demand }) => lastPaperFor(state, demand, party) ?? []);
  const decidedSeq = Math.max(0, ...decisions.map(({ seq }) => seq));

  if (application !== undefined) {
    putPaper('application', application);
    const { signedApplication } = record;
    const title = titleOf(pack, application);
    const signed = t(`${title.zh}（负责人签名、盖章的原件扫描件）`, `${title.en} (scan, signed by the head and sealed)`);
    if (signedApplication !== null) putFile('application', signedApplication.fileId, `${application.paper}-signed`, signed);
    else if (application.original === null) notEnclosed.push({ kind: 'application', what: signed, why: t('尚未扫描归卷；须另附由行政机关负责人签名并加盖印章的原件（《中华人民共和国行政强制法》第55条第2款）', 'not scanned yet: the original, signed by the head and sealed, goes along on paper (Administrative Compulsion Law art. 55(2))') });
  }

  for (const decision of decisions) putPaper('decision', decision);
  const said = new Set(papersOfStatements(record, party, (seq) => stepOfPaper(state, seq)));
  const aside = new Set([...said, ...demands.map(({ paperId }) => paperId)]);
  // Approval sheets, the closing and receipts of other papers show no fact on which the decision rests.
  const standing = papersFor(state, party).filter(({ paperId, about, approval, closing }) => about === undefined && approval === undefined && closing === undefined && !aside.has(paperId));
  const showing = standing.filter(({ seq, paperId }) => seq < decidedSeq && !decisions.some((one) => one.paperId === paperId));
  for (const paper of showing) putPaper('decision', paper);
  const evidence = record.files.filter(({ fileId, enteredSeq }) => enteredSeq < decidedSeq && !originals.has(fileId) && !isOfService(state.papers, fileId));
  for (const { fileId, purpose } of evidence) putFile('decision', fileId, `evidence-${purpose}`, t(`证据材料（${purpose}）`, `Evidence (${purpose})`));

  const statements = statementsOf(record, party);
  if (statements.length > 0) page('partyAndDemand', 'statements-of-the-party', t('当事人的意见及处理情况', 'What the party said, and what became of it'), statementsPage(record, party, training));
  else notEnclosed.push({ kind: 'partyAndDemand', what: t('当事人的意见', 'what the party said'), why: t('案卷中没有当事人陈述、申辩或者对催告提出意见的记录', 'nothing is on record that the party has stated or replied to the demand') });
  for (const paper of state.papers.filter(({ paperId }) => said.has(paperId))) putPaper('partyAndDemand', paper);
  for (const demand of demands) putPaper('partyAndDemand', demand);

  for (const one of applied) {
    const bytes = moneyPage(record, one, party, training);
    if (bytes !== null) page('subjectMatter', `money-${one.debt.code}`, t(`应缴款项计算表：${one.debt.name.zh}`, `What is owed: ${one.debt.name.en}`), bytes);
  }

  page('other', 'clocks', t('有关期限及其依据', 'The clocks that matter, and their articles'), clocksPage(record, applied, party, training));
  for (const paper of standing) putPaper('other', paper);
  for (const { fileId, purpose } of record.files) if (!originals.has(fileId) && !isOfService(state.papers, fileId)) putFile('other', fileId, `file-${purpose}`, t(`附卷材料（${purpose}）`, `Filed with the case (${purpose})`));

  const openEvidence = entries.filter(({ kind, source }) => kind === 'decision' && source.type === 'file').length;
  return { party, entries, notEnclosed, missing: missingFrom(record, applied, party, { papers: showing.length, files: openEvidence }) };
}

/** Files of service go with the paper that they are about, and only to whom it was served. */
function isOfService(papers: readonly PaperState[], fileId: string): boolean {
  return papers.some(({ attempts }) => attempts.some(({ attempt }) => attempt.fileIds?.includes(fileId) === true));
}
