/** One rehearsal from the first process to the verdict. */
import { addDays, legalDate, type LawBook, type LegalDate, type LoadedPack, type Pack } from '#law';
import { MAIN, SILENT, SINCE, STANDS } from './cast.ts';
import { Chance } from './chance.ts';
import { chaptersOf, type Chapter } from './chapters.ts';
import { atRest, canaries, chains, type Finding, proofs, rebuilt } from './checks.ts';
import { canBeLookedAheadAt, declaredBy, isOpen, type Item } from './declared.ts';
import { Troubles } from './faults.ts';
import { beforeTheRequest, foresee } from './foresight.ts';
import { namesOthers, openedOnly } from './named-cases.ts';
import { Operations } from './operations.ts';
import { adoptBands, chooseAnew, writeOrders } from './orders.ts';
import { parametersFor } from './parameters.ts';
import { Planner, type Script } from './planner.ts';
import { Player } from './player.ts';
import { printReport } from './report.ts';
import { Seen } from './seen.ts';
import { Spent, watched } from './spent.ts';
import { Stage } from './stage.ts';
import { TaskWork } from './task-work.ts';
import { Visits } from './visits.ts';
import { readWalks } from './walk-files.ts';
import { dressed, type Walk } from './walks.ts';
import type { Turn, World } from './world.ts';

export interface RehearsalSetting {
  seed: number; cases: number; book: LawBook; rehearsed: readonly LoadedPack[]; packFile: string | null; dataDir: string;
  /** Folder of the built programs. */
  built: string;
  say: (line: string) => void;
}

/** Turns that are looked at ahead in one round for each item that a pack declares; a look costs a third of a millisecond. */
const LOOKS = 250;
const DEEPEST = 60;
const BY_CHANCE = 4;
/** Cases left where their party can come for some days. */
const LEFT_OPEN = 2;
/** A step of the clock that takes longer, in milliseconds, is told with what it waits for. */
const SLOW = 5_000;

export class Rehearsal {
  private readonly chance: Chance;
  private readonly seen = new Seen();
  private readonly spent = new Spent();
  private readonly canary: string;
  private readonly began = Date.now();
  private readonly troubledDays: LegalDate[] = [];
  private stage: Stage | undefined;
  private readonly accepted = new Map<string, Map<string, Turn[]>>();
  private ordersFrom: LegalDate = legalDate(SINCE);
  private book: LawBook;

  constructor(private readonly setting: RehearsalSetting) {
    this.chance = new Chance(setting.seed);
    this.canary = `金丝雀${String(setting.seed).replaceAll(/\d/g, (digit) => '零一二三四五六七八九'.charAt(Number(digit)))}`;
    this.book = setting.book.with({ parameters: parametersFor(setting.book.packs.map(({ pack }) => pack)) });
  }

  private say(line: string): void {
    this.setting.say(`${((Date.now() - this.began) / 1000).toFixed(0).padStart(4)} s  ${line}`);
  }

  async stop(): Promise<void> {
    await this.stage?.stop();
  }

  /** Plays everything and answers whether all was as it must be. */
  async run(): Promise<boolean> {
    const { setting } = this;
    const chapters = chaptersOf(setting.rehearsed, this.chance, setting.packFile === null ? readWalks : undefined);
    const [first] = chapters;
    if (first === undefined) throw new Error('There is no pack to rehearse.');
    this.say(`seed ${setting.seed}, ${setting.cases} cases of ${chapters.map(({ pack }) => pack.id).join(' and ')}; about ${Math.ceil((setting.cases * chapters.length) / 80) + 2} minutes on two free cores`);
    const stage = this.stage = new Stage({ dataDir: setting.dataDir, built: setting.built, packs: setting.book.packs.map(({ pack }) => pack), packFile: setting.packFile, parameters: this.book.settings, firstDay: addDays(first.from, -1) });
    await this.spent.on('starting', () => stage.start());
    this.say('PostgreSQL, Temporal, two APIs and two workers are ready');
    const player = new Player(this.stage.addresses, this.seen, setting.seed, this.spent, (day, step) => watched(step, SLOW, async (waited) => this.say(`the clock has been on its way to ${day} for ${Math.round(waited / 1000)} s: ${await stage.whatMoves()}`)));
    const { body: document } = await player.ask('GET', '/api/openapi.json', 'r.legal.a');
    const operations = new Operations(document as unknown as ConstructorParameters<typeof Operations>[0]);
    player.operations = operations;
    player.know(setting.book.packs.map(({ pack }) => pack));
    this.ordersFrom = await player.today();
    await writeOrders(player, this.ordersFrom);
    this.book = await adoptBands(player, chapters.map(({ pack }) => pack), this.book, this.ordersFrom);
    const visits = new Visits(player, this.seen, this.chance, this.canary);
    const troubles = new Troubles(this.stage, player, this.chance, (line) => this.say(line));
    const share = Math.ceil(setting.cases / chapters.length);
    for (const [n, chapter] of chapters.entries()) await this.tell(chapter, share, player, troubles, visits, n === chapters.length - 1);
    return this.close(chapters, player, troubles, visits, operations);
  }

