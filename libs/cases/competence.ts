/** Whose act it is: own power, handed over (Penalty Law art. 24), or entrusted (art. 20; Order 357 art. 4). */
import { type LegalDate, packCitation } from '#law';
import type { BilingualText, Pack } from '#law/pack-format';
import type { ActingBody, Blocker, Facts } from './model.ts';
import { allOf, type Rule } from './rules.ts';

interface Granted { body: ActingBody; pack: Pack; on: LegalDate; /** The matters of the case, one for each code of a cause that it names. */ matters: readonly string[]; article: BilingualText }

/** What stands against this body acting in this matter on this day. */
export function bodyBlockers(pack: Pack, body: ActingBody, on: LegalDate, facts: Facts): Blocker[] {
  const rule = pack.bodies.find((one) => one.basis === body.basis);
  if (!rule) {
    const cite = pack.bodies[0]?.cite;
    return [{ code: 'bodyWithoutPower', message: { zh: '该机关无权以此依据办理此类案件', en: `a body cannot act here on the basis "${body.basis}"` }, article: cite ? packCitation(pack, cite) : pack.name }];
  }
  if (body.basis === 'own') return [];
  return allOf(GRANT_RULES, { body, pack, on, matters: mattersOf(pack, facts), article: packCitation(pack, rule.cite) });
}

/** What the body must have power for, `<pack>/<cause>`: every cause that the case names. Empty where it names none. */
export function mattersOf(pack: Pack, facts: Facts): string[] {
  const [cause, also] = [facts['cause'], pack.causes ? facts[pack.causes.also] : undefined];
  const codes = [...(cause?.type === 'code' || cause?.type === 'choice' ? [cause.value] : []), ...(also?.type === 'code' ? also.value.split('/') : [])];
  return codes.map((code) => `${pack.id}/${code}`);
}

const against = ({ article }: Granted, code: string, zh: string, en: string, earliest?: LegalDate): Blocker[] => [{ code, message: { zh, en }, article, ...(earliest ? { earliest } : {}) }];

/** A term as people write it; open ends are said. */
function termOf(from: LegalDate | null, to: LegalDate | null): BilingualText {
  if (from === null) return { zh: `至${to ?? ''}为止`, en: `until ${to ?? ''}` };
  return to === null ? { zh: `自${from}起`, en: `from ${from} on` } : { zh: `${from}至${to}`, en: `${from} to ${to}` };
}

/** A grant is written, published, in its term and for its matters, and nobody hands on what was entrusted to him. */
export const GRANT_RULES: readonly Rule<Granted>[] = [
  { codes: ['subEntrustment'], judge: (asked) => (asked.body.subEntrusted ? against(asked, 'subEntrustment', '受委托的机关不得再委托', 'what was entrusted cannot be entrusted again') : []) },
  { codes: ['grantWithoutInstrument'], judge: (asked) => (asked.body.instrument === null ? against(asked, 'grantWithoutInstrument', '缺少委托书或决定的文号', 'the letter or decision has no document number') : []) },
  {
    codes: ['grantNotPublished'],
    judge(asked) {
      const { body: { publishedOn }, on } = asked;
      return publishedOn !== null && publishedOn <= on ? [] : against(asked, 'grantNotPublished', '委托书或决定在当日尚未公布', 'the letter or decision was not published by that day', publishedOn ?? undefined);
    },
  },
  {
    codes: ['grantOutsideTerm'],
    judge(asked) {
      const { body: { from, to }, on } = asked;
      const early = from !== null && on < from;
      return early || (to !== null && on > to) ? against(asked, 'grantOutsideTerm', `不在期限内（${termOf(from, to).zh}）`, `outside the term (${termOf(from, to).en})`, early ? from : undefined) : [];
    },
  },
  {
    codes: ['grantOutsideMatters'],
    judge(asked) {
      const { body: { matters }, pack } = asked;
      const outside = asked.matters.filter((matter) => !matters.includes(matter));
      const granted = matters.includes(pack.id) || (asked.matters.length > 0 && outside.length === 0);
      return granted ? [] : against(asked, 'grantOutsideMatters', '不在委托或赋权的事项范围内', `the matter ${outside.join(', ') || pack.id} is not among those granted: ${matters.join(', ') || 'none'}`);
    },
  },
];
