import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { createHash } from 'node:crypto';
import { lawChangePage } from '#commands';
import { shippedPacks } from '#law/files/pack-files';
import { Door } from './door.module.ts';
import { peopleSql } from './testing/people.ts';
import { openPenaltyCase } from './testing/requests.ts';
import { Service, type Answer } from './testing/service.ts';

let service: Service;
let caseId: string;
let packText: string;
beforeAll(async () => {
  service = await Service.start(peopleSql);
  const opened = await service.ask('POST', '/api/cases', { as: 'zhang.wei', body: openPenaltyCase });
  expect(opened).toMatchObject({ status: 201 });
  caseId = String(opened.body.caseId);
  const json = JSON.parse(Buffer.from(shippedPacks().find(({ pack }) => pack.id === 'administrative-penalty')!.bytes).toString('utf8')) as { papers: { title: { en: string } }[] };
  for (const paper of json.papers) paper.title.en += ' (corrected)';
  packText = JSON.stringify(json);
});
afterAll(async () => { await service.stop(); });

const body = (more: object = {}): object => ({ pack: 'administrative-penalty', packText, documentNumber: '勉司发〔2025〕6号', reason: '文书名称更正', ...more });
const changes = (path: string, as: string, sent?: object): Promise<Answer> => service.ask(sent === undefined ? 'GET' : 'POST', `/api/law-changes${path}`, { as, ...(sent === undefined ? {} : { body: sent }) });

it('a dry run lists what would be rewritten and writes nothing; an officer of a township has no part in it', async () => {
  expect(await changes('', 'zhang.wei', body())).toMatchObject({ status: 403 });
  const tried = await changes('', 'zhou.tao', body());
  expect(tried).toMatchObject({ status: 201, body: { dryRun: true, kind: 'correction', next: null, proposed: null } });
  const [line] = tried.body.items as { caseId: string; before: Record<string, unknown>; rewritten: boolean }[];
  expect([line?.caseId, line?.rewritten, Object.keys(line?.before ?? {}).every((place) => place.startsWith('paper '))]).toEqual([caseId, true, true]);
  expect((await changes('', 'zhou.tao')).body).toMatchObject({ items: [], next: null });
  expect(await changes('', 'zhou.tao', body({ packText: '{}' }))).toMatchObject({ status: 422, body: { errors: [{ field: 'packText', rule: 'pack' }] } });
});

it('proposed, it is drawn up, signed by two persons with its manifest, and applied', async () => {
  const { deps } = service.app.get(Door);
  const proposed = await changes('', 'zhou.tao', body({ dryRun: false }));
  const { lawChangeId, status } = proposed.body.proposed as { lawChangeId: string; status: string };
  expect([proposed.status, status]).toEqual([201, 'drafting']);
  while ((await lawChangePage(deps, lawChangeId, 10)).more);
  const { manifest } = (await changes(`/${lawChangeId}`, 'wu.jun')).body as { manifest: string };
  expect((await changes(`/${lawChangeId}/lines`, 'wu.jun')).body).toMatchObject({ items: [{ caseId, status: 'listed', round: 1, seq: null }], next: null });
  expect(await changes(`/${lawChangeId}/sign`, 'zhou.tao', { manifest: 'f'.repeat(64) })).toMatchObject({ status: 409, body: { blockers: [{ code: 'manifestDiffers' }] } });
  expect(await changes(`/${lawChangeId}/sign`, 'zhou.tao', { manifest })).toMatchObject({ status: 200, body: { status: 'open' } });
  expect(await changes(`/${lawChangeId}/sign`, 'zhou.tao', { manifest })).toMatchObject({ status: 409, body: { blockers: [{ code: 'makerIsChecker' }] } });
  expect(await changes(`/${lawChangeId}/sign`, 'wu.jun', { manifest })).toMatchObject({ status: 200, body: { status: 'applying' } });
  while ((await lawChangePage(deps, lawChangeId, 10)).more);
  expect((await changes(`/${lawChangeId}`, 'wu.jun')).body).toMatchObject({ status: 'applied', toSha256: createHash('sha256').update(packText).digest('hex'), progress: { lines: 1, rewritten: 1, byStatus: { applied: 1, heldBack: 0, failed: 0 } } });
  const events = await service.ask('GET', `/api/cases/${caseId}/events`, { as: 'zhang.wei' });
  expect(events).toMatchObject({ status: 200 });
  expect(events.text).toContain('lawChanged');
  expect(await changes(`/${lawChangeId}/reject`, 'wu.jun', {})).toMatchObject({ status: 409, body: { blockers: [{ code: 'lawChangeNotOpen' }] } });
  expect(await changes('/00000000-0000-4000-8000-000000000000', 'wu.jun')).toMatchObject({ status: 404 });
});
