import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Keys } from '#store/keys';
import { writeKeysFile } from '#store/keys/open-keys';
import { startIdentityProvider, type IdentityProvider } from './testing/identity-provider.ts';
import { peopleSql, person } from './testing/people.ts';
import { openPenaltyCase } from './testing/requests.ts';
import { Service } from './testing/service.ts';

let service: Service;
let provider: IdentityProvider;
let folder: string;
beforeAll(async () => {
  provider = await startIdentityProvider();
  folder = await mkdtemp(join(tmpdir(), 'anjuan-keys-'));
  await writeKeysFile(join(folder, 'keys.json'), Keys.generate());
  const fee = "INSERT INTO authority_grant (office_id, basis, packs, valid_from) VALUES ('mianyang', 'own', '{social-maintenance-fee}', '2002-09-01');";
  service = await Service.start(peopleSql + fee, { ANJUAN_PROFILE: 'production', ANJUAN_TRAINING_FROM: '', ANJUAN_KEYS_FILE: join(folder, 'keys.json'), OIDC_ISSUER: provider.issuer, OIDC_AUDIENCE: 'anjuan' });
});
afterAll(async () => {
  await service.stop();
  provider.stop();
  await rm(folder, { recursive: true, force: true });
});

const bearer = async (n: number): Promise<Record<string, string>> => ({
  authorization: await provider.authorization(person(n)),
});

describe('a production instance', () => {
  it('runs on the wall clock, without demo users, a clock to move, or a mark of training', async () => {
    const ready = await service.ask('GET', '/api/health/ready');
    expect(ready).toMatchObject({ status: 200, body: { profile: 'production', legalClock: { mode: 'wall' } } });
    expect(ready.headers['anjuan-instance']).toBeUndefined();
    expect(ready.body.instance).toBeUndefined();
    for (const path of ['/dev/issuer/jwks', '/dev/issuer/.well-known/openid-configuration']) expect(await service.ask('GET', path)).toMatchObject({ status: 404 });
    const headers = await bearer(1);
    expect(await service.ask('POST', '/api/training/clock', { headers, body: { to: 'next' } })).toMatchObject({ status: 404 });
    expect((await service.ask('GET', '/api/openapi.json')).text).not.toMatch(/\/dev\/issuer|\/api\/training/);
  });

  it('opens a case of today', async () => {
    const today = new Date(Date.now() + 8 * 3_600_000).toISOString().slice(0, 10);
    const ofToday = { ...openPenaltyCase, on: today, facts: { ...openPenaltyCase.facts, actEndedOn: today, discoveredOn: today } };
    expect(await service.ask('POST', '/api/cases', { headers: await bearer(1), body: ofToday })).toMatchObject({ status: 201 });
  });

  it('refuses a case of long ago while the county has set no limit for late entries', async () => {
    expect(await service.ask('POST', '/api/cases', { headers: await bearer(1), body: openPenaltyCase })).toMatchObject({ status: 409, body: { blockers: [expect.objectContaining({ code: 'parameterNotSet' })] } });
  });

  it('refuses every fee, whatever date it claims, with the article', async () => {
    for (const on of ['2018-03-05', '2021-08-19', undefined]) {
      const answer = await service.ask('POST', '/api/cases', {
        headers: { ...await bearer(1), 'accept-language': 'en' },
        body: { pack: 'social-maintenance-fee', ...(on === undefined ? {} : { on }), parties: openPenaltyCase.parties, facts: {} },
      });
      expect(answer).toMatchObject({ status: 409 });
      expect((answer.body.blockers as { article: string }[]).some(({ article }) => /Order 427|Order 281|abolish|Population/i.test(article))).toBe(true);
    }
  });
});
