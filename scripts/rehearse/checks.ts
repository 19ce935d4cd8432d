/** What must hold at the end of a rehearsal: proof, chains, rebuild, and no word of a person outside the encrypted content. */
import { setTimeout as sleep } from 'node:timers/promises';
import { readFile, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { Client } from 'pg';
import { DataSource } from 'typeorm';
import { LawShelf, rebuild } from '#commands';
import { lawBookFromFiles, readPacks } from '#law/files/pack-files';
import { proveDay } from '#commands/proof';
import { addDays, type LegalDate } from '#law';
import { keptProfile, openStore } from '#store';
import { openKeys } from '#store/keys';
import { connectionOptions } from '#store/open-store';
import { faultSentence, verifyAll } from '#store/verify';
import type { DatabaseUrls } from '../servers/databases.ts';
import { proveAndSign } from '../daily-proof.ts';

export interface Finding { check: string; good: boolean; told: string; details: string[] }

interface Scene { database: DatabaseUrls; dataDir: string; packsDir: string | null; today: LegalDate; days: readonly LegalDate[] }

const shelf = (packsDir: string | null): LawShelf => new LawShelf(lawBookFromFiles(packsDir === null ? {} : { packs: readPacks(packsDir) }));

/** The daily proof of days of the rehearsal and of the last one, without unexplained differences; heads are signed. */
export async function proofs({ database, dataDir, packsDir, today, days }: Scene): Promise<Finding> {
  const source = await openStore(database.appUrl, { applicationName: 'anjuan rehearse', poolSize: 2 });
  try {
    if (packsDir !== null) process.env.ANJUAN_PACKS_DIR = packsDir;
    const asked = [...new Set([...days.filter((day) => day < today), addDays(today, -1)])];
    let unexplained = 0;
    let differences = 0;
    const details: string[] = [];
    for (const day of asked) {
      const proof = await proveDay({ source, law: shelf(packsDir) }, day);
      differences += proof.differences.length;
      unexplained += proof.causes.unexplained ?? 0;
      details.push(...proof.differences.filter(({ cause }) => cause === 'unexplained').slice(0, 5).map((one) => `${day} ${JSON.stringify(one)}`));
    }
    await proveAndSign(source, dataDir);
    return { check: 'proof', good: unexplained === 0, told: `${asked.length} days proved, ${differences} differences, ${unexplained} unexplained`, details };
  } finally {
    await source.destroy();
  }
}

/** Every chain of events, everything events refer to, every signed head. */
export async function chains({ database, dataDir }: Scene): Promise<Finding> {
  const source = await new DataSource(connectionOptions(database.ownerUrl, { applicationName: 'anjuan rehearse', poolSize: 1 })).initialize();
  try {
    const profile = await keptProfile(source);
    const keys = await openKeys(source.manager, { dataDir, keysFile: undefined, profile: profile ?? 'training' });
    const details: string[] = [];
    const verdict = await verifyAll(source, keys, { onFault: (fault) => { if (details.length < 20) details.push(faultSentence(fault)); } });
    return { check: 'chains', good: verdict.whole, told: `${verdict.cases} cases, ${verdict.events} events, ${verdict.references} references, ${verdict.brokenCases} broken`, details };
  } finally {
    await source.destroy();
  }
}

/** All read tables folded anew from the events. */
export async function rebuilt({ database, packsDir }: Scene): Promise<Finding> {
  const owner = await openStore(database.ownerUrl, { applicationName: 'anjuan rehearse', poolSize: 2 });
  try {
    const { cases, differences } = await rebuild(owner, shelf(packsDir));
    return { check: 'rebuild', good: differences.length === 0, told: `${cases} cases folded again, ${differences.length} differences`, details: differences.slice(0, 20).map((one) => JSON.stringify(one)) };
  } finally {
    await owner.destroy();
  }
}

/** How long the last wakes may be under way, in milliseconds. */
const DELIVERED_WITHIN = 30_000;

/** Nothing owed is left undelivered, no incident stands open. */
export async function atRest({ database }: Scene): Promise<Finding> {
  const client = await connected(database.ownerUrl);
  try {
    const waiting = async (): Promise<number> => (await client.query<{ n: number }>('SELECT count(*)::int AS n FROM outbox')).rows[0]?.n ?? 0;
    let undelivered = await waiting();
    for (const until = Date.now() + DELIVERED_WITHIN; undelivered > 0 && Date.now() < until; undelivered = await waiting()) await sleep(100);
    const { rows: incidents } = await client.query<{ kind: string; about: { en: string } }>('SELECT kind, about FROM incident WHERE closed_at IS NULL');
    const { rows: failures } = await client.query<{ n: number }>('SELECT count(*)::int AS n FROM command_failure');
    const left = undelivered + (failures[0]?.n ?? 0);
    return { check: 'rest', good: left === 0 && incidents.length === 0, told: `${undelivered} wakes undelivered, ${failures[0]?.n ?? 0} cases that cannot advance, ${incidents.length} incidents open`, details: incidents.map((one) => `${one.kind}: ${one.about.en}`) };
  } finally {
    await client.end();
  }
}

/** The canary is in no table in plain, in no log, no file name, no history of Temporal. */
export async function canaries({ database, dataDir }: Scene, canary: string, logs: string): Promise<Finding> {
  const client = await connected(database.ownerUrl);
  const details: string[] = [];
  let looked = 0;
  try {
    const { rows: tables } = await client.query<{ name: string }>("SELECT format('%I.%I', schemaname, tablename) AS name FROM pg_tables WHERE schemaname NOT IN ('pg_catalog', 'information_schema')");
    for (const { name } of tables) {
      const { rows: [found] } = await client.query<{ n: number }>(`SELECT count(*)::int AS n FROM ${name} t WHERE t::text LIKE $1`, [`%${canary}%`]);
      looked += 1;
      if ((found?.n ?? 0) > 0) details.push(`${found?.n ?? 0} rows of ${name}`);
    }
  } finally {
    await client.end();
  }
  const names = await readdir(dataDir, { recursive: true });
  if (names.some((name) => name.includes(canary))) details.push('the name of a file');
  const files = [...(await readdir(logs)).map((name) => join(logs, name)), ...names.filter((name) => name.startsWith('temporal.db')).map((name) => join(dataDir, name))];
  for (const file of files) {
    looked += 1;
    if ((await readFile(file)).includes(canary)) details.push(file);
  }
  return { check: 'canaries', good: details.length === 0, told: `${looked} tables, logs and histories searched, ${details.length} with a canary`, details };
}

async function connected(url: string): Promise<Client> {
  const client = new Client({ connectionString: url });
  await client.connect();
  return client;
}