  /** Rounds of a pack: look ahead for what is unseen, play it, look at the record. */
  private async tell(chapter: Chapter, share: number, player: Player, troubles: Troubles, visits: Visits, last: boolean): Promise<void> {
    const { pack, untils } = chapter;
    const declared = this.declared(chapter);
    let left = share;
    for (const [round, until] of untils.entries()) {
      const today = await player.today();
      const start = chapter.starts[round] ?? chapter.from;
      const on = today < start ? start : addDays(today, 1);
      const unseen = declared.filter((one) => this.seen.of(pack.id, one) === 0);
      if (on >= until || (left <= 0 && unseen.length === 0)) break;
      // The county chooses otherwise, so that what it had switched off is seen too.
      if (round > 0 && unseen.length > 0) this.book = await chooseAnew(player, pack, this.book, today, round);
      const many = round === 0 ? Math.ceil(left * 0.5) : round < untils.length - 1 ? Math.ceil(left * 0.6) : left;
      const { scripts, left: notFound } = await this.spent.on('looking ahead', async () => this.look(chapter, round, on, until, unseen.filter((one) => canBeLookedAheadAt(one, pack)), Math.max(many, 4)));
      left -= scripts.length;
      this.say(`${pack.id}, round ${round + 1}: ${scripts.length} cases from ${on}, ${scripts.reduce((sum, { turns }) => sum + turns.length, 0)} turns; ${unseen.length} of ${declared.length} still unseen, ${notFound.length} of them not found by looking ahead at this round`);
      const world = this.worldOf(pack);
      if (round === 0 && namesOthers(pack)) await this.openOthers(player, pack, on);
      const leftOpen = scripts.flatMap((script) => beforeTheRequest(script, visits.openForDays(pack), foresee(world, script)) ?? []).slice(0, LEFT_OPEN);
      await player.play(pack.id, [...scripts, ...leftOpen], (script) => foresee(world, script), {
        during: async (day, at, of) => {
          // Each trouble in the thick of a day, spread over the rounds.
          if (troubles.left === 0 || at < 1 || (at % Math.max(2, Math.floor(of / 5)) !== 0 && !(last && at > of - 1 - troubles.left))) return;
          this.troubledDays.push(day);
          this.book = await troubles.next(day, this.book);
        },
        // What was served today opens a period of some days; the next turns may come after it.
        evening: () => this.spent.on('visits', () => visits.knock(pack)),
      });
      await this.seen.readRecord(this.stage?.database.ownerUrl ?? '');
      await this.spent.on('tasks', () => new TaskWork(player, this.seen, this.canary).play(pack));
      await this.spent.on('visits', async () => visits.play(pack, await player.today()));
      await this.seen.readRecord(this.stage?.database.ownerUrl ?? '');
    }
  }

  /** Cases of another pack, for those of this one that name such: one in each county, unless there are some. */
  private async openOthers(player: Player, pack: Pack, on: LegalDate): Promise<void> {
    for (const { pack: other } of this.setting.book.packs) {
      const inForce = other.inForce.from <= on && (other.inForce.to === null || other.inForce.to >= on);
      if (other.id === pack.id || !inForce) continue;
      const scripts = STANDS.flatMap((stand) => openedOnly({ ...this.worldOf(other), stand }, this.chance, on) ?? []);
      await player.play(other.id, scripts, (script) => foresee(this.worldOf(other), script), { during: () => Promise.resolve(), evening: () => Promise.resolve() });
      if (scripts.length > 0) return;
    }
  }

