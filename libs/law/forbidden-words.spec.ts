import { describe, expect, it } from '@jest/globals';
import { forbiddenWordIn, searchable } from './forbidden-words.ts';

const rule = { words: ['超生', '社会抚养费', 'social fee'], except: ['超生产', '李超生于'] };

describe('forbidden words', () => {
  it.each([
    ['征收社会抚养费三万元', '社会抚养费'], ['社 会\n抚—养。费', '社 会\n抚—养。费'], ['社会\u200b抚养\u00ad费', '社会\u200b抚养\u00ad费'], ['ＳＯＣＩＡＬ　ＦＥＥ', 'ＳＯＣＩＡＬ　ＦＥＥ'], ['unpaid Social-Fee of 2019', 'Social-Fee'],
    ['因超生被查', '超生'], ['超生产能力，又有超生', '超生'], ['𠮷（超）生', '超）生'], ['⽣于超⽣户', '超⽣'],
  ])('in %j: %j', (text, found) => {
    expect(forbiddenWordIn(searchable(text), rule)).toBe(found);
  });

  it.each(['超生产能力', '超 生 产', '李超生于1985年', '抚养费纠纷', '', '。，！', '超', '生超'])('not in %j', (text) => {
    expect(forbiddenWordIn(searchable(text), rule)).toBeNull();
  });

  it('of several the first is told, and of two at one place the longer', () => {
    expect(forbiddenWordIn(searchable('先超生，后社会抚养费'), rule)).toBe('超生');
    expect(forbiddenWordIn(searchable('超生罚款'), { words: ['超生', '超生罚款'], except: [] })).toBe('超生罚款');
  });
});
