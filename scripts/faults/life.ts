/** The office at work: several people take legal steps in many cases at a time, and the stepped clock goes on day by day. */
import { createHash } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { addDays, legalDate, type LegalDate } from '#law';
import { memberOf } from '../rehearse/cast.ts';
import { Chance } from '../rehearse/chance.ts';
import { Bank } from './bank.ts';
import { CLOCK, type Answer, type Desk } from './desk.ts';
import { DECISION, LOOKERS, MOVES, OFFICERS, opening } from './moves.ts';

interface Offer { action: string; code: string; party: string | null; allowed: boolean; needs: { fact: string; among?: number[] }[] }
interface CaseSeen { caseId: string; closed: object | null; actions: Offer[]; papers: { paperId: string; paper: string; served: object[]; nextWays: { party: string }[] }[] }

const CLOCK_KEEPER = 'r.legal.a';
/** People at work at a time, turns of each between two steps of the clock, open cases at most. */
const AT_WORK = 4;
const TURNS = 5;
const MOST_CASES = 24;
const PATIENCE = 300_000;

export class Life {
  /** Cases that were opened and, as far as anybody knows, are there. */
  readonly cases: string[] = [];
  /** Cases that a fault works on by itself. */
  readonly spared = new Set<string>();
  readonly bank = new Bank();
  /** Days through which the clock came, since they were last asked for. */
  private days: LegalDate[] = [];
  private readonly people: Chance[];
  private readonly clock: Chance;
  private running: Promise<void> | undefined;
  private wanted = false;
  /** Whether the clock goes on; people go on all the same. */
  steps = true;
  rounds = 0;
  private opened = 0;

  constructor(private readonly desk: Desk, seed: number) {
    this.people = Array.from({ length: AT_WORK }, (_, n) => new Chance(seed * 100 + n));
    this.clock = new Chance(seed * 100 + 99);
  }

  begin(): void {
    this.wanted = true;
    if (this.running !== undefined) return;
    this.running = this.run();
    // Whoever pauses hears of it.
    this.running.catch(() => undefined);
  }

  /** Lets everybody finish what is under way. */
  async pause(): Promise<void> {
    this.wanted = false;
    await this.running;
    this.running = undefined;
  }

  /** Waits until so many more rounds have gone by. */
  async goOn(rounds: number): Promise<void> {
    for (const until = this.rounds + rounds; this.rounds < until && this.wanted;) {
      await Promise.race([sleep(20), this.running]);
    }
  }

  /** People go on, and the clock stands still until `steps` is set again. Answers the day. */
  async standStill(): Promise<LegalDate> {
    this.steps = false;
    await this.goOn(1);
    return this.today();
  }

  takeDays(): LegalDate[] {
    const { days } = this;
    this.days = [];
    return days;
  }

  async today(): Promise<LegalDate> {
    return legalDate(String((await this.desk.get(CLOCK, CLOCK_KEEPER)).body['date']));
  }

  /** Brings the clock to a day; what a fault left undone on the way is gone on with. */
  async stepTo(day: LegalDate): Promise<void> {
    for (const until = Date.now() + PATIENCE; ;) {
      const { status, body } = await this.desk.post(CLOCK, CLOCK_KEEPER, { to: day });
      if (status === 200) break;
      if (Date.now() > until) throw new Error(`The clock does not come to ${day}: ${status} ${JSON.stringify(body)}`);
      await sleep(300);
    }
    if (this.days.at(-1) !== day) this.days.push(day);
  }

  /** Everything that is due today comes to rest. */
  async rest(): Promise<void> {
    await this.stepTo(await this.today());
  }

  /** Cases that a restore took with it are known to nobody any more. */
  async dropUnknown(): Promise<void> {
    for (const caseId of this.cases.slice()) {
      if ((await this.desk.get(`/api/cases/${caseId}`, OFFICERS[0])).status === 404) this.cases.splice(this.cases.indexOf(caseId), 1);
    }
  }

  private async run(): Promise<void> {
    while (this.wanted) {
      const on = await this.today();
      await Promise.all(this.people.map(async (chance) => {
        for (let turn = 0; turn < TURNS; turn += 1) await this.turn(chance, on);
      }));
      if (this.steps) await this.stepTo(addDays(on, 1 + this.clock.below(9)));
      this.rounds += 1;
    }
  }

