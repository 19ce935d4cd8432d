import { describe, expect, it } from '@jest/globals';
import { citationText } from './citation-text.ts';

const COMPULSION = { zh: '中华人民共和国行政强制法', en: 'Administrative Compulsion Law' };

describe('a citation in both languages', () => {
  it('names a second instrument in Chinese where it is known', () => {
    expect(citationText(COMPULSION, 'art. 53; Interpretation 2018 art. 156')).toEqual({
      zh: '《中华人民共和国行政强制法》第53条、《最高人民法院关于适用行政诉讼法的解释》（2018年）第156条', en: 'Administrative Compulsion Law art. 53; Interpretation 2018 art. 156',
    });
    expect(citationText({ zh: '社会抚养费征收管理办法（国务院令第357号）', en: 'Order 357' }, 'art. 8; Compulsion Law art. 45(2)').zh).toBe('《社会抚养费征收管理办法》（国务院令第357号）第8条、《中华人民共和国行政强制法》第45条第2款');
  });

  it('takes those of the pack first, and leaves one that nobody knows as it stands', () => {
    const known = [{ name: { zh: '中华人民共和国行政处罚法', en: 'Administrative Penalty Law' } }];
    expect(citationText(COMPULSION, 'art. 42; Administrative Penalty Law art. 72(2)', known).zh).toBe('《中华人民共和国行政强制法》第42条、《中华人民共和国行政处罚法》第72条第2款');
    expect(citationText(COMPULSION, 'art. 42; Harbour Rules art. 3').zh).toBe('《中华人民共和国行政强制法》第42条、Harbour Rules art. 3');
  });
});
