/** The troubles of a rehearsal, each once, spread over its days by chance: a kill -9 of each part, Temporal without memory, an amended calendar. */
import { addDays, type CalendarVersion, type LawBook, type LegalDate } from '#law';
import { openStore, rearmCases } from '#store';
import type { Chance } from './chance.ts';
import type { Player } from './player.ts';
import { PARTS, type Part, type Stage } from './stage.ts';

export type Trouble = Part | 'wipe' | 'calendar';
const ALL: readonly Trouble[] = [...PARTS, 'wipe', 'calendar'];

export class Troubles {
  private readonly waiting: Trouble[];
  readonly happened: { trouble: Trouble; on: LegalDate }[] = [];

  constructor(private readonly stage: Stage, private readonly player: Player, chance: Chance, private readonly say: (line: string) => void) {
    this.waiting = chance.shuffled(ALL);
  }

  get left(): number { return this.waiting.length; }

  /** Brings about the next trouble. Answers the law that holds from now on, where it changed it. */
  async next(on: LegalDate, book: LawBook): Promise<LawBook> {
    const trouble = this.waiting.shift();
    if (trouble === undefined) return book;
    this.happened.push({ trouble, on });
    this.say(`${on}  ${SENTENCES[trouble]}`);
    switch (trouble) {
      case 'calendar': return this.amendCalendar(on, book);
      case 'wipe': {
        await this.stage.wipeTemporal();
        const source = await openStore(this.stage.database.appUrl, { applicationName: 'anjuan rehearse', poolSize: 1 });
        try {
          await rearmCases(source, { everything: true });
          await source.query('SELECT wake_duties(NULL)');
        } finally {
          await source.destroy();
        }
        return book;
      }
      case 'api': case 'worker': case 'temporal': case 'postgres': await this.stage.kill(trouble); return book;
    }
  }

  /** A notice of today, by two persons: the rest days of the year with one more, on a working day soon. */
  private async amendCalendar(on: LegalDate, book: LawBook): Promise<LawBook> {
    const year = Number(on.slice(0, 4));
    const before = book.calendars.versions.filter((version) => version.year === year && version.region === 'CN').at(-1);
    const calendar = book.calendars.asKnownOn(on);
    let day = addDays(on, 4);
    while (!calendar.isWorkingDay(day)) day = addDays(day, 1);
    const days: CalendarVersion['days'] = { ...before?.days, ...(day.startsWith(String(year)) ? { [day]: 'rest' as const } : { [`${year}-12-31`]: 'rest' as const }) };
    const notice = { id: `排演通知${on}`, title: '排演：部分节假日安排的调整', publishedOn: on, source: 'rehearsal' };
    const propose = () => this.player.ask('POST', '/api/calendars', 'r.legal.a', { region: 'CN', year, notice, days });
    // The second person sends the first draft back.
    await this.player.ask('POST', `/api/calendars/${String((await propose()).body['proposalId'])}/reject`, 'r.legal.b', {});
    const proposed = await propose();
    if (proposed.status !== 201) throw new Error(`The amended calendar was not proposed: ${proposed.status} ${JSON.stringify(proposed.body)}`);
    const approved = await this.player.ask('POST', `/api/calendars/${String(proposed.body['proposalId'])}/approve`, 'r.legal.b', {});
    if (approved.status !== 200) throw new Error(`The amended calendar was not approved: ${approved.status} ${JSON.stringify(approved.body)}`);
    return book.with({ calendars: book.calendars.with({ id: `CN-${year}@${on}`, region: 'CN', year, notice: { ...notice, known: 'exact' }, days }) });
  }
}

const SENTENCES: Record<Trouble, string> = {
  api: 'kill -9 of an API', worker: 'kill -9 of a worker', temporal: 'kill -9 of Temporal', postgres: 'kill -9 of PostgreSQL', wipe: 'Temporal loses its memory; rearm', calendar: 'a calendar notice is amended',
};
