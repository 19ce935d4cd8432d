import type { BilingualText } from '#law/pack-format';

export type Language = 'zh' | 'en';

/** The reader's language by Accept-Language (RFC 9110, 12.5.4); Chinese when nothing else is asked for. */
export function languageOf(header: string | string[] | undefined): Language {
  const text = Array.isArray(header) ? header.join(',') : header ?? '';
  let best: Language = 'zh';
  let bestQuality = 0;
  for (const part of text.split(',')) {
    const [range = '', ...parameters] = part.trim().split(';');
    const q = parameters.map((parameter) => /^\s*q=([\d.]+)\s*$/.exec(parameter)?.[1]).find((value) => value !== undefined);
    const quality = q === undefined ? 1 : Number(q);
    const tag = range.trim().toLowerCase();
    const language = tag === '*' || /^zh\b/.test(tag) ? 'zh' : /^en\b/.test(tag) ? 'en' : null;
    if (language !== null && quality > bestQuality) {
      best = language;
      bestQuality = quality;
    }
  }
  return best;
}

export function inLanguage(text: BilingualText, language: Language): string {
  return text[language];
}
