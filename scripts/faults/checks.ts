/** What must hold after each fault and at the end. */
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Client } from 'pg';
import type { LegalDate } from '#law';
import { openStore, unarmedCases } from '#store';
import { atRest, chains, proofs, rebuilt, type Finding } from '../rehearse/checks.ts';
import type { Bank } from './bank.ts';
import type { Desk } from './desk.ts';
import type { Parts } from './parts.ts';
import { lookAtTemporal, MOST_ATTEMPTS } from './temporal-look.ts';

export interface Examined { parts: Parts; desk: Desk; bank: Bank; today: LegalDate; /** Days through which the clock came since the last look. */ days: readonly LegalDate[]; /** Runs of workflows that did not end well and were told of. */ toldOf: Set<string> }

/** All checks, in the order in which they are told. */
export async function examine(examined: Examined): Promise<Finding[]> {
  const { parts, today, days } = examined;
  const scene = { database: parts.database, dataDir: parts.dataDir, packsDir: parts.packsDir, today, days };
  return [
    await ledgerKept(examined), await answers(examined), await lapses(examined), await chains(scene), await rebuilt(scene), await proofs(scene),
    await soon(() => atRest(scene)), await soon(() => moneyKept(examined)), await soon(() => armed(examined)), await soon(() => workflows(examined)),
  ];
}

/** What the machine may still have under way: a worker that has just recognised another Temporal wakes every case once more. */
const SOON = 45_000;

async function soon(look: () => Promise<Finding>): Promise<Finding> {
  for (const until = Date.now() + SOON; ;) {
    const finding = await look();
    if (finding.good || Date.now() > until) return finding;
    await sleep(500);
  }
}

/** Every acknowledged command is in the record exactly once, and nothing of a person stands there besides. */
async function ledgerKept({ parts, desk }: Examined): Promise<Finding> {
  const { commands, faults } = await parts.asOwner((owner) => desk.ledger.compare(owner));
  return { check: 'acknowledged', good: faults.length === 0, told: `${desk.ledger.size} acknowledged, ${commands} recorded`, details: faults.slice(0, 20) };
}

/** Every receipt of the bank that was taken in stands once, once in the case that it paid, and once among the electronic receipts, whose numbers have no gap. */
async function moneyKept({ parts, bank }: Examined): Promise<Finding> {
  const { settled, booked, faults } = await parts.asOwner((owner) => bank.compare(owner));
  const receipted = await parts.asSuperuser(electronicReceipts);
  const details = [...faults, ...receipted.faults];
  return { check: 'money', good: details.length === 0, told: `${bank.size} receipts taken in, ${settled} settled, ${booked} of them booked, ${receipted.standing} electronic receipts stand`, details: details.slice(0, 20) };
}

async function electronicReceipts(superuser: Client): Promise<{ standing: number; faults: string[] }> {
  const { rows } = await superuser.query<{ bank: string; serial: string; booked: boolean; standing: number }>(`
    SELECT b.bank, b.serial, b.status = 'booked' AND substr(b.to_reference, 7, 2) = '01' AS booked,
      (SELECT count(*)::int FROM electronic_receipt e WHERE (e.county, e.bank, e.serial, e.fen) = (b.county, b.bank, b.serial, b.fen) AND e.kind = 'payment' AND NOT EXISTS (SELECT 1 FROM electronic_receipt r WHERE r.reverses = e.number)) AS standing
    FROM bank_receipt b WHERE b.kind = 'receipt' AND b.status <> 'waiting'`);
  const { rows: series } = await superuser.query<{ county: string; year: number; missing: number }>(`
    SELECT s.county, s.year, (s.last_number - (SELECT count(*) FROM electronic_receipt e WHERE left(e.number, 8) = s.county || lpad((s.year % 100)::text, 2, '0'))
      - (SELECT coalesce(sum(o.to_number - o.from_number + 1), 0) FROM electronic_receipt_left_out o WHERE (o.county, o.year) = (s.county, s.year)))::int AS missing FROM electronic_receipt_series s`);
  return {
    standing: rows.reduce((sum, { standing }) => sum + standing, 0),
    faults: [
      ...rows.filter(({ booked, standing }) => standing !== (booked ? 1 : 0)).map(({ bank, serial, booked, standing }) => `receipt ${bank} ${serial}, ${booked ? 'booked' : 'not booked'}, has ${standing} electronic receipts that stand`),
      ...series.filter(({ missing }) => missing !== 0).map(({ county, year, missing }) => `of the electronic receipts of ${county} in ${year} ${missing} numbers are missing`),
    ],
  };
}

