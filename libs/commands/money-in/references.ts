/** By which reference a debt is paid, or what was collected for it on the spot is paid in: given with the paper that bears it, kept for as long as the debt is known. */
import type { EntityManager } from 'typeorm';
import { paymentCode, paymentReference, REFERENCE_SERIES, referenceInGroups, type ReferenceUse } from '#banking';
import { debtsOrderedBy, type CaseState } from '#cases';
import type { PaperState } from '#cases/model';
import type { PaymentSlip } from '#documents';
import type { LegalDate, LegalInstant } from '#law';
import type { Pack } from '#law/pack-format';
import { givePaymentReference, type DebtNamed } from '#store';

/** The reference of a debt; a new one is of the year of `on`. */
export function referenceOf(manager: EntityManager, debt: DebtNamed, { county, officeId, on, at }: { county: string; officeId: string; on: LegalDate; at: LegalInstant }, use: ReferenceUse = 'debt'): Promise<string> {
  const series = REFERENCE_SERIES[use];
  const year = Number(on.slice(0, 4));
  return givePaymentReference(manager, debt, { officeId, county, series, year, at }, (number) => paymentReference({ county, series, year, number }));
}

/** What a paper prints for the bank: a slip for each debt that it orders, or for the deposit of what was collected on the spot. */
export async function paymentSlips(manager: EntityManager, { state, pack, paper, on, at }: { state: CaseState; pack: Pack; paper: PaperState; on: LegalDate; at: LegalInstant }): Promise<PaymentSlip[]> {
  const slips: PaymentSlip[] = [];
  const slip = async (named: string, party: string, debt: string, use: ReferenceUse): Promise<void> => {
    const reference = await referenceOf(manager, { caseId: state.caseId, party, debt }, { county: state.county, officeId: state.officeId, on, at }, use);
    slips.push({ name: named, reference: referenceInGroups(reference), code: paymentCode(reference) });
  };
  for (const { debt, name, party } of debtsOrderedBy(state, pack, paper)) await slip(name.zh, party, debt, 'debt');
  for (const { code, name, collection } of pack.money?.debts ?? []) if (collection?.slip === paper.paper && paper.party !== null) await slip(`当场收缴的${name.zh}（行政机关缴存）`, paper.party, code, 'deposit');
  return slips;
}
