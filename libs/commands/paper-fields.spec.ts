import { describe, expect, it } from '@jest/globals';
import { FAMILY_RELATIONS, legalDate, legalInstant, type ParameterValue } from '#law';
import { lawBookFromFiles } from '#law/files/pack-files';
import type { PackPaper } from '#law/pack-format';
import type { CaseState, ServiceAttempt } from '#cases/model';
import { paperFields, UnknownPlaceholderError, type PaperScope } from './paper-fields.ts';

const book = lawBookFromFiles({ parameters: [{ county: '610725', pack: 'administrative-penalty', code: 'court', value: '勉县人民法院', documentNumber: '文1号', from: legalDate('2000-01-01'), to: null }] });
const { pack } = book.pack('administrative-penalty');
const state = {
  caseId: 'c', seq: 3, pack: pack.id, county: '610725', officeId: 'east', openedOn: '2025-03-03', phase: 'noticed', closed: null, packEnded: false,
  body: { basis: 'entrusted', officeId: 'east', authorityId: 'county' },
  parties: [{ partyId: 'p1', kind: 'citizen', ageOnAct: 45 }, { partyId: 'p2', kind: 'organisation', ageOnAct: null }],
  facts: { causeName: { type: 'text', content: { contentId: 't1', commitment: '' } }, discoveredOn: { type: 'date', value: '2025-03-01' }, fine: { type: 'money', fen: '100000' }, leadSource: { type: 'choice', value: pack.facts.find((fact) => fact.code === 'leadSource')?.choices?.[0]?.value }, hearingChair: { type: 'person', personId: 'a1' } },
  partyFacts: { p1: { levyAmount: { type: 'money', fen: '7200000' } }, p2: { levyAmount: { type: 'money', fen: '1' } } },
  steps: [{ seq: 2, step: 'proposeFiling', on: '2025-03-02', party: null, actorId: 'a1', officerIds: ['a1'], facts: {}, byTime: false }],
  papers: [{ paperId: 'c.3', paper: 'penalty-notice', party: null, number: '勉罚告字〔2025〕1号', voided: false, served: { p1: { seq: 4, way: 'direct', rawOn: '2025-03-05', rolledOn: '2025-03-05', effectiveOn: '2025-03-05' } }, attempts: [] }],
  lapses: [], rungs: [], suspensions: [], duties: [], files: [], revision: 1, lastRecordedAt: '2025-03-03T00:00:00.000Z',
} as unknown as CaseState;
const scope: PaperScope = {
  pack, book, state, at: legalInstant('2025-03-03T02:00:00.000Z'), on: '2025-03-03', party: 'p1', caseNumber: '勉综执案字〔2025〕1号', actorId: 'a1',
  identity: (id) => (id === 'p1' ? { name: '陈某', identityNumber: '999999198001010011', address: '和平路' } : { name: '某公司', creditCode: '9', address: '工业路' }),
  text: (id) => (id === 't1' ? '无证经营' : null), person: (id) => (id === 'a1' ? '办案员' : null),
  office: (id) => (id === 'county' ? { name: '勉县卫生健康局', address: '和平路1号', phone: null } : { name: '东镇', address: null, phone: null }),
  officersOf: (step) => (step === 'proposeFiling' || step === '' ? '办案员：陕F1' : null), service: null, approval: null, servers: null,
};
const fill = (text: string | string[], more: Partial<PaperScope> = {}) => paperFields({ fields: { field: text } } as unknown as PackPaper, { ...scope, ...more }).field;
const setting = (code: string, value: ParameterValue, documentNumber: string, from = '2000-01-01', to: string | null = null) => ({ county: '610725', pack: 'social-maintenance-fee', code, value, documentNumber, from: legalDate(from), to: to === null ? null : legalDate(to) });

