import { citationText } from '#law/citation-text';
import type { ActingBody } from '#cases/model';
import type { LegalDate } from '#law/dates';
import type { BilingualText } from '#law/pack-format';
import type { EntityManager } from 'typeorm';

/** Why an office has no body to act for; the door answers it as a blocker. */
export interface AuthorityRefusal { code: string; message: BilingualText; article: BilingualText; missing?: BilingualText; earliest?: LegalDate }

/** A power of an office for a pack, as the database answers it. */
export interface Grant {
  basis: ActingBody['basis'];
  office_id: string;
  principal_office_id: string | null;
  matters: string[];
  instrument: string | null;
  published_on: LegalDate | null;
  valid_from: LegalDate;
  valid_to: LegalDate | null;
  granted_under_entrustment: boolean;
}

/**
 * The body in whose name an office acts on a day, for a pack and the matters of the act (`<pack>` or `<pack>/<cause>`;
 * none given: any). Own power comes before a handed-over and an entrusted one. Where no grant covers the act, the
 * latest one that names the pack is answered, so that the case engine refuses it with its article (term, publication,
 * matters, sub-entrustment). Null when the office holds nothing for this pack: `whyNoBody` says why.
 */
export function resolveBody(grants: readonly Grant[], pack: string, matters: readonly string[], on: LegalDate): ActingBody | null {
  const grant = grants.find((row) => coversDay(row, on) && coversMatters(row, pack, matters))
    // Own power outside its time is no power; the engine does not judge it.
    ?? grants.find((row) => row.basis !== 'own');
  return grant === undefined ? null : bodyOf(grant, pack);
}

const articles = { own: 'art. 17', handedOver: 'art. 24', entrusted: 'art. 20' } as const;
const penaltyLaw = (article: string): BilingualText => citationText({ zh: '中华人民共和国行政处罚法', en: 'Administrative Penalty Law' }, article);

/** The reasons for which `resolveBody` answered null, each with its article. */
export function whyNoBody(grants: readonly Grant[], pack: string, matters: readonly string[], on: LegalDate): AuthorityRefusal[] {
  if (grants.length === 0) {
    return [{
      code: 'noPowerForPack',
      message: { zh: '本机关对该类案件既无法定职权，亦无公布的下放决定或委托书。', en: 'The office has neither a power of its own for this kind of case, nor a published decision handing it over, nor a letter of entrustment.' },
      article: penaltyLaw('arts. 17, 20, 24'),
      missing: { zh: '省级下放决定或委托书', en: 'a decision of the province or a letter of entrustment' },
    }];
  }
  return grants.map((row): AuthorityRefusal => {
    const article = penaltyLaw(articles[row.basis]);
    const paper = row.instrument ?? '';
    const start = startOf(row);
    if (on < start) {
      return { code: 'powerNotYetInForce', message: { zh: `${paper}自${start}起方可行使。`, en: `The power of ${paper || 'the office'} can be exercised from ${start} on.` }, article, earliest: start };
    }
    if (row.valid_to !== null && on > row.valid_to) {
      return { code: 'powerExpired', message: { zh: `${paper}的期限已于${row.valid_to}届满。`, en: `The term of ${paper || 'the power'} ended on ${row.valid_to}.` }, article };
    }
    return {
      code: 'outsideEntrustedMatters',
      message: { zh: `${paper}所列事项为：${row.matters.join('、')}，不包括：${matters.join('、')}。`, en: `${paper} names the matters ${row.matters.join(', ')}, not ${matters.join(', ')}.` },
      article,
    };
  });
}

/** What an office holds for a pack, whatever the day: own power first, then the latest. */
export async function grantsOf(m: EntityManager, officeId: string, pack: string): Promise<Grant[]> {
  return m.query<Grant[]>(
    `SELECT basis, office_id, principal_office_id, matters, instrument, published_on::text, valid_from::text, valid_to::text, granted_under_entrustment
       FROM authority_grant WHERE office_id = $1 AND $2 = ANY (packs)
       ORDER BY array_position(ARRAY['own', 'handedOver', 'entrusted'], basis), valid_from DESC, id DESC`, [officeId, pack]);
}

/** An unpublished decision or letter gives no power (Penalty Law arts. 20 and 24). */
function startOf(row: Grant): LegalDate {
  return row.published_on !== null && row.published_on > row.valid_from ? row.published_on : row.valid_from;
}

function coversDay(row: Grant, on: LegalDate): boolean {
  return startOf(row) <= on && (row.valid_to === null || on <= row.valid_to);
}

function coversMatters(row: Grant, pack: string, matters: readonly string[]): boolean {
  const granted = mattersOf(row, pack);
  return granted.includes(pack) || matters.every((matter) => granted.includes(matter));
}

/** Own and handed-over powers without a list cover the whole pack; an entrustment always names its matters. */
function mattersOf(row: Grant, pack: string): string[] {
  return row.basis !== 'entrusted' && row.matters.length === 0 ? [pack] : row.matters;
}

function bodyOf(row: Grant, pack: string): ActingBody {
  return {
    basis: row.basis,
    officeId: row.office_id,
    authorityId: row.principal_office_id ?? row.office_id,
    instrument: row.instrument,
    publishedOn: row.published_on,
    matters: mattersOf(row, pack),
    from: row.valid_from,
    to: row.valid_to,
    subEntrusted: row.granted_under_entrustment,
  };
}
