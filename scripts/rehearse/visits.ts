/** What else people do with cases that are under way: a party comes through its own door, a case is played forward, everything is read. */
import { createHash } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { addDays, legalDate, type LegalDate, type Pack } from '#law';
import { paperReference } from '#documents/paper-reference';
import { problemKinds } from '../../apps/api/problems/kinds.ts';
import { MAIN, memberOf } from './cast.ts';
import type { Chance } from './chance.ts';
import { item, openKindsOf } from './declared.ts';
import { courtPackagesVisited, receiptsVisited, refundsVisited } from './money-visits.ts';
import type { Player } from './player.ts';
import type { Seen } from './seen.ts';
import { LATE_CONSENT } from './world.ts';

/** A case as the service shows it, as far as visits look at it. */
interface CaseSeen {
  caseId: string; revision: number; pack: { id: string }; office: { id: string }; closed: object | null;
  parties: { partyId: string; facts: { code: string; hidden: boolean }[] }[]; facts: { code: string; hidden: boolean }[];
  papers: { paperId: string; paper: string; party: string | null; voided: boolean; served: { party: string }[]; nextWays: { party: string; ways: string[] }[] }[];
  actions: { action: string; code: string; party: string | null; allowed: boolean }[]; approvals: { approvalId: string }[]; tasksInHand: { step: string; party: string | null }[]; steps: { step: string; seq: number }[]; files: { fileId: string }[];
}
interface Place { caseId: string; party: string }

const READER = 'r.every';
const CLERK = 'r.officer.a';
/** Sits at the hall and investigates nothing. */
const AT_HALL = 'r.section';
const COUNTY = 'r.legal.a';
const PARTY_PIN = '204917';
const MOST_SESSIONS = 8;
const MOST_LOOKED_AT = 40;
const SIMULATIONS = 4;
/** Milliseconds that a workflow may take to draw up a page. */
const PATIENCE = 60_000;
const WHY = { why: '排演核对' };

export class Visits {
  /** Cases played forward, and those that a simulation changed. */
  readonly simulated = { cases: 0, changed: 0 };
  private readonly visited = new Set<string>();

  constructor(private readonly player: Player, private readonly seen: Seen, private readonly chance: Chance, private readonly canary: string) {}

  /** Parties ask through their own door for what nobody has asked for yet; a few cases are played forward. */
  async play(pack: Pack, today: LegalDate): Promise<void> {
    const cases = await this.casesOf(pack.id);
    await this.door(pack, cases.filter(({ closed }) => closed === null));
    for (const one of this.chance.shuffled(cases).slice(0, 4)) await this.simulate(pack, one, today);
    await this.lookAtHelp();
    await this.moveByBothHeads(pack, cases.filter(({ closed }) => closed === null));
  }

  /** The neighbour looks at what it is asked, while it has not answered. */
  private async lookAtHelp(): Promise<void> {
    const by = MAIN.neighbour?.helper.username ?? READER;
    const { body } = await this.player.ask('GET', '/api/help-requests', by);
    const [asked] = body['items'] as { requestId: string }[] | undefined ?? [];
    if (asked === undefined) return;
    await this.player.ask('GET', `/api/help-requests/${asked.requestId}`, by);
    await this.player.ask('POST', `/api/help-requests/${asked.requestId}/reveal`, by, WHY);
  }

  /** A case is offered to the neighbour and declined, offered again and taken over. */
  private async moveByBothHeads(pack: Pack, open: readonly CaseSeen[]): Promise<void> {
    const { neighbour } = MAIN;
    if (neighbour === null) return;
    // What is about an official moves by the county legal office only; what lies elsewhere is not this head's to offer.
    const own = open.filter(({ office, facts }) => office.id === MAIN.officeId && !facts.some(({ code }) => code === pack.complainedOf?.person));
    for (const { caseId } of own.slice(-5)) {
      if (this.seen.of(pack.id, item('command', 'takeOverCase')) > 0) return;
      const offer = async (): Promise<string> => String((await this.player.ask('POST', `/api/cases/${caseId}/transfer-offers`, 'r.head.a', { toOfficeId: neighbour.officeId, instrument: '排演移〔2025〕1号', reason: `${this.canary}移送` })).body['offerId']);
      await this.player.ask('POST', `/api/transfer-offers/${await offer()}/decline`, neighbour.head.username, {});
      const { status, body } = await this.player.ask('POST', `/api/transfer-offers/${await offer()}/accept`, neighbour.head.username, {});
      this.player.tally.turns += 1;
      if (status !== 200) { this.refused(pack, status, 'takeOverCase', body); continue; }
      this.player.tally.done += 1;
      this.seen.add(pack.id, item('command', 'takeOverCase'));
    }
  }

