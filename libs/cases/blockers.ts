/** The sentences of refusals that hold for every pack. A pack's own come from its guards. */
import type { Blocker } from './model.ts';

export function blocker(code: string, zh: string, en: string, article: string, more: Partial<Blocker> = {}): Blocker {
  return { code, message: { zh, en }, article, ...more };
}

export function refuse(...blockers: Blocker[]): { blockers: Blocker[] } {
  return { blockers };
}
