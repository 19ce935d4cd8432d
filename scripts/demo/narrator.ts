/** Tells a case as it happens: who did what, what began to run and until when, what was refused and by which article. */
import type { Colleague, CommandDone, ProblemDocument, Reply, Service } from '../demo-office/client.ts';
import { UnexpectedAnswer } from '../demo-office/client.ts';
import { offices, people } from '../seed/county.ts';
import { widthOf } from './wrap.ts';

export interface Told { zh: string; en: string }
/** What is shown of a command that is told quietly. */
export interface Shown { told?: Told; papers?: true }
export interface ClockView { clockId: string; clock: string; name: Told; party: string | null; status: string; dueOn: string | null; article: Told; explanation: Told; consequence: Told }
interface ActionView { action: string; code: string; name: Told; party: string | null; allowed: boolean; blockers: { code: string }[] }
export interface ApprovalView { approvalId: string; name: Told; status: string; turn: string | null; waitsFor: { roles: string[]; oneOf: string[]; each: string[] } | null; turns: { turn: string; name: Told; addedBy: string | null }[]; items: { name: Told }[] }
export interface CaseView { revision: number; people: Record<string, string>; approvals: ApprovalView[]; duties: { kind: string; to: string; about: Told; status: string; outcome: string | null; dueOn: string | null }[]; parties: { partyId: string }[]; phase: { name: Told }; clocks: ClockView[]; actions: ActionView[]; papers: { paperId: string; paper: string; title: Told; number: string | null; served: { party: string; effectiveOn: string }[]; original: { fileId: string } | null }[]; closed: { closing: string } | null }

export class Narrator {
  private readonly began = Date.now();
  private readonly known = new Map<string, Map<string, string>>();
  private readonly counts = { done: 0, refused: 0 };
  private readonly colleagues = new Map<string, Colleague>();

  constructor(readonly service: Service, private readonly language: 'zh' | 'en', private readonly print: (line: string) => void) {}

  private text(told: Told): string { return told[this.language]; }

  chapter(title: Told, about: Told): void {
    this.print('');
    this.print(`══ ${this.text(title)} ${'═'.repeat(Math.max(4, 70 - widthOf(this.text(title))))}`);
    this.print(`   ${this.text(about)}`);
  }

  /** Moves the legal clock and prints nothing: the next line names the day. */
  async passes(date: string): Promise<void> {
    const answer = await (await this.as('zhou.lan')).command<{ date: string } | ProblemDocument>('/api/training/clock', { to: date }, `demo-day-${date}`);
    if (answer.status !== 200) throw new UnexpectedAnswer(`step to ${date}`, answer.status, answer.body);
  }

  /** A sentence of the story. */
  say(told: Told): void { this.print(`   ${this.text(told)}`); }

  /** What follows from the act before, below it. */
  note(told: Told): void { this.print(`     ${this.text(told)}`); }

  async as(username: string): Promise<Colleague> {
    const known = this.colleagues.get(username) ?? await this.service.signIn(username);
    this.colleagues.set(username, known);
    return known;
  }

  /** Moves the legal clock; what falls due on the way is recorded by the service and told with the next look. */
  async day(date: string): Promise<void> {
    await this.passes(date);
    this.print('');
    this.print(`── ${date} ${'─'.repeat(62)}`);
  }

  /** Moves the legal clock to a time of day in China: "23:59" of a day. */
  async hour(date: string, time: string): Promise<void> {
    const answer = await (await this.as('zhou.lan')).command<{ date: string } | ProblemDocument>('/api/training/clock', { to: `${date}T${time}:00+08:00` }, `demo-hour-${date}-${time}`);
    if (answer.status !== 200) throw new UnexpectedAnswer(`step to ${date} ${time}`, answer.status, answer.body);
    this.print('');
    this.print(`── ${date} ${time} ${'─'.repeat(56)}`);
  }

  private who(username: string): string {
    const person = people().find((one) => one.username === username);
    const office = offices().find((one) => one.id === person?.office);
    return `${person?.name ?? username} (${office?.name ?? ''})`;
  }

