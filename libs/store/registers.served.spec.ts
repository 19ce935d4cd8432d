import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { setTimeout as pause } from 'node:timers/promises';
import { withActor } from './actor.ts';
import { twoOffices, type TwoOffices } from './content/testing/two-offices.ts';
import { Keys } from './keys.ts';
import { claimRegister, findClaim, lookupHash, nameClaim } from './registers.ts';

const keys = Keys.generate();
const register = 'socialMaintenanceFee';
let world: TwoOffices;
beforeAll(async () => { world = await twoOffices(); });
afterAll(() => world.close());

describe('a register of what may exist once only', () => {
  it('hashes the same key the same way, and different keys differently', () => {
    const hash = lookupHash(keys, ['11010519491231002X', '2018-05-01', 2]);
    expect(lookupHash(keys, [' 11010519491231002x', '2018-05-01', '2'])).toBe(hash);
    expect(lookupHash(keys, ['１１０１０５１９４９１２３１００２Ｘ', '2018-05-01', 2])).toBe(hash);
    expect(lookupHash(keys, ['110105 491231002', '2018-05-01', 2])).toBe(hash);
    expect(lookupHash(keys, ['11010519491231002X', '2018-05-012'])).not.toBe(hash);
    expect(lookupHash(Keys.generate(), ['11010519491231002X', '2018-05-01', 2])).not.toBe(hash);
  });

  it('holds across offices: the second learns office and number, and nothing else', async () => {
    const hash = lookupHash(keys, ['11010519491231002X', '2018-05-01', 1]);
    expect(await withActor(world.store, world.here, (m) => findClaim(m, register, hash))).toBeNull();
    expect(await withActor(world.store, world.here, (m) => claimRegister(m, { register, hash, caseId: world.hereCase, officeId: 'T1' }))).toEqual({ status: 'claimed' });
    await withActor(world.store, world.there, async (m) => {
      expect(await claimRegister(m, { register, hash, caseId: world.thereCase, officeId: 'T2' })).toEqual({ status: 'held', heldBy: { office: '勉阳街道办事处', number: null } });
      // The transaction is still usable, and the row itself stays hidden.
      expect(await m.query('SELECT * FROM register_claim')).toEqual([]);
      expect(await nameClaim(m, { register, caseId: world.hereCase, number: '武综执征决字〔2019〕1号' })).toBe(0);
    });
    expect(await withActor(world.store, world.here, (m) => nameClaim(m, { register, caseId: world.hereCase, number: '勉综执征决字〔2019〕12号' }))).toBe(1);
    expect(await withActor(world.store, world.there, (m) => findClaim(m, register, hash))).toEqual({ office: '勉阳街道办事处', number: '勉综执征决字〔2019〕12号' });
    expect(await withActor(world.store, world.there, (m) => findClaim(m, 'another', hash))).toBeNull();
  });

  it('keeps an entry: no other number, no other case, no deletion, for the owner neither', async () => {
    await expect(world.asOwner("UPDATE register_claim SET number = 'x'")).rejects.toThrow('An entry of a register stays');
    await expect(world.asOwner('DELETE FROM register_claim')).rejects.toThrow('An entry of a register stays');
    await expect(withActor(world.store, world.here, (m) => m.query('UPDATE register_claim SET case_id = $1', [world.thereCase]))).rejects.toThrow('permission denied');
  });

  it('gives the key to one of two offices that claim it at the same moment', async () => {
    const hash = lookupHash(keys, ['another person', '2018-05-01', 1]);
    const first = withActor(world.store, world.here, async (m) => {
      const result = await claimRegister(m, { register, hash, caseId: world.hereCase, officeId: 'T1' });
      await pause(300);
      return result;
    });
    await pause(100);
    const second = withActor(world.store, world.there, (m) => claimRegister(m, { register, hash, caseId: world.thereCase, officeId: 'T2' }));
    expect([(await first).status, (await second).status]).toEqual(['claimed', 'held']);
  });
});
