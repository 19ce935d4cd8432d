import type { LegalDate } from '#law/dates';
import type { PackRole } from '#law/pack-format';
import type { EntityManager } from 'typeorm';
import { loanCounts, loansOf, type PersonLoan } from './loans.ts';

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
  const ownOffices = roles.includes('countyLegalOffice') ? await officesOfCounty(m, post.county_id) : [post.office_id];
  const loans = (await loansOf(m, account.id)).filter((loan) => loanCounts(loan, on, { officeId: post.office_id, roles }));
  const files = await m.query<{ case_id: string; kind: 'calledIn' | 'help'; office_id: string }[]>('SELECT case_id, kind, case_office(case_id) AS office_id FROM files_lent_to($1)', [post.office_id]);
  const offices = [...new Set([...ownOffices, ...loans.flatMap((loan) => (loan.caseId === null ? [loan.borrowingOffice] : []))])];
  const foreign = files.filter((file) => !offices.includes(file.office_id));
  return {
    kind: 'person',
    personId: account.id,
    username: account.username,
    displayName: account.display_name,
    officeId: post.office_id,
    countyId: post.county_id,
    roles,
    offices, ownOffices, loans,
    cases: loans.flatMap((loan) => (loan.caseId === null ? [] : [loan.caseId])),
    readings: [...new Set(foreign.filter((file) => file.kind === 'calledIn').map((file) => file.case_id))],
    helping: foreign.filter((file) => file.kind === 'help').map((file) => file.case_id),
    filesOnLoan: [...new Set(files.map((file) => file.case_id))],
  };
}

/** Ids of all offices of a county. */
export async function officesOfCounty(m: EntityManager, countyId: string): Promise<string[]> {
  const rows = await m.query<{ id: string }[]>('SELECT id FROM office WHERE county_id = $1 ORDER BY id', [countyId]);
  return rows.map((row) => row.id);
}