  /** A command that is done: who, what, the papers it issued, the clocks that began or ended. */
  async does(username: string, what: Told, path: string, body: unknown, key: string): Promise<CommandDone> {
    const done = await this.acts(username, path, body, key);
    this.print(`   ${this.who(username)}: ${this.text(what)}`);
    const view = await this.look(username, done.caseId);
    this.tellPapers(view, done);
    this.tellClocks(view, done.caseId);
    return done;
  }

  /** A command that is done and of which the story says itself what is to be said; only what it issued is shown, where asked for, and no clocks. */
  async acts(username: string, path: string, body: unknown, key: string, shown: Shown = {}): Promise<CommandDone> {
    const done = await (await this.as(username)).does(path, body, `demo-${key}`);
    this.counts.done += 1;
    if (shown.told) this.print(`   ${this.who(username)}: ${this.text(shown.told)}`);
    if (shown.papers) this.tellPapers(await this.look(username, done.caseId), done);
    return done;
  }

  private tellPapers(view: CaseView, done: CommandDone): void {
    for (const paper of done.papers) {
      const title = view.papers.find((one) => one.paperId === paper.paperId)?.title ?? { zh: paper.paper, en: paper.paper };
      this.print(`     ▤ ${this.text({ zh: `《${title.zh}》`, en: `"${title.en}"` })}${paper.number ? `  ${paper.number}` : ''}  sha256 ${paper.sha256?.slice(0, 16) ?? ''}…`);
    }
  }

  /** A command that the law forbids: the articles and the earliest lawful day. */
  async refused(username: string, what: Told, path: string, body: unknown, key: string): Promise<ProblemDocument> {
    const answer = await (await this.as(username)).command<ProblemDocument>(path, body, `demo-${key}`);
    if (answer.status !== 409) throw new UnexpectedAnswer(`POST ${path}, which should be refused,`, answer.status, answer.body);
    this.tellRefusal(this.who(username), what, answer.body);
    return answer.body;
  }

  /** Something that is not this person's to see or do, whatever the state of the case. */
  async denied(username: string, what: Told, path: string, body: unknown, key: string): Promise<void> {
    const answer = await (await this.as(username)).command<ProblemDocument>(path, body, `demo-${key}`);
    if (answer.status !== 403) throw new UnexpectedAnswer(`POST ${path}, which should be denied,`, answer.status, answer.body);
    this.counts.refused += 1;
    this.print(`   ${this.who(username)}: ${this.text(what)}`);
    this.print(`     ✗ ${answer.body.detail ?? answer.body.title}`);
  }

  private tellRefusal(who: string, what: Told, { blockers }: ProblemDocument): void {
    this.counts.refused += 1;
    this.print(`   ${who}: ${this.text(what)}`);
    for (const blocker of blockers ?? []) {
      this.print(`     ✗ ${blocker.message}  [${blocker.article}]`);
      if (blocker.missing) this.print(`       ${this.text({ zh: '缺少', en: 'missing' })}: ${blocker.missing}`);
      if (blocker.earliest) this.print(`       ${this.text({ zh: '最早', en: 'earliest lawful day' })}: ${blocker.earliest}`);
    }
  }

  /** A command about people, orders or settings, which answers what it made. */
  async settles<T>(username: string, what: Told, path: string, body: unknown, key: string): Promise<T> {
    const answer = await (await this.as(username)).command<T>(path, body, `demo-${key}`);
    if (answer.status !== 200 && answer.status !== 201) throw new UnexpectedAnswer(`POST ${path}`, answer.status, answer.body);
    this.counts.done += 1;
    this.print(`   ${this.who(username)}: ${this.text(what)}`);
    return answer.body;
  }