/** No answer that no fault excuses; where there is one, with what the APIs logged of it. */
async function answers({ parts, desk }: Examined): Promise<Finding> {
  const details = desk.defects.splice(0);
  if (details.length > 0) details.push(...await unexpectedOf(parts));
  return { check: 'answers', good: details.length === 0, told: `${details.length} that no fault excuses`, details: details.slice(0, 20) };
}

/** The last lines that an API logged of errors that it did not expect. */
async function unexpectedOf({ logs }: Parts): Promise<string[]> {
  const files = (await readdir(logs)).filter((name) => name.startsWith('api'));
  const lines = await Promise.all(files.map(async (name) => (await readFile(join(logs, name), 'utf8')).split('\n').filter((line) => line.includes('"unexpected"'))));
  return lines.flat().slice(-5);
}

interface LapseRow { case_id: string; clock_id: string; standing: number; due_on: string; dated: boolean }

/** Every lapse stands once for its clock and bears the day on which it was due as its date. Which day that must be, the proof computes. */
async function lapses({ parts }: Examined): Promise<Finding> {
  const rows = await parts.asOwner(async (owner) => (await owner.query<LapseRow>(`
    SELECT l.case_id::text, l.payload->>'clockId' AS clock_id, count(*)::int AS standing, min(l.payload->>'dueOn') AS due_on, bool_and(l.payload->>'dueOn' = l.occurred_on::text) AS dated
    FROM case_event l
    WHERE l.type = 'clockLapsed' AND NOT EXISTS (SELECT 1 FROM case_event w WHERE w.case_id = l.case_id AND w.type = 'lapseWithdrawn' AND w.payload->>'lapseSeq' = l.seq::text)
    GROUP BY 1, 2`)).rows);
  const wrong = rows.filter(({ standing, dated }) => standing !== 1 || !dated);
  return { check: 'lapses', good: wrong.length === 0, told: `${rows.length} stand`, details: wrong.slice(0, 20).map((row) => JSON.stringify(row)) };
}

/** No case for which nobody sleeps, or whose workflow has not seen the last wake. */
async function armed({ parts }: Examined): Promise<Finding> {
  const source = await openStore(parts.database.appUrl, { applicationName: 'anjuan faults', poolSize: 1 });
  try {
    const unarmed = await unarmedCases(source);
    return { check: 'armed', good: unarmed.length === 0, told: `${unarmed.length} cases unarmed`, details: unarmed.slice(0, 20) };
  } finally {
    await source.destroy();
  }
}

/** Temporal has what the record believes it has: a workflow for each open case and each service and hearing owed; none stuck, none that keeps failing. */
async function workflows({ parts, toldOf }: Examined): Promise<Finding> {
  const owed = await parts.asOwner(async (owner) => (await owner.query<{ id: string }>(`
    SELECT 'case/' || case_id AS id FROM case_head WHERE closed_on IS NULL
    UNION SELECT workflow_id FROM duty WHERE status = 'owed'`)).rows.map(({ id }) => id));
  const { running, pending, stuck, ended: all } = await lookAtTemporal(parts.temporalAddress);
  const ended = [...all].filter(([runId]) => !toldOf.has(runId));
  const failing = pending.filter(({ attempt }) => attempt > MOST_ATTEMPTS);
  const missing = owed.filter((id) => !running.has(id));
  return {
    check: 'workflows', good: failing.length === 0 && stuck.length === 0 && ended.length === 0 && missing.length === 0,
    told: `${owed.length} owed, ${running.size} running, ${missing.length} missing, ${stuck.length} stuck, ${failing.length} activities past attempt ${MOST_ATTEMPTS}`,
    details: [...missing.map((id) => `${id} does not run`), ...stuck.map((id) => `${id} is stuck`), ...ended.map(([, what]) => `${what}: did not end well`), ...failing.map((one) => `${one.activity} of ${one.workflowId}: attempt ${one.attempt}`)].slice(0, 20),
  };
}