  private look(chapter: Chapter, round: number, on: LegalDate, until: LegalDate, unseen: readonly Item[], many: number): { scripts: Script[]; left: readonly Item[] } {
    const { pack } = chapter;
    const world = this.worldOf(pack);
    const limits = { looks: LOOKS * this.declared(chapter).length, until, depth: DEEPEST };
    // What a walk of a later round is kept for waits for it.
    const later = new Set(chapter.walks.filter((walk) => walk.round > round + 1).flatMap(({ shows }) => shows));
    const wanted = new Set(unseen.filter((one) => !later.has(one)));
    const main = new Planner({ ...world, stand: MAIN }, this.chance, this.canary, wanted, limits, this.acceptedIn(pack.id));
    // What only a county shows that has set nothing.
    const silent = new Planner({ ...world, stand: SILENT }, this.chance, this.canary, wanted, { ...limits, looks: limits.looks * 0.6 }, this.acceptedIn(pack.id));
    this.goKnownWays(main, chapter, round, 'main', wanted);
    this.goKnownWays(silent, chapter, round, 'silent', wanted);
    main.search(addDays(on, chapter.shift));
    if (wanted.size > 0) silent.search(addDays(on, chapter.shift));
    // Where looking ahead comes to nothing new, many cases by chance will hardly do so.
    const scripts = [...silent.findings(), ...main.scripts(unseen.length > 0 && main.findings().length === 0 ? Math.min(many, BY_CHANCE) : many)];
    return { scripts, left: unseen.filter((one) => wanted.has(one) || later.has(one)) };
  }

  private worldOf(pack: Pack): Omit<World, 'stand'> {
    return { book: this.book, pack, harmless: this.canary, ordersFrom: this.ordersFrom };
  }

  /** First what earlier searches left; what of it no longer holds is told. */
  private goKnownWays(planner: Planner, { pack, walks }: Chapter, round: number, stand: Walk['stand'], wanted: ReadonlySet<Item>): void {
    const here = walks.filter((walk) => walk.round === round + 1 && walk.stand === stand);
    for (const walk of here) planner.follow(dressed(walk, this.chance, this.canary));
    const lost = here.flatMap(({ shows }) => shows.filter((one) => wanted.has(one)));
    if (lost.length > 0) this.say(`${pack.id}: the kept walks no longer show ${lost.join(', ')}; npm run walks looks for others`);
  }

  /** What the law took in earlier rounds helps to come to the same place again. */
  private acceptedIn(pack: string): Map<string, Turn[]> {
    const known = this.accepted.get(pack) ?? new Map<string, Turn[]>();
    this.accepted.set(pack, known);
    return known;
  }

  private declared({ pack }: Chapter): Item[] {
    return declaredBy(pack, this.book);
  }

  private async close(chapters: readonly Chapter[], player: Player, troubles: Troubles, visits: Visits, operations: Operations): Promise<boolean> {
    const stage = this.stage;
    if (stage === undefined) throw new Error('The stage is gone.');
    const packs = chapters.map(({ pack }) => pack);
    await player.stepTo(addDays(await player.today(), 1));
    await visits.enquire(packs, await player.today());
    const scene = { database: stage.database, dataDir: this.setting.dataDir, packsDir: stage.packsDir, today: await player.today(), days: [...new Set(this.troubledDays)] };
    await this.seen.readRecord(stage.database.ownerUrl);
    const findings: Finding[] = [];
    for (const check of [atRest, proofs, chains, rebuilt]) {
      const found = await this.spent.on('checks', () => check(scene));
      this.say(`${found.check}: ${found.told}`);
      findings.push(found);
    }
    const found = await canaries(scene, this.canary, stage.logs);
    this.say(`${found.check}: ${found.told}`);
    findings.push(found);
    return printReport(this.setting.say, {
      seed: this.setting.seed, seconds: Math.round((Date.now() - this.began) / 1000), cases: player.cases, tally: player.tally, troubles: troubles.happened, findings, spent: this.spent.seconds, differences: player.differences.lines, missingTroubles: troubles.left, simulated: visits.simulated,
      operations: operations.items.filter(({ one }) => isOpen(one, packs)), closedOperations: operations.items.filter(({ one }) => !isOpen(one, packs)).map(({ one }) => one),
      packs: chapters.map((chapter) => ({ id: chapter.pack.id, items: this.declared(chapter).map((one) => ({ one, times: this.seen.of(chapter.pack.id, one) })), others: this.seen.others(chapter.pack.id, this.declared(chapter)) })),
    });
  }
}
