import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import { identityCheckCharacter, legalInstant } from '#law';
import { citizen, openCounty, openPenaltyCase, personId, type TestCounty } from './testing/county.ts';

let county: TestCounty;
beforeAll(async () => { county = await openCounty(); });
afterAll(() => county.close());
const born = (day: string): string => { const digits = `999999${day.replaceAll('-', '')}002`; return digits + identityCheckCharacter(digits); };

it('a number that may be wrong is taken and told, also when the command is repeated', async () => {
  const shop = { kind: 'organisation', identity: { name: '某商店', address: '和平路9号', creditCode: '91350100M000100Y44' } };
  const key = { idempotencyKey: 'warned', bodyHash: 'a'.repeat(64) };
  const opened = await county.done(1, randomUUID(), { ...openPenaltyCase, parties: [shop] }, key);
  expect(opened.warnings).toMatchObject([{ field: 'parties.0.identity.creditCode', rule: 'check-digit' }]);
  expect(await county.done(1, randomUUID(), { ...openPenaltyCase, parties: [shop] }, key)).toMatchObject({ repeated: true, warnings: opened.warnings });
  const amended = await county.done(1, (await county.done(1, randomUUID(), openPenaltyCase)).caseId, { type: 'amendParty', party: 'p1', identity: { ...citizen.identity, identityNumber: '610725800101001' }, reason: '证件为旧号码' });
  expect(amended.warnings).toMatchObject([{ field: 'identity.identityNumber', rule: 'legacy-15-digit' }]);
  expect((await county.done(1, randomUUID(), openPenaltyCase)).warnings).toEqual([]);
});

it('a correction that changes nothing is not recorded', async () => {
  const { caseId, revision } = await county.done(1, randomUUID(), openPenaltyCase);
  const amend = (identity: object) => county.send(1, caseId, { type: 'amendParty', party: 'p1', identity, reason: '更正' });
  expect(await amend(citizen.identity)).toMatchObject({ status: 'refused', blockers: [{ code: 'nothingToCorrect', field: 'identity' }] });
  expect(await amend({ ...citizen.identity, address: '勉县勉阳街道和平路13号' })).toMatchObject({ status: 'done', revision: revision + 1 });
  expect(await amend({ ...citizen.identity, address: '勉县勉阳街道和平路13号' })).toMatchObject({ status: 'refused', blockers: [{ code: 'nothingToCorrect' }] });
});

it('one officer named twice is not two officers, at a step and at service', async () => {
  const { caseId } = await county.done(1, randomUUID(), openPenaltyCase);
  const twice = { status: 'invalid', errors: [{ field: 'officers.1', rule: 'distinct' }] };
  expect(await county.send(1, caseId, { type: 'takeStep', step: 'proposeFiling', facts: { basis: '甲', proposal: '乙' }, officers: [personId(1), personId(1)] })).toMatchObject(twice);
  expect(await county.send(1, caseId, { type: 'recordService', paperId: `${caseId}.2`, party: 'p1', attempt: { way: 'direct', on: '2025-03-03', outcome: 'received' }, officers: [personId(2), personId(2)] })).toMatchObject(twice);
});

it('the fee in disguise: no text of a case rests on the abolished fee, by field, words and article', async () => {
  const causeName = '拖欠社会·抚养费';
  const refused = { status: 'refused', blockers: [{ code: 'feeInDisguise', field: 'facts.causeName', missing: { zh: '不含“社会·抚养费”的表述' }, article: { en: 'State Council Order 427 art. 3(3)' } }] };
  expect(await county.send(1, randomUUID(), { ...openPenaltyCase, facts: { ...openPenaltyCase.facts, causeName } })).toMatchObject(refused);
  const { caseId } = await county.done(1, randomUUID(), openPenaltyCase);
  const officers = [personId(1), personId(2)];
  expect(await county.send(1, caseId, { type: 'takeStep', step: 'proposeFiling', facts: { basis: '因超 生 罚款', proposal: '建议立案' }, officers })).toMatchObject({ status: 'refused', blockers: [{ code: 'feeInDisguise', field: 'facts.basis' }] });
  await county.done(1, caseId, { type: 'takeStep', step: 'proposeFiling', facts: { basis: '《某条例》', proposal: '建议立案' }, officers });
  await county.done(4, caseId, { type: 'takeStep', step: 'fileCase', facts: { approval: '同意。' } });
  // What the party says is recorded as it was said, and printed.
  await county.done(1, caseId, { type: 'takeStep', step: 'recordInquiry', officers, facts: { certificatesShown: true, askedPerson: '陈某某，当事人', inquiryTime: '9时', inquiryEnd: '10时', inquiryPlace: '街道办', recorder: '办案员2', dialogue: '问：知道为何找你吗？\n答：你们就是变相收社会抚养费。' } });
});

it('what was entered while the fee was lawful is not printed in another case after its end', async () => {
  const early = await openCounty({ mode: 'stepped', at: legalInstant('2021-08-18T02:00:00.000Z') });
  try {
    const open = { ...openPenaltyCase, on: '2021-08-18', facts: { ...openPenaltyCase.facts, causeName: '拒缴社会抚养费', actEndedOn: '2021-08-01', discoveredOn: '2021-08-10' } };
    const { caseId } = await early.done(1, randomUUID(), open);
    await early.done(1, caseId, { type: 'takeStep', step: 'proposeFiling', facts: { basis: '甲', proposal: '乙' }, officers: [personId(1), personId(2)] });
    await early.owner.query("UPDATE legal_clock SET at = '2021-08-20T02:00:00Z'");
    expect(await early.send(4, caseId, { type: 'takeStep', step: 'fileCase', facts: { approval: '同意。' } })).toMatchObject({ status: 'refused', blockers: [{ code: 'feeInDisguise', field: 'facts.causeName' }] });
  } finally {
    await early.close();
  }
});

it('a parent is older than the child', async () => {
  const fee = await openCounty({ mode: 'stepped', at: legalInstant('2018-03-01T02:00:00.000Z') });
  try {
    const open = (identityNumber: string) => fee.send(1, randomUUID(), { type: 'openCase', pack: 'social-maintenance-fee', parties: [{ kind: 'citizen', identity: { name: '陈某某', identityNumber, address: '和平路12号' } }], facts: { childBornOn: '2017-10-05', childOrder: 3, discoveredOn: '2018-03-01', summary: '群众反映多生育一个子女。' } });
    expect(await open(born('2017-12-01'))).toMatchObject({ status: 'invalid', errors: [{ field: 'parties.0.identity.identityNumber', rule: 'olderThan' }] });
    expect(await open(born('2009-01-01'))).toMatchObject({ status: 'invalid', errors: [{ rule: 'olderThan' }] });
    const done = await open(born('1984-05-05'));
    expect(done).toMatchObject({ status: 'done' });
    const caseId = done.status === 'done' ? done.caseId : '';
    expect(await fee.send(1, caseId, { type: 'amendParty', party: 'p1', identity: { name: '陈某某', identityNumber: born('2017-12-01'), address: '和平路12号' }, reason: '更正' })).toMatchObject({ status: 'invalid', errors: [{ field: 'identity.identityNumber', rule: 'olderThan' }] });
  } finally {
    await fee.close();
  }
});
