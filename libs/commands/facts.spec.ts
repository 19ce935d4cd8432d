import { expect, it } from '@jest/globals';
import { lawBookFromFiles } from '#law/files/pack-files';
import { readFacts } from './facts.ts';

const { pack } = lawBookFromFiles().pack('administrative-penalty');
const cause = async (text: string) => (await readFacts(pack, { cause: text }, () => Promise.reject(new Error('no text')))).errors;

it.each(['streetVending', 'urban-litter', '12/34.A', '勉政发〔2026〕12号', '陕财办综（2017）3号'])('%s is a code', async (text) => {
  expect(await cause(text)).toEqual([]);
});

it.each(['张三', '13800138000', '610725199001011234', '61072519900101123X', 'a b', '王五〔欠款〕', ''])('%s is none: a code stands in clear in the record for ever', async (text) => {
  expect(await cause(text)).toMatchObject([{ field: 'facts.cause', rule: 'code' }]);
});