  private async casesOf(pack: string): Promise<CaseSeen[]> {
    const found: CaseSeen[] = [];
    for (const caseId of (this.player.opened.get(pack) ?? []).toReversed().slice(0, MOST_LOOKED_AT)) {
      const { status, body } = await this.player.ask('GET', `/api/cases/${caseId}`, READER);
      if (status === 200) found.push(body as unknown as CaseSeen);
    }
    return found;
  }

  // ---- the party's door ----

  private async door(pack: Pack, cases: readonly CaseSeen[]): Promise<void> {
    const kinds = openKindsOf(pack);
    const unseen = (): string[] => this.unasked(pack);
    // Where most of what is wanted is open to the party.
    const wanted = new Set(kinds.filter(({ kind }) => unseen().includes(kind)).map(({ step }) => step.code));
    const open = (one: CaseSeen): number => new Set(one.actions.filter(({ action, code, allowed }) => action === 'takeStep' && allowed && wanted.has(code)).map(({ code }) => code)).size;
    const served = (one: CaseSeen): number => (one.papers.some((paper) => paper.served.length > 0) ? 1 : 0);
    // The hall opens the door to its own office's cases.
    for (const one of cases.filter(({ caseId, office, parties }) => office.id === MAIN.officeId && parties.length > 0 && !this.visited.has(caseId)).sort((a, b) => open(b) - open(a) || served(b) - served(a)).slice(0, MOST_SESSIONS)) {
      if (unseen().length === 0 && this.visited.size > 0) return;
      // Whoever was served has a paper to read.
      const party = one.papers.flatMap((paper) => paper.served)[0]?.party ?? one.parties[0]?.partyId;
      if (party === undefined) continue;
      this.visited.add(one.caseId);
      await this.enter(pack, { caseId: one.caseId, party }, unseen);
    }
  }

  /** Steps for which no party has come yet, and which a running period keeps open to it for some days only. */
  openForDays(pack: Pack): ReadonlySet<string> {
    return new Set(openKindsOf(pack).filter(({ kind, step }) => this.unasked(pack).includes(kind) && step.guards.some(({ require }) => JSON.stringify(require).includes('"running"'))).map(({ step }) => step.code));
  }

  private unasked(pack: Pack): string[] {
    return openKindsOf(pack).filter(({ kind }) => this.seen.of(pack.id, item('request', kind)) === 0).map(({ kind }) => kind);
  }

  /** On the evening of a day: a case is open just now, for some days only, for what no party has asked for yet. */
  async knock(pack: Pack): Promise<void> {
    const steps = this.openForDays(pack);
    for (const phase of new Set(pack.steps.filter(({ code }) => steps.has(code)).flatMap(({ from }) => from))) {
      const { body } = await this.player.ask('GET', `/api/cases?pack=${pack.id}&phase=${phase}&closed=false&officeId=${MAIN.officeId}&limit=20`, AT_HALL);
      for (const { caseId } of (body['items'] as { caseId: string }[]).filter((one) => !this.visited.has(one.caseId))) {
        const { status, body: found } = await this.player.ask('GET', `/api/cases/${caseId}`, AT_HALL);
        const open = status !== 200 ? undefined : (found as unknown as CaseSeen).actions.find(({ action, code, party, allowed }) => action === 'takeStep' && allowed && party !== null && steps.has(code));
        if (open?.party == null) continue;
        this.visited.add(caseId);
        await this.enter(pack, { caseId, party: open.party }, () => this.unasked(pack));
        return;
      }
    }
  }

