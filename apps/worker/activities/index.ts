import type { Logger } from '@nestjs/common';
import type { DataSource } from 'typeorm';
import type { Activities } from '#contracts';
import { advanceCases, type CommandDeps } from '#commands';
import type { MessageGateway } from '../message-gateway.ts';
import type { WorkflowWaker } from '../temporal/workflow-waker.ts';
import { calendarActivities } from './calendar-activities.ts';
import { caseActivities } from './case-activities.ts';
import { dayActivities } from './day-activities.ts';
import { dutyActivities } from './duty-activities.ts';
import { failureOf } from './failures.ts';
import { Gathering } from './gathering.ts';
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
  const advance = (caseIds: readonly string[]) => advanceCases(commands, caseIds);
  const activities: Activities = {
    ...caseActivities(source, new Gathering(advance), waker, wakeSpreadSeconds),
    ...dutyActivities(source, commands, gateway),
    ...incidentActivities(source, log),
    ...calendarActivities(source, advance),
    ...dayActivities(source),
  };
  return Object.fromEntries(Object.entries(activities).map(([name, run]) => [name, confined(run as (...args: unknown[]) => Promise<unknown>)])) as unknown as Activities;
}

function confined(run: (...args: unknown[]) => Promise<unknown>): (...args: unknown[]) => Promise<unknown> {
  return async (...args) => {
    try {
      return await run(...args);
    } catch (error) {
      throw failureOf(error);
    }
  };
}
