/** What a pack itself writes: the words that packs forbid (`forbiddenWords`) are no names of its steps and no lines of its papers. */
import { forbiddenWordIn, searchable } from '../forbidden-words.ts';
import type { Pack } from '../pack-format.ts';

/** Sentences that name each forbidden word of a pack with its place, by the rules of all `packs` (its own among them). */
export function forbiddenInPack(pack: Pack, packs: readonly Pack[]): string[] {
  const rules = [...packs.filter((one) => one.id !== pack.id), pack].flatMap((owner) => owner.forbiddenWords
    .filter((rule) => rule.cases === 'all' || (rule.cases === 'own') === (owner.id === pack.id))
    .filter((rule) => rule.from === undefined || pack.inForce.to === null || pack.inForce.to >= rule.from));
  return rules.flatMap((rule) => writtenBy(pack).flatMap(({ place, text }) => {
    const found = forbiddenWordIn(searchable(text), rule);
    return found === null ? [] : [`${place}: writes "${found}": ${rule.message.en} (${rule.code}, ${rule.cite.article})`];
  }));
}

const named = (kind: string, all: readonly { code: string; name: { zh: string; en: string } }[]) => all.flatMap(({ code, name }) => [{ place: `${kind} ${code}`, text: name.zh }, { place: `${kind} ${code}`, text: name.en }]);

/** Names and printed lines of a pack. What its guards say in refusing is no ground for anything. */
function writtenBy(pack: Pack): { place: string; text: string }[] {
  return [
    ...named('step', pack.steps), ...named('phase', pack.phases), ...named('closing', pack.closings), ...named('parameter', pack.parameters), ...named('clock', pack.clocks),
    ...named('paper', pack.papers.map(({ code, title }) => ({ code, name: title }))), ...named('fact', pack.facts.map(({ code, label }) => ({ code, name: label }))),
    ...pack.facts.flatMap((fact) => named(`fact ${fact.code}, choice`, (fact.choices ?? []).map(({ value, label }) => ({ code: value, name: label })))),
    ...pack.papers.flatMap((paper) => [paper, ...paper.variants].flatMap(({ fields }) => Object.entries(fields).flatMap(([field, lines]) => [lines ?? []].flat().flatMap((line) => line.split(/\{[^{}]*\}/)).map((text) => ({ place: `paper ${paper.code}, field ${field}`, text }))))),
  ];
}
