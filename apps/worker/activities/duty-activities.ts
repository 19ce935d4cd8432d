import { createHash } from 'node:crypto';
import { Context } from '@temporalio/activity';
import { ApplicationFailure } from '@temporalio/common';
import type { DataSource, EntityManager } from 'typeorm';
import { caseWorkflowId, type Activities, type DutyProgress } from '#contracts';
import { executeCommand, stateOf, type CommandDeps } from '#commands';
import { nextWays } from '#cases';
import { legalInstant, startOfDay, type LegalDate, type LegalInstant } from '#law';
import { legalNow, MACHINE, readHead } from '#store';
import type { MessageGateway } from '../message-gateway.ts';
import { dutyIfThere, noteAttempt, withDuty, type DutyRow } from './duty.ts';
import { describeError } from './failures.ts';
import { wallInstantOf } from './wall-time.ts';

type DutyActivities = Pick<Activities, 'dutyProgress' | 'putIntoInbox' | 'sendMessage' | 'reportFulfilled'>;

/** What the workflows of duties ask of the record and of the message gateway. */
export function dutyActivities(commands: CommandDeps, gateway: MessageGateway): DutyActivities {
  const { source } = commands;
  return {
    dutyProgress: (dutyId, told = []) => dutyProgress(commands, dutyId, told),

    putIntoInbox: (dutyId) => withDuty(source, dutyId, async (manager, duty) => {
      if (duty.status !== 'owed') return;
      const { at } = await legalNow(manager);
      await manager.query(`
        INSERT INTO inbox_entry (duty_id, case_id, office_id, role, kind, about, created_at, person_id) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
        ON CONFLICT (duty_id) DO NOTHING`, [duty.dutyId, duty.caseId, duty.officeId, duty.toRole, duty.kind, JSON.stringify(duty.payload.about), at, duty.payload.toPerson ?? null]);
    }),

    async sendMessage(dutyId, key) {
      const messageId = messageIdOf(dutyId, key);
      const duty = await withDuty(source, dutyId, async (manager, found) => {
        await manager.query(`
          INSERT INTO gateway_message (duty_id, case_id, office_id, attempts, status, changed_at) VALUES ($1, $2, $3, 0, 'owed', clock_timestamp())
          ON CONFLICT (duty_id) DO NOTHING`, [messageId, found.caseId, found.officeId]);
        return found;
      });
      try {
        await gateway.send({ messageId, officeId: duty.officeId, role: duty.toRole, kind: duty.kind, caseId: duty.caseId });
      } catch (error) {
        await noteMessage(source, duty, messageId, describeError(error));
        throw error;
      }
      await noteMessage(source, duty, messageId, null);
      return { attempts: Context.current().info.attempt };
    },

    async reportFulfilled(dutyId, outcome, attempts) {
      const duty = await dutyIfThere(source, dutyId, async (_manager, found) => found);
      // Nothing to report where the record has no such duty any more: the next look finds that out.
      if (duty === null || duty.status === 'fulfilled') return;
      const outcomeOfCommand = await executeCommand(commands, {
        actor: { kind: 'machine', personId: MACHINE, officeId: duty.officeId, roles: [] },
        route: 'duty', idempotencyKey: dutyId, bodyHash: createHash('sha256').update(dutyId).digest('hex'), caseId: duty.caseId,
        command: { type: 'fulfilDuty', dutyId, outcome, attempts },
        ...(Context.current().info.workflowExecution?.workflowId === caseWorkflowId(duty.caseId) ? { byOwnWorkflow: true } : {}),
      });
      if (outcomeOfCommand.status !== 'done') {
        throw ApplicationFailure.create({ type: 'ReportRefused', message: `The report was answered with "${outcomeOfCommand.status}".` });
      }
    },
  };
}

/** One message for each thing to tell about a duty; the first bears the duty's own id. */
function messageIdOf(dutyId: string, key: string): string {
  return key === firstTelling ? dutyId : `${dutyId}/${key}`;
}
const firstTelling = 'first';