  private async enter(pack: Pack, { caseId, party }: Place, unseen: () => string[]): Promise<void> {
    const hall = `/api/cases/${caseId}/parties/${party}`;
    const slip = await this.player.ask('POST', `${hall}/door-code`, AT_HALL, { identityShown: 'identityCard' });
    // A minor comes in by the code of the guardian.
    if (slip.status === 422) return this.refused(pack, slip.status, 'door-code', slip.body);
    if (slip.status >= 300) return this.player.fail(`door-code: ${slip.status} ${JSON.stringify(slip.body).slice(0, 200)}`);
    const code = String(slip.body['code']);
    const own = { 'x-forwarded-for': this.address() };
    const session = await this.player.ask('POST', '/api/party/sessions', CLERK, { code, pin: PARTY_PIN }, own);
    if (session.status >= 300) return this.refused(pack, session.status, 'session', session.body);
    const token = { authorization: `Bearer ${String(session.body['token'])}` };
    await this.player.ask('POST', '/api/party/sessions', CLERK, { code, pin: '999111' }, own);
    await this.player.ask('POST', `${hall}/door-unlock`, AT_HALL, { identityShown: 'knownToOfficer' });
    await this.player.ask('GET', `${hall}/door-log`, CLERK);
    const { status, body } = await this.player.ask('GET', '/api/party/case', CLERK, undefined, token);
    if (status !== 200) return this.player.fail(`the party's case: ${status} ${JSON.stringify(body).slice(0, 200)}`);
    await this.player.ask('GET', '/api/party/opened', CLERK, undefined, token);
    for (const { paperId } of (body['papers'] as { paperId: string }[]).slice(0, 1)) await this.player.ask('GET', `/api/party/papers/${paperId}`, CLERK, undefined, token);
    for (const { kind, step, allowed } of body['may'] as { kind: string; step: string; allowed: boolean }[]) {
      if (!unseen().includes(kind) && !this.chance.happens(allowed ? 0.2 : 0.05)) continue;
      const open = openKindsOf(pack).find((one) => one.kind === kind);
      const [handler] = body['handlers'] as { person: string }[];
      const answer = await this.player.ask('POST', '/api/party/requests', CLERK, { kind, ...(open?.takesText === true ? { text: `${this.canary}请求` } : {}), ...(open?.namesPerson === true && handler !== undefined ? { person: handler.person } : {}) }, token);
      this.player.tally.turns += 1;
      if (answer.status === 200) {
        this.player.tally.done += 1;
        this.seen.add(pack.id, item('request', kind));
        this.seen.add(pack.id, item('step', step));
      } else this.refused(pack, answer.status, `request ${kind}`, answer.body);
    }
    await this.represented(pack, { caseId, hall, token });
  }

  /** Every party comes from an address of its own, as behind a proxy: what one address may try in a minute is not spent by the others. */
  private address(): string {
    return `198.51.100.${(this.visited.size % 250) + 1}`;
  }

  /** What a party says at the hall, and a letter of authority: filed, looked at and withdrawn by the party. */
  private async represented(pack: Pack, { caseId, hall, token }: { caseId: string; hall: string; token: Record<string, string> }): Promise<void> {
    const [said] = openKindsOf(pack).filter(({ takesText, namesPerson }) => takesText && !namesPerson);
    if (said !== undefined) {
      const heard = await this.player.ask('POST', `${hall}/requests`, AT_HALL, { kind: said.kind, text: `${this.canary}口头陈述`, readBack: true, signed: 'fingerMark' });
      if (heard.status !== 200) this.refused(pack, heard.status, 'request at the hall', heard.body);
    }
    await this.player.ask('GET', `${hall}/representatives`, CLERK);
    const { fileId } = await this.player.upload(caseId, CLERK);
    if (fileId === null) return;
    const { body: clock } = await this.player.ask('GET', '/api/training/clock', CLERK);
    const today = legalDate(String(clock['date']));
    const filed = await this.player.ask('POST', `${hall}/representatives`, AT_HALL, { as: 'agent', authority: 'general', profession: 'other', from: today, to: addDays(today, 30), fileId, person: { name: `${this.canary}代理人` } });
    const number = (filed.body['events'] as { seq: number; type: string }[] | undefined)?.find(({ type }) => type === 'representativeFiled')?.seq;
    if (filed.status !== 200 || number === undefined) return this.refused(pack, filed.status, 'letter of authority', filed.body);
    await this.player.ask('POST', `${hall}/representatives/${number}/reveal`, CLERK, WHY);
    const ended = await this.player.ask('POST', `/api/party/representatives/${number}/end`, CLERK, { reason: `${this.canary}解除委托` }, token);
    if (ended.status !== 200) this.refused(pack, ended.status, 'withdrawal of a letter', ended.body);
  }

