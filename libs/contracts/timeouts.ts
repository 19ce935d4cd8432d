/**
 * Every timeout, retry limit and pace of the workflows and their worker, in one place. Durations are in the form
 * Temporal reads ("10 seconds"); numbers name their unit. None of these is law: they say how hard we try, never by
 * when something must be done.
 */
export const timeouts = {
  /**
   * Reading and advancing a case in PostgreSQL: 2 ms as a rule. Ten attempts over about half a minute ride out a
   * deadlock or a failover; after them the case is taken for poisoned. Pauses above a second are timers of the workflow:
   * a worker that is told to stop does not wait for them.
   */
  record: {
    startToCloseTimeout: '20 seconds',
    localRetryThreshold: '1 second',
    retry: { initialInterval: '100 milliseconds', backoffCoefficient: 2, maximumInterval: '10 seconds', maximumAttempts: 10 },
  },
  /** What is written within a task of the workflow: once, and where that fails, as `mustSucceed`. */
  atOnce: {
    startToCloseTimeout: '20 seconds',
    retry: { maximumAttempts: 1 },
  },
  /** Waits until PostgreSQL answers again; never gives up, asks once a minute at most. */
  recordUnavailable: {
    startToCloseTimeout: '10 seconds',
    retry: { initialInterval: '1 second', backoffCoefficient: 2, maximumInterval: '1 minute' },
  },
  /** What must reach the record in the end: an incident, a report back, a started duty. Never gives up. */
  mustSucceed: {
    startToCloseTimeout: '30 seconds',
    retry: { initialInterval: '200 milliseconds', backoffCoefficient: 2, maximumInterval: '5 minutes' },
  },
  /**
   * One message through the gateway. Ten seconds for an answer; tried for a day, then the inbox entry alone has to do
   * and the duty is reported with that outcome.
   */
  message: {
    startToCloseTimeout: '10 seconds',
    scheduleToCloseTimeout: '1 day',
    retry: { initialInterval: '500 milliseconds', backoffCoefficient: 2, maximumInterval: '10 minutes' },
  },
  /** One page of a calendar change: at most `calendarPage` cases in one transaction; reports after each page. */
  calendarPage: {
    startToCloseTimeout: '2 minutes',
    heartbeatTimeout: '30 seconds',
    retry: { initialInterval: '1 second', backoffCoefficient: 2, maximumInterval: '5 minutes' },
  },
  /** One page of a change of law: `lawChangeTogether` cases, each judged under two texts (some 10 ms) and applied in a transaction of its own. A dead worker is noticed by its silence. */
  lawChangePage: {
    startToCloseTimeout: '5 minutes',
    heartbeatTimeout: '30 seconds',
    retry: { initialInterval: '1 second', backoffCoefficient: 2, maximumInterval: '5 minutes' },
  },
  /** One page of an import of the bank's: `receiptsTogether` receipts, each booked in a transaction of its own (some 5 ms). A dead worker is noticed by its silence. */
  bankImportPage: {
    startToCloseTimeout: '5 minutes',
    heartbeatTimeout: '30 seconds',
    retry: { initialInterval: '1 second', backoffCoefficient: 2, maximumInterval: '5 minutes' },
  },
  /** One page of a round of refunds: `refundsTogether` debts, each judged in its case (some 10 ms) and ordered in a transaction of its own. A dead worker is noticed by its silence. */
  refundRoundPage: {
    startToCloseTimeout: '5 minutes',
    heartbeatTimeout: '30 seconds',
    retry: { initialInterval: '1 second', backoffCoefficient: 2, maximumInterval: '5 minutes' },
  },
  /** The whole proof of a day: minutes for a county; reports its page, so a dead worker is noticed after two minutes. */
  proof: {
    startToCloseTimeout: '6 hours',
    heartbeatTimeout: '2 minutes',
    retry: { initialInterval: '10 seconds', backoffCoefficient: 2, maximumInterval: '10 minutes' },
  },
} as const;

