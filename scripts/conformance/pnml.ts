/** A Petri net as PNML (ISO/IEC 15909-2), with the marking at the end as tools of process mining read it. */
import type { Net } from './procedure.ts';

const escaped = (text: string): string => text.replace(/[&<>"]/g, (c) => ({ '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' })[c] ?? c);
const name = (text: string): string => `<name><text>${escaped(text)}</text></name>`;

export function pnmlOf(id: string, net: Net): string {
  const places = net.places.map((place) => `<place id="${escaped(place)}">${name(place)}${place === net.start ? '<initialMarking><text>1</text></initialMarking>' : ''}</place>`);
  const transitions = net.transitions.map((one) => `<transition id="${one.id}">${name(one.label ?? one.id)}${one.label === null ? '<toolspecific tool="ProM" version="6.4" activity="$invisible$" localNodeID=""/>' : ''}</transition>`);
  const arcs = net.transitions.flatMap((one) => [
    ...one.from.map((place) => ({ source: place, target: one.id })), ...one.to.map((place) => ({ source: one.id, target: place })),
  ]).map(({ source, target }, n) => `<arc id="a${n + 1}" source="${escaped(source)}" target="${escaped(target)}"><inscription><text>1</text></inscription></arc>`);
  return `<?xml version="1.0" encoding="UTF-8"?>
<pnml>
<net id="${escaped(id)}" type="http://www.pnml.org/version-2009/grammar/pnmlcoremodel">${name(id)}
<page id="page">
${[...places, ...transitions, ...arcs].join('\n')}
</page>
<finalmarkings><marking><place idref="${escaped(net.end)}"><text>1</text></place></marking></finalmarkings>
</net>
</pnml>
`;
}
