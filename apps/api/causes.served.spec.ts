import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { peopleSql } from './testing/people.ts';
import { Service } from './testing/service.ts';

let service: Service;
beforeAll(async () => { service = await Service.start(peopleSql); });
afterAll(async () => { await service.stop(); });

const bands = {
  kind: 'bands', documentNumber: '勉司发〔2025〕8号', from: '2025-03-03', code: 'straw-burnt',
  bands: [{ code: 'minor', name: { zh: '较轻', en: 'minor' }, when: { zh: '焚烧面积不足一亩', en: 'less than one mu' }, amounts: { from: '500.00', to: '1000.00' }, status: 'verified', source: { title: '勉县裁量基准', url: 'https://www.example.org/bands', readOn: '2025-03-01' } }],
};

it('lists the causes for an act of a day, and one of them by the law of that day', async () => {
  const list = await service.ask('GET', '/api/causes?topic=fire', { as: 'zhang.wei' });
  expect(list).toMatchObject({ status: 200, body: { on: '2025-03-03' } });
  const { items } = list.body as unknown as { items: { code: string; ranges: unknown; article: { zh: string }; status: string }[] };
  expect(items.find((one) => one.code === 'fire-lane-occupied')).toMatchObject({
    status: 'verified', article: { zh: '《中华人民共和国消防法》第60条第1款第5项、第60条第2款' },
    ranges: { citizen: { is: 'range', minimum: '0.00', maximum: '500.00' }, organisation: { is: 'range', minimum: '5000.00', maximum: '50000.00' } },
  });
  const unread = (await service.ask('GET', '/api/causes?status=unverified', { as: 'zhang.wei' })).body as unknown as { items: { code: string; ranges: object }[] };
  expect(unread.items.find((one) => one.code === 'street-pile')).toMatchObject({ ranges: { citizen: { is: 'unverified' }, organisation: { is: 'unverified' } } });
  expect(await service.ask('GET', '/api/causes/open-air-barbecue', { as: 'zhang.wei' })).toMatchObject({ status: 200, body: { on: '2025-03-03', ranges: { citizen: { maximum: '20000.00' } }, instruments: [{ kind: 'law' }, { id: 'ECO' }] } });
  expect(await service.ask('GET', '/api/causes/open-air-barbecue?on=2026-08-15', { as: 'zhang.wei' })).toMatchObject({ status: 200, body: { on: '2026-08-15', ranges: { citizen: { maximum: '5000.00' } } } });
  for (const path of ['/api/causes/loitering', '/api/causes/open-air-barbecue?on=2010-01-01']) expect(await service.ask('GET', path, { as: 'zhang.wei' })).toMatchObject({ status: 404 });
});

it('bands go in force by two persons of the county legal office, and by nobody else', async () => {
  expect(await service.ask('POST', '/api/causes', { as: 'zhang.wei', body: bands })).toMatchObject({ status: 403 });
  const proposed = await service.ask('POST', '/api/causes', { as: 'zhou.tao', body: bands });
  expect(proposed).toMatchObject({ status: 201, body: { kind: 'cause', status: 'open' } });
  const { proposalId } = proposed.body as unknown as { proposalId: string };
  expect(await service.ask('POST', `/api/causes/${proposalId}/approve`, { as: 'zhou.tao' })).toMatchObject({ status: 409, body: { blockers: [{ code: 'makerIsChecker' }] } });
  expect(await service.ask('POST', `/api/parameters/${proposalId}/approve`, { as: 'wu.jun' })).toMatchObject({ status: 404 });
  expect(await service.ask('POST', `/api/causes/${proposalId}/approve`, { as: 'wu.jun' })).toMatchObject({ status: 200, body: { status: 'approved' } });
  expect(await service.ask('GET', '/api/causes/straw-burnt', { as: 'zhang.wei' })).toMatchObject({ body: { bandsBy: '勉司发〔2025〕8号', bands: [{ code: 'minor' }] } });
  expect((await service.ask('GET', '/api/causes/straw-burnt', { as: 'xu.lei' })).body).toMatchObject({ bandsBy: null, bands: [] });
  expect(await service.ask('GET', '/api/proposals?kind=cause', { as: 'wu.jun' })).toMatchObject({ status: 200, body: { items: [{ proposalId }] } });
});

it('a charter, a broken band and a strange field are refused by name', async () => {
  const cause = {
    kind: 'cause', documentNumber: '某村〔2025〕1号', from: '2025-03-03', instruments: [{ id: 'CHARTER', name: { zh: '某村村规民约', en: 'Charter of a Village' }, kind: 'villageCharter', inForce: { from: null, to: null }, source: { title: '某村村规民约', url: 'https://www.example.org/charter', readOn: '2025-03-01' } }],
    cause: { code: 'late-dues', name: { zh: '拖欠卫生费', en: 'late dues' }, elements: [{ zh: '拖欠', en: 'late' }], versions: [{ from: '2020-01-01', to: null, basis: [{ instrument: 'CHARTER', penalty: 'art. 3' }], ranges: { citizen: { tiers: [{ min: { yuan: '50.00' }, max: { yuan: '500.00' } }] } }, status: 'verified' }] },
  };
  expect(await service.ask('POST', '/api/causes', { as: 'zhou.tao', body: cause })).toMatchObject({ status: 409, body: { blockers: [{ code: 'basisNotLaw', article: '《中华人民共和国行政处罚法》第16条' }] } });
  expect(await service.ask('POST', '/api/causes', { as: 'zhou.tao', body: { ...bands, bands: [{ ...bands.bands[0], amounts: undefined }] } })).toMatchObject({ status: 422 });
  expect(await service.ask('POST', '/api/causes', { as: 'zhou.tao', body: { ...bands, code: 'loitering' } })).toMatchObject({ status: 422, body: { errors: [{ field: 'code' }] } });
});