  private refused(pack: Pack, status: number, what: string, body: Record<string, unknown>): void {
    if (status >= 500 || status === 400 || status === 404) return this.player.fail(`${what}: ${status} ${JSON.stringify(body).slice(0, 300)}`);
    this.player.tally.refused += 1;
    for (const { code } of body['blockers'] as { code: string }[] | undefined ?? []) this.seen.add(pack.id, item('blocker', code));
  }

  // ---- playing forward ----

  private async simulate(pack: Pack, one: CaseSeen, today: LegalDate): Promise<void> {
    const steps = this.chance.shuffled(one.actions.filter(({ action }) => action === 'takeStep')).slice(0, 4).map(({ code, party }, index) => ({ on: addDays(today, index + 1), step: code, ...(party === null ? {} : { party }), facts: {} }));
    const served = one.papers.flatMap(({ paperId, nextWays }) => nextWays.map(({ party }) => ({ on: addDays(today, 2), served: paperId, party, way: 'direct' }))).slice(0, 1);
    const assumptions = [...steps.slice(0, 2), ...served, ...steps.slice(2), ...pack.closings.slice(0, 1).map(({ code }) => ({ on: addDays(today, 200), closing: code })), ...pack.steps.slice(0, 1).map(({ code }) => ({ none: code }))];
    const look = async (): Promise<string> => { const { body } = await this.player.ask('GET', `/api/cases/${one.caseId}/events?limit=200`, READER); return createHash('sha256').update(JSON.stringify(body)).digest('hex'); };
    // What a workflow writes at the same moment is not the simulation's: only a case that changes each time counts.
    for (let tries = 0; tries < SIMULATIONS; tries += 1) {
      const before = [await this.revision(one.caseId), await look()].join();
      const answer = await this.player.ask('POST', `/api/cases/${one.caseId}/simulate`, READER, { assumptions });
      this.player.tally.turns += 1;
      if (answer.status !== 200) return this.refused(pack, answer.status, 'simulate', answer.body);
      this.player.tally.done += 1;
      if (tries === 0) this.simulated.cases += 1;
      if ([await this.revision(one.caseId), await look()].join() === before) return;
      await sleep(1_000);
    }
    this.simulated.changed += 1;
    this.player.fail(`A simulation changed the case ${one.caseId}.`);
  }

  private async revision(caseId: string): Promise<string> {
    const { headers } = await this.player.ask('GET', `/api/cases/${caseId}`, READER);
    return headers.get('etag') ?? '';
  }

  // ---- everything else that can be asked ----