/** The calculation of a fee of two extra children, computed on 2018-03-14 and printed on 2018-04-20. */
const calculated = (rule: 'shandong-2016' | 'henan' | 'jiangsu', party: string, second: boolean, income?: string): string | null => {
  const feeBook = lawBookFromFiles({ parameters: [setting('feeRule', rule, '省1号'), setting('feeMultiple', 3, '省2号', '2000-01-01', '2018-03-31'), setting('feeMultiple', 9, '省9号', '2018-04-01'), setting('baseYearRule', 'discovery-1', '省1号')] });
  const fee = feeBook.pack('social-maintenance-fee').pack;
  const facts = { baseYear: { type: 'integer', value: 2017 }, baseKind: { type: 'choice', value: 'rural' }, baseAmount: { type: 'money', fen: '1077100' }, extraChildren: { type: 'integer', value: 2 } };
  const taken = (partyId: string, seq: number) => ({ seq, step: 'issueNotice', on: '2018-03-14', party: partyId, facts, partyFacts: Object.keys(facts) });
  const own = { ...facts, levyAmount: { type: 'money', fen: '6462600' }, ...(income === undefined ? {} : { realIncome: { type: 'money', fen: income }, excessFactor: { type: 'integer', value: 2 } }) };
  const feeState = { ...state, pack: fee.id, steps: [taken('p1', 8), ...(second ? [taken('p2', 9)] : [])], partyFacts: { p1: own, ...(second ? { p2: own } : {}) } } as unknown as CaseState;
  const value = fill('{calculation:levyAmount}', { pack: fee, book: feeBook, state: feeState, party, on: '2018-04-20' });
  return typeof value === 'string' ? value : null;
};

/** The gist of a paper on the announcement of its service, and the relation on a receipt. */
const gist = (paper: string, more: Partial<PaperScope> = {}) => fill('{service:gist}', { service: { paper: { ...state.papers[0]!, paper, number: '勉罚决字〔2025〕1号', authorityId: 'county' }, attempt: { way: 'announcement', on: legalDate('2025-03-05'), outcome: 'posted' }, officerIds: [], servedOn: null }, ...more });
const relation = (code: string) => fill('{service:relation}', { service: { paper: state.papers[0]!, attempt: { way: 'coResident', on: legalDate('2025-03-05'), outcome: 'received', recipient: { relation: code, adult: true, livesThere: true } }, officerIds: [], servedOn: legalDate('2025-03-05') } });

/** A part of a receipt of 2025-03-08 for an attempt of 2025-03-05. */
const receipt = (way: ServiceAttempt['way'], part: string): unknown => fill(`{service:${part}}`, { service: { paper: { ...state.papers[0]!, authorityId: 'county' }, attempt: { way, on: legalDate('2025-03-05'), outcome: 'received' }, officerIds: [], servedOn: legalDate('2025-03-08') } });

