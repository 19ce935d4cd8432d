import type { EntityManager } from 'typeorm';
import { z } from 'zod';
import { balanceOf, caseMoney, fold, type CaseState } from '#cases';
import { chinaDateOf, formatYuan, packCitation, type LawBook, type LegalDate, type LegalInstant } from '#law';
import { paymentCode, useOfReference, type ReferenceUse } from '#banking';
import { readEvents, readPaymentReferences, type DebtNamed } from '#store';
import type { Door } from '../door.module.ts';
import { Bilingual, Day, Instant, NearDate, PartyId } from '../http/schemas.ts';
import { notFound } from '../problems/problem.ts';
import { AgreementView, agreementViews } from './agreement-view.ts';
import { ForbearanceView, forbearanceViews } from './forbearance-view.ts';
import { seeCase } from './seen-case.ts';
import { instalmentReason, termsView, TermsView } from './terms-view.ts';

const Yuan = z.string().meta({ pattern: String.raw`^-?\d+\.\d{2}$`, examples: ['32313.00'] });

export const MoneyQuery = z.strictObject({
  asOf: NearDate.optional().describe('The end of this day; absent: of today.'),
  known: z.iso.datetime().optional().describe('Only what was on record at that instant: a past day then shows what it showed at the time.'),
});

const InstalmentView = z.strictObject({
  number: z.number().int(), due: Day.nullable().describe('Null while execution is suspended.'), amount: Yuan, paid: Yuan, state: z.enum(['notYetDue', 'dueToday', 'inDefault', 'paid']),
  paidOn: Day.nullable(), inDefaultSince: Day.nullable(), curedOn: Day.nullable().describe('Paid, but after its due day.'), text: Bilingual.describe('Why it stands so.'), article: Bilingual,
});

export const DebtView = z.strictObject({
  debt: z.string(), name: Bilingual, party: PartyId, paymentReference: z.string().nullable().describe('缴款码: 20 digits, by which the bank reports the money.'), paymentCode: z.string().nullable().describe('What the QR code of the reference says.'), article: Bilingual, establishedOn: Day.describe('The day of service.'), dueOn: Day.nullable().describe('The last day to pay in one sum; null while execution is suspended: the period stands still.'), standsSince: Day.nullable().describe('Since when it stands still.'),
  principal: Yuan, principalDue: Yuan, principalNotDue: Yuan, surcharge: Yuan, surchargeCapReached: z.boolean(), paid: Yuan, waived: Yuan, noLongerCollected: Yuan,
  balance: Yuan.describe('principal + surcharge - paid - waived - noLongerCollected'),
  suspense: Yuan.describe('Money for this debt that pays nothing of it and is not part of the balance.'), refundable: Yuan, refunded: Yuan,
  inHands: Yuan.describe('Collected on the spot and not reported by the bank yet: it has paid, and the office owes it to the bank.'), depositReference: z.string().nullable().describe('The reference under which the office pays it in; null while nothing was handed in.'),
  inDefaultSince: Day.nullable(), paidInFullOn: Day.nullable(), instalments: z.array(InstalmentView), terms: TermsView.nullable().describe('Null where the procedure has no instalments.'), forbearances: z.array(ForbearanceView).describe('暂缓催缴: collection held back up to the day asked for, the oldest first.'), agreements: z.array(AgreementView).describe('执行协议: enforcement agreements with their stages, the oldest first.'),
  lines: z.array(z.strictObject({ code: z.string(), on: Day, amount: Yuan.nullable(), text: Bilingual })).describe('The balance line by line, with days, rates and articles; the amounts add up to it.'),
}).meta({ id: 'Debt' });

export const MoneyView = z.strictObject({ caseId: z.uuid(), asOf: Day, known: Instant.nullable(), debts: z.array(DebtView) }).meta({ id: 'Money' });

/** What each party of a case owes at the end of a day, reckoned from the record; nothing is stored. What was known at an instant stands under the text of the pack of that instant. Throws the problem `notFound`. */
export async function moneyView(m: EntityManager, caseId: string, { asOf, known }: z.infer<typeof MoneyQuery>, door: Door): Promise<z.infer<typeof MoneyView>> {
  const bound = known === undefined ? null : known as LegalInstant;
  const seen = await seeCase(m, caseId, await door.lawOf(m, caseId));
  const book = await door.lawOf(m, caseId, bound);
  const state = bound === null ? seen.state : await stateKnownAt(m, caseId, bound);
  const day: LegalDate = asOf ?? chinaDateOf(seen.at);
  const references = await readPaymentReferences(m, caseId);
  return { caseId, asOf: day, known: bound, debts: state === null ? [] : debtsOn(state, day, bound ?? seen.at, book, references) };
}

async function stateKnownAt(m: EntityManager, caseId: string, known: LegalInstant): Promise<CaseState | null> {
  const events = (await readEvents(m, caseId)).filter(({ recordedAt }) => Date.parse(recordedAt) <= Date.parse(known));
  if (events.length === 0) throw notFound();
  return fold(caseId, events);
}

function debtsOn(state: CaseState, day: LegalDate, at: LegalInstant, book: LawBook, references: readonly (Omit<DebtNamed, 'caseId'> & { reference: string })[]): z.infer<typeof DebtView>[] {
  const { pack } = book.pack(state.pack);
  const money = caseMoney(state, at, book);
  return money.debts.flatMap((owed) => {
    const { key, definition, establishedOn, terms } = owed;
    const one = balanceOf(money, key.debt, key.party, day);
    if (one === null) return [];
    const named = (use: ReferenceUse): string | null => references.find((each) => each.party === key.party && each.debt === key.debt && useOfReference(each.reference) === use)?.reference ?? null;
    const reference = named('debt');
    return [{
      debt: key.debt, name: definition.name, party: key.party, paymentReference: reference, paymentCode: reference === null ? null : paymentCode(reference), article: packCitation(pack, definition.cite), establishedOn, dueOn: terms.dueDate, standsSince: terms.standsSince ?? null,
      principal: formatYuan(one.principalFen), principalDue: formatYuan(one.principalDueFen), principalNotDue: formatYuan(one.principalNotDueFen), surcharge: formatYuan(one.surchargeFen), surchargeCapReached: one.surchargeCapReached,
      paid: formatYuan(one.paidFen), waived: formatYuan(one.waivedFen), noLongerCollected: formatYuan(one.noLongerCollectedFen), balance: formatYuan(one.balanceFen),
      suspense: formatYuan(one.suspenseFen), refundable: formatYuan(one.refundableFen), refunded: formatYuan(one.refundedFen), inHands: formatYuan(one.inHandsFen), depositReference: named('deposit'), inDefaultSince: one.inDefaultSince, paidInFullOn: one.paidInFullOn,
      instalments: one.instalments.map((each) => { const { fen, paidFen, ...rest } = each; return { ...rest, amount: formatYuan(fen), paid: formatYuan(paidFen), ...instalmentReason(owed, each, one) }; }),
      terms: termsView({ state, at, book }, owed, one), forbearances: forbearanceViews({ state, book }, owed, day), agreements: agreementViews({ state, money, book }, owed, day),
      lines: one.lines.map(({ code, on, fen, zh, en }) => ({ code, on, amount: fen === null ? null : formatYuan(fen), text: { zh, en } })),
    }];
  });
}