/** A process of ours is not meant to fail; should one all the same, Temporal begins it again from the record. */
export const failedProcess = { initialInterval: '10 seconds', backoffCoefficient: 2, maximumInterval: '1 hour' } as const;

/** A poisoned case is tried again at this pace (and at every wake); it holds up nobody else. Milliseconds. */
export const poisonPause = 60 * 60 * 1000;

/**
 * If the record asks to be woken at an instant that has passed and waking changes nothing, something is wrong: pause
 * this long, doubled each time, up to `poisonPause`. Milliseconds.
 */
export const restlessPause = 1000;

/** A workflow run ends and continues as new at least this often, so that no history outlives a year of releases. Milliseconds. */
export const longestRun = 364 * 24 * 60 * 60 * 1000;

/** Number of history events after which a run continues as new, well under Temporal's 51,200. */
export const longestHistory = 4000;

/** Cases in one transaction of a burst of wakes (Midnight) or of a page of a calendar change. */
export const advanceTogether = 100;
/** How long the worker collects wakes that arrive together, in milliseconds. */
export const gatherFor = 5;
/** Pause between two pages of a calendar change, in milliseconds: people's commands go first. */
export const calendarPace = 250;
/** Cases of one page of a change of law: drawn up in one transaction, applied in one each. */
export const lawChangeTogether = 25;
/** Receipts of one page of a bank's import. */
export const receiptsTogether = 100;
/** Debts of one page of a round of refunds. */
export const refundsTogether = 25;
/** Pause between two pages of an import, in milliseconds: nobody waits for a receipt as for a command, but a file is booked within minutes. */
export const receiptPace = 50;
/** Pages of a calendar change, or of a change of law, in one run. */
export const calendarPagesARun = 200;

/** How the worker takes the tasks of its workflows. */
export const workflowTasks = {
  /**
   * How long a task waits for the worker that has its workflow in memory. At midnight thousands queue for it. Those that
   * wait longer are taken from there and put at the end of the common queue, at the price of a second task each, while what
   * the first lapses set off overtakes them. A worker that dies without a word leaves what waited for it lying this long.
   */
  waitForWorker: '30 seconds',
} as const;

/** The outbox relay: rows claimed at once, the lease on them in seconds, and how long it waits when there is nothing. */
export const relay = {
  claimAtOnce: 50,
  leaseSeconds: 30,
  /** Milliseconds; a NOTIFY wakes it earlier. */
  pollEvery: 200,
  /** Signals under way at the same time: the server takes about 160 a second on two cores. */
  signalsAtOnce: 16,
  /** Back-off after a failed signal, in milliseconds, doubled up to the second number. */
  backOff: [500, 60_000],
  /** Deadline of one call to Temporal, in milliseconds. */
  callDeadline: 5_000,
  /** While Temporal is away, one log line at this pace, in milliseconds. */
  complainEvery: 60_000,
} as const;

/** Training: how long a step may take until everything has come to rest, in milliseconds, and how often it looks. */
export const trainingStep = { longest: 120_000, lookEvery: 50, failuresBeforeError: 3 } as const;

/** What a worker process does beside Temporal, and how often, in milliseconds. */
export const housekeeping = {
  /** A running training clock stands still ten seconds after its last tick. */
  tickClock: 3_000,
  /** A Temporal that was wiped under a living worker is noticed within this time. */
  lookAtTemporal: 60_000,
  rearm: 60 * 60_000,
  /** What time has reached is looked for this often: of a midnight burst or an outage the record does not wait for Temporal. */
  recordDue: 1_000,
  /** Cases of one such look that share a transaction; a person's command on one of them waits for the rest. */
  dueTogether: 50,
  /** The heads of a day are signed with its proof; this is for days without Temporal. */
  sign: 60_000,
  lookForProof: 30 * 60_000,
  /** Uploads that were begun and left for a week are removed. */
  sweepUploads: 60 * 60_000,
  /** Counts of tries at the party's door are of no use after their minute. */
  sweepDoorTries: 60 * 60_000,
  /** Time after midnight by which the proof of the day before is there. */
  proofExpectedAfter: 6 * 60 * 60_000,
} as const;
