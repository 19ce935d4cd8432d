import { describe, expect, it } from '@jest/globals';
import { checkCreditCode, checkIdentityNumber } from '#law';
import { lawBookFromFiles } from '#law/files/pack-files';
import { MAIN } from './cast.ts';
import { answeredByDoor, OUT_OF_SIGHT } from './out-of-sight.ts';
import { declaredBy, guardsIn, item } from './declared.ts';
import { numbersNamed, receiptsNumbered } from './named-cases.ts';
import { another, apart } from './persons.ts';
import type { Script } from './planner.ts';

const citizen = { name: '某', identityNumber: '999999198001010011', address: '某路1号' };
const firm = { name: '某厂', creditCode: '91990000000000A00X', address: '某路2号' };
const opening = (on: string): Script => ({ stand: MAIN, turns: [{ on, turn: { by: 'r.officer.a', command: { type: 'openCase', pack: 'x', parties: [{ kind: 'citizen', identity: citizen }], facts: {} } } }] }) as unknown as Script;
const numbersOf = (scripts: readonly { script: Script }[]): unknown[] => scripts.map(({ script }) => { const command = script.turns[0]?.turn.command; return command?.type === 'openCase' ? command.parties[0]?.identity.identityNumber : null; });

describe('persons of scripts', () => {
  it('another person is born on the same day under a number that is as right as the first', () => {
    for (const nth of [1, 7, 99_999]) {
      const number = another(citizen, nth).identityNumber ?? '';
      expect(number).not.toBe(citizen.identityNumber);
      expect(checkIdentityNumber(number)).toMatchObject({ outcome: 'accept', birth: '1980-01-01' });
      expect(checkCreditCode(another(firm, nth).creditCode ?? '').outcome).not.toBe('reject');
      expect(another(firm, nth).creditCode).not.toBe(firm.creditCode);
    }
  });

  it('a wrong number stays wrong', () => {
    expect(another({ ...citizen, identityNumber: '999999198001010012' }, 3).identityNumber).toBe('999999198001010012');
  });

  it('scripts that begin alike are about different persons, a twin about those before it', () => {
    const [first, second, third] = numbersOf(apart([opening('2025-03-03'), opening('2025-03-03'), { ...opening('2025-03-03'), twin: true }], 0));
    expect(second).not.toBe(first);
    expect(third).toBe(second);
  });
});

describe('what one case alone does not show', () => {
  const leads = lawBookFromFiles().pack('leads').pack;
  const cases = [{ caseId: 'a', number: 'A1', pack: 'administrative-penalty', office: 'here' }, { caseId: 'b', number: 'L1', pack: 'leads', office: 'here' }, { caseId: 'c', number: 'L2', pack: 'leads', office: 'there' }];

  it('names a case of the same pack or of another one, as the fact wants it, of its own office and never itself', () => {
    expect(numbersNamed(leads, { duplicateOf: 'x', linkedCase: 'x', reasons: 'x' }, { caseId: 'own', office: 'here' }, cases)).toEqual({ duplicateOf: 'L1', linkedCase: 'A1' });
    expect(numbersNamed(leads, { duplicateOf: 'x' }, { caseId: 'b', office: 'here' }, cases)).toEqual({});
  });

  it('numbers a special receipt by its case, so that cases have one of their own; other values stay', () => {
    const summary = lawBookFromFiles().pack('administrative-penalty-summary').pack;
    expect(receiptsNumbered(summary, { collectionReceipt: 'rehearsal', collectedAmount: '1.00' }, 7)).toEqual({ collectionReceipt: 'rehearsal-7' });
    expect(receiptsNumbered(summary, { collectionReceipt: 'x-1' }, 7)).toEqual({});
    expect(receiptsNumbered(leads, { collectionReceipt: 'rehearsal' }, 7)).toEqual({});
  });

  it('a guard that keeps from a lead whoever no longer finds it is shown by that answer', () => {
    expect(guardsIn(leads).filter((guard) => answeredByDoor(leads, guard)).map(({ code }) => code)).toContain('leadAboutOfficer');
    const declared = declaredBy(leads, lawBookFromFiles());
    expect(declared).toContain(item('blocker', OUT_OF_SIGHT));
    expect(declared).not.toContain(item('blocker', 'leadAboutOfficer'));
  });
});
