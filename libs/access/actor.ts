import type { LegalDate } from '#law/dates';
import type { PackRole } from '#law/pack-format';
import type { EntityManager } from 'typeorm';

/** A signed-in person in the office where they sit on the day, with everything the record lets them see. */
export interface SignedInActor {
  readonly kind: 'person';
  readonly personId: string;
  readonly username: string;
  readonly displayName: string;
  /** The office in which the person acts. */
  readonly officeId: string;
  readonly countyId: string;
  readonly roles: PackRole[];
  /** Rows of these offices are visible: the own one, or all of the county for its legal office. */
  readonly offices: string[];
}

/** Why a valid token still does not let anybody act. */
export type NoActor = { reason: 'unknownAccount' | 'noPostOnThatDay' };

interface PostRow { office_id: string; county_id: string; role: PackRole }
interface AccountRow { id: string; username: string; display_name: string }

/**
 * The person behind a token's `sub` and the posts held on a day (the legal day on which the request is judged).
 * Posts are read through a function that answers ids only, since no office is set before sign-in.
 */
export async function actorOf(m: EntityManager, subject: string, on: LegalDate): Promise<SignedInActor | NoActor> {
  const [account] = await m.query<AccountRow[]>('SELECT id, username, display_name FROM account WHERE coalesce(subject, id::text) = $1', [subject]);
  if (account === undefined) return { reason: 'unknownAccount' };
  const posts = await m.query<PostRow[]>('SELECT office_id, county_id, role FROM posts_of($1, $2)', [account.id, on]);
  const [post] = posts;
  if (post === undefined) return { reason: 'noPostOnThatDay' };
  const roles = posts.map((row) => row.role);
  return {
    kind: 'person',
    personId: account.id,
    username: account.username,
    displayName: account.display_name,
    officeId: post.office_id,
    countyId: post.county_id,
    roles,
    offices: roles.includes('countyLegalOffice') ? await officesOfCounty(m, post.county_id) : [post.office_id],
  };
}

/** Ids of all offices of a county. */
export async function officesOfCounty(m: EntityManager, countyId: string): Promise<string[]> {
  const rows = await m.query<{ id: string }[]>('SELECT id FROM office WHERE county_id = $1 ORDER BY id', [countyId]);
  return rows.map((row) => row.id);
}
