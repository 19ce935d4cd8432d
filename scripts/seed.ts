/**
 * Fills a fresh instance with cases, through the public API and under the stepped legal clock: a development instance
 * gets a past from 2018 to today and is then switched to the wall clock for ever; a training instance gets a few open
 * cases on its first day. Run again after an interruption it finds what it has done (every command has a fixed key).
 */
import { randomUUID } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Client } from 'pg';
import { chinaDateOf, legalDate, legalInstant, type LegalDate } from '#law';
import { openStore } from '#store';
import { proveAndSign } from './daily-proof.ts';
import { Service } from './demo-office/client.ts';
import { offices, people } from './seed/county.ts';
import { plantPast } from './seed/past.ts';
import { plantTraining } from './seed/training.ts';

function required(name: string): string {
  const value = process.env[name];
  if (!value) throw new Error(`${name} is not set; the seed is run by npm start.`);
  return value;
}

const say = (line: string): void => { process.stdout.write(`${line}\n`); };
const service = new Service(required('ANJUAN_API_ADDRESS'));
const profile = required('ANJUAN_PROFILE');
const names = new Map(offices().map((office) => [office.id, office.name]));
writeFileSync(join(required('ANJUAN_DATA_DIR'), 'demo-users.json'), JSON.stringify(people().map((person) => ({ username: person.username, name: person.name, office: names.get(person.office) ?? person.office, roles: person.roles })), null, 2));

/** The day on which the past ends: that of the first run, so that a seed resumed on a later day sends the same commands. */
function seedDay(): LegalDate {
  const kept = join(required('ANJUAN_DATA_DIR'), 'seed-day');
  if (!existsSync(kept)) writeFileSync(kept, chinaDateOf(legalInstant(new Date())));
  return legalDate(readFileSync(kept, 'utf8').trim());
}

/** Legal time of the instance, as a China date. */
async function today(): Promise<LegalDate> {
  const clerk = await service.signIn('zhou.lan');
  const clock = await clerk.get<{ at: string }>('/api/training/clock');
  return chinaDateOf(legalInstant(clock.at));
}

/** How long a message that a stop broke off may need until it is sent after all. */
const GOES_ON_WITHIN_MS = 120_000;

/**
 * Steps the legal clock to a date; what is due on the way is recorded by the service itself. Each try has a key of its
 * own: a step that a stop broke off is gone on with by the next start, once the messages then on their way are sent.
 */
async function stepTo(date: LegalDate): Promise<void> {
  if (await today() >= date) return;
  const clerk = await service.signIn('zhou.lan');
  for (const until = Date.now() + GOES_ON_WITHIN_MS; ;) {
    const { status, body } = await clerk.command('/api/training/clock', { to: date }, `seed-step-${date}-${randomUUID()}`);
    if (status === 200) return;
    if (status !== 409 || Date.now() > until) throw new Error(`The clock could not be moved to ${date}: ${JSON.stringify(body)}`);
    await sleep(1_000);
  }
}

/** The first proof and the first signed heads: the worker makes them daily from now on. */
async function proveYesterday(): Promise<void> {
  const source = await openStore(required('DATABASE_URL'), { applicationName: 'anjuan seed', poolSize: 2 });
  try {
    const { proof, signed } = await proveAndSign(source, required('ANJUAN_DATA_DIR'));
    say(`proof of ${proof.date}: ${proof.clocks} clocks of ${proof.cases} cases, ${proof.causes.unexplained ?? 0} unexplained differences; heads of ${signed.day} signed`);
  } finally {
    await source.destroy();
  }
}

if (profile === 'training') {
  await plantTraining(service, await today(), say);
} else {
  const now = seedDay();
  await plantPast({ service, stepTo, now, date: legalDate, say });
  await stepTo(now);
  const owner = new Client({ connectionString: required('DATABASE_OWNER_URL') });
  await owner.connect();
  await owner.query("UPDATE legal_clock SET mode = 'wall', at = NULL, speed = NULL, anchored_at = NULL WHERE mode = 'stepped'");
  await owner.end();
  say('the legal clock is the wall clock from now on');
  await proveYesterday();
}
