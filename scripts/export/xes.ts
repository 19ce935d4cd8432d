/** XES (IEEE 1849-2016): one trace a case, one event a line of the record. */
import type { ToldCase } from './told-cases.ts';
import type { ToldEvent } from './told-event.ts';

const escaped = (text: string): string => text.replace(/[&<>"]/g, (c) => ({ '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' })[c] ?? c);
const string = (key: string, value: string): string => `<string key="${key}" value="${escaped(value)}"/>`;

function attribute([key, value]: [string, string | number | boolean]): string {
  const name = `anjuan:${key}`;
  if (typeof value === 'boolean') return `<boolean key="${name}" value="${value}"/>`;
  return typeof value === 'number' ? `<int key="${name}" value="${value}"/>` : string(name, value);
}

function event(one: ToldEvent): string {
  return `    <event>${string('concept:name', one.activity)}<date key="time:timestamp" value="${one.recordedAt}"/>${string('lifecycle:transition', 'complete')}${string('org:resource', one.actor)}${string('identity:id', one.id)}${string('anjuan:occurredOn', one.occurredOn)}${Object.entries(one.details).map(attribute).join('')}</event>`;
}

export const xesHead = `<?xml version="1.0" encoding="UTF-8"?>
<log xes.version="1849-2016" xes.features="" xmlns="http://www.xes-standard.org/">
  <extension name="Concept" prefix="concept" uri="http://www.xes-standard.org/concept.xesext"/>
  <extension name="Time" prefix="time" uri="http://www.xes-standard.org/time.xesext"/>
  <extension name="Lifecycle" prefix="lifecycle" uri="http://www.xes-standard.org/lifecycle.xesext"/>
  <extension name="Organizational" prefix="org" uri="http://www.xes-standard.org/org.xesext"/>
  <extension name="Identity" prefix="identity" uri="http://www.xes-standard.org/identity.xesext"/>
  <classifier name="Activity" keys="concept:name"/>
`;
export const xesTail = '</log>\n';

export function xesTrace(one: ToldCase): string {
  return `  <trace>${string('concept:name', one.caseId)}${string('anjuan:caseNumber', one.caseNumber)}${string('anjuan:pack', one.pack)}${string('anjuan:officeId', one.officeId)}\n${one.events.map(event).join('\n')}\n  </trace>\n`;
}
