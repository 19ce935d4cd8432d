/**
 * Guardrails: what is said for making people pay that no law allows. A text of the authority that names it is refused
 * by field, words and article, in every procedure; what people say is taken down as they said it.
 */
import { legalDate } from '#law';
import { forbiddenWordBlockers, wordingsOfFacts, wordingsOfPaper } from '#cases';
import { same } from '#cases/testing/story';
import { scenario, type ScenarioLaw } from '#cases/testing/scenario';

const told = (law: ScenarioLaw, pack: string, texts: Record<string, string>, on = '2025-07-07') => {
  const book = law.book();
  return forbiddenWordBlockers(book, pack, legalDate(on), wordingsOfFacts(book.pack(pack).pack, texts));
};
const said: [string, string][] = [
  ['detentionForMoney', '先扣押当事人，缴款后放人'], ['goodsTakenForMoney', '拉走 粮食 抵 缴欠款'], ['chargeBeforeDecision', '现场预收罚款 500 元'], ['linkedConditions', '缴清后方可落户'],
  ['detentionForMoney', 'The party is DETAINED until  paid.'], ['goodsTakenForMoney', 'goods-in-lieu-of-payment'], ['chargeBeforeDecision', 'a deposit against the fine'], ['linkedConditions', 'household registration withheld'],
];

scenario('refused in both procedures by code, field and article, however it is written', (law) => {
  for (const [code, text] of said) {
    for (const pack of ['administrative-penalty', 'social-maintenance-fee']) {
      const [blocker, ...more] = told(law, pack, { proposal: text, summary: '当事人占道经营。' }, pack === 'social-maintenance-fee' ? '2018-03-05' : '2025-07-07');
      same([blocker?.code, blocker?.field, blocker?.article.zh !== '' && blocker?.article.en !== '', more.length], [code, 'facts.proposal', true, 0], text);
    }
  }
});

scenario('what a citizen says is taken down as it was said', (law) => {
  for (const [, text] of said) same(told(law, 'administrative-penalty', { statement: text, dialogue: text, hearingProceedings: text }), [], text);
  for (const [, text] of said) same(told(law, 'administrative-penalty-summary', { recusalReason: text }), [], text);
  for (const [, text] of said) same(told(law, 'social-maintenance-fee', { hearingProceedings: text, absence: text, reviewOpinion: text }, '2018-03-05'), [], text);
});

scenario('ordinary words stand, and so do the papers of both procedures', (law) => {
  const book = law.book();
  same(told(law, 'administrative-penalty', { findings: '当事人经营生活垃圾处理，收取处理费；押金纠纷另行处理。', basis: '先行登记保存的物品应当在七个工作日内作出处理决定。', reasons: '按九折扣，人民币五百元。' }), [], 'ordinary');
  for (const { pack } of book.packs) same(pack.papers.flatMap((paper) => forbiddenWordBlockers(book, pack.id, legalDate('2021-08-01'), wordingsOfPaper(paper))), [], pack.id);
});
