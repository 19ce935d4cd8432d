/** What must be right of a compose file beyond its schema: everything that it names is there. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv, type ValidateFunction } from 'ajv';
import { parse } from 'yaml';
import { z } from 'zod';

const Service = z.looseObject({
  image: z.string().optional(), build: z.looseObject({ context: z.string(), dockerfile: z.string(), target: z.string() }).optional(),
  environment: z.record(z.string(), z.string()).default({}), secrets: z.array(z.string()).default([]), volumes: z.array(z.string()).default([]),
  networks: z.array(z.string()).default([]), depends_on: z.record(z.string(), z.looseObject({ condition: z.string() })).default({}),
  healthcheck: z.unknown().optional(), profiles: z.array(z.string()).default([]),
});
const Compose = z.looseObject({
  services: z.record(z.string(), Service), volumes: z.record(z.string(), z.unknown()).default({}), networks: z.record(z.string(), z.unknown()).default({}),
  secrets: z.record(z.string(), z.looseObject({ file: z.string() })).default({}),
});
export type Compose = z.infer<typeof Compose>;

/** Compiled from the text of the Compose JSON Schema. */
export function composeSchema(text: string): ValidateFunction {
  const { $schema: _draft, ...schema } = JSON.parse(text) as Record<string, unknown>;
  return new Ajv({ strict: false, allErrors: true, formats: { duration: true, 'subnet_ip_address': true } }).compile(schema);
}

/** Reads a compose file. Throws with every problem that the schema finds. */
export function readCompose(text: string, schema: ValidateFunction): Compose {
  const json: unknown = parse(text, { merge: true });
  if (!schema(json)) throw new Error((schema.errors ?? []).map(({ instancePath, message }) => `${instancePath === '' ? '/' : instancePath} ${message ?? ''}`).join('; '));
  return Compose.parse(json);
}

/** `folder`: where the compose file lies. `stages`: of the Dockerfile. */
export function namesMissing(compose: Compose, folder: string, stages: readonly string[]): string[] {
  const found: string[] = [];
  const usedSecrets = new Set<string>();
  const usedVolumes = new Set<string>();
  for (const [name, service] of Object.entries(compose.services)) {
    const miss = (what: string): void => { found.push(`service ${name}: ${what}`); };
    if (service.image === undefined || !/:[^:/]+$/.test(service.image) || service.image.endsWith(':latest')) miss(`its image ${service.image ?? ''} has no fixed tag`);
    if (service.build !== undefined && !stages.includes(service.build.target)) miss(`the Dockerfile has no stage ${service.build.target}`);
    if (service.build !== undefined && !existsSync(join(folder, service.build.context, service.build.dockerfile))) miss(`there is no ${service.build.dockerfile}`);
    for (const secret of service.secrets) {
      usedSecrets.add(secret);
      if (!(secret in compose.secrets)) miss(`there is no secret ${secret}`);
    }
    for (const mount of service.volumes) {
      const [from = ''] = mount.split(':');
      if (from.startsWith('.')) { if (!existsSync(join(folder, from))) miss(`there is no ${from} to mount`); } else if (!from.startsWith('${')) {
        usedVolumes.add(from);
        if (!(from in compose.volumes)) miss(`there is no volume ${from}`);
      }
    }
    for (const network of service.networks) if (!(network in compose.networks)) miss(`there is no network ${network}`);
    for (const [other, { condition }] of Object.entries(service.depends_on)) {
      const awaited = compose.services[other];
      if (awaited === undefined) miss(`it waits for ${other}, which there is not`);
      else if (condition === 'service_healthy' && awaited.healthcheck === undefined && awaited.build === undefined) miss(`it waits for the health of ${other}, which tells none`);
      else if (!awaited.networks.some((network) => service.networks.includes(network))) miss(`it waits for ${other} and shares no network with it`);
    }
    for (const [variable, value] of Object.entries(service.environment)) {
      const secret = /^\/run\/secrets\/(.+)$/.exec(value)?.[1];
      if (secret !== undefined && !service.secrets.includes(secret)) miss(`${variable} names the secret ${secret}, which it does not have`);
    }
  }
  for (const secret of Object.keys(compose.secrets)) if (!usedSecrets.has(secret)) found.push(`nobody uses the secret ${secret}`);
  for (const volume of Object.keys(compose.volumes)) if (!usedVolumes.has(volume)) found.push(`nobody uses the volume ${volume}`);
  return found;
}

/** Variables of the compose file that the example of `.env` does not name, and those that nobody reads. */
export function variablesMissing(text: string, example: string): string[] {
  const used = new Set([...text.matchAll(/\$\{(\w+)/g)].map(([, name = '']) => name));
  const named = new Set(example.split('\n').filter((line) => /^\w+=/.test(line)).map((line) => line.slice(0, line.indexOf('='))));
  return [...[...used].filter((name) => !named.has(name)).map((name) => `.env.example does not name ${name}`), ...[...named].filter((name) => !used.has(name)).map((name) => `nobody reads ${name} of .env.example`)];
}

/** The environment of a service as its process sees it: secrets read, variables as the example sets them. */
export function environmentOf(compose: Compose, service: string, example: string): Record<string, string> {
  const set = new Map(example.split('\n').filter((line) => /^\w+=/.test(line)).map((line): [string, string] => [line.slice(0, line.indexOf('=')), line.slice(line.indexOf('=') + 1)]));
  const entries = Object.entries(compose.services[service]?.environment ?? {}).map(([name, value]): [string, string] => {
    if (name.endsWith('_FILE') && /DATABASE/.test(name)) return [name.slice(0, -'_FILE'.length), 'postgres://user:secret@record:5432/anjuan'];
    return [name, value.replaceAll(/\$\{(\w+):\?\}/g, (_, variable: string) => set.get(variable) ?? '')];
  });
  return Object.fromEntries(entries);
}
