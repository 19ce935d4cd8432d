/**
 * How the activities of the log become acts of the pack: which step, and which column holds which of its facts. Every
 * activity is a fact to feed, but for the penalty: that is what the engine must produce, so only its amount is kept, for
 * the day on which the engine asks for it.
 */

/** Columns of the file whose text must be an amount with at most two decimals, or a whole number. */
export const AMOUNT_COLUMNS = ['amount', 'total_payment_amount', 'expense', 'payment_amount_corrected'] as const;
export const NUMBER_COLUMNS = ['points', 'source_order'] as const;

/** All columns of the format, in the order of the published sample. */
export const COLUMNS = [
  'case_id', 'activity', 'occurred_at', 'amount', 'payment_amount', 'total_payment_amount', 'expense', 'dismissal', 'points', 'article', 'vehicle_class',
  'notification_type', 'last_sent', 'resource', 'lifecycle', 'matricola', 'source_order', 'payment_amount_corrected',
] as const;
export type Column = (typeof COLUMNS)[number];

/** What an activity is: the opening of a case, a step that somebody took, or a step that time alone must produce. */
export interface Activity {
  act: 'open' | 'step' | 'produced';
  /** Code of the step; for `produced`, of the step that the clock produces. */
  step: string;
  /** Fact of the pack -> column of the file. An empty column is a fact not given. */
  facts: Readonly<Record<string, Column>>;
}

/** The step by which the amount of a produced penalty is entered, once the engine offers it. */
export const AMOUNT_STEP = 'enterPenaltyAmount';

/** `payment_amount` has lost its decimal point in the source, so the corrected column is the one that counts. */
export const ACTIVITIES: Readonly<Record<string, Activity>> = {
  'Create Fine': {
    act: 'open', step: 'openCase',
    facts: { fineAmount: 'amount', totalPaid: 'total_payment_amount', article: 'article', vehicleClass: 'vehicle_class', points: 'points', officerNumber: 'resource', dismissal: 'dismissal' },
  },
  'Send Fine': { act: 'step', step: 'sendFine', facts: { expense: 'expense' } },
  'Insert Fine Notification': { act: 'step', step: 'notifyFine', facts: { notificationType: 'notification_type', lastSent: 'last_sent' } },
  'Add penalty': { act: 'produced', step: 'addPenalty', facts: { penaltyAmount: 'amount' } },
  Payment: { act: 'step', step: 'receivePayment', facts: { paymentAmount: 'payment_amount_corrected', totalPaid: 'total_payment_amount' } },
  'Insert Date Appeal to Prefecture': { act: 'step', step: 'lodgePrefectAppeal', facts: {} },
  'Send Appeal to Prefecture': { act: 'step', step: 'sendPrefectAppeal', facts: { dismissal: 'dismissal' } },
  'Receive Result Appeal from Prefecture': { act: 'step', step: 'receivePrefectResult', facts: {} },
  'Notify Result Appeal to Offender': { act: 'step', step: 'notifyPrefectResult', facts: {} },
  'Appeal to Judge': { act: 'step', step: 'appealToJudge', facts: { dismissal: 'dismissal', officerNumber: 'resource', matricola: 'matricola' } },
  'Send for Credit Collection': { act: 'step', step: 'sendToCollection', facts: {} },
};