describe('placeholders of papers', () => {
  it.each([
    ['案由：{fact:causeName}', '案由：无证经营'], ['{date:discoveredOn}', '2025年3月1日'], ['{money:fine}元（{words:fine}）', '1000.00元（人民币壹仟元整）'],
    ['{party:name}，{party:sex}，{party:age}岁', '陈某，男，45岁'], ['{party:kind}{party:identityNumber}', '公民999999198001010011'], ['{parameter:court}', '勉县人民法院'],
    ['{authority:name}', '勉县卫生健康局'], ['{principal:name}', '勉县卫生健康局'], ['{office:name}', '东镇'], ['{case:number}', '勉综执案字〔2025〕1号'], ['{number:penalty-notice}', '勉罚告字〔2025〕1号'],
    ['{stepDate:proposeFiling}', '2025年3月2日'], ['{step:date}', '2025年3月3日'], ['{actor:name}', '办案员'], ['{person:hearingChair}', '办案员'], ['{officers:proposeFiling}', '办案员：陕F1'], ['{officers}', '办案员：陕F1'],
    ['{party:identity}', '居民身份证号码：999999198001010011'], ['于{served:penalty-notice}送达', '于2025年3月5日送达'],
    ['{each:levyAmount}', '当事人一：72000.00元\n当事人二：0.01元'], ['{length:PEN-05}', '5个工作日'],
  ])('%s', (text, printed) => {
    expect(fill(text)).toBe(printed);
  });

  it('leaves out a text with a missing value, and of a list only that line', () => {
    expect(fill('对{fact:summary}的处理')).toBeNull();
    expect(fill(['一、{fact:summary}', '二、{fact:causeName}'])).toEqual(['二、无证经营']);
    expect(fill(['{authority:phone}'])).toBeNull();
    expect(fill('{fact:causeName}', { text: () => null })).toBeNull();
  });

  describe('how a fee was reached', () => {
    it('base with its year and kind, rule and multiple with the documents of the day it was computed, children, sum', () => {
      expect(calculated('shandong-2016', 'p1', false)).toBe([
        '计征基数：10771.00元（2017年度农村居民年人均纯收入）', '基数年度：发现的上一年度（省1号）',
        '计征标准：计征基数的3倍，每多生育一个子女征收一次（山东省2016年标准，省1号，省2号）', '多生育子女数：2个', '计算：10771.00元×3倍×2个＝64626.00元',
      ].join('\n'));
      expect(calculated('shandong-2016', 'p1', true)).toMatch(/\n另一方当事人：10771.00元×3倍×2个＝64626.00元$/);
      expect(calculated('shandong-2016', 'p2', false)).toBeNull();
    });

    it('what the other parent earned stays off the paper; a rule without a number of children prints none', () => {
      expect(calculated('henan', 'p1', false)).toMatch(/河南省标准，省1号，省2号）\n计算：10771.00元×3倍＝64626.00元$/);
      const excess = calculated('jiangsu', 'p1', true, '5000000') ?? '';
      expect(excess).toContain('计算：10771.00元×3倍＋（50000.00元－10771.00元）×2倍＝64626.00元');
      expect(excess.split('另一方当事人：')[1]).toBe('64626.00元（含对实际收入超过计征基数部分的加收）');
    });
  });

  it('names all parties on a paper that is for none in particular', () => {
    expect(fill('{party:name}', { party: null })).toBe('陈某、某公司');
    expect(fill('{party:address}', { party: null })).toBe('和平路；工业路');
    expect(fill('{party:address}', { party: null, identity: () => ({ name: '陈某', address: '和平路' }) })).toBe('和平路');
  });

  it('a receipt says who signed where, and a place only where the law gives one', () => {
    expect(receipt('post', 'servedOn')).toBe('2025年3月8日');
    expect([receipt('post', 'place'), receipt('post', 'receivedOn')]).toEqual(['和平路', null]);
    expect(receipt('post', 'signature')).toMatch(/邮件回执附后/);
    expect([receipt('direct', 'place'), receipt('direct', 'receivedOn'), receipt('direct', 'signature')]).toEqual([null, '2025年3月8日', null]);
    expect([receipt('electronic', 'place'), receipt('leftInPlace', 'receivedOn')]).toEqual([null, null]);
    expect(receipt('announcement', 'basis')).toBe('《中华人民共和国民事诉讼法》第九十五条');
  });

  it('an announcement gives the gist of the paper with its sum, and of a paper without one only its name', () => {
    expect(gist('penalty-decision')).toBe('勉县卫生健康局作出《行政处罚决定书》（勉罚决字〔2025〕1号），决定对你（单位）罚款1000.00元（大写：人民币壹仟元整）。现依法向你（单位）公告送达。');
    expect(gist('no-penalty-decision')).toContain('决定对你（单位）不予行政处罚。');
    const fee = book.pack('social-maintenance-fee').pack;
    expect(gist('levy-decision', { pack: fee })).toContain('决定向你征收社会抚养费72000.00元（大写：人民币柒万贰仟元整）。');
    expect(gist('service-receipt')).toBe('勉县卫生健康局作出《送达回证》（勉罚决字〔2025〕1号），现依法向你（单位）公告送达。');
  });

  it('a receipt prints the relation in Chinese', () => {
    for (const { code, name } of FAMILY_RELATIONS) expect(relation(code)).toBe(`${name.zh}，成年，同住`);
  });

  it.each(['{fact}', '{nonsense:x}', '{party:bankAccount}', '{length:NO-99}', '{step:hour}'])('refuses %s, which it does not know', (text) => {
    if (text === '{fact}') expect(fill(text)).toBeNull();
    else expect(() => fill(text)).toThrow(UnknownPlaceholderError);
  });

  it('knows every placeholder of every shipped pack', () => {
    for (const { pack: one } of book.packs) {
      for (const paper of one.papers) expect(() => paperFields(paper, { ...scope, pack: one, state: { ...state, pack: one.id, steps: [], papers: [] } })).not.toThrow();
    }
  });
});