  /** Reads everything once, of the cases that there are. */
  async enquire(packs: readonly Pack[], today: LegalDate): Promise<void> {
    const cases = (await Promise.all(packs.map((pack) => this.casesOf(pack.id)))).flat();
    const open = cases.filter(({ closed }) => closed === null);
    const { player } = this;
    const [any] = [...open, ...cases];
    const paper = cases.flatMap(({ caseId, papers }) => papers.map(({ paperId }) => ({ caseId, paperId })))[0];
    const file = cases.flatMap(({ caseId, files }) => files.map(({ fileId }) => ({ caseId, fileId })))[0];
    const approval = cases.flatMap(({ caseId, approvals }) => approvals.map(({ approvalId }) => ({ caseId, approvalId })))[0];
    const task = cases.flatMap(({ caseId, tasksInHand }) => tasksInHand.map((one) => ({ caseId, ...one })))[0];
    const text = cases.flatMap(({ caseId, facts }) => facts.filter(({ hidden }) => hidden).map(({ code }) => ({ caseId, code })))[0];
    const person = cases.flatMap(({ caseId, parties }) => parties.map(({ partyId }) => ({ caseId, partyId })))[0];
    const caseId = any?.caseId ?? '';
    const asks: Record<string, () => Promise<unknown>> = {};
    const get = (template: string, path = template, by = READER): void => { asks[`GET ${template}`] = () => player.ask('GET', path, by); };
    const post = (template: string, path: string, by: string, body: object): void => { asks[`POST ${template}`] = () => player.ask('POST', path, by, body); };
    for (const path of ['/api/cases', '/api/inbox', '/api/me', '/api/health/live', '/api/health/ready', '/api/proposals', '/api/causes', '/api/law/packs', '/api/law/parameters', '/api/seals', '/api/substitutions', '/api/person-loans', '/api/transfer-offers', '/api/late-consents', '/api/leads', '/api/leads/figures', '/api/team', '/api/team/tasks', '/api/county', '/api/county/clocks', '/api/county/money', '/api/county/debts', '/api/offices', '/api/officers', '/dev/issuer/.well-known/openid-configuration', '/dev/issuer/jwks']) get(path);
    for (const [path, query] of [['entries', 'figure=decided'], ['entries/export', 'figure=paid&format=xlsx'], ['money/export', 'format=csv'], ['debts/export', 'format=csv']] as const) get(`/api/county/${path}`, `/api/county/${path}?${query}`);
    for (const end of ['', '/events', '/process', '/files', '/money']) get(`/api/cases/{id}${end}`, `/api/cases/${caseId}${end}`);
    get('/api/law/deadline', '/api/law/deadline?clock=PEN-05&from=2025-03-03');
    get('/api/law/packs/{id}', `/api/law/packs/${packs[0]?.id ?? ''}`);
    get('/api/problems/{kind}', `/api/problems/${Object.keys(problemKinds)[0] ?? ''}`);
    get('/api/proofs/{date}', `/api/proofs/${addDays(today, -1)}`, COUNTY);
    asks['GET /api/changes'] = () => player.listen('/api/changes', READER);
    post('/api/late-consents', '/api/late-consents', COUNTY, { act: 'opening', pack: packs.find((one) => one.lateEntry)?.id ?? 'administrative-penalty', officeId: MAIN.officeId, on: today, documentNumber: LATE_CONSENT });
    post('/dev/issuer/token', '/dev/issuer/token', READER, { username: READER, password: 'demo' });
    if (paper !== undefined) {
      get('/api/cases/{id}/papers/{paperId}', `/api/cases/${paper.caseId}/papers/${paper.paperId}`);
      get('/api/scans/{reference}', `/api/scans/${encodeURIComponent(paperReference(paper.paperId))}`);
    }
    const sheet = open.flatMap(({ papers }) => papers.filter(({ voided }) => !voided))[0];
    if (sheet !== undefined) asks['POST /api/scans'] = () => player.ask('POST', `/api/scans?reference=${encodeURIComponent(paperReference(sheet.paperId))}`, READER, player.photo(), { 'content-type': 'application/offset+octet-stream' });
    if (file !== undefined) {
      const path = `/api/cases/${file.caseId}/files/${file.fileId}`;
      get('/api/cases/{id}/files/{fileId}', path);
      asks['HEAD /api/cases/{id}/files/{fileId}'] = () => player.ask('HEAD', path, READER);
    }
    const [openOne] = open;
    if (openOne !== undefined) {
      asks['DELETE /api/cases/{id}/files/{fileId}'] = async () => {
        const begun = await player.ask('POST', `/api/cases/${openOne.caseId}/files`, READER, { purpose: 'evidence', mediaType: 'image/jpeg', bytes: 10 });
        return player.ask('DELETE', `/api/cases/${openOne.caseId}/files/${String(begun.body['fileId'])}`, READER);
      };
    }
    if (person !== undefined) post('/api/cases/{id}/parties/{partyId}/reveal', `/api/cases/${person.caseId}/parties/${person.partyId}/reveal`, READER, WHY);
    if (text !== undefined) post('/api/cases/{id}/facts/{fact}/reveal', `/api/cases/${text.caseId}/facts/${text.code}/reveal`, READER, WHY);
    if (approval !== undefined) get('/api/cases/{id}/approvals/{approvalId}', `/api/cases/${approval.caseId}/approvals/${approval.approvalId}`);
    if (approval !== undefined) post('/api/cases/{id}/approvals/{approvalId}/reveal', `/api/cases/${approval.caseId}/approvals/${approval.approvalId}/reveal`, READER, WHY);
    if (task !== undefined) post('/api/cases/{id}/tasks/{step}/reveal', `/api/cases/${task.caseId}/tasks/${task.step}/reveal`, READER, { ...WHY, ...(task.party === null ? {} : { party: task.party }) });
    if (openOne !== undefined) asks['POST /api/people/{personId}/pin/unlock'] = () => this.lockedPin(openOne.caseId);
    asks['POST /api/inbox/{entryId}/read'] = () => this.readMessage();
    asks['GET /api/causes/{code}'] = () => this.causes(today);
    asks['POST /api/law-changes'] = () => this.changeOfLaw(packs);
    asks['POST /api/bank-imports'] = () => this.bank(today);
    for (const ask of Object.values(asks)) await ask();
    if (packs.some(({ money }) => money !== undefined)) {
      await refundsVisited(player, cases, today);
      await receiptsVisited(player, cases, { hall: AT_HALL, pin: PARTY_PIN });
    }
    await courtPackagesVisited(player, cases);
  }

