/** Whose act it is: own power, handed over (Penalty Law art. 24), or entrusted (art. 20; Order 357 art. 4). */
import type { LegalDate } from '#law';
import type { Pack } from '#law/pack-format';
import { articleText } from './clocks.ts';
import type { ActingBody, Blocker, Facts } from './model.ts';

/** What stands against this body acting in this matter on this day. */
export function bodyBlockers(pack: Pack, body: ActingBody, on: LegalDate, facts: Facts): Blocker[] {
  const rule = pack.bodies.find((one) => one.basis === body.basis);
  if (!rule) {
    const cite = pack.bodies[0]?.cite;
    return [{ code: 'bodyWithoutPower', message: { zh: '该机关无权以此依据办理此类案件', en: `a body cannot act here on the basis "${body.basis}"` }, article: cite ? articleText(pack, cite) : pack.id }];
  }
  if (body.basis === 'own') return [];
  const article = articleText(pack, rule.cite);
  const found: Blocker[] = [];
  const say = (code: string, zh: string, en: string, earliest?: LegalDate) => { found.push({ code, message: { zh, en }, article, ...(earliest ? { earliest } : {}) }); };
  if (body.subEntrusted) say('subEntrustment', '受委托的机关不得再委托', 'what was entrusted cannot be entrusted again');
  if (body.instrument === null) say('grantWithoutInstrument', '缺少委托书或决定的文号', 'the letter or decision has no document number');
  if (body.publishedOn === null || body.publishedOn > on) say('grantNotPublished', '委托书或决定在当日尚未公布', 'the letter or decision was not published by that day', body.publishedOn ?? undefined);
  if ((body.from !== null && on < body.from) || (body.to !== null && on > body.to)) {
    say('grantOutsideTerm', `不在期限内（${body.from ?? ''}至${body.to ?? ''}）`, `outside the term ${body.from ?? ''} to ${body.to ?? ''}`, body.from !== null && on < body.from ? body.from : undefined);
  }
  const cause = facts['cause'];
  const matter = cause?.type === 'code' || cause?.type === 'choice' ? `${pack.id}/${cause.value}` : null;
  if (!body.matters.includes(pack.id) && (matter === null || !body.matters.includes(matter))) {
    say('grantOutsideMatters', '不在委托或赋权的事项范围内', `the matter ${matter ?? pack.id} is not among those granted: ${body.matters.join(', ') || 'none'}`);
  }
  return found;
}
