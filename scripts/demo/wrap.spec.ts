import { describe, expect, it } from '@jest/globals';
import { wrapped } from './wrap.ts';

describe('a line on a terminal', () => {
  it('stays as it is where it fits', () => {
    expect(wrapped('   张敏: registers the lead', 40)).toEqual(['   张敏: registers the lead']);
  });

  it('breaks between words, and what follows is indented', () => {
    expect(wrapped('     the period of five days ends on Friday', 26)).toEqual(['     the period of five', '       days ends on Friday']);
  });

  it('counts two columns for a Chinese character, breaks between them, and never before a closing mark', () => {
    expect(wrapped('  行政处罚法第六十四条，自次日起算。', 20)).toEqual(['  行政处罚法第六十四', '    条，自次日起算。']);
    for (const line of wrapped(`   ${'期限自次日起计算，'.repeat(9)}`, 30)) expect(line).not.toMatch(/^ *，/);
  });

  it('leaves no opening bracket at the end of a line', () => {
    expect(wrapped('  期间于二十四时（北京时间）届满。', 18)).toEqual(['  期间于二十四时', '    （北京时间）届', '    满。']);
  });

  it('leaves a word whole that is longer than the terminal', () => {
    expect(wrapped('  sha256 4d811bb3bb51130a4d811bb3bb51130a', 20)).toEqual(['  sha256', '    4d811bb3bb51130a4d811bb3bb51130a']);
  });
});
