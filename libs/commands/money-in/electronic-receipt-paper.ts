/** An electronic receipt as it is printed: from the register, the case and nothing that changes, so that it is the same whenever somebody asks for it; only a name that was corrected or erased since is shown as it is now. */
import type { EntityManager } from 'typeorm';
import { referenceInGroups } from '#banking';
import { debtsOrderedBy, type CaseState } from '#cases';
import type { RenderedPaper } from '#documents';
import { amountInWords, formatYuan } from '#law';
import type { Pack } from '#law/pack-format';
import type { CaseHead, ElectronicReceipt } from '#store';
import { isErased, type PartyIdentity } from '#store/content';
import type { CommandDeps } from '../deps.ts';

const ERASED = '（身份资料已依法删除）';

/** Prints it. It shows the name of the party, so the look is logged. Throws what the typesetter refuses. */
export async function electronicReceiptPaper(deps: Pick<CommandDeps, 'content' | 'renderer' | 'profile'>, m: EntityManager, { head, state, pack }: { head: CaseHead; state: CaseState; pack: Pack }, receipt: ElectronicReceipt): Promise<RenderedPaper> {
  const party = state.parties.find(({ partyId }) => partyId === receipt.party);
  const contentId = party?.identity.contentId;
  const identity = contentId === undefined ? undefined : (await deps.content.read(m, [contentId])).get(contentId);
  if (contentId !== undefined) await deps.content.logReveal(m, { caseId: head.caseId, officeId: head.officeId, contentIds: [contentId], why: `electronic receipt ${receipt.number}` });
  const [office] = await m.query<{ name: string }[]>('SELECT name FROM office WHERE id = $1', [state.body.authorityId]);
  // Not one that was made anew later.
  const decision = state.papers.findLast((paper) => paper.number !== null && !paper.voided && paper.issuedOn <= receipt.valueDate && debtsOrderedBy(state, pack, paper).some((one) => one.debt === receipt.debt && one.party === receipt.party));
  const name = pack.money?.debts.find(({ code }) => code === receipt.debt)?.name.zh ?? receipt.debt;
  const reversal = receipt.kind === 'reversal';
  const fen = BigInt(receipt.fen);
  return deps.renderer.render({
    template: reversal ? 'electronic-receipt-reversal' : 'electronic-receipt', number: null, issuedOn: receipt.issuedOn, issuer: office?.name ?? state.body.authorityId, training: deps.profile === 'training', reference: null,
    fields: {
      caseNumber: head.caseNumber, partyName: identity === undefined || isErased(identity) ? ERASED : (identity as PartyIdentity).name, payer: receipt.payer === '' ? null : receipt.payer, item: name, decision: decision?.number ?? null,
      reference: referenceInGroups(receipt.reference), valueDate: receipt.valueDate, amount: `${reversal ? '-' : ''}${formatYuan(fen)}`, amountInWords: `${reversal ? '（红字）' : ''}${amountInWords(fen)}`,
      split: reversal ? null : splitOf(receipt, name), receiptIssuedOn: receipt.issuedOn, receiptNumber: receiptNumberInGroups(receipt.number), checkCode: receipt.checkCode, ...(reversal ? { reverses: receiptNumberInGroups(receipt.reverses ?? '') } : {}),
    },
  });
}

/** What it paid when it was booked; nothing where that is all of one kind, or was not kept. */
function splitOf({ fen, surchargeFen, overFen }: ElectronicReceipt, name: string): { label: string; value: string }[] | null {
  if (surchargeFen === null || (surchargeFen === '0' && overFen === '0')) return null;
  const [surcharge, over] = [BigInt(surchargeFen), BigInt(overFen)];
  return [{ label: name, fen: BigInt(fen) - surcharge - over }, { label: '加收款项', fen: surcharge }, { label: '多缴，待退还', fen: over }].filter((row) => row.fen > 0n).map((row) => ({ label: row.label, value: formatYuan(row.fen) }));
}

/** county, year and running number apart */
export function receiptNumberInGroups(number: string): string {
  return `${number.slice(0, 6)} ${number.slice(6, 8)} ${number.slice(8)}`;
}
