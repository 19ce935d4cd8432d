/** The sentences of refusals that hold for every pack. A pack's own come from its guards. */
import type { BilingualText } from '#law/pack-format';
import type { Blocker } from './model.ts';

export function blocker(code: string, zh: string, en: string, article: BilingualText, more: Partial<Blocker> = {}): Blocker {
  return { code, message: { zh, en }, article, ...more };
}

/** A rule of this service and not of a statute, said in place of an article. */
export function houseRule(zh: string, en: string): BilingualText {
  return { zh: `本系统规则：${zh}`, en: `Anjuan: ${en}` };
}

export function refuse(...blockers: Blocker[]): { blockers: Blocker[] } {
  return { blockers };
}

/** In place of an article: what is asked for names nothing that the case or its procedure has. */
export const FITS_THE_CASE: BilingualText = houseRule('请求的内容须与案件和程序相符', 'what is asked must fit the case and its procedure');
