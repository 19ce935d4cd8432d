import type { TestCounty } from './county.ts';

/** A notice by two persons that makes `day` a day of rest, in the year of `day`. */
export async function noticeOfRest({ owner }: Pick<TestCounty, 'owner'>, { name, publishedOn, day }: { name: string; publishedOn: string; day: string }): Promise<void> {
  const year = day.slice(0, 4);
  const [proposal] = await owner.query<{ id: string }[]>("INSERT INTO proposal (proposal_id, office_id, kind, payload, status, maker, made_at, checker, checked_at) VALUES (gen_random_uuid(), 'mian-legal', 'calendar', '{}', 'approved', 'a', now(), 'b', now()) RETURNING proposal_id AS id");
  await owner.query("INSERT INTO calendar_version (id, region, year, notice, days, published_on, loaded_at, proposal_id) VALUES ($1, 'CN', $2, $3, $4, $5, now(), $6)",
    [`CN-${year}-${name}`, Number(year), JSON.stringify({ id: name, title: '通知', publishedOn, source: 'test' }), JSON.stringify({ [`${year}-01-01`]: 'rest', [day]: 'rest' }), publishedOn, proposal?.id]);
}
