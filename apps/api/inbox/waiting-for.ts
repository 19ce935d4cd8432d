import { rolesFromCounty, type SignedInActor } from '#access';

/** One place in which a role of the person counts: an office, or a single case. */
interface Place { office: string | null; case_id: string | null; role: string }

/** Where the person has which role today, by post and by loan, as JSON for `WAITS_FOR`. */
export function placesOf(actor: SignedInActor): string {
  const own = actor.ownOffices.flatMap((office) => (office === actor.officeId ? actor.roles : rolesFromCounty(actor.roles)).map((role): Place => ({ office, case_id: null, role })));
  const lent = actor.loans.map((loan): Place => ({ office: loan.caseId === null ? loan.borrowingOffice : null, case_id: loan.caseId, role: loan.role }));
  return JSON.stringify([...own, ...lent]);
}

const today = "(n.at AT TIME ZONE 'UTC' + interval '8 hours')::date";
/** A written authority of the asking person that counts today for the procedure of `row`'s case. */
const authorityFor = (row: string): string => `FROM substitution s JOIN case_head sh ON sh.case_id = ${row}.case_id, legal_now() n
      WHERE s.substitute_id::text = asking_actor() AND s.office_id = ${row}.office_id AND s.status = 'approved' AND (cardinality(s.packs) = 0 OR sh.pack = ANY (s.packs)) AND s.valid_from <= ${today} AND least(s.valid_to, s.ended_on) >= ${today}`;

/** Whether `row` waits by name (`persons`) for somebody in whose place the asking person acts today, in a role (`roles`, or its `role`) that the authority names. */
export function standsInFor(row: string): string {
  return `EXISTS (SELECT 1 ${authorityFor(row)} AND s.absent_id::text = ANY (${row}.persons) AND s.roles && (CASE WHEN ${row}.roles = '{}' THEN ARRAY[${row}.role] ELSE ${row}.roles END))`;
}

/**
 * Whether something of `row` (office_id, case_id, role) waits for the asking person: by a place of `placesOf`, given as
 * the parameter `places`, or in the place of somebody for whom the person is the substitute today.
 */
export function waitsFor(row: string, places: string): string {
  return `(EXISTS (SELECT 1 FROM jsonb_to_recordset(${places}::jsonb) AS p(office text, case_id uuid, role text) WHERE p.role = ${row}.role AND (p.office = ${row}.office_id OR p.case_id = ${row}.case_id))
    OR EXISTS (SELECT 1 ${authorityFor(row)} AND ${row}.role = ANY (s.roles)))`;
}

/**
 * The head of a query about everything that waits for the asking person: `place`, where which role counts and for which
 * procedures (none named: all), by post, by loan and in the place of somebody; `persons_asked`, the person and those
 * in whose place they act.
 */
export function waitingPlaces(places: string, person: string): string {
  return `authority AS MATERIALIZED (SELECT s.office_id, s.absent_id::text AS absent, s.roles, s.packs FROM substitution s, legal_now() n
      WHERE s.substitute_id::text = asking_actor() AND s.status = 'approved' AND s.valid_from <= ${today} AND least(s.valid_to, s.ended_on) >= ${today}),
    place AS MATERIALIZED (SELECT DISTINCT p.office, p.case_id, p.role, '{}'::text[] AS packs FROM jsonb_to_recordset(${places}::jsonb) AS p(office text, case_id uuid, role text)
      UNION SELECT a.office_id, NULL, r.role, a.packs FROM authority a, unnest(a.roles) AS r(role)),
    persons_asked AS MATERIALIZED (SELECT array_agg(one) AS ids FROM (SELECT ${person}::text AS one UNION SELECT absent FROM authority) asked)`;
}

/** Whether `row` waits by name for the asking person or somebody in whose place they act; to be used below `waitingPlaces`. */
export function namedPersons(row: string, person: string): string {
  return `${row}.persons <> '{}' AND ${row}.persons && (SELECT ids FROM persons_asked)::text[] AND (${person} = ANY (${row}.persons) OR EXISTS (SELECT 1 FROM authority a JOIN case_head sh ON sh.case_id = ${row}.case_id
      WHERE a.office_id = ${row}.office_id AND (a.packs = '{}' OR sh.pack = ANY (a.packs)) AND a.absent = ANY (${row}.persons) AND a.roles && (CASE WHEN ${row}.roles = '{}' THEN ARRAY[${row}.role] ELSE ${row}.roles END)))`;
}
