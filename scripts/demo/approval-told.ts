/** Approvals as they go their way: asked for, signed, returned, and where they wait after each turn. */
import { ROLE_NAMES } from '#law/role-names';
import type { PackRole } from '#law/pack-format';
import type { ApprovalView, Narrator, Told } from './narrator.ts';

const STATUS: Record<string, Told> = {
  approved: { zh: '已批准', en: 'approved' }, returned: { zh: '退回报批人', en: 'returned to whoever asked' }, refused: { zh: '未获批准', en: 'refused' }, withdrawn: { zh: '已撤回', en: 'withdrawn' },
};

export class ApprovalTold {
  private told = 0;

  constructor(private readonly story: Narrator, private readonly caseId: string, private readonly code: string) {}

  async asked(username: string, what: Told, body: { items: unknown[]; signers?: Record<string, string[]>; note?: string }): Promise<void> {
    await this.story.does(username, what, `/api/cases/${this.caseId}/approvals`, { approval: this.code, ...body }, this.key('ask'));
    await this.standing(username);
  }

  async signs(username: string, what: Told, body: { verdict: 'agree' | 'return'; opinion: string; to?: string; actingFor?: string }): Promise<void> {
    await this.story.does(username, what, await this.path('sign'), body, this.key('sign'));
    await this.standing(username);
  }

  async maySign(username: string, what: Told, body: { verdict: 'agree'; opinion: string; actingFor?: string }): Promise<void> {
    await this.story.refused(username, what, await this.path('sign'), body, this.key('may'));
  }

  async adds(username: string, what: Told, body: { add: { person: string; place: 'before' | 'after' | 'parallel' }; reason: string }): Promise<void> {
    await this.story.does(username, what, await this.path('signers'), body, this.key('signers'));
    await this.standing(username);
  }

  private key(what: string): string {
    this.told += 1;
    return `${this.code}-${what}-${this.told}`;
  }

  private async path(verb: string): Promise<string> {
    return `/api/cases/${this.caseId}/approvals/${(await this.last('zhou.lan')).approval.approvalId}/${verb}`;
  }

  private async last(username: string): Promise<{ approval: ApprovalView; people: Record<string, string> }> {
    const { approvals, people } = await this.story.look(username, this.caseId);
    const approval = approvals.at(-1);
    if (approval === undefined) throw new Error('The case has no approval.');
    return { approval, people };
  }

  /** What it covers, how it stands, and who is to sign now. */
  private async standing(username: string): Promise<void> {
    const { approval, people } = await this.last(username);
    const { status, turn, turns, waitsFor, name } = approval;
    if (status !== 'open' || waitsFor === null) {
      this.story.note({ zh: `▸ “${name.zh}”：${STATUS[status]?.zh ?? status}（${approval.items.map((item) => item.name.zh).join('、')}）`, en: `▸ "${name.en}": ${STATUS[status]?.en ?? status} (${approval.items.map((item) => item.name.en).join(', ')})` });
      return;
    }
    const stage = turns.find((one) => one.turn === turn);
    const roles = waitsFor.roles.map((role) => ROLE_NAMES[role as PackRole]);
    const named = [...waitsFor.oneOf, ...waitsFor.each].map((id) => people[id] ?? id);
    const added = (stage?.addedBy ?? null) !== null;
    this.story.note({
      zh: `▸ “${name.zh}”：待${added ? '加签人' : `“${stage?.name.zh ?? ''}”`}签署：${[...roles.map((role) => role.zh), ...named].join('、')}`,
      en: `▸ "${name.en}": waits ${added ? 'for the added signer' : `at "${stage?.name.en ?? ''}"`}: ${[...roles.map((role) => role.en), ...named].join(', ')}`,
    });
  }
}