  /** A case is opened, or somebody looks at one and does one of the things that the service offers him. */
  private async turn(chance: Chance, on: LegalDate): Promise<void> {
    const known = this.cases.filter((caseId) => !this.spared.has(caseId));
    if (known.length < 4 || (known.length < MOST_CASES && chance.happens(0.12))) { await this.open(on); return; }
    const caseId = chance.oneOf(known) ?? '';
    const by = chance.oneOf(LOOKERS) ?? OFFICERS[0];
    const { status, body } = await this.desk.get(`/api/cases/${caseId}`, by);
    if (status === 404) { this.cases.splice(this.cases.indexOf(caseId), 1); return; }
    if (status !== 200) return;
    const seen = body as unknown as CaseSeen;
    if (chance.happens(0.06)) { await this.upload(caseId, chance); return; }
    if (seen.papers.some(({ paper, served }) => paper === DECISION && served.length > 0) && chance.happens(0.3)) { await this.bank.report(this.desk, caseId, { by, chance, on }); return; }
    const papers = seen.papers.filter(({ nextWays }) => nextWays.length > 0);
    if (papers.length > 0 && chance.happens(0.5)) await this.serve(caseId, chance.oneOf(papers) ?? papers[0], on);
    else await this.step(seen, by, chance, on);
  }

  /** A new case; its id, or null where the service did not open one. */
  async open(on: LegalDate): Promise<string | null> {
    this.opened += 1;
    const { status, body } = await this.desk.post('/api/cases', OFFICERS[0], opening(on, this.opened));
    if (status !== 201) return null;
    const caseId = String(body['caseId']);
    this.cases.push(caseId);
    return caseId;
  }

  private async step({ caseId, actions }: CaseSeen, by: string, chance: Chance, on: LegalDate): Promise<void> {
    const offer = chance.oneOf(actions.filter(({ action, code, allowed }) => action === 'takeStep' && allowed && MOVES[code]?.by === by));
    if (offer === undefined) return;
    await this.take(caseId, offer.code, chance, { on, party: offer.party, among: offer.needs.flatMap(({ among }) => among ?? []) });
  }

  /** Takes one step as those do who may. */
  take(caseId: string, code: string, chance: Chance, { on, party, among, key, api, once }: { on: LegalDate; party?: string | null; among?: readonly number[]; key?: string; api?: number; once?: boolean }): Promise<Answer> {
    const move = MOVES[code];
    if (move === undefined) throw new Error(`Nobody takes the step ${code} in a faults run.`);
    const officers = move.officers === true ? { officers: OFFICERS.map((name) => memberOf(name).id) } : {};
    return this.desk.post(`/api/cases/${caseId}/steps/${code}`, move.by, { on, facts: move.facts({ on, chance, among: among ?? [] }), ...officers, ...(party === null || party === undefined ? {} : { party }) },
      { ...(key === undefined ? {} : { key }), ...(api === undefined ? {} : { api }), ...(once === undefined ? {} : { once }) });
  }

  private async serve(caseId: string, paper: CaseSeen['papers'][number] | undefined, on: LegalDate): Promise<void> {
    const party = paper?.nextWays[0]?.party;
    if (paper === undefined || party === undefined) return;
    await this.desk.post(`/api/cases/${caseId}/papers/${paper.paperId}/service`, OFFICERS[0], { party, attempt: { way: 'direct', on, outcome: 'received' }, officers: OFFICERS.map((name) => memberOf(name).id) });
  }

  /** A photo of the scene, sent in one piece and closed with its hash. Answers the closing, or the first refusal. */
  async upload(caseId: string, chance: Chance, once = false): Promise<Answer> {
    const bytes = Buffer.concat([Buffer.from([0xff, 0xd8, 0xff, 0xe0]), Buffer.from(Array.from({ length: 4000 }, () => chance.below(256))), Buffer.from([0xff, 0xd9])]);
    const begun = await this.desk.post(`/api/cases/${caseId}/files`, OFFICERS[0], { purpose: 'evidence', mediaType: 'image/jpeg', bytes: bytes.length }, { once });
    if (begun.status !== 201) return begun;
    const path = `/api/cases/${caseId}/files/${String(begun.body['fileId'])}`;
    const sent = await this.desk.ask('PATCH', path, OFFICERS[0], bytes, { once, headers: { 'content-type': 'application/offset+octet-stream', 'upload-offset': '0' } });
    if (sent.status >= 300) return sent;
    return this.desk.post(`${path}/complete`, OFFICERS[0], { sha256: createHash('sha256').update(bytes).digest('hex') }, { once });
  }
}