  /** A request of a party at its own door: taken, or refused as every command is. Throws when it went the other way. */
  async atTheDoor<T>(who: Told, what: Told, expected: 'taken' | 'refused', reply: Reply<T | ProblemDocument>): Promise<T> {
    if (reply.status !== (expected === 'taken' ? 200 : 409)) throw new UnexpectedAnswer(`a request at the door, which should be ${expected},`, reply.status, reply.body);
    if (expected === 'refused') this.tellRefusal(this.text(who), what, reply.body as ProblemDocument);
    else {
      this.counts.done += 1;
      this.print(`   ${this.text(who)}: ${this.text(what)}`);
    }
    return reply.body as T;
  }

  look(username: string, caseId: string): Promise<CaseView> {
    return this.as(username).then((person) => person.get<CaseView>(`/api/cases/${caseId}`));
  }

  /** What the record offers now, and how much still stands against the rest. */
  async allowed(username: string, caseId: string): Promise<void> {
    const view = await this.look(username, caseId);
    const running = view.clocks.filter((one) => one.status === 'running');
    const now = view.actions.filter((action) => action.allowed).map((action) => `${this.text(action.name)}${this.partyOf(view, action.party)}`);
    this.print(`     ${this.text({ zh: '阶段', en: 'phase' })}: ${this.text(view.phase.name)}`);
    this.print(`     ${this.text({ zh: '现在可以办理', en: 'allowed now' })}: ${now.join(', ') || this.text(running.length > 0 ? { zh: '无，案件等待下列期限', en: 'nothing, the case waits for these periods' } : { zh: '无', en: 'nothing' })}`);
    if (now.length > 0) return;
    for (const clock of running) this.print(`       ${this.text(clock.name)}${this.partyOf(view, clock.party)} → ${clock.dueOn ?? '—'}: ${this.text(clock.consequence)}`);
  }

  /** Which of several parties; nothing where the case has one. */
  private partyOf({ parties }: CaseView, party: string | null): string {
    if (party === null || parties.length < 2) return '';
    return this.text({ zh: `（当事人${party.slice(1)}）`, en: ` (party ${party.slice(1)})` });
  }

  private tellClocks(view: CaseView, caseId: string): void {
    // Periods of a party outlive the closing: what a closed case shows of its clocks is no news.
    if (view.closed !== null) return;
    const before = this.known.get(caseId) ?? new Map<string, string>();
    for (const clock of view.clocks) {
      const now = `${clock.status} ${clock.dueOn ?? ''}`;
      if (before.get(clock.clockId) === now) continue;
      const first = !before.has(clock.clockId);
      before.set(clock.clockId, now);
      if (clock.status === 'running') {
        this.print(`     ⏱ ${this.text(first ? { zh: '开始', en: 'begins' } : { zh: '变更', en: 'changed' })}: ${this.text(clock.name)}${this.partyOf(view, clock.party)} → ${clock.dueOn ?? '—'}`);
        this.print(`       ${this.text(clock.explanation)}`);
      } else if (!first) this.print(`     ⏱ ${this.text(clock.name)}${this.partyOf(view, clock.party)}: ${this.text(STATUS[clock.status] ?? { zh: clock.status, en: clock.status })}${clock.dueOn ? ` (${clock.dueOn})` : ''}`);
    }
    this.known.set(caseId, before);
  }

  /** Clocks that time alone has changed since the last look. */
  async meanwhile(username: string, caseId: string): Promise<void> { this.tellClocks(await this.look(username, caseId), caseId); }

  end(): void {
    this.print('');
    this.print(this.text({
      zh: `完：办理 ${this.counts.done} 项，依法拒绝 ${this.counts.refused} 项，用时 ${((Date.now() - this.began) / 1000).toFixed(0)} 秒。`,
      en: `The end: ${this.counts.done} acts done, ${this.counts.refused} refused with their articles, told in ${((Date.now() - this.began) / 1000).toFixed(0)} s.`,
    }));
  }
}

const STATUS: Record<string, Told> = { ended: { zh: '已终结', en: 'ended' }, lapsed: { zh: '已届满', en: 'lapsed' }, suspended: { zh: '中止', en: 'suspended' } };
