/**
 * Writes the demo counties, their people, grants and parameters as the owner of the database. Running it again changes
 * nothing.
 */
import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { Client } from 'pg';
import type { Pack, ParameterSetting } from '#law';
import { counties, grants, offices, people } from './county.ts';

/** The people who propose and approve the demo parameters: two, as for every parameter. */
const MAKER = '00000000-0000-4000-8000-000000000007';
const CHECKER = '00000000-0000-4000-8000-000000000009';

export interface Provisioned { offices: number; people: number; parameters: number }

/** What the demo county has set, with invented document numbers. */
export function demoParameters(): ParameterSetting[] {
  return JSON.parse(readFileSync(new URL('./demo-parameters.json', import.meta.url), 'utf8')) as ParameterSetting[];
}

/** Provisions the demo data, in one transaction. `furtherPacks` (training): every office may act under them by its own power, where they know one. */
export async function provision(ownerUrl: string, furtherPacks: readonly Pack[] = []): Promise<Provisioned> {
  const client = new Client({ connectionString: ownerUrl });
  await client.connect();
  try {
    await client.query('BEGIN');
    for (const county of counties()) await client.query('INSERT INTO county (id, name) VALUES ($1, $2) ON CONFLICT DO NOTHING', [county.id, county.name]);
    for (const office of offices()) {
      await client.query('INSERT INTO office (id, county_id, kind, name, short_name, region_code, address, phone) VALUES ($1, $2, $3, $4, $5, $6, $7, $8) ON CONFLICT DO NOTHING',
        [office.id, office.county, office.kind, office.name, office.shortName, office.regionCode, office.address, office.phone]);
    }
    for (const person of people()) await provisionPerson(client, person);
    const { rows: [granted] } = await client.query<{ n: number }>('SELECT count(*)::int AS n FROM authority_grant');
    if (granted?.n === 0) {
      for (const grant of grants()) {
        await client.query('INSERT INTO authority_grant (office_id, principal_office_id, basis, packs, matters, instrument, published_on, valid_from, valid_to) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)',
          [grant.office, grant.principal, grant.basis, grant.packs, grant.matters, grant.instrument, grant.publishedOn, grant.from, grant.to]);
      }
    }
    for (const pack of furtherPacks.filter((one) => one.bodies.some((body) => body.basis === 'own'))) {
      await client.query(`INSERT INTO authority_grant (office_id, basis, packs, valid_from)
        SELECT id, 'own', ARRAY[$1], $2 FROM office WHERE kind <> 'countyLegalOffice' AND NOT EXISTS (SELECT 1 FROM authority_grant g WHERE g.office_id = office.id AND $1 = ANY (g.packs))`, [pack.id, pack.inForce.from]);
    }
    const parameters = demoParameters();
    for (const setting of parameters) await provisionParameter(client, setting);
    await client.query('COMMIT');
    return { offices: offices().length, people: people().length, parameters: parameters.length };
  } catch (error) {
    await client.query('ROLLBACK');
    throw error;
  } finally {
    await client.end();
  }
}

async function provisionPerson(client: Client, person: ReturnType<typeof people>[number]): Promise<void> {
  const { rowCount } = await client.query('INSERT INTO account (id, username, display_name) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING', [person.id, person.username, person.name]);
  if (rowCount === 0) return;
  for (const role of person.roles) await client.query("INSERT INTO role_assignment (account_id, office_id, role, valid_from) VALUES ($1, $2, $3, '2002-09-01')", [person.id, person.office, role]);
  const { certificate } = person;
  if (certificate) await client.query('INSERT INTO certificate (account_id, number, valid_from, valid_to) VALUES ($1, $2, $3, $4)', [person.id, certificate.number, certificate.from, certificate.to]);
  if (person.roles.includes('legalReviewer')) await client.query("INSERT INTO qualification (account_id, kind, number, valid_from) VALUES ($1, 'legalProfession', $2, '2002-09-01')", [person.id, `A演示${person.id.slice(-4)}`]);
}

async function provisionParameter(client: Client, setting: ParameterSetting): Promise<void> {
  const { rowCount } = await client.query('SELECT 1 FROM parameter_setting WHERE county = $1 AND pack = $2 AND code = $3', [setting.county, setting.pack, setting.code]);
  if (rowCount !== 0) return;
  const proposal = randomUUID();
  const office = `${setting.county}-legal`;
  await client.query("INSERT INTO proposal (proposal_id, office_id, kind, payload, status, maker, made_at, checker, checked_at) VALUES ($1, $2, 'parameter', $3, 'approved', $4, (SELECT at FROM legal_now()), $5, (SELECT at FROM legal_now()))",
    [proposal, office, JSON.stringify(setting), MAKER, CHECKER]);
  await client.query('INSERT INTO parameter_setting (county, pack, code, value, document_number, valid_from, valid_to, proposal_id) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)',
    [setting.county, setting.pack, setting.code, JSON.stringify(setting.value), setting.documentNumber, setting.from, setting.to, proposal]);
}
