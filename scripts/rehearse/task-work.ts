/** Tasks handed among people: each verb tried on open tasks by those who might, until it is done once. */
import type { Pack } from '#law';
import { TaskVerbField } from '#commands/office-edge';
import { MAIN, type Member } from './cast.ts';
import { item } from './declared.ts';
import type { Player } from './player.ts';
import type { Seen } from './seen.ts';

interface Task { step: string; party: string | null; role: string }
type Verb = (typeof TaskVerbField.options)[number];

/** An order in which each finds what it needs: a task in hand before it is handed on. */
const ORDER: readonly Verb[] = ['claim', 'copy', 'urge', 'delegate', 'giveBack', 'transfer', 'release', 'assign'];
const NEEDS_PERSON = new Set<Verb>(['assign', 'transfer', 'delegate', 'copy']);
const MOST_CASES = 25;

export class TaskWork {
  constructor(private readonly player: Player, private readonly seen: Seen, private readonly canary: string) {}

  /** Goes through open cases of a pack until every verb was done. */
  async play(pack: Pack): Promise<void> {
    for (const caseId of (this.player.opened.get(pack.id) ?? []).toReversed().slice(0, MOST_CASES)) {
      if (TaskVerbField.options.every((verb) => this.seen.of(pack.id, item('verb', verb)) > 0)) return;
      const { status, body } = await this.player.ask('GET', `/api/cases/${caseId}`, 'r.every');
      if (status !== 200 || body['closed'] !== null) continue;
      for (const task of (body['tasks'] as Task[] | undefined ?? []).slice(0, 2)) await this.hand(pack, caseId, task);
    }
  }

  private async hand(pack: Pack, caseId: string, task: Task): Promise<void> {
    const own = MAIN.members.filter((one) => one.officeId === MAIN.officeId);
    const holders = own.filter((one) => one.roles.some((role) => role === task.role) && one.roles.length === 1 && one.certified);
    const [first, second, third] = [...holders, ...own.filter((one) => one.roles.length > 2)];
    const heads = own.filter((one) => one.roles.includes('head') || one.roles.includes('sectionHead'));
    if (first === undefined || second === undefined) return;
    for (const verb of ORDER) {
      for (const by of [first, second, ...heads, ...(third === undefined ? [] : [third])]) {
        const to: Member | undefined = NEEDS_PERSON.has(verb) ? (by === second ? third ?? first : second) : undefined;
        if (!await this.tried(pack, caseId, task, verb, by, to)) continue;
        // What the delegate found is read by whoever goes on.
        if (verb === 'giveBack') await this.player.ask('POST', `/api/cases/${caseId}/tasks/${task.step}/reveal`, 'r.every', { why: '排演核对', ...(task.party === null ? {} : { party: task.party }) });
        break;
      }
    }
  }

  private async tried(pack: Pack, caseId: string, task: Task, verb: Verb, by: Member, to: Member | undefined): Promise<boolean> {
    const { status, body } = await this.player.ask('POST', `/api/cases/${caseId}/tasks/${task.step}/${verb}`, by.username, { ...(task.party === null ? {} : { party: task.party }), ...(to === undefined ? {} : { to: to.id }), ...(verb === 'giveBack' ? { note: `${this.canary}办理结果` } : {}) });
    this.player.tally.turns += 1;
    if (status === 200) {
      this.player.tally.done += 1;
      this.seen.add(pack.id, item('command', 'handleTask'));
      this.seen.add(pack.id, item('verb', verb));
      return true;
    }
    if (status >= 500) this.player.fail(`${verb} ${task.step}: ${status} ${JSON.stringify(body).slice(0, 300)}`);
    else this.player.tally.refused += 1;
    for (const { code } of body['blockers'] as { code: string }[] | undefined ?? []) this.seen.add(pack.id, item('blocker', code));
    return false;
  }
}
