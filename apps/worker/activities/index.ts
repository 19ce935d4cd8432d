import type { Logger } from '@nestjs/common';
import type { DataSource } from 'typeorm';
import { lawChangeTogether, receiptsTogether, refundsTogether, type Activities } from '#contracts';
import { advanceCases, bankImportPage, lawChangePage, refundRoundPage, type CommandDeps } from '#commands';
import type { MessageGateway } from '../message-gateway.ts';
import type { WorkflowWaker } from '../temporal/workflow-waker.ts';
import { beating } from './beating.ts';
import { calendarActivities } from './calendar-activities.ts';
import { caseActivities } from './case-activities.ts';
import { dayActivities } from './day-activities.ts';
import { dutyActivities } from './duty-activities.ts';
import { failureOf } from './failures.ts';
import { Gathering, type AdvanceTogether } from './gathering.ts';
import { incidentActivities } from './incidents.ts';

export interface ActivityNeeds {
  readonly source: DataSource;
  readonly commands: CommandDeps;
  readonly waker: WorkflowWaker;
  readonly gateway: MessageGateway;
  readonly wakeSpreadSeconds: number;
  readonly log: Logger;
}

/** All activities; whatever one throws reaches Temporal without a word about a person. */
export function createActivities({ source, commands, waker, gateway, wakeSpreadSeconds, log }: ActivityNeeds): Activities {
  const together = (wake: boolean): AdvanceTogether => async (caseIds) => new Map(
    (await advanceCases(commands, caseIds, { wake })).map((outcome) => [outcome.caseId, outcome.status === 'failed' ? asError(outcome.error) : null]),
  );
  const activities: Activities = {
    ...caseActivities(source, new Gathering(together(false)), waker, wakeSpreadSeconds),
    ...dutyActivities(commands, gateway),
    ...incidentActivities(source, log),
    ...calendarActivities(commands, together(true)),
    workLawChangePage: (lawChangeId) => beating(() => lawChangePage(commands, lawChangeId, lawChangeTogether)),
    bookReceiptPage: (importId) => beating(() => bankImportPage(commands, importId, receiptsTogether)),
    workRefundRoundPage: (roundId) => beating(() => refundRoundPage(commands, roundId, refundsTogether)),
    ...dayActivities(commands),
  };
  return Object.fromEntries(Object.entries(activities).map(([name, run]) => [name, confined(run as (...args: unknown[]) => Promise<unknown>)])) as unknown as Activities;
}

const asError = (thrown: unknown): Error => (thrown instanceof Error ? thrown : new Error('something that is no error was thrown'));

function confined(run: (...args: unknown[]) => Promise<unknown>): (...args: unknown[]) => Promise<unknown> {
  return async (...args) => {
    try {
      return await run(...args);
    } catch (error) {
      throw failureOf(error);
    }
  };
}
