export * from './workflow-ids.ts';
export * from './timeouts.ts';
export * from './messages.ts';
export * from './failures.ts';
