import type { EntityManager } from 'typeorm';
import type { RecordedEvent } from '#cases/model';
import type { FactDefinition, Pack } from '#law/pack-format';
import { findCaseByNumber, linkCases } from '#store';
import type { Arrival } from '../arrival.ts';
import type { FieldError } from '../outcome.ts';

/** What is wrong with the number of another case: unknown or not in sight (nobody learns which), the case itself, one of another kind. */
export async function namedCaseErrors({ manager, caseId }: Pick<Arrival, 'manager' | 'caseId'>, pack: Pack, fact: FactDefinition, number: string): Promise<FieldError[]> {
  const field = `facts.${fact.code}`;
  const found = await findCaseByNumber(manager, number);
  if (found === null) return [{ field, rule: 'unknownCase', message: { zh: `没有编号为“${number}”、本人可以办理的案件。`, en: `There is no case "${number}" on which you work.` } }];
  if (found.caseId === caseId) return [{ field, rule: 'sameCase', message: { zh: '这是本件自己的编号。', en: 'This is the number of this very case.' } }];
  if (fact.samePack === undefined || (found.pack === pack.id) === fact.samePack) return [];
  return [{ field, rule: 'otherKindOfCase', message: fact.samePack ? { zh: `“${number}”不是“${pack.name.zh}”程序的案件。`, en: `"${number}" is no case of "${pack.name.en}".` } : { zh: `“${number}”也是“${pack.name.zh}”程序的案件，应填写所转入的案件。`, en: `"${number}" is itself a case of "${pack.name.en}": name the case to which it goes.` } }];
}

/** Each of two cases shows the other from the event on that names it. */
export async function enterCaseLinks(manager: EntityManager, from: { caseId: string; officeId: string }, events: readonly RecordedEvent[], pack: Pack): Promise<void> {
  const naming = pack.facts.filter((fact) => fact.namesCase);
  if (naming.length === 0) return;
  for (const { seq, event } of events) {
    if (event.type !== 'stepTaken' && event.type !== 'caseOpened') continue;
    for (const fact of naming) {
      const value = event.facts[fact.code];
      const to = value?.type === 'code' ? await findCaseByNumber(manager, value.value) : null;
      if (to !== null) await linkCases(manager, from, to, { fact: fact.code, seq });
    }
  }
}
