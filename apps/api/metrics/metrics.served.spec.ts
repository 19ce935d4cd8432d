import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Client } from 'pg';
import { freePort } from '../../../scripts/servers/ports.ts';
import { peopleSql } from '../testing/people.ts';
import { openPenaltyCase } from '../testing/requests.ts';
import { Service } from '../testing/service.ts';

let service: Service;
let address: string;
let caseId: string;
beforeAll(async () => {
  address = `127.0.0.1:${await freePort()}`;
  service = await Service.start(peopleSql, { ANJUAN_METRICS_ADDRESS: address });
  caseId = String((await service.ask('POST', '/api/cases', { as: 'xu.lei', body: openPenaltyCase })).body.caseId);
});
afterAll(async () => { await service.stop(); });

/** Samples by name and labels, as Prometheus reads them. */
async function scrape(): Promise<{ text: string; of: (name: string) => number | undefined }> {
  const answer = await fetch(`http://${address}/metrics`);
  expect([answer.status, answer.headers.get('content-type')]).toEqual([200, 'text/plain; version=0.0.4; charset=utf-8']);
  const text = await answer.text();
  const samples = new Map(text.split('\n').filter((line) => line !== '' && !line.startsWith('#')).map((line): [string, number] => {
    const parts = /^([a-z][a-z0-9_]*(?:\{.*\})?) (\S+)$/.exec(line);
    if (parts === null) throw new Error(`no sample: ${line}`);
    return [String(parts[1]), Number(parts[2])];
  }));
  return { text, of: (name) => samples.get(name) };
}

async function asOwner(sql: string): Promise<void> {
  const owner = new Client({ connectionString: service.database.ownerUrl });
  await owner.connect();
  await owner.query(sql);
  await owner.end();
}

describe('the metrics of the API', () => {
  it('tell what the alerts ask: a case for which nobody sleeps, its wake that waits, requests by their route', async () => {
    const { text, of } = await scrape();
    expect({ reachable: of('anjuan_record_reachable'), rows: of('anjuan_outbox_rows'), unarmed: of('anjuan_cases_unarmed'), incidents: of('anjuan_incidents_open{kind="any"}'), unexplained: of('anjuan_proof_unexplained') })
      .toEqual({ reachable: 1, rows: 1, unarmed: 1, incidents: 0, unexplained: 0 });
    expect(of('anjuan_outbox_oldest_seconds')).toBeGreaterThan(0);
    expect(of('anjuan_http_request_seconds_count{method="POST",route="/api/cases",status="201"}')).toBe(1);
    expect(text).not.toContain(caseId);
  });

  it('follow the record: an incident, a proof with differences, a wake that is overdue', async () => {
    await asOwner("INSERT INTO incident (subject, office_id, kind, about, opened_at, last_at) SELECT 'demo', id, 'demoTrouble', '{}', now(), now() FROM office LIMIT 1");
    await asOwner(`INSERT INTO proof (date, made_at, machine_at, cases, clocks, causes, stored_compared) VALUES ('2025-03-02', now(), now(), 1, 1, '{"unexplained": 2, "recordedLate": 1, "outage": 3}', true)`);
    await asOwner("UPDATE case_head SET next_wake_at = (SELECT at FROM legal_clock) - interval '90 seconds'");
    const { of } = await scrape();
    expect({ any: of('anjuan_incidents_open{kind="any"}'), demo: of('anjuan_incidents_open{kind="demoTrouble"}'), unexplained: of('anjuan_proof_unexplained'), late: of('anjuan_proof_recorded_late'), overdue: of('anjuan_wake_overdue_seconds'), until: of('anjuan_proof_covers_until_seconds') })
      .toEqual({ any: 1, demo: 1, unexplained: 2, late: 4, overdue: 90, until: Date.parse('2025-03-02T16:00:00Z') / 1000 });
  });

  it('carry nothing of a person or a case, and nothing else is served there', async () => {
    await service.ask('GET', `/api/cases/${caseId}`, { as: 'xu.lei' });
    const { text, of } = await scrape();
    expect(of('anjuan_http_request_seconds_count{method="GET",route="/api/cases/:id",status="200"}')).toBe(1);
    for (const word of [caseId, 'xu.lei', ...JSON.stringify(openPenaltyCase).match(/[\u4e00-\u9fff]{2,}/g) ?? []]) expect(text).not.toContain(word);
    expect((await fetch(`http://${address}/api/health/live`)).status).toBe(404);
  });
});
