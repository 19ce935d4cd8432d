import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from '@jest/globals';
import { composeSchema, environmentOf, namesMissing, readCompose, variablesMissing } from './compose-file.ts';
import { metricsMissing, metricsOf, metricsToldBy } from './metric-names.ts';

const folder = fileURLToPath(new URL('../../docker/', import.meta.url));
const read = (name: string): string => readFileSync(`${folder}${name}`, 'utf8');
const schema = composeSchema(read('schema/compose-spec.json'));
const text = read('compose.yaml');
const stages = ['api', 'worker', 'tools'];
const problems = (changed: string): string[] => namesMissing(readCompose(changed, schema), folder, stages);

describe('the compose file', () => {
  it('keeps the specification, and all that it names is there', () => {
    expect(problems(text)).toEqual([]);
    expect(variablesMissing(text, read('.env.example'))).toEqual([]);
  });

  it('has two APIs and two workers, which take their own settings', () => {
    const compose = readCompose(text, schema);
    expect(Object.keys(compose.services).filter((name) => /^(api|worker)-/.test(name))).toEqual(['api-1', 'api-2', 'worker-1', 'worker-2']);
    expect(environmentOf(compose, 'api-2', 'OIDC_ISSUER=https://x\n')).toMatchObject({ ANJUAN_PROFILE: 'production', DATABASE_URL: 'postgres://user:secret@record:5432/anjuan', OIDC_ISSUER: 'https://x' });
  });

  it.each([
    ['a key that the specification does not have', text.replace('  api-1: *api', '  api-1: { image: "a:1", replicas: 2 }'), /additional properties/],
    ['ports that are none', text.replace('ports: ["127.0.0.1:3001:3000"]', 'ports: { a: b }'), /must be array/],
  ])('is refused for %s', (_, changed, message) => {
    expect(changed).not.toBe(text);
    expect(() => readCompose(changed, schema)).toThrow(message);
  });

  it.each([
    ['a secret that is not declared', ['secrets: [grafana_admin]', 'secrets: [grafana_admin, other]'], 'service grafana: there is no secret other'],
    ['a stage that the Dockerfile does not have', ['target: tools', 'target: toolz'], 'service migrate: the Dockerfile has no stage toolz'],
    ['a file that is not there', ['./proxy/nginx.conf', './proxy/other.conf'], 'service proxy: there is no ./proxy/other.conf to mount'],
    ['an image without a tag', ['prom/alertmanager:v0.28.1', 'prom/alertmanager'], 'service alertmanager: its image prom/alertmanager has no fixed tag'],
    ['a service that waits for another that there is not', ['temporal-schema: { condition', 'temporal-schemas: { condition'], 'service temporal: it waits for temporal-schemas, which there is not'],
  ])('is told %s', (_, [from = '', to = ''], problem) => {
    expect(text).toContain(from);
    expect(problems(text.replace(from, to))).toContain(problem);
  });
});

describe('alerts and dashboard', () => {
  it('ask for metrics that the API tells, and are told of others', async () => {
    const told = await metricsToldBy(fileURLToPath(new URL('../../apps/api/metrics', import.meta.url)));
    const asked = metricsOf(read('prometheus/alerts.yaml') + read('grafana/dashboards/anjuan.json'));
    expect(asked.length).toBeGreaterThan(10);
    expect(metricsMissing(asked, told)).toEqual([]);
    expect(metricsMissing([...asked, 'anjuan_cases_lost'], told)).toEqual(['nobody tells anjuan_cases_lost']);
  });
});
