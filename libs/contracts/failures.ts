/** Failure types on which a workflow branches. */
export const failureTypes = {
  /** PostgreSQL does not answer: nobody's fault; wait and go on. */
  recordUnavailable: 'RecordUnavailable',
  /** There is no such case or duty: a workflow without a record ends. */
  notFound: 'NotFound',
} as const;