  /** A change of law is tried, proposed, drawn up, read and signed by one person; another gives it up. */
  private async changeOfLaw([pack]: readonly Pack[]): Promise<void> {
    if (pack === undefined) return;
    const path = '/api/law-changes';
    const text = JSON.stringify({ ...pack, papers: pack.papers.map((paper) => ({ ...paper, title: { ...paper.title, en: `${paper.title.en} (rehearsed)` } })) });
    const body = { pack: pack.id, packText: text, documentNumber: '排演〔2025〕12号', reason: '文书名称更正' };
    const tried = await this.player.ask('POST', path, COUNTY, body);
    if (tried.status !== 201) return this.player.fail(`a change of law, tried: ${tried.status} ${JSON.stringify(tried.body).slice(0, 300)}`);
    const proposed = await this.player.ask('POST', path, COUNTY, { ...body, dryRun: false });
    const id = (proposed.body['proposed'] as { lawChangeId?: string } | null)?.lawChangeId;
    if (id === undefined) return this.player.fail(`a change of law, proposed: ${proposed.status} ${JSON.stringify(proposed.body).slice(0, 300)}`);
    await this.player.ask('GET', path, COUNTY);
    for (const until = Date.now() + PATIENCE; Date.now() < until; await sleep(200)) {
      const { body: found } = await this.player.ask('GET', `${path}/${id}`, COUNTY);
      if (found['status'] !== 'open') continue;
      await this.player.ask('GET', `${path}/${id}/lines`, COUNTY);
      const signed = await this.player.ask('POST', `${path}/${id}/sign`, COUNTY, { manifest: found['manifest'] });
      const given = await this.player.ask('POST', `${path}/${id}/reject`, 'r.legal.b', {});
      if (signed.status !== 200 || given.status !== 200) this.player.fail(`a change of law, signed and given up: ${signed.status}, ${given.status}`);
      return;
    }
    this.player.fail(`The lines of the change of law ${id} were not drawn up within ${PATIENCE / 1000} s.`);
  }

