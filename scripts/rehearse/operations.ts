/** Every operation that the service's own document declares, and how often each was answered well. */
import { type Item, item } from './declared.ts';

interface Template { item: Item; method: string; parts: readonly string[] }
interface OpenApi { paths: Record<string, Record<string, unknown>> }

const METHODS = new Set(['get', 'post', 'patch', 'put', 'delete', 'head']);

const own = (one: Template): number => one.parts.filter((part) => !part.startsWith('{')).length;

export class Operations {
  private readonly templates: Template[];
  private readonly counts = new Map<Item, number>();

  constructor(document: OpenApi) {
    this.templates = Object.entries(document.paths).flatMap(([path, methods]) => Object.keys(methods).filter((method) => METHODS.has(method)).map((method): Template => ({
      item: item('operation', `${method.toUpperCase()} ${path}`), method: method.toUpperCase(), parts: path.split('/'),
    })));
  }

  /** Counts an answer: of templates that fit, the one with most words of its own. */
  note(method: string, address: string): void {
    const parts = (address.split('?')[0] ?? '').split('/');
    const fits = this.templates.filter((one) => one.method === method && one.parts.length === parts.length && one.parts.every((part, at) => part.startsWith('{') || part === parts[at]));
    const [best] = fits.sort((a, b) => own(b) - own(a));
    if (best !== undefined) this.counts.set(best.item, (this.counts.get(best.item) ?? 0) + 1);
  }

  get items(): { one: Item; times: number }[] {
    return this.templates.map(({ item: one }) => ({ one, times: this.counts.get(one) ?? 0 })).sort((a, b) => (a.one < b.one ? -1 : 1));
  }

  /** Operations that nothing has shown yet. */
  get unseen(): Item[] { return this.items.filter(({ times }) => times === 0).map(({ one }) => one); }
}
