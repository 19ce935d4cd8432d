/**
 * The accounts of a debt. Every posting moves one of them: a positive amount is a debit, a negative one a credit.
 *
 * | account    | normal side | what its balance says |
 * |------------|-------------|------------------------|
 * | principal  | debit       | what the served decision orders, as it stands: established, varied, quashed, written off |
 * | surcharge  | debit       | late fee or additional fine recognised: only what was paid or waived; the rest is computed, never stored |
 * | paid       | credit      | money applied to the debt, to its principal or to its surcharge (`part`) |
 * | waived     | credit      | surcharge given up under an enforcement agreement (Compulsion Law art. 42) |
 * | refundable | credit      | money that was ordered to go back and has not gone yet |
 * | suspense   | credit      | money that came and is applied to nothing: too much, twice, too early, too late, or unmatched |
 * | inHands    | debit       | what officers took on the spot and the bank has not reported yet: it pays the debt, and the office owes it to the bank |
 * | treasury   | either      | the treasury's account with the debt: credited with each claim, debited with each sum that reached it |
 *
 * So principal + surcharge + paid + waived (signed) is what is still owed on the books, and the deciding office holds
 * nothing: cash stands between the bank and the treasury alone (收支两条线; Penalty Law art. 67, Order 357 art. 10). The
 * one exception is `inHands`, for two working days and two more (Penalty Law arts. 68, 69, 71).
 */
export const ACCOUNTS = ['principal', 'surcharge', 'paid', 'waived', 'refundable', 'suspense', 'inHands', 'treasury'] as const;
export type Account = (typeof ACCOUNTS)[number];

/** The side on which the balance of an account must stand; the treasury's may stand on either. */
export const NORMAL_SIDE: Readonly<Record<Account, 'debit' | 'credit' | 'either'>> = {
  principal: 'debit', surcharge: 'debit', paid: 'credit', waived: 'credit', refundable: 'credit', suspense: 'credit', inHands: 'debit', treasury: 'either',
};

/** A debt of one party in one case: two parents owe two debts, each its own (fee.md A6). */
export interface DebtKey { caseId: string; party: string; debt: string }

/** The two parts of a debt. Surcharge accrues on principal only, never on surcharge. */
export type DebtPart = 'principal' | 'surcharge';
