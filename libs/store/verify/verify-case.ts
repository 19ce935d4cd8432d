import type { EntityManager } from 'typeorm';
import type { LegalInstant } from '#law/dates';
import { NO_EVENT_BEFORE } from '../chain.ts';
import { firstBreak, readStoredEvents } from '../events.ts';
import type { Keys } from '../keys.ts';
import type { Fault } from './fault.ts';
import { referencesIn, verifyReferences } from './references.ts';

export interface CaseVerdict {
  caseId: string;
  events: number;
  /** Contents, papers and files that events of the case refer to, and how many of them were erased with a person. */
  references: number;
  erased: number;
  faults: Fault[];
}

const pageOfEvents = 1000;

/**
 * Recomputes the chain of a case, event by event, and compares what its events refer to. With `keys`, contents and
 * papers are decrypted and compared byte by byte; without, only what lies in the open. Unknown cases have no events.
 */
export async function verifyCase(m: EntityManager, caseId: string, keys: Keys | null = null): Promise<CaseVerdict> {
  const verdict: CaseVerdict = { caseId, events: 0, references: 0, erased: 0, faults: [] };
  let before: { seq: number; hash: string; recordedAt: LegalInstant | null } = { seq: 0, hash: NO_EVENT_BEFORE, recordedAt: null };
  for (let last = false; !last;) {
    const page = await readStoredEvents(m, caseId, before.seq, pageOfEvents);
    last = page.length < pageOfEvents;
    const broken = firstBreak(page, before);
    verdict.events += page.length;
    const seen = await verifyReferences(m, keys, caseId, referencesIn(page));
    verdict.references += seen.references;
    verdict.erased += seen.erased;
    verdict.faults.push(...seen.faults);
    if (broken) {
      verdict.faults.unshift({ caseId, ...broken });
      return verdict;
    }
    before = page.at(-1) ?? before;
  }
  const [head] = await m.query<{ seq: number; head_hash: string }[]>('SELECT seq, head_hash FROM case_head WHERE case_id = $1', [caseId]);
  if (!head) {
    if (verdict.events > 0) verdict.faults.unshift({ caseId, seq: before.seq, why: 'noHead' });
  } else if (head.seq !== before.seq || head.head_hash !== before.hash) verdict.faults.unshift({ caseId, seq: head.seq, why: 'head' });
  return verdict;
}
