/** What finance and the court's clerk do at the end of a rehearsal: money that is too much goes back by two and by rounds, packages for the court are downloaded. */
import { setTimeout as sleep } from 'node:timers/promises';
import type { LegalDate } from '#law';
import type { Player } from './player.ts';

const [FIRST, SECOND] = ['du.juan', 'jiang.bo'] as const;
const READER = 'r.every';
/** Milliseconds that a workflow may take to book a file or draw up a round. */
const PATIENCE = 60_000;
/** More than any debt of a rehearsal. */
const TOO_MUCH = '99999999.00';
const DEBTS = 3;

interface CaseWithMoney { caseId: string; closed: object | null; steps: { step: string; seq: number }[] }

/** Debts are overpaid, and what is too much goes back: asked, turned down, paid, come back; and twice as a round. */
export async function refundsVisited(player: Player, cases: readonly CaseWithMoney[], today: LegalDate): Promise<void> {
  const references = await overpaid(player, cases, today);
  await player.ask('GET', '/api/finance/tasks', FIRST);
  await player.ask('GET', '/api/refundables', FIRST);
  const [one, ...others] = references;
  if (one === undefined || others.length === 0) return player.fail(`refunds: only ${references.length} debts of ${cases.length} cases could be overpaid`);
  const ask = async (): Promise<string> => `/api/refunds/${String((await player.ask('POST', '/api/refunds', FIRST, { reference: one, amount: '1.00', reason: '多缴', payBy: today })).body['refundId'])}`;
  await player.ask('POST', `${await ask()}/reject`, SECOND, {});
  const refund = await ask();
  await player.ask('POST', `${refund}/approve`, SECOND, {});
  await player.ask('GET', '/api/refunds', FIRST);
  await player.ask('POST', `${refund}/paid`, FIRST, { voucher: '排演国库〔2025〕2号', on: today });
  const back = await player.ask('POST', `${refund}/returned`, FIRST, { on: today, reason: '收款账户已销户' });
  if (back.status !== 200) player.fail(`a refund that came back: ${back.status} ${JSON.stringify(back.body).slice(0, 300)}`);
  const round = async (): Promise<{ at: string; manifest: unknown }> => {
    const asked = await player.ask('POST', '/api/refund-rounds', FIRST, { reason: '清退多缴款项', payBy: today, references: others });
    const at = `/api/refund-rounds/${String(asked.body['roundId'])}`;
    return { at, manifest: (await until(player, at, 'asked'))['manifest'] };
  };
  await player.ask('POST', `${(await round()).at}/reject`, SECOND, {});
  await player.ask('POST', `${(await round()).at}/withdraw`, FIRST, {});
  const { at, manifest } = await round();
  await player.ask('POST', `${at}/approve`, SECOND, { manifest });
  await until(player, at, 'settled');
  for (const path of ['/api/refund-rounds', `${at}/refunds/export?format=csv`, `${at}/left-out`]) await player.ask('GET', path, FIRST);
  const lines = (await player.ask('GET', `${at}/refunds`, FIRST)).body['items'] as { refundId: string; status: string }[] | undefined ?? [];
  const paid = await player.ask('POST', `${at}/paid`, FIRST, { payments: lines.map(({ refundId }, n) => ({ refundId, voucher: `排演国库〔2025〕1${n}号`, on: today })) });
  if (paid.status !== 200 || lines.some(({ status }) => status !== 'ordered')) player.fail(`a round of refunds: ${paid.status} ${JSON.stringify(lines).slice(0, 300)}`);
}