  /** The bank's receipts, of which none names a debt: brought in, looked at, one returned by two of finance, one turned down. */
  private async bank(today: LegalDate): Promise<void> {
    const [first, second] = ['du.juan', 'jiang.bo'];
    const receipt = (serial: string): object => ({ serial, reference: '不详', amount: '100.00', valueDate: today, payer: `${this.canary}付款人` });
    const brought = await this.player.ask('POST', '/api/bank-imports', first, { bank: 'rehearsed', receipts: [receipt('R-1'), receipt('R-2')] });
    if (brought.status !== 201) return this.player.fail(`receipts of the bank: ${brought.status} ${JSON.stringify(brought.body).slice(0, 300)}`);
    const file = new TextEncoder().encode(`汇总,1,1.00\n流水号,缴款码,金额,入账日期,付款人\nR-3,不详,1.00,${today},${this.canary}\n`);
    await this.player.ask('POST', '/api/bank-imports/file?bank=rehearsed', first, file, { 'content-type': 'application/offset+octet-stream' });
    const one = `/api/bank-imports/${String(brought.body['importId'])}`;
    for (const path of ['/api/bank-imports', one, `${one}/rows`, '/api/bank-receipts', '/api/receipt-decisions', '/api/finance/tasks', '/api/electronic-receipts', '/api/electronic-receipts/tie', '/api/electronic-receipts/export?format=csv']) await this.player.ask('GET', path, first);
    await this.player.ask('POST', `${one}/retry`, first, {});
    const decide = async (serial: string, verb: string): Promise<string> => {
      const asked = await this.player.ask('POST', '/api/receipt-decisions', first, { kind: 'return', bank: 'rehearsed', serial, reason: '缴款码不详，按规定退回' });
      const path = `/api/receipt-decisions/${String(asked.body['decisionId'])}`;
      const { status, body } = await this.player.ask('POST', `${path}/${verb}`, second, {});
      if (status !== 200) this.player.fail(`a receipt to be returned, ${verb}: ${asked.status}, ${status} ${JSON.stringify(body).slice(0, 300)}`);
      return path;
    };
    await decide('R-1', 'reject');
    await this.player.ask('POST', `${await decide('R-2', 'approve')}/returned`, first, { voucher: '排演国库〔2025〕1号', on: today });
  }

  /** Five wrong PINs lock an officer's; the head lifts the lock. */
  private async lockedPin(caseId: string): Promise<void> {
    const { id } = memberOf(CLERK);
    for (let wrong = 0; wrong < 5; wrong += 1) await this.player.ask('POST', `/api/cases/${caseId}/confirmations`, CLERK, { stepSeq: 1, confirmation: { personId: id, pin: '908172' } });
    await this.player.ask('POST', `/api/people/${id}/pin/unlock`, 'r.head.a', {});
  }

  /** A message in somebody's inbox is marked as read. */
  private async readMessage(): Promise<void> {
    for (const by of [READER, CLERK, COUNTY, 'r.head.a']) {
      const { body } = await this.player.ask('GET', '/api/inbox?state=all&limit=200', by);
      const entry = (body['items'] as { entryId: string | null }[] | undefined ?? []).find(({ entryId }) => entryId !== null)?.entryId;
      if (entry !== undefined && entry !== null) { await this.player.ask('POST', `/api/inbox/${entry}/read`, by, {}); return; }
    }
  }

  /** A cause is read; bands of the county are proposed twice, rejected once, and in force from tomorrow. */
  private async causes(today: LegalDate): Promise<void> {
    const { body } = await this.player.ask('GET', '/api/causes', COUNTY);
    for (const { code } of (body['items'] as { code: string }[] | undefined ?? [])) {
      await this.player.ask('GET', `/api/causes/${code}`, COUNTY);
      const share = { from: '0.0', to: '1.0' };
      const band = { code: 'rehearsed', name: { zh: '排演', en: 'rehearsed' }, when: { zh: '排演的情形', en: 'as rehearsed' }, share, status: 'unverified', source: { title: '排演', url: 'https://www.example.org/rehearsed', readOn: today } };
      const proposal = { kind: 'bands', documentNumber: '排演〔2025〕9号', from: addDays(today, 1), code, bands: [band] };
      const first = await this.player.ask('POST', '/api/causes', COUNTY, proposal);
      if (first.status !== 201) continue;
      await this.player.ask('POST', `/api/causes/${String(first.body['proposalId'])}/reject`, 'r.legal.b', {});
      const second = await this.player.ask('POST', '/api/causes', COUNTY, proposal);
      await this.player.ask('POST', `/api/causes/${String(second.body['proposalId'])}/approve`, 'r.legal.b', {});
      return;
    }
  }
}