async function noteMessage(source: DataSource, duty: DutyRow, messageId: string, error: string | null): Promise<void> {
  await withDuty(source, duty.dutyId, async (manager) => {
    await manager.query('UPDATE gateway_message SET attempts = attempts + 1, status = $2, last_error = $3, changed_at = clock_timestamp() WHERE duty_id = $1', [messageId, error === null ? 'sent' : 'owed', error]);
    await noteAttempt(manager, duty.dutyId, error);
  });
}

/**
 * Where a duty that waits for people stands: what to tell whom next (that it is there, that an attempt at service
 * failed, that its day has come), the ways of service that are open, and when to look again.
 */
function dutyProgress({ source, law }: CommandDeps, dutyId: string, known: readonly string[]): Promise<DutyProgress> {
  return withDuty(source, dutyId, async (manager, duty) => {
    if (duty.status !== 'owed') return { status: duty.status, outcome: null, nextWays: [], tell: null, wakeAt: null };
    const head = await readHead(manager, duty.caseId);
    const { at } = await legalNow(manager);
    const book = head === null ? await law.book(manager) : await law.bookFor(manager, head);
    const state = head === null ? null : await stateOf(manager, head);
    const paper = state?.papers.find(({ paperId }) => paperId === duty.payload.paperId);
    const failed = (paper?.attempts ?? []).filter(({ party, result }) => party === duty.payload.party && result === 'failed');

    const { dueOn } = duty.payload;
    const dueAt = dueOn === undefined || head === null ? null : officeHourOf(dueOn, book.parameter(head.countyId, head.pack, 'reminderHour', dueOn)?.value);
    const tellings = [firstTelling, ...failed.map(({ seq }) => `attempt-${seq}`), ...(dueAt !== null && dueAt <= at ? [`due-${dueOn ?? ''}`] : [])];
    const newest = tellings.at(-1) ?? firstTelling;
    const [told] = await manager.query<unknown[]>("SELECT 1 FROM gateway_message WHERE duty_id = $1 AND status = 'sent'", [messageIdOf(duty.dutyId, newest)]);
    const lost = await untold(manager, duty.dutyId, known);
    const toRemind = dueAt !== null && (dueAt > at || told === undefined) ? dueAt : null;
    await manager.query('UPDATE duty SET remind_at = $2 WHERE duty_id = $1 AND remind_at IS DISTINCT FROM $2', [duty.dutyId, toRemind]);
    return {
      status: 'owed', outcome: null, tell: told === undefined ? newest : null,
      nextWays: state === null || paper === undefined || duty.payload.party === undefined ? [] : nextWays(state, paper.paperId, duty.payload.party),
      wakeAt: dueAt !== null && dueAt > at ? await wallInstantOf(manager, dueAt) : null, ...(lost.length === 0 ? {} : { lost }),
    };
  });
}

/** Of the tellings that a workflow has done, those without a message on record: each has one before it goes out, so the record was restored. */
async function untold(manager: EntityManager, dutyId: string, keys: readonly string[]): Promise<string[]> {
  if (keys.length === 0) return [];
  const rows = await manager.query<{ duty_id: string }[]>('SELECT duty_id FROM gateway_message WHERE duty_id = ANY ($1)', [keys.map((key) => messageIdOf(dutyId, key))]);
  return keys.filter((key) => !rows.some((row) => row.duty_id === messageIdOf(dutyId, key)));
}

/** A reminder goes out on the day at the office hour that the county has set; nine o'clock where it has set none. */
function officeHourOf(on: LegalDate, hour: unknown): LegalInstant {
  const [hours = 9, minutes = 0] = (typeof hour === 'string' ? hour : '09:00').split(':').map(Number);
  return legalInstant(new Date(Date.parse(startOfDay(on)) + (hours * 60 + minutes) * 60_000));
}

