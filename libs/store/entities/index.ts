import type { EntityTarget, ObjectLiteral } from 'typeorm';
import { CaseRow, ClockRow, DutyRow, TaskRow } from './case.entity.ts';
import { County, Office } from './places.entity.ts';

export { CaseRow, ClockRow, DutyRow, TaskRow } from './case.entity.ts';
export { County, Office } from './places.entity.ts';

/** Tables that are read as objects. A command writes them in SQL, in its one transaction; nobody saves an entity. */
export const entities: EntityTarget<ObjectLiteral>[] = [County, Office, CaseRow, ClockRow, TaskRow, DutyRow];
