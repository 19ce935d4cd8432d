import type { EntityTarget, ObjectLiteral } from 'typeorm';

/** Tables that are read as objects; the hot path of a command speaks SQL. */
export const entities: EntityTarget<ObjectLiteral>[] = [];
