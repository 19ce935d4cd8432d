import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Client as TemporalClient, Connection } from '@temporalio/client';
import { Client } from 'pg';
import { freshNamespace } from '../../test/servers/namespace.ts';
import { startIdentityProvider, type IdentityProvider } from './testing/identity-provider.ts';
import { peopleSql, person } from './testing/people.ts';
import { openPenaltyCase } from './testing/requests.ts';
import { Service } from './testing/service.ts';

let service: Service;
let provider: IdentityProvider;
let temporal: Awaited<ReturnType<typeof freshNamespace>>;
beforeAll(async () => {
  provider = await startIdentityProvider();
  temporal = await freshNamespace();
  service = await Service.start(peopleSql, { OIDC_ISSUER: provider.issuer, OIDC_AUDIENCE: 'anjuan', TEMPORAL_ADDRESS: temporal.address, TEMPORAL_NAMESPACE: temporal.namespace });
});
afterAll(async () => {
  await service.stop();
  provider.stop();
});

const bearer = async (subject: string): Promise<Record<string, string>> => ({
  authorization: await provider.authorization(subject),
});

describe('with an identity provider', () => {
  it('takes its tokens, and has no development issuer', async () => {
    expect(await service.ask('GET', '/api/me', { headers: await bearer(person(1)) })).toMatchObject({ status: 200, body: { username: 'zhang.wei' } });
    expect(await service.ask('GET', '/api/me', { headers: await bearer(person(99)) })).toMatchObject({ status: 403 });
    for (const path of ['/dev/issuer/jwks', '/dev/issuer/.well-known/openid-configuration']) expect(await service.ask('GET', path)).toMatchObject({ status: 404 });
    expect(await service.ask('POST', '/dev/issuer/token', { body: { username: 'zhang.wei', password: 'demo' } })).toMatchObject({ status: 404 });
    expect((await service.ask('GET', '/api/openapi.json')).text).not.toContain('/dev/issuer');
  });
});

describe('with Temporal', () => {
  it('shows the workflow of the case, until when it sleeps and what woke it', async () => {
    const headers = await bearer(person(1));
    const opened = await service.ask('POST', '/api/cases', { headers, body: openPenaltyCase });
    const process = `/api/cases/${String(opened.body.caseId)}/process`;
    expect(await service.ask('GET', process, { headers })).toMatchObject({ status: 200, body: { temporal: { reachable: true, workflows: [] } } });
    const connection = await Connection.connect({ address: temporal.address });
    const client = new TemporalClient({ connection, namespace: temporal.namespace });
    const handle = await client.workflow.start('caseLife', { taskQueue: 'nobody', workflowId: String(opened.body.workflowId) });
    await handle.signal('wake');
    expect(await service.ask('GET', process, { headers })).toMatchObject({
      status: 200, body: { temporal: { reachable: true, workflows: [{ workflowId: opened.body.workflowId, status: 'running', lastWake: { by: 'signal', at: expect.any(String) }, pendingActivities: [] }] } },
    });
    await connection.close();
  });
});

describe('without PostgreSQL', () => {
  it('is not ready, answers 503 to everything, and is back by itself', async () => {
    const headers = await bearer(person(1));
    const superuser = new Client({ connectionString: service.database.superuserUrl.replace(`/${service.database.name}`, '/postgres') });
    superuser.on('error', () => undefined);
    await superuser.connect();
    await superuser.query(`ALTER DATABASE ${service.database.name} ALLOW_CONNECTIONS false`);
    await superuser.query('SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = $1', [service.database.name]);
    expect(await service.ask('GET', '/api/health/live')).toMatchObject({ status: 200 });
    expect(await service.ask('GET', '/api/health/ready')).toMatchObject({ status: 503, headers: { 'retry-after': '2' } });
    expect(await service.ask('GET', '/api/cases', { headers })).toMatchObject({ status: 503, body: { type: '/api/problems/unavailable' } });
    await superuser.query(`ALTER DATABASE ${service.database.name} ALLOW_CONNECTIONS true`);
    expect(await service.ask('GET', '/api/health/ready')).toMatchObject({ status: 200 });
    expect(await service.ask('GET', '/api/cases', { headers })).toMatchObject({ status: 200 });
    await superuser.end();
  });
});
