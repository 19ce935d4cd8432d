import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { takeNumber } from './numbers.ts';
import { insertCase, openRecord, type TestRecord } from './testing/record.ts';

let record: TestRecord;
beforeAll(async () => { record = await openRecord(); });
afterAll(() => record.close());

const print = (short: string, number: number) => `${short}罚决字〔2025〕${number}号`;

it('sixteen transactions at once take 1 to 48 without a gap, though every fourth is rolled back', async () => {
  const caseId = await insertCase(record, 'east');
  let taken = 0;
  await Promise.all(Array.from({ length: 16 }, async (_, worker) => {
    for (let round = 0; round < 4; round += 1) {
      const failing = round === worker % 4;
      await record.in(['east'], async (m) => {
        await takeNumber(m, { series: '罚决字', authorityId: 'east', year: 2025, caseId, officeId: 'east', paperId: `${caseId}.${worker}.${round}` }, print);
        if (failing) throw new Error('rolled back');
        taken += 1;
      }).catch((error: unknown) => { if (!failing) throw error; });
    }
  }));
  const rows = await record.in(['east'], (m) => m.query<{ number: number }[]>("SELECT number FROM document_number WHERE series = '罚决字' ORDER BY number"));
  expect(rows.map((row) => row.number)).toEqual(Array.from({ length: taken }, (_, n) => n + 1));
  expect(taken).toBe(48);
});

it('each authority and each year counts for itself, and the text bears the authority', async () => {
  const caseId = await insertCase(record, 'west');
  const take = (authorityId: string, year: number) => record.in(['west'], (m) => takeNumber(m, { series: '告字', authorityId, year, caseId, officeId: 'west', paperId: null }, (short, number) => `${short}告字〔${year}〕${number}号`));
  expect(await take('west', 2025)).toEqual({ year: 2025, number: 1, text: '西综执告字〔2025〕1号' });
  expect((await take('east', 2025)).text).toBe('东综执告字〔2025〕1号');
  expect((await take('west', 2026)).number).toBe(1);
  expect((await take('west', 2025)).number).toBe(2);
});

it('a series neither jumps, goes back nor ends, for the owner neither', async () => {
  for (const sql of ['UPDATE number_series SET last_number = last_number + 2', 'UPDATE number_series SET last_number = last_number - 1', "INSERT INTO number_series VALUES ('x', 'east', 2025, 7)"]) {
    await expect(record.in(['east'], (m) => m.query(sql))).rejects.toThrow(/starts at 1 and goes up by 1|violates check/);
  }
  await expect(record.owner.query('DELETE FROM number_series')).rejects.toThrow(/goes up by 1|foreign key/);
  await expect(record.owner.query('UPDATE document_number SET number = 9')).rejects.toThrow('only appended to');
});