/** Electronic receipts are read and printed in the case and at the party's door, and one is shown to somebody. */
export async function receiptsVisited(player: Player, cases: readonly CaseWithMoney[], { hall, pin }: { hall: string; pin: string }): Promise<void> {
  const kept: string[] = [];
  for (const { caseId } of cases) {
    const at = `/api/cases/${caseId}`;
    const [receipt] = (await player.ask('GET', `${at}/electronic-receipts`, READER)).body['items'] as { number: string; checkCode: string; party: string; href: string }[] | undefined ?? [];
    if (receipt === undefined) continue;
    const printed = await player.ask('GET', receipt.href, READER);
    const shown = await player.ask('GET', `/api/electronic-receipts/${receipt.number}/shown?check=${receipt.checkCode}`, READER);
    if (printed.status !== 200 || shown.status !== 200) player.fail(`the electronic receipt ${receipt.number}: ${printed.status}, shown: ${shown.status}`);
    const slip = await player.ask('POST', `${at}/parties/${receipt.party}/door-code`, hall, { identityShown: 'identityCard' });
    const session = slip.status !== 200 ? slip : await player.ask('POST', '/api/party/sessions', hall, { code: String(slip.body['code']), pin }, { 'x-forwarded-for': '203.0.113.77' });
    // A minor comes in by the code of the guardian.
    if (session.status !== 200) { kept.push(`${slip.status} ${session.status} ${JSON.stringify(session.body).slice(0, 200)}`); continue; }
    const token = { authorization: `Bearer ${String(session.body['token'])}` };
    const [own] = (await player.ask('GET', '/api/party/electronic-receipts', hall, undefined, token)).body['items'] as { href: string }[] | undefined ?? [];
    if (own === undefined || (await player.ask('GET', own.href, hall, undefined, token)).status !== 200) player.fail(`the party of ${caseId} does not find its electronic receipt`);
    return;
  }
  player.fail(`no party could look at its electronic receipt: ${kept.join('; ') || 'nobody has one'}`);
}

/** Payment references of debts that the bank has reported too much for. */
async function overpaid(player: Player, cases: readonly CaseWithMoney[], today: LegalDate): Promise<string[]> {
  const found: string[] = [];
  for (const { caseId } of cases.filter(({ closed }) => closed === null)) {
    if (found.length >= DEBTS) break;
    const debts = (await player.ask('GET', `/api/cases/${caseId}/money`, READER)).body['debts'] as { paymentReference: string | null }[] | undefined ?? [];
    found.push(...debts.flatMap(({ paymentReference }) => paymentReference ?? []));
  }
  if (found.length === 0) return [];
  const brought = await player.ask('POST', '/api/bank-imports', FIRST, { bank: 'rehearsed', receipts: found.map((reference, n) => ({ serial: `V-${n + 1}`, reference, amount: TOO_MUCH, valueDate: today, payer: '排演付款人' })) });
  const rows = `/api/bank-imports/${String(brought.body['importId'])}/rows`;
  for (const end = Date.now() + PATIENCE; Date.now() < end; await sleep(200)) {
    const items = (await player.ask('GET', rows, FIRST)).body['items'] as { status: string; paymentReference: string | null }[] | undefined ?? [];
    if (items.length > 0 && items.every(({ status }) => status !== 'waiting')) return items.flatMap(({ status, paymentReference }) => (status === 'booked' && paymentReference !== null ? [paymentReference] : []));
  }
  player.fail(`receipts beyond the debt were not booked within ${PATIENCE / 1000} s`);
  return [];
}

async function until(player: Player, at: string, status: string): Promise<Record<string, unknown>> {
  for (const end = Date.now() + PATIENCE; Date.now() < end; await sleep(200)) {
    const { body } = await player.ask('GET', at, SECOND);
    if (body['status'] === status) return body;
  }
  player.fail(`${at} did not come to "${status}" within ${PATIENCE / 1000} s`);
  return {};
}

/** The package of an application is looked at and downloaded, where the record is complete. */
export async function courtPackagesVisited(player: Player, cases: readonly CaseWithMoney[]): Promise<void> {
  for (const { caseId, steps } of cases) {
    for (const { seq } of steps.filter(({ step }) => step === 'applyToCourt')) {
      const path = `/api/cases/${caseId}/court-packages/${seq}`;
      if ((await player.ask('GET', path, READER)).status !== 200) continue;
      await player.ask('GET', `${path}/download`, READER);
      return;
    }
  }
}
