import { describe, expect, it } from '@jest/globals';
import { generateKeyPairSync } from 'node:crypto';
import { lawWith } from '#cases/testing/scenario';
import type { Story } from '#cases/testing/story';
import { finedAndServed } from '../../test/scenarios/remedies.ts';
import { feeDecided } from '../../test/scenarios/beginnings.ts';
import { composePackage, planPackage, sha256Of, textsOfStatements, type PackagePlan, type PackageRecord } from './index.ts';

/** The record of a told case at its last application. */
function recordOf(story: Story, change: Partial<PackageRecord> = {}): PackageRecord {
  const step = story.state.steps.findLast((one) => one.step === 'applyToCourt') ?? story.state.steps.at(-1);
  if (step === undefined) throw new Error('no step');
  const base = { state: story.state, at: story.now, book: story.book };
  return { ...base, step, caseNumber: '演示立案〔2025〕1号', files: [], signedApplication: null, texts: new Map(textsOfStatements(base, 'p1').map((id) => [id, '困难，请求减免。'])), ...change };
}
const planned = (record: PackageRecord): PackagePlan => { const plan = planPackage(record, false); if (plan === null) throw new Error('no plan'); return plan; };
const codes = (plan: PackagePlan): string[] => plan.missing.map(({ code }) => code);
const names = (plan: PackagePlan, kind: string): string[] => plan.entries.filter((one) => one.kind === kind).map(({ name }) => name);
const pageOf = (plan: PackagePlan, name: string): string => { const source = plan.entries.find((one) => one.name === name)?.source; return source?.type === 'page' ? source.bytes.toString('utf8') : ''; };

/** Demanded on 2026-02-03, answered on the 4th, the answer checked on the 5th; asked on 2026-03-02. */
const law = lawWith();
function applied(): Story {
  const story = finedAndServed(law).at('2026-02-03').takes('issueDemand').serves('demand-letter').at('2026-02-04').takes('recordDemandReply');
  const reply = story.state.steps.at(-1)?.seq ?? 0;
  return story.at('2026-02-05').takes('examineDemandReply', { demandReply: reply, demandReplyFounded: false }).at('2026-03-02').takes('applyToCourt');
}

describe('the plan of a package', () => {
  it('has the five items of art. 55 in their order, and nothing is missing', () => {
    const plan = planned(recordOf(applied()));
    expect(codes(plan)).toEqual([]);
    expect([...new Set(plan.entries.map(({ kind }) => kind))]).toEqual(['application', 'decision', 'partyAndDemand', 'subjectMatter', 'other']);
    expect(names(plan, 'application')).toEqual(['enforcement-application.pdf']);
    expect(names(plan, 'decision').slice(0, 3)).toEqual(['penalty-decision.pdf', 'service-receipt.pdf', 'penalty-decision-course-of-service.html']);
    expect(names(plan, 'decision')).toEqual(expect.arrayContaining(['filing-approval-form.pdf', 'inquiry-record.pdf', 'evidence-list.pdf', 'investigation-report.pdf', 'penalty-notice.pdf']));
    expect(names(plan, 'decision').join()).not.toMatch(/demand|approval-form\.pdf,approval-form|application/);
    expect(names(plan, 'partyAndDemand')).toEqual(['statements-of-the-party.html', 'demand-letter.pdf', 'service-receipt.pdf', 'demand-letter-course-of-service.html']);
    expect(names(plan, 'subjectMatter')).toEqual(['money-fine.html']);
    expect(names(plan, 'other')).toContain('clocks.html');
    expect(plan.notEnclosed).toMatchObject([{ kind: 'application', why: { en: expect.stringContaining('not scanned yet') } }]);
  });

  it('tells the money of the day of the application, line by line', () => {
    const money = pageOf(planned(recordOf(applied())), 'money-fine.html');
    // 3,000.00 due on 2025-08-18; 3 % a day stands at the principal long since.
    expect(money).toContain('6000.00');
    expect(money).toContain('2026-03-02');
    expect(money).toContain('x 30 per mille x');
    expect(money).toContain('it stops at the principal');
  });

  it('tells the clocks with their articles, and what the party said', () => {
    const plan = planned(recordOf(applied()));
    const clocks = pageOf(plan, 'clocks.html');
    for (const day of ['2025-08-18', '2026-02-02', '2026-05-06', '2026-02-24']) expect(clocks).toContain(day);
    expect(clocks).toContain('Administrative Compulsion Law art. 53');
    expect(clocks).toContain('nothing on record');
    expect(pageOf(plan, 'statements-of-the-party.html')).toContain('困难，请求减免。');
  });

  it('holds of a case with two parents the papers of one alone', () => {
    const story = feeDecided(law).at('2018-03-22').serves('levy-decision', {}, { party: 'p1' }).serves('levy-decision', {}, { party: 'p2' });
    story.at('2018-10-08').takes('issueDemand', {}, { party: 'p1' }).serves('demand-letter', {}, { party: 'p1' }).takes('issueDemand', {}, { party: 'p2' }).serves('demand-letter', {}, { party: 'p2' }).at('2018-10-25').takes('applyToCourt', {}, { party: 'p1' });
    const record = recordOf(story);
    const plan = planned({ ...record, files: [file('1', { about: 'p2' }), file('2')] });
    expect(plan.party).toBe('p1');
    const others = new Set(story.state.papers.filter(({ party }) => party === 'p2').map(({ paperId }) => paperId));
    expect(plan.entries.filter(({ source }) => source.type === 'paper' && others.has(source.paperId))).toEqual([]);
    expect(plan.notEnclosed).toContainEqual(expect.objectContaining({ why: expect.objectContaining({ en: 'it is about another party' }) }));
    expect(plan.entries.filter(({ source }) => source.type === 'file')).toHaveLength(1);
  });

  it('leaves out what is sealed, and says so', () => {
    const plan = planned(recordOf(applied(), { files: [file('1', { withheld: 'sealed' }), file('2', { withheld: 'removed' }), file('3')] }));
    expect(plan.entries.filter(({ source }) => source.type === 'file').map(({ name }) => name)).toEqual(['evidence-evidence.jpg']);
    expect(plan.notEnclosed.map(({ why }) => why.en)).toEqual(expect.arrayContaining([expect.stringContaining('sealed'), expect.stringContaining('removed')]));
  });

  it('is none for a step that asks no court', () => {
    const story = applied();
    expect(planPackage({ ...recordOf(story), step: story.state.steps.find(({ step }) => step === 'issueDemand') ?? recordOf(story).step }, false)).toBeNull();
  });
});

