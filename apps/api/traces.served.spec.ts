import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { setTimeout as sleep } from 'node:timers/promises';
import { closeTraces, openTraces } from '#traces';
import { SpanReceiver } from '../../libs/traces/testing/span-receiver.ts';
import { peopleSql } from './testing/people.ts';
import { openPenaltyCase } from './testing/requests.ts';
import { Service } from './testing/service.ts';

let receiver: SpanReceiver;
let service: Service;
beforeAll(async () => {
  receiver = await SpanReceiver.listen();
  await openTraces({ service: 'test', environment: { OTEL_EXPORTER_OTLP_ENDPOINT: receiver.endpoint, OTEL_BSP_SCHEDULE_DELAY: '50' }, say: (sentence) => { throw new Error(sentence); } });
  service = await Service.start(peopleSql);
});
afterAll(async () => {
  await service.stop();
  await closeTraces();
  await receiver.close();
});

it('a request is the beginning of the trace of its command, by its route, without query, body or name', async () => {
  const opened = await service.ask('POST', '/api/cases', { as: 'xu.lei', body: openPenaltyCase });
  await service.ask('GET', `/api/cases?q=${encodeURIComponent('张三丰')}`, { as: 'xu.lei' });
  const end = Date.now() + 60_000;
  while (receiver.named('GET /api/cases').length === 0) {
    if (Date.now() > end) throw new Error(`only ${receiver.spans.map(({ name }) => name).join(', ')}`);
    await sleep(20);
  }
  const [request] = receiver.named('POST /api/cases');
  expect(request).toMatchObject({ parent: undefined, failed: false, facts: { 'http.request.method': 'POST', 'http.route': '/api/cases', 'http.response.status_code': 201 } });
  const [put] = receiver.named('INSERT outbox', request?.traceId);
  expect(put && receiver.pathTo(put)).toEqual(['POST /api/cases', 'command openCase', 'transaction', 'INSERT outbox']);
  expect(receiver.text).toContain(opened.body.caseId);
  for (const word of ['xu.lei', ...JSON.stringify(openPenaltyCase).match(/[\u4e00-\u9fff]{2,}/g) ?? [], encodeURIComponent('张三丰'), '610799199001010011', '13800000001']) expect(receiver.text).not.toContain(word);
});
