/** Causes of action in words, for people who look them up: articles, ranges, bands, sources. */
import { basisText, type KnownCause } from '../causes/cause-book.ts';
import type { Bound, CauseBand, CauseRange, CauseVersion } from '../causes/cause-format.ts';

/** A number of yuan as people write it: 5,000 instead of 5000.00. */
function yuan(text: string): string {
  const [whole = '', part = ''] = text.split('.');
  return `${whole.replaceAll(/\B(?=(\d{3})+$)/g, ',')}${part === '00' || part === '' ? '' : `.${part}`}`;
}

function bound(one: Bound): string {
  if ('yuan' in one) return yuan(one.yuan);
  return 'times' in one ? `${one.times} times` : `${yuan(one.yuanPerUnit)} a unit`;
}

/** A range in words: "500 to 2,000", "0.05 times to 0.1 times the cost of the building work". */
export function rangeWords(range: CauseRange | null | undefined): string {
  if (range === undefined) return 'no fine';
  if (range === null) return 'NOT READ';
  const { base, tiers } = range;
  const parts = tiers.map((tier) => {
    const bounds = `${bound(tier.min)} to ${bound(tier.max)}`;
    return tier.below === undefined ? bounds : `below ${yuan(tier.below)}: ${bounds}`;
  });
  return `${parts.join('; else ')}${base === undefined ? '' : ` (${base.name.en})`}`;
}

/** Both kinds of party in one text; one text where they are the same. */
export function rangesWords({ ranges }: CauseVersion): string {
  const [citizen, organisation] = [rangeWords(ranges.citizen), rangeWords(ranges.organisation)];
  return citizen === organisation ? citizen : `person ${citizen}; organisation ${organisation}`;
}

export function bandWords({ code, name, when, share, amounts, status, source }: CauseBand): string {
  const part = share ? `${share.from} to ${share.to} of the range` : `${yuan(amounts?.from ?? '')} to ${yuan(amounts?.to ?? '')} yuan`;
  return `${code} ${name.zh}: ${when.zh} / ${when.en}; ${part} (${status === 'verified' ? 'binds' : `${status}, does not bind`}; ${source.title})`;
}

/** A cause in a line of a table in Markdown. */
export function tableLine(known: KnownCause, version: CauseVersion): string {
  const named = known.instruments.filter((one) => version.basis.some((basis) => basis.instrument === one.id));
  const sources = named.map((one) => `[${one.source.title.replaceAll('|', '/')}](${one.source.url.replaceAll('(', '%28').replaceAll(')', '%29')})`).join(', ');
  return `| \`${known.cause.code}\` | ${known.cause.name.zh} | ${basisText(known, version).en} | ${rangesWords(version)}${version.correctFirst ? '; only after an order to correct' : ''} | ${version.status} | ${sources} |`;
}
