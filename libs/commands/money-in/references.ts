/** By which reference a debt is paid: given with the paper that orders it, kept for as long as the debt is known. */
import type { EntityManager } from 'typeorm';
import { paymentCode, paymentReference, referenceInGroups } from '#banking';
import { debtsOrderedBy, type CaseState } from '#cases';
import type { PaperState } from '#cases/model';
import type { PaymentSlip } from '#documents';
import type { LegalDate, LegalInstant } from '#law';
import type { Pack } from '#law/pack-format';
import { givePaymentReference, type DebtNamed } from '#store';

/** Debts of enforcement cases, in payment references. */
const SERIES = '01';

/** The reference of a debt; a new one is of the year of `on`. */
export function referenceOf(manager: EntityManager, debt: DebtNamed, { county, officeId, on, at }: { county: string; officeId: string; on: LegalDate; at: LegalInstant }): Promise<string> {
  const year = Number(on.slice(0, 4));
  return givePaymentReference(manager, debt, { officeId, county, series: SERIES, year, at }, (number) => paymentReference({ county, series: SERIES, year, number }));
}

/** What a paper prints for the bank, a slip for each debt that it orders. */
export async function paymentSlips(manager: EntityManager, { state, pack, paper, on, at }: { state: CaseState; pack: Pack; paper: PaperState; on: LegalDate; at: LegalInstant }): Promise<PaymentSlip[]> {
  const slips: PaymentSlip[] = [];
  for (const { debt, name, party } of debtsOrderedBy(state, pack, paper)) {
    const reference = await referenceOf(manager, { caseId: state.caseId, party, debt }, { county: state.county, officeId: state.officeId, on, at });
    slips.push({ name: name.zh, reference: referenceInGroups(reference), code: paymentCode(reference) });
  }
  return slips;
}
