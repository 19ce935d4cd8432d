/** What a paper must print of a party and the record of this case does not have: the service issues no incomplete paper. */
import type { Pack } from '#law';
import type { Blocker, CaseEvent, CaseState } from '#cases/model';

const INCOMPLETE: Blocker = { code: 'paperFieldMissing', message: { zh: '文书不能制作', en: 'the paper cannot be printed' }, article: { zh: '文书不完整不得发出', en: 'no paper goes out incomplete' } };

/** The refusal, where a paper tells the age of somebody whose birthday nobody entered. */
export function unprintable(pack: Pack, state: CaseState, events: readonly CaseEvent[]): Blocker[] {
  const lacking = new Set(state.parties.filter(({ ageOnAct }) => ageOnAct === null).map(({ partyId }) => partyId));
  if (lacking.size === 0) return [];
  const incomplete = events.some((event) => event.type === 'paperIssued' && tellsAge(pack, event.paper.paper) && (event.paper.party === null || lacking.has(event.paper.party)));
  return incomplete ? [INCOMPLETE] : [];
}

const telling = new WeakMap<Pack, ReadonlySet<string>>();
function tellsAge(pack: Pack, paper: string): boolean {
  const known = telling.get(pack) ?? new Set(pack.papers.filter(({ fields }) => Object.values(fields).some((field) => typeof field === 'string' && field.includes('{party:age}'))).map(({ code }) => code));
  telling.set(pack, known);
  return known.has(paper);
}
