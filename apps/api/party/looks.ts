import type { EntityManager } from 'typeorm';
import { z } from 'zod';
import { postOnDay } from '#access';
import { chinaDateOf, type LegalInstant } from '#law/dates';
import { ROLE_NAMES } from '#law/role-names';
import { partyCodeLog } from '#store';
import { cursorOf, readCursor } from '../http/cursor.ts';
import { Bilingual, Cursor, Instant, Limit, pageOf } from '../http/schemas.ts';

/** What a party may see of what others did with its data and with the codes to its case. */
export const LookView = z.strictObject({ at: Instant, office: z.string().nullable(), roles: z.array(Bilingual), yourself: z.boolean() }).meta({ id: 'LookAtParty' });
export const LookQuery = z.strictObject({ cursor: Cursor, limit: Limit });
export const LookPage = pageOf(LookView, 'LooksAtParty');
export const CodeOfParty = z.strictObject({
  what: z.enum(['printed', 'pinSet', 'locked', 'unlocked', 'ended']), holder: z.enum(['party', 'agent', 'guardian']), at: Instant,
  by: z.string().nullable().describe('Who of the authority did it, by name; null: it was done at the door, with the code itself.'),
  identityShown: z.enum(['identityCard', 'otherDocument', 'knownToOfficer']).nullable().describe('By what the hall knew the person to whom it gave the code; null for one printed on a paper.'),
});

const SORT = 'looks';

/** Looks at what is encrypted under the party's own key, newest first: office and roles on the day of the look, no names. */
export async function looksAt(m: EntityManager, { caseId, party }: { caseId: string; party: string }, { cursor, limit }: z.infer<typeof LookQuery>): Promise<z.infer<typeof LookPage>> {
  const place = readCursor(cursor, SORT, [z.iso.datetime(), z.string()]);
  const rows = await m.query<{ actor_id: string; at: LegalInstant; second: string }[]>(`
    SELECT r.actor_id, max(r.at) AS at, to_char(date_trunc('second', r.at) AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"') AS second
    FROM reveal_log r JOIN content c USING (content_id) JOIN person_key k ON k.key_id = c.key_id
    WHERE r.case_id = $1 AND k.person_ref = $2 AND ($3::timestamptz IS NULL OR (date_trunc('second', r.at), r.actor_id) < ($3::timestamptz, $4::text))
    GROUP BY r.actor_id, date_trunc('second', r.at) ORDER BY date_trunc('second', r.at) DESC, r.actor_id DESC LIMIT $5`, [caseId, party, place?.[0] ?? null, place?.[1] ?? null, limit + 1]);
  const shown = rows.slice(0, limit);
  const items: z.infer<typeof LookView>[] = [];
  for (const row of shown) {
    const yourself = new RegExp(`^(party|agent|guardian):${party}$`).test(row.actor_id);
    const post = yourself ? null : await postOnDay(m, row.actor_id, chinaDateOf(row.at));
    const [office] = post === null ? [] : await m.query<{ name: string }[]>('SELECT name FROM office WHERE id = $1', [post.officeId]);
    items.push({ at: row.at, office: office?.name ?? null, roles: (post?.roles ?? []).map((role) => ROLE_NAMES[role]), yourself });
  }
  const last = shown.at(-1);
  return { items, next: rows.length > limit && last !== undefined ? cursorOf(SORT, [last.second, last.actor_id]) : null };
}

/** What became of the codes of a party and of those who act for it, oldest first. */
export async function codesOf(m: EntityManager, of: { caseId: string; party: string }): Promise<z.infer<typeof CodeOfParty>[]> {
  const log = await partyCodeLog(m, of);
  const names = new Map((await m.query<{ id: string; name: string }[]>('SELECT id::text, display_name AS name FROM account WHERE id::text = ANY ($1)', [[...new Set(log.map(({ by }) => by))]])).map(({ id, name }) => [id, name]));
  return log.map(({ what, holder, at, by, identityShown }) => ({ what, holder, at, by: names.get(by) ?? null, identityShown }));
}
