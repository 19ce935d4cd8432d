import type { LegalDate, LegalInstant } from '#law/dates';
import type { PackRole } from '#law/pack-format';
import type { EntityManager } from 'typeorm';
import { loanCounts, loanFrom, type LoanRow, type PersonLoan } from './loans.ts';

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
  /** Rows of these offices are visible: the own one, or all of the county for its legal office; and those that have borrowed the person on this day. */
  readonly offices: string[];
  /** Those of them in which the person acts by post and not by a loan. */
  readonly ownOffices: string[];
  /** Loans of the person that count on this day. */
  readonly loans: PersonLoan[];
  /** Single cases of other offices to which the person is lent. */
  readonly cases: string[];
  /** Cases whose file the own office has on loan, to read; `helping`: cases in which it was asked for help, of which it sees what the request shows. */
  readonly readings: string[];
  readonly helping: string[];
  /** All files that the own office has on loan, those of cases it sees anyhow too: reading them is logged. */
  readonly filesOnLoan: string[];
}

/** Why a valid token still does not let anybody act. */
export type NoActor = { reason: 'unknownAccount' | 'noPostOnThatDay' };

interface StandingRow {
  at: LegalInstant;
  day: LegalDate;
  id: string;
  username: string;
  display_name: string;
  posts: { office_id: string; county_id: string; role: PackRole }[];
  offices_of_county: string[];
  loans: LoanRow[];
  files: { case_id: string; kind: 'calledIn' | 'help'; office_id: string }[];
}

/**
 * Everything that decides what a person may see, in one statement, since every request begins with it. Posts are read
 * through functions that answer ids only, since no office is set before sign-in. `$2`: the day, or null for the legal one.
 */
const STANDING = `
  WITH now AS (SELECT at, coalesce($2::date, ((at AT TIME ZONE 'UTC') + interval '8 hours')::date) AS day FROM legal_now()),
    person AS (SELECT id, username, display_name FROM account WHERE coalesce(subject, id::text) = $1),
    post AS MATERIALIZED (SELECT p.office_id, p.county_id, p.role, p.place FROM person, now, LATERAL posts_of(person.id, now.day) WITH ORDINALITY AS p(office_id, county_id, role, place)),
    first AS (SELECT office_id, county_id FROM post ORDER BY place LIMIT 1)
  SELECT now.at, now.day, person.id, person.username, person.display_name,
    coalesce((SELECT jsonb_agg(jsonb_build_object('office_id', office_id, 'county_id', county_id, 'role', role) ORDER BY place) FROM post), '[]') AS posts,
    CASE WHEN EXISTS (SELECT 1 FROM post WHERE role = 'countyLegalOffice')
      THEN coalesce((SELECT jsonb_agg(o.id ORDER BY o.id) FROM office o WHERE o.county_id = (SELECT county_id FROM first)), '[]') ELSE '[]' END AS offices_of_county,
    coalesce((SELECT jsonb_agg(to_jsonb(l)) FROM loans_of(person.id) l), '[]') AS loans,
    coalesce((SELECT jsonb_agg(jsonb_build_object('case_id', f.case_id, 'kind', f.kind, 'office_id', case_office(f.case_id))) FROM first, LATERAL files_lent_to(first.office_id) f), '[]') AS files
  FROM now CROSS JOIN person`;

/** The person behind a token's `sub` and the posts held on a day. */
export async function actorOf(m: Pick<EntityManager, 'query'>, subject: string, on: LegalDate): Promise<SignedInActor | NoActor> {
  return (await standing(m, subject, on))?.actor ?? { reason: 'unknownAccount' };
}

/** The same with the posts of the legal day on which this is asked, and the legal instant; null without an account. */
export function actorNow(m: Pick<EntityManager, 'query'>, subject: string): Promise<{ actor: SignedInActor | NoActor; at: LegalInstant } | null> {
  return standing(m, subject, null);
}

async function standing(m: Pick<EntityManager, 'query'>, subject: string, on: LegalDate | null): Promise<{ actor: SignedInActor | NoActor; at: LegalInstant } | null> {
  const [row] = await m.query<StandingRow[]>(STANDING, [subject, on]);
  return row === undefined ? null : { at: row.at, actor: actorFrom(row) };
}

function actorFrom(row: StandingRow): SignedInActor | NoActor {
  const [post] = row.posts;
  if (post === undefined) return { reason: 'noPostOnThatDay' };
  const roles = row.posts.map(({ role }) => role);
  const ownOffices = roles.includes('countyLegalOffice') ? row.offices_of_county : [post.office_id];
  const loans = row.loans.map(loanFrom).filter((loan) => loanCounts(loan, row.day, { officeId: post.office_id, roles }));
  const offices = [...new Set([...ownOffices, ...loans.flatMap((loan) => (loan.caseId === null ? [loan.borrowingOffice] : []))])];
  const foreign = row.files.filter((file) => !offices.includes(file.office_id));
  return {
    kind: 'person',
    personId: row.id,
    username: row.username,
    displayName: row.display_name,
    officeId: post.office_id,
    countyId: post.county_id,
    roles,
    offices, ownOffices, loans,
    cases: loans.flatMap((loan) => (loan.caseId === null ? [] : [loan.caseId])),
    readings: [...new Set(foreign.filter((file) => file.kind === 'calledIn').map((file) => file.case_id))],
    helping: foreign.filter((file) => file.kind === 'help').map((file) => file.case_id),
    filesOnLoan: [...new Set(row.files.map((file) => file.case_id))],
  };
}

/** Ids of all offices of a county. */
export async function officesOfCounty(m: EntityManager, countyId: string): Promise<string[]> {
  const rows = await m.query<{ id: string }[]>('SELECT id FROM office WHERE county_id = $1 ORDER BY id', [countyId]);
  return rows.map((row) => row.id);
}
