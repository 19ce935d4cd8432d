/** OCEL 2.0 as JSON: events related to the case, its parties, papers, clocks, duties and approvals. */
import type { ToldCase } from './told-cases.ts';
import type { About, ToldEvent } from './told-event.ts';

type Value = string | number | boolean;
const DAY_0 = '1970-01-01T00:00:00.000Z';
const typeOf = (value: Value): string => (typeof value === 'boolean' ? 'boolean' : typeof value === 'number' ? 'integer' : 'string');

/** Objects and events of cases as they pass; the types that occurred are known at the end. */
export class OcelLog {
  private readonly eventTypes = new Map<string, Map<string, string>>();
  private readonly objectTypes = new Map<string, Map<string, string>>();

  objects(one: ToldCase): string[] {
    const found = new Map<string, About>();
    for (const about of one.events.flatMap((event) => event.about)) if (!found.has(about.id)) found.set(about.id, about);
    const own = { caseNumber: one.caseNumber, pack: one.pack, officeId: one.officeId, openedOn: one.openedOn };
    return [
      this.object('case', one.caseId, own, [...found.values()].map((about) => ({ objectId: about.id, qualifier: about.type }))),
      ...[...found.values()].map((about) => this.object(about.type, about.id, {}, [])),
    ];
  }

  events(one: ToldCase): string[] {
    return one.events.map((event) => this.event(one.caseId, event));
  }

  types(): { objectTypes: string; eventTypes: string } {
    return { objectTypes: told(this.objectTypes), eventTypes: told(this.eventTypes) };
  }

  private object(type: string, id: string, values: Record<string, Value>, relationships: { objectId: string; qualifier: string }[]): string {
    note(this.objectTypes, type, values);
    return JSON.stringify({ id, type, attributes: Object.entries(values).map(([name, value]) => ({ name, time: DAY_0, value })), relationships });
  }

  private event(caseId: string, event: ToldEvent): string {
    const values: Record<string, Value> = { occurredOn: event.occurredOn, actor: event.actor, ...event.details };
    note(this.eventTypes, event.activity, values);
    return JSON.stringify({
      id: event.id, type: event.activity, time: event.recordedAt, attributes: Object.entries(values).map(([name, value]) => ({ name, value })),
      relationships: [{ objectId: caseId, qualifier: 'case' }, ...event.about.map(({ id, qualifier }) => ({ objectId: id, qualifier }))],
    });
  }
}

function note(types: Map<string, Map<string, string>>, type: string, values: Record<string, Value>): void {
  const attributes = types.get(type) ?? new Map<string, string>();
  for (const [name, value] of Object.entries(values)) attributes.set(name, typeOf(value));
  types.set(type, attributes);
}

function told(types: Map<string, Map<string, string>>): string {
  return JSON.stringify([...types].map(([name, attributes]) => ({ name, attributes: [...attributes].map(([key, type]) => ({ name: key, type })) })));
}
