import { describe, expect, it } from '@jest/globals';
import { createHash, randomBytes } from 'node:crypto';
import { seal, unseal } from './sealed.ts';

const dataKey = randomBytes(32);
const identity = { name: '张三', identityNumber: '11010519491231002X', address: '北京市东城区' };

describe('sealed content', () => {
  it('opens to the value and the commitment that the event carries', () => {
    const { sealed, commitment } = seal(dataKey, 'c1', 'case', identity);
    expect(unseal(dataKey, 'c1', 'case', sealed)).toEqual({ value: identity, commitment });
  });

  it('commits to the same value differently each time, and not guessably', () => {
    const first = seal(dataKey, 'c1', 'case', identity);
    expect(seal(dataKey, 'c1', 'case', identity).commitment).not.toBe(first.commitment);
    expect(first.commitment).not.toBe(createHash('sha256').update(JSON.stringify(identity)).digest('hex'));
    expect(first.sealed.toString('latin1')).not.toContain(Buffer.from('张三').toString('latin1'));
  });

  it('does not open when changed, moved to another row or case, or cut', () => {
    const { sealed } = seal(dataKey, 'c1', 'case', identity);
    expect(() => unseal(dataKey, 'c2', 'case', sealed)).toThrow();
    expect(() => unseal(dataKey, 'c1', 'other', sealed)).toThrow();
    expect(() => unseal(dataKey, 'c1', 'case', sealed.subarray(0, -1))).toThrow();
    for (let at = 0; at < sealed.length; at += 5) {
      const changed = Buffer.from(sealed);
      changed[at]! ^= 1;
      expect(() => unseal(dataKey, 'c1', 'case', changed)).toThrow();
    }
  });
});
