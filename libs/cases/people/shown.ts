/** What a request for help shows of the case: the office asked sees what is named, and nothing else of the file. */
import { packCitation } from '#law';
import type { Pack, PackStep } from '#law/pack-format';
import { blocker } from '../blockers.ts';
import type { Blocker, CaseState } from '../model.ts';
import type { Rule } from '../rules.ts';
import type { HelpShows } from './types.ts';

interface AskedShows { step: PackStep; shows: HelpShows | undefined; state: CaseState; pack: Pack }

const unknown = ({ pack, step }: AskedShows, field: keyof HelpShows, zh: string, en: string): Blocker[] => [blocker('helpShowsUnknown', zh, en, packCitation(pack, step.cite), { field: `shows.${field}` })];

/** Only what the case has is shown, and only with a request for help. */
export const SHOWS_RULES: readonly Rule<AskedShows>[] = [
  {
    codes: ['helpShowsNothing'],
    judge: ({ step, shows, pack }) => (shows === undefined || step.asksHelpOf !== undefined ? [] : [blocker('helpShowsNothing', '只有请求协助时才列明供其查阅的材料', 'only a request for help names what it shows', packCitation(pack, step.cite), { field: 'shows' })]),
  },
  { codes: ['helpShowsUnknown'], judge: (asked) => (asked.shows?.papers.every((id) => asked.state.papers.some((one) => one.paperId === id && !one.voided)) === false ? unknown(asked, 'papers', '案卷中没有所列文书', 'the case has no such paper') : []) },
  { codes: ['helpShowsUnknown'], judge: (asked) => (asked.shows?.files.every((id) => asked.state.files.some((one) => one.fileId === id)) === false ? unknown(asked, 'files', '案卷中没有所列文件', 'the case has no such file') : []) },
  { codes: ['helpShowsUnknown'], judge: (asked) => (asked.shows?.facts.every((code) => asked.state.facts[code] !== undefined) === false ? unknown(asked, 'facts', '案件没有登记所列事实', 'the record has no such fact of the case') : []) },
  { codes: ['helpShowsUnknown'], judge: (asked) => (asked.shows?.parties.every((id) => asked.state.parties.some((one) => one.partyId === id)) === false ? unknown(asked, 'parties', '案件没有所列当事人', 'the case has no such party') : []) },
];

/** What the open requests to an office show together; null where none is open. */
export function shownTo(officeId: string, state: CaseState): HelpShows | null {
  const open = state.fileLoans.filter((one) => one.kind === 'help' && one.to === null && one.officeId === officeId).map((one) => one.shows ?? NOTHING);
  if (open.length === 0) return null;
  const all = (of: keyof HelpShows): string[] => [...new Set(open.flatMap((one) => one[of]))];
  return { papers: all('papers'), files: all('files'), facts: all('facts'), parties: all('parties') };
}

export const NOTHING: HelpShows = { papers: [], files: [], facts: [], parties: [] };
