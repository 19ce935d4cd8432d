/**
 * Texts that name what the law forbids as a ground: refused by name, before they become part of the record. Which words,
 * from when and by which article is data of the packs (`forbiddenWords`).
 */
import { type LawBook, type LegalDate, packCitation } from '#law';
import { forbiddenWordIn, searchable } from '#law/forbidden-words';
import type { BilingualText, Pack, PackPaper } from '#law/pack-format';
import type { Blocker } from './model.ts';

/** A text as people see it: the field of the command, its label, its words. */
export interface Wording { field: string; label: BilingualText; text: string }

/** The texts of facts that an act can rest on. What others said is recorded as they said it (`quotes`). */
export function wordingsOfFacts(pack: Pack, texts: Readonly<Record<string, string>>): Wording[] {
  return pack.facts.flatMap((fact) => {
    const text = texts[fact.code];
    return text === undefined || fact.quotes ? [] : [{ field: `facts.${fact.code}`, label: fact.label, text }];
  });
}

/** What the pack itself prints on a paper around the facts. */
export function wordingsOfPaper(paper: Pick<PackPaper, 'code' | 'title' | 'fields'>): Wording[] {
  const own = [paper.title.zh, ...Object.values(paper.fields).flat().flatMap((text) => text.split(/\{[^{}]*\}/))];
  return own.filter((text) => text !== '').map((text) => ({ field: `paper.${paper.code}`, label: paper.title, text }));
}

/**
 * What stands against these texts in a case of a pack on the day of recording: one refusal for each field and rule, with
 * the words as they are written. A day that is claimed changes nothing.
 */
export function forbiddenWordBlockers(book: LawBook, packId: string, recordedOn: LegalDate, wordings: readonly Wording[]): Blocker[] {
  const texts = wordings.map((wording) => ({ ...wording, text: searchable(wording.text) }));
  return book.packs.flatMap(({ pack }) => pack.forbiddenWords
    .filter((rule) => rule.cases === 'all' || (rule.cases === 'own') === (pack.id === packId))
    .filter((rule) => (rule.from === undefined || recordedOn >= rule.from) && (rule.to === undefined || recordedOn <= rule.to))
    .flatMap((rule) => texts.flatMap(({ field, label, text }): Blocker[] => {
      const found = forbiddenWordIn(text, rule);
      return found === null ? [] : [{
        code: rule.code, field, article: packCitation(pack, rule.cite),
        message: { zh: `“${label.zh}”写有“${found}”：${rule.message.zh}`, en: `"${label.en}" says "${found}": ${rule.message.en}` },
        missing: { zh: `不含“${found}”的表述`, en: `other words than "${found}"` },
      }];
    })));
}