const without = (change: (record: PackageRecord) => Partial<PackageRecord['state']>): string[] => { const record = recordOf(applied()); return codes(planned({ ...record, state: { ...record.state, ...change(record) } })); };
const papers = (record: PackageRecord) => record.state.papers;

describe('an incomplete case', () => {
  it('is refused by every thing that it lacks', () => {
    expect(without((r) => ({ papers: papers(r).filter((one) => one.paper !== 'service-receipt') }))).toEqual(['decisionServiceNotRecorded', 'demandServiceNotRecorded']);
    expect(without((r) => ({ papers: papers(r).filter((one) => one.paper !== 'enforcement-application') }))).toEqual(['applicationMissing']);
    expect(without((r) => ({ papers: papers(r).map((one) => (one.paper === 'demand-letter' ? { ...one, served: {} } : one)) }))).toEqual(['demandNotServed']);
    expect(without((r) => ({ papers: papers(r).filter((one) => one.paper !== 'demand-letter') }))).toEqual(['demandMissing']);
    expect(without((r) => ({ papers: papers(r).map((one) => (one.paper === 'penalty-decision' ? { ...one, served: {} } : one)) }))).toEqual(['decisionNotServed', 'moneyUnknown']);
    expect(without((r) => ({ papers: papers(r).filter((one) => one.paper !== 'penalty-decision') }))).toEqual(['factsNotShown', 'decisionMissing', 'moneyUnknown']);
    expect(without((r) => ({ papers: papers(r).map((one) => (one.paper === 'penalty-decision' ? { ...one, voided: true } : one)) }))).toEqual(['factsNotShown', 'decisionMissing', 'moneyUnknown']);
  });

  it('is not refused for a proof of service that is a file', () => {
    const record = recordOf(applied());
    const filed = { ...record, state: { ...record.state, papers: papers(record).filter((one) => one.paper !== 'service-receipt').map((one) => ({ ...one, attempts: one.attempts.map((attempt) => ({ ...attempt, attempt: { ...attempt.attempt, fileIds: [file('1').fileId] } })) })) } };
    expect(codes(planned({ ...filed, files: [file('1')] }))).toEqual([]);
  });

  it('names the article of each', () => {
    const record = recordOf(applied());
    const [one] = planned({ ...record, state: { ...record.state, papers: papers(record).filter((paper) => paper.paper !== 'enforcement-application') } }).missing;
    expect(one).toMatchObject({ article: { zh: '《中华人民共和国行政强制法》第55条第1款第1项', en: 'Administrative Compulsion Law art. 55(1)(1)' }, missing: { zh: '强制执行申请书' } });
  });
});

describe('a composed package', () => {
  const pair = generateKeyPairSync('ed25519');
  const compose = () => {
    const record = recordOf(applied());
    const plan = planned(record);
    return composePackage({ record, plan, measured: plan.entries.map((_, at) => ({ sha256: sha256Of(Buffer.from(String(at))), bytes: 1 })), headHash: 'a'.repeat(64), authority: { id: 'mianyang', name: '勉县勉阳街道办事处' }, training: false, script: Buffer.from('//'), signer: { fingerprint: 'f'.repeat(32), publicKey: pair.publicKey.export({ format: 'der', type: 'spki' }), line: [], sign: () => Buffer.alloc(64) } });
  };

  it('is the same every time, numbered through, and names its record', () => {
    const [one, two] = [compose(), compose()];
    expect(one.manifestSha256).toBe(two.manifestSha256);
    expect(one.beside.map(({ path }) => path)).toEqual(['README.txt', 'check-package.mjs', 'manifest.json', 'signature.json']);
    expect(one.manifest.entries.map(({ number }) => number)).toEqual(one.manifest.entries.map((_, at) => at + 1));
    expect(one.manifest.entries[0]).toMatchObject({ path: '1-application/001-enforcement-application.pdf', article: { en: 'Administrative Compulsion Law art. 55(1)(1)' } });
    expect(one.manifest).toMatchObject({ format: 'anjuan-court-package', formatVersion: 1, party: 'p1', day: '2026-03-02', step: { code: 'applyToCourt' }, record: { headHash: 'a'.repeat(64) } });
    expect(one.manifest.record.seq).toBeGreaterThan(one.manifest.step.seq);
  });
});

function file(n: string, change: Partial<PackageRecord['files'][number]> = {}): PackageRecord['files'][number] {
  return { fileId: `00000000-0000-4000-8000-00000000000${n}`, sha256: 'b'.repeat(64), purpose: 'evidence', mediaType: 'image/jpeg', bytes: 10, enteredSeq: 2, about: null, withheld: null, ...change };
}
