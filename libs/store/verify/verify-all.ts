import type { DataSource, EntityManager } from 'typeorm';
import type { Keys } from '../keys.ts';
import type { Fault } from './fault.ts';
import { verifyCase } from './verify-case.ts';
import { type HeadFault, type HeadsVerdict, verifyHeads } from './verify-heads.ts';

export interface RecordVerdict {
  cases: number;
  events: number;
  /** Contents, papers and files compared with the events that refer to them, and how many were erased with a person. */
  references: number;
  erased: number;
  brokenCases: number;
  heads: HeadsVerdict;
  whole: boolean;
}

const pageOfCases = 500;

/**
 * Verifies every chain, everything that events refer to, and the signed heads, in one snapshot, while the service goes on.
 * `owner` must be past row security (DATABASE_OWNER_URL): under it, cases of other offices would be missing without a
 * word. Faults are told one by one as they are found. Rejects when row security is active.
 */
export async function verifyAll(owner: DataSource, keys: Keys, options: { expectedHeads?: readonly string[]; onFault?: (fault: Fault | HeadFault) => void; onProgress?: (cases: number) => void } = {}): Promise<RecordVerdict> {
  return owner.transaction('REPEATABLE READ', async (m) => {
    await m.query('SET TRANSACTION READ ONLY');
    const [{ active } = { active: true }] = await m.query<{ active: boolean }[]>("SELECT row_security_active('case_event') AS active");
    if (active) throw new Error('Verification needs a role that row-level security does not confine: set DATABASE_OWNER_URL.');
    const verdict = { cases: 0, events: 0, references: 0, erased: 0, brokenCases: 0 };
    for await (const caseId of caseIds(m)) {
      const one = await verifyCase(m, caseId, keys);
      verdict.cases += 1;
      verdict.events += one.events;
      verdict.references += one.references;
      verdict.erased += one.erased;
      if (one.faults.length > 0) verdict.brokenCases += 1;
      for (const fault of one.faults) options.onFault?.(fault);
      if (verdict.cases % pageOfCases === 0) options.onProgress?.(verdict.cases);
    }
    const heads = await verifyHeads(m, keys, options.expectedHeads);
    for (const fault of heads.faults) options.onFault?.(fault);
    return { ...verdict, heads, whole: verdict.brokenCases === 0 && heads.faults.length === 0 };
  });
}

/** All cases, and at the end those of which only events are left. */
async function* caseIds(m: EntityManager): AsyncGenerator<string> {
  for (let after: string | null = null; ;) {
    const page: { case_id: string }[] = await m.query<{ case_id: string }[]>('SELECT case_id FROM case_head WHERE $1::uuid IS NULL OR case_id > $1 ORDER BY case_id LIMIT $2', [after, pageOfCases]);
    for (const { case_id } of page) yield case_id;
    const last = page.at(-1);
    if (!last || page.length < pageOfCases) break;
    after = last.case_id;
  }
  const headless = await m.query<{ case_id: string }[]>('SELECT DISTINCT case_id FROM case_event e WHERE NOT EXISTS (SELECT 1 FROM case_head h WHERE h.case_id = e.case_id)');
  for (const { case_id } of headless) yield case_id;
}

/** One sentence for the terminal. */
export function faultSentence(fault: Fault | HeadFault): string {
  switch (fault.why) {
    case 'place': return `case ${fault.caseId}: event ${fault.seq} is missing`;
    case 'link': return `case ${fault.caseId}: event ${fault.seq} does not follow the event before it`;
    case 'hash': return `case ${fault.caseId}: event ${fault.seq} was changed`;
    case 'time': return `case ${fault.caseId}: event ${fault.seq} is recorded before the event before it`;
    case 'head': return `case ${fault.caseId}: the events do not end at event ${fault.seq}, where the case says`;
    case 'noHead': return `case ${fault.caseId}: events up to ${fault.seq}, but no case`;
    case 'content': return `case ${fault.caseId}: a content of event ${fault.seq} is missing or another one`;
    case 'paper': return `case ${fault.caseId}: the paper of event ${fault.seq} is missing or another one`;
    case 'file': return `case ${fault.caseId}: the file of event ${fault.seq} is missing or another one`;
    case 'list': return `signed day ${fault.day}: its list of heads was changed`;
    case 'counts': return `signed day ${fault.day}: its counts are not those of its list`;
    case 'chain': return `signed day ${fault.day}: it does not follow the signed day before it`;
    case 'signature': return `signed day ${fault.day}: the signature is not valid`;
    case 'succession': return `signing key ${fault.fingerprint}: the key before it did not vouch for it, or it is not the one in use`;
    case 'foreignKey': return `signed day ${fault.day}: signed with another key than this instance had on that day`;
    case 'dropped': return `case ${fault.caseId}: gone, but its event ${fault.seq} was signed on ${fault.day}`;
    case 'cut': return `case ${fault.caseId}: cut off before event ${fault.seq}, which was signed on ${fault.day}`;
    case 'rewritten': return `case ${fault.caseId}: event ${fault.seq} is another one than was signed on ${fault.day}`;
    case 'missing': return `the head ${fault.hash} is not among the signed days: days were removed or replaced`;
  }
}
