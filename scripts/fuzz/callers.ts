/** Who calls while the API is fuzzed, and the ids that lie behind real rows: without these most calls would end at 404. */
import { randomUUID } from 'node:crypto';
import { Service } from '../demo-office/client.ts';

/** One round of calls: a name for the report, and the token, null where nobody is signed in. */
export interface Caller { name: string; token: string | null }

/** Values of path parameters by their name in the document. */
export type Ids = Record<string, string[]>;

interface CaseOverHttp { papers: { paperId: string }[]; actions: { action: string; code: string }[] }

const OFFICERS = ['zhang.min', 'feng.bo', 'zhou.lan'] as const;

async function tokenOf(service: Service, username: string): Promise<string> {
  const { status, body } = await service.send<{ access_token: string }>('POST', '/dev/issuer/token', {}, { username, password: 'demo' });
  if (status !== 200) throw new Error(`${username} cannot sign in: ${status} ${JSON.stringify(body)}`);
  return body.access_token;
}

/** A party's session, by a code that the hall gives out for a party of one of the cases. */
async function partyToken(service: Service, ids: Ids): Promise<string> {
  const officer = { authorization: `Bearer ${await tokenOf(service, 'wang.fang')}` };
  for (const caseId of ids.id ?? []) {
    const renewed = await service.send<{ code?: string }>('POST', `/api/cases/${caseId}/parties/p1/door-code`, { ...officer, 'idempotency-key': randomUUID() }, { identityShown: 'knownToOfficer' });
    if (renewed.status >= 300 || renewed.body.code === undefined) continue;
    const session = await service.send<{ token?: string }>('POST', '/api/party/sessions', {}, { code: renewed.body.code, pin: '582917' });
    if (session.status < 300 && session.body.token !== undefined) return session.body.token;
  }
  throw new Error('No case gave out a code for its party.');
}

/** Ids of cases, parties, papers, steps and people of the running instance, as an officer sees them. */
export async function idsOf(service: Service): Promise<Ids> {
  const officer = await service.signIn('zhang.min');
  const { items } = await officer.get<{ items: { caseId: string }[] }>('/api/cases?limit=200');
  const ids: Ids = { id: items.map((one) => one.caseId), partyId: ['p1', 'p2'], verb: ['claim', 'assign', 'transfer', 'delegate', 'return', 'copy', 'urge', 'release'], seq: ['1', '2', '5'] };
  const papers = new Set<string>();
  const steps = new Set<string>();
  for (const id of ids.id ?? []) {
    const one = await officer.get<CaseOverHttp>(`/api/cases/${id}`);
    for (const { paperId } of one.papers) papers.add(paperId);
    for (const { action, code } of one.actions) if (action === 'takeStep') steps.add(code);
  }
  const inbox = await officer.get<{ items: { entryId: string | null }[] }>('/api/inbox?limit=100');
  const people = await officer.get<{ items: { personId: string }[] }>('/api/officers');
  return { ...ids, paperId: [...papers], step: [...steps], entryId: inbox.items.flatMap((one) => one.entryId ?? []), personId: people.items.map((one) => one.personId) };
}

/** Nobody, officers of two counties, the county legal office, and a party. */
export async function callersOf(service: Service, ids: Ids): Promise<Caller[]> {
  const people = await Promise.all(OFFICERS.map(async (name) => ({ name, token: await tokenOf(service, name) })));
  return [{ name: 'nobody', token: null }, ...people, { name: 'a party', token: await partyToken(service, ids) }];
}
