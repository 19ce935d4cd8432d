/** PINs of second officers: checked before the command, in a transaction of their own, so that wrong tries count whatever becomes of it. */
import type { EntityManager } from 'typeorm';
import { checkPin, officersOnDay, postOnDay, setPin, unlockPin, type PinProblem, type SignedInActor } from '#access';
import type { Blocker } from '#cases/model';
import { chinaDateOf, type LegalInstant } from '#law';
import { legalNow, readHead, withActor } from '#store';
import type { CommandDeps } from '../deps.ts';
import type { EdgeCommand } from '../edge.ts';
import { NotDone, type CommandRequest } from '../outcome.ts';
import { inOrder, mayOrder, orderRefusal, refused, wrong, type OrderOutcome } from './orders.ts';

const article = { zh: '本系统规则：另一名执法人员以本人密码确认', en: 'Anjuan: the second officer confirms with a PIN of his own' };
const problems: Readonly<Record<PinProblem, Omit<Blocker, 'article'>>> = {
  notSet: { code: 'pinNotSet', message: { zh: '此人尚未设定确认密码。', en: 'This person has set no PIN yet.' }, missing: { zh: '本人登录后设定密码', en: 'a PIN, set by the person signed in' } },
  wrong: { code: 'pinWrong', message: { zh: '确认密码不正确；连续错误五次将锁定。', en: 'The PIN is wrong; five wrong tries lock it.' } },
  locked: { code: 'pinLocked', message: { zh: '确认密码已锁定。', en: 'The PIN is locked.' }, missing: { zh: '由本机关负责人解除锁定', en: 'the head of the office, who lifts the lock' } },
};

/** Checks the PINs that a command brings. Throws NotDone for the first that does not count; who is no officer of the case is not tried at all. */
export async function checkConfirmations(deps: CommandDeps, { actor, caseId, command }: CommandRequest): Promise<void> {
  const given = pinsIn(command);
  if (given.length === 0 || actor.kind !== 'person') return;
  const problem = await withActor(deps.source, { actorId: actor.personId, offices: actor.offices, cases: actor.cases }, async (m) => {
    const head = await readHead(m, caseId);
    if (head === null) throw new NotDone({ status: 'notFound' });
    const { at } = await legalNow(m);
    const { unknown } = await officersOnDay(m, given.map(({ personId }) => personId), chinaDateOf(at), { caseId, officeId: head.officeId });
    if (unknown.length > 0) throw wrong(command.type === 'confirmStep' ? 'confirmation.personId' : 'confirmations', 'unknownOfficer', '确认人今日未在办案机关任职，也未经借调参与本案。', 'Who confirms holds no post in the office of the case today and is not lent to it.');
    for (const { personId, pin } of given) {
      const found = await checkPin(m, deps.keys, personId, pin, at);
      if (found !== null) return found;
    }
    return null;
  });
  if (problem !== null) throw new NotDone({ status: 'refused', blockers: [{ ...problems[problem], article, field: command.type === 'confirmStep' ? 'confirmation.pin' : 'confirmations' }] });
}

function pinsIn(command: EdgeCommand): { personId: string; pin: string }[] {
  if (command.type === 'confirmStep') return [command.confirmation];
  return command.type === 'takeStep' || command.type === 'recordService' ? command.confirmations ?? [] : [];
}

/** Sets the own PIN; changing it needs the one before. */
export async function chooseOwnPin(deps: CommandDeps, actor: SignedInActor, pin: string, before: string | undefined): Promise<OrderOutcome<{ setAt: LegalInstant }>> {
  if (/^(\d)\1{5}$/.test(pin) || '01234567890'.includes(pin)) return { status: 'invalid', errors: [{ field: 'pin', rule: 'guessable', message: { zh: '密码过于简单。', en: 'This PIN is easily guessed.' } }] };
  const problem = await withActor(deps.source, { actorId: actor.personId, offices: actor.ownOffices }, async (m) => {
    const [known] = await m.query<unknown[]>('SELECT 1 FROM officer_pin WHERE account_id = $1', [actor.personId]);
    return known === undefined ? null : checkPin(m, deps.keys, actor.personId, before ?? '', (await legalNow(m)).at);
  });
  if (problem !== null) return { status: 'refused', blockers: [{ ...problems[problem], article, field: 'before' }] };
  return inOrder(deps, actor, async (m) => {
    const { at } = await legalNow(m);
    if (!await setPin(m, deps.keys, actor.personId, pin, at)) throw refused({ ...problems.locked, article });
    return { setAt: at };
  });
}

/** The head of a person's office, or the county legal office, lifts the lock. */
export function liftPinLock(deps: CommandDeps, actor: SignedInActor, personId: string): Promise<OrderOutcome<{ personId: string }>> {
  return inOrder(deps, actor, async (m: EntityManager) => {
    mayOrder(actor);
    const post = await postOnDay(m, personId, chinaDateOf((await legalNow(m)).at));
    if (post === null || !actor.ownOffices.includes(post.officeId)) throw new NotDone({ status: 'notFound' });
    if (personId === actor.personId && !actor.roles.includes('countyLegalOffice')) throw refused(orderRefusal('ownLock', '不得解除自己的锁定。', 'Nobody lifts the own lock.'));
    if (!await unlockPin(m, personId)) throw refused(orderRefusal('pinNotLocked', '确认密码未锁定。', 'The PIN is not locked.'));
    return { personId };
  });
}
