/** The opening of a case: in force, by whom and for whom the pack says, on a cause that the library knows. */
import { type LawBook, type LegalInstant, chinaDateOf, packCitation } from '#law';
import type { Pack } from '#law/pack-format';
import { type Around, dateBlockers, forceBlockers, roleBlockers, scopeOf } from '../act-rules.ts';
import { advance, settle } from '../advance.ts';
import { FITS_THE_CASE, blocker, refuse } from '../blockers.ts';
import { openingCauseBlockers } from '../causes.ts';
import { bodyBlockers } from '../competence.ts';
import { complaintBlockers } from '../complained-of.ts';
import { EventRun } from '../event-run.ts';
import { evolve } from '../evolve.ts';
import { factBlockers, readableFacts } from '../fact-checks.ts';
import { actGuards, guardBlockers, openingParameterBlockers } from '../guards.ts';
import { judgeLateEntry, marked, type LateJudged } from '../late-entry.ts';
import type { CaseCommand, CaseEvent, CaseState, Decision } from '../model.ts';
import { allOf, type Rule } from '../rules.ts';

type OpenCase = Extract<CaseCommand, { type: 'openCase' }>;

/** An opening as it is asked for, on the day that counts for it; `state`: the case as it would stand. */
interface AskedOpening { command: OpenCase; late: LateJudged; state: CaseState; at: LegalInstant; pack: Pack; book: LawBook; around: Around }

/** Everything that stands against it, named at once. */
export const OPENING_RULES: readonly Rule<AskedOpening>[] = [
  { codes: ['dateInFuture'], judge: ({ command, at, pack }) => dateBlockers(null, command.on, at, pack) },
  // An act of the authority: after the limit the case is open from the day on which that is recorded.
  { codes: ['lateEntryNotExplained'], judge: ({ late }) => late.blockers },
  { codes: ['roleMissing'], judge: ({ pack, around }) => roleBlockers(pack.opening.by, around) },
  { codes: ['bodyWithoutPower'], judge: ({ command, pack }) => bodyBlockers(pack, command.body, command.on, command.facts) },
  {
    codes: ['partyCount'],
    judge({ command, pack }) {
      const { min, max, name } = pack.party;
      const count = command.parties.length;
      return count >= min && count <= max ? []
        : [blocker('partyCount', `“${name.zh}”须为${min}至${max}人，现为${count}人`, `the case needs ${min} to ${max} of "${name.en}", not ${count}`, packCitation(pack, pack.opening.cite), { field: 'parties' })];
    },
  },
  {
    codes: ['partyKind'],
    judge: ({ command, pack }) => command.parties.filter((one) => !pack.party.kinds.includes(one.kind))
      .map(({ kind }) => blocker('partyKind', '此程序不适用于该类当事人', `this procedure does not apply to a party of the kind ${kind}`, packCitation(pack, pack.opening.cite), { field: 'parties' })),
  },
  { codes: ['factUnknown', 'factType', 'factMissing'], judge: ({ command, pack }) => factBlockers(pack, pack.opening.facts, command.facts, false) },
  { codes: [], judge: ({ command, pack, around }) => complaintBlockers({ pack, named: [], command, actor: around.actor }) },
  { codes: ['parameterNotSet'], judge: ({ command, state, at, pack, book, around }) => openingParameterBlockers(pack, scopeOf(state, command.on, at, book, { around })) },
  { codes: [], judge: ({ command, state, at, pack, book, around }) => guardBlockers(pack, [...actGuards(pack, 'opening'), ...pack.opening.guards], scopeOf(state, command.on, at, book, { around }), 'decide') },
];

/** Decides an opening at an instant: the opening event and what follows from it, or what stands against it. */
export function openCase(sent: OpenCase, at: LegalInstant, book: LawBook, around: Around): Decision {
  const loaded = book.find(sent.pack);
  if (!loaded) return refuse(blocker('packUnknown', `没有名为“${sent.pack}”的程序包`, `there is no pack "${sent.pack}"; known: ${book.packs.map((one) => one.pack.id).join(', ')}`, FITS_THE_CASE, { field: 'pack' }));
  const { pack } = loaded;
  const force = forceBlockers(pack, sent.on, at, true);
  if (force.length > 0) return { blockers: force };
  const late = judgeLateEntry({ on: sent.on, late: sent.late, helps: 'authority' }, { at, pack, book, county: around.county, actorId: around.actor.personId });
  const command = { ...sent, on: late.countsOn };
  const given = readableFacts(pack, command.facts);
  const state: CaseState = evolve(null, openedEvent({ ...command, facts: given }, late, pack, around), 1, at, around.caseId);
  const blockers = allOf(OPENING_RULES, { command, late, state, at, pack, book, around });
  // The cause is looked up when nothing else stands against the case: what another rule forbids need not be in the library.
  const refused = blockers.length > 0 ? blockers : openingCauseBlockers({ pack, book, county: around.county, parties: command.parties, on: command.on, given });
  if (refused.length > 0) return { blockers: refused };
  const run = new EventRun(state, at);
  settle(run, book.calendars.asKnownOn(chinaDateOf(at)), book);
  return { events: [openedEvent(command, late, pack, around), ...run.events, ...advance(run.state, at, book)] };
}

function openedEvent(command: OpenCase, late: LateJudged, pack: Pack, around: Around): Extract<CaseEvent, { type: 'caseOpened' }> {
  return { type: 'caseOpened', v: 1, occurredOn: command.on, pack: pack.id, phase: pack.initialPhase, officeId: command.body.officeId, county: around.county, parties: command.parties, facts: command.facts, body: command.body, actorId: around.actor.personId, ...marked(late) };
}
