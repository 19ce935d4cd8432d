import type { EntityManager } from 'typeorm';
import { complainedOf } from '#cases/complained-of';
import type { RecordedEvent } from '#cases/model';
import type { Pack } from '#law/pack-format';
import { barFromCase, seeLegalOffice, setActor } from '#store';
import type { EdgeFacts } from '../edge.ts';
import { NotDone, type CommandRequest, type FieldWarning } from '../outcome.ts';

type Person = Extract<CommandRequest['actor'], { kind: 'person' }>;

/**
 * The office in which a case begins: that of the sender, or the county legal office where the opening says that it is
 * about an official. The transaction then sees that office too, and the sender nothing more of the case after it.
 */
export async function openingOffice(manager: EntityManager, pack: Pack | undefined, facts: EdgeFacts, sender: Person): Promise<string> {
  if (pack?.complainedOf === undefined || facts[pack.complainedOf.person] === undefined) return sender.officeId;
  const [legal] = await manager.query<{ id: string }[]>("SELECT id FROM office WHERE county_id = $1 AND kind = 'countyLegalOffice' ORDER BY id LIMIT 1", [sender.countyId]);
  if (legal === undefined) {
    throw new NotDone({ status: 'refused', blockers: [{
      code: 'noCountyLegalOffice', message: { zh: '本县没有登记县司法行政机关，反映工作人员的线索无处移交', en: 'the county has no legal office on record to which a lead about an official could go' },
      article: { zh: '本系统规则：反映工作人员的线索由县司法行政机关办理', en: 'Anjuan: a lead about an official goes to the county legal office' },
    }] });
  }
  await setActor(manager, { actorId: sender.personId, offices: [...new Set([...sender.offices, legal.id])], cases: sender.cases, readings: sender.readings });
  return legal.id;
}

function namedIn(pack: Pack, events: readonly RecordedEvent[]): { personId: string; seq: number }[] {
  return events.flatMap(({ seq, event }) => (event.type !== 'stepTaken' && event.type !== 'caseOpened' ? [] : complainedOf(pack, event.facts).map((personId) => ({ personId, seq }))));
}

/** What its sender is told of a case that leaves his sight by what he has entered, unless he is of the county legal office. */
export async function goneFromSight(manager: EntityManager, of: { caseId: string }, pack: Pack, events: readonly RecordedEvent[], sender: Person): Promise<FieldWarning[]> {
  if (pack.complainedOf === undefined || namedIn(pack, events).length === 0) return [];
  const legal = await seeLegalOffice(manager, of.caseId);
  return legal !== null && sender.offices.includes(legal) ? [] : [{ field: `facts.${pack.complainedOf.person}`, rule: 'countyLegalOffice', message: { zh: '线索反映工作人员：自此由县司法行政机关办理，本机关不再看到。', en: 'The lead is about an official: the county legal office goes on with it, and your office sees it no more.' } }];
}

/** What its sender is told of a case that began in another office: it is no more to be found in his own. */
export function openedElsewhere(pack: Pack, officeId: string, sender: Person): FieldWarning[] {
  if (officeId === sender.officeId || pack.complainedOf === undefined) return [];
  return [{ field: `facts.${pack.complainedOf.person}`, rule: 'countyLegalOffice', message: { zh: '线索反映工作人员，已由县司法行政机关登记办理，本机关不再看到。', en: 'The lead is about an official: it is with the county legal office from now on and no longer seen in your office.' } }];
}

/**
 * Whoever an event names as the one the case is about sees nothing of it from then on, and neither does anybody else but
 * the county legal office; this transaction still ends what it began.
 */
export async function barComplainedOf(manager: EntityManager, of: { caseId: string; officeId: string }, events: readonly RecordedEvent[], pack: Pack): Promise<void> {
  const bars = namedIn(pack, events);
  if (bars.length === 0) return;
  await seeLegalOffice(manager, of.caseId);
  await barFromCase(manager, of, bars);

}
