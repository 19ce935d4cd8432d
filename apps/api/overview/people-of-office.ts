import type { EntityManager } from 'typeorm';
import { z } from 'zod';
import { chinaDateOf } from '#law/dates';
import { legalNow } from '#store';
import { DateText, Day } from '../http/schemas.ts';

/** Offices and officers as they are on a day, for choosing from and for seeing who may do what. */
export const OnDayQuery = z.strictObject({ on: DateText.optional().describe('Without it: today.') });
export const OfficersQuery = z.strictObject({
  on: DateText.optional().describe('Without it: today.'), officeId: z.string().regex(/^[A-Za-z0-9-]{1,80}$/).optional(), role: z.string().regex(/^[A-Za-z]{1,40}$/).optional(), certified: z.literal('true').optional().describe('Only who holds an enforcement certificate that is valid on that day.'),
});

const Grant = z.strictObject({
  basis: z.enum(['own', 'handedOver', 'entrusted']), packs: z.array(z.string()), matters: z.array(z.string()).describe('Empty: all matters of the packs.'), principalOfficeId: z.string().nullable(),
  instrument: z.string().nullable(), publishedOn: Day.nullable(), from: Day, to: Day.nullable(), inForce: z.boolean().describe('On the day asked for.'),
}).meta({ id: 'Grant' });
export const OfficeList = z.strictObject({
  asOf: Day,
  items: z.array(z.strictObject({ officeId: z.string(), name: z.string(), kind: z.string(), regionCode: z.string(), address: z.string().nullable(), phone: z.string().nullable(), powers: z.array(Grant) }).meta({ id: 'Office' })),
}).meta({ id: 'OfficeList' });

const Paper = { number: z.string(), from: Day, to: Day.nullable(), valid: z.boolean().describe('On the day asked for.') };
export const OfficerList = z.strictObject({
  asOf: Day,
  items: z.array(z.strictObject({
    personId: z.uuid(), name: z.string(), officeId: z.string(), roles: z.array(z.string()),
    certificates: z.array(z.strictObject(Paper)), qualifications: z.array(z.strictObject({ kind: z.string(), ...Paper })),
  }).meta({ id: 'Officer' })),
}).meta({ id: 'OfficerList' });

/** Offices of this transaction with their powers, past and coming ones too. */
export async function officesOn(m: EntityManager, query: z.infer<typeof OnDayQuery>): Promise<z.infer<typeof OfficeList>> {
  const on = query.on ?? chinaDateOf((await legalNow(m)).at);
  const items = await m.query<z.infer<typeof OfficeList>['items']>(`
    SELECT o.id AS "officeId", o.name, o.kind, o.region_code AS "regionCode", o.address, o.phone, coalesce((
      SELECT jsonb_agg(jsonb_build_object('basis', g.basis, 'packs', g.packs, 'matters', g.matters, 'principalOfficeId', g.principal_office_id, 'instrument', g.instrument, 'publishedOn', g.published_on, 'from', g.valid_from, 'to', g.valid_to,
        'inForce', g.valid_from <= $1::date AND (g.valid_to IS NULL OR g.valid_to >= $1::date) AND (g.published_on IS NULL OR g.published_on <= $1::date)) ORDER BY g.valid_from, g.id)
      FROM authority_grant g WHERE g.office_id = o.id), '[]') AS powers
    FROM office o WHERE o.id = ANY ((SELECT asking_offices())::text[]) ORDER BY o.region_code, o.id`, [on]);
  return { asOf: on, items };
}

const held = (table: string): string => `coalesce((SELECT jsonb_agg(jsonb_build_object(${table === 'qualification' ? "'kind', p.kind, " : ''}'number', p.number, 'from', p.valid_from, 'to', p.valid_to, 'valid', p.valid_from <= $1::date AND (p.valid_to IS NULL OR p.valid_to >= $1::date)) ORDER BY p.valid_from, p.number) FROM ${table} p WHERE p.account_id = a.id), '[]')`;

/** Who holds a post in the offices of this transaction on a day, with certificates and qualifications. Identities of officers are public on their papers. */
export async function officersOn(m: EntityManager, query: z.infer<typeof OfficersQuery>): Promise<z.infer<typeof OfficerList>> {
  const on = query.on ?? chinaDateOf((await legalNow(m)).at);
  const items = await m.query<z.infer<typeof OfficerList>['items']>(`
    SELECT a.id AS "personId", a.display_name AS name, r.office_id AS "officeId", array_agg(DISTINCT r.role ORDER BY r.role) AS roles, ${held('certificate')} AS certificates, ${held('qualification')} AS qualifications
    FROM account a JOIN role_assignment r ON r.account_id = a.id AND r.valid_from <= $1::date AND (r.valid_to IS NULL OR r.valid_to >= $1::date)
    WHERE (a.disabled_on IS NULL OR a.disabled_on > $1::date) AND ($2::text IS NULL OR r.office_id = $2)
      AND ($4::boolean IS NULL OR EXISTS (SELECT 1 FROM certificate c WHERE c.account_id = a.id AND c.valid_from <= $1::date AND c.valid_to >= $1::date))
    GROUP BY a.id, a.display_name, r.office_id HAVING $3::text IS NULL OR $3 = ANY (array_agg(r.role)) ORDER BY r.office_id, a.display_name, a.id`, [on, query.officeId ?? null, query.role ?? null, query.certified === undefined ? null : true]);
  return { asOf: on, items };
}
