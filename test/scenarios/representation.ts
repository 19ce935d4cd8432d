/** What the stories of agents, guardians and the hall tell with. */
import type { Actor, CaseCommand, LateEntry } from '#cases/model';
import type { Representative } from '#cases/party/types';
import { legalDate } from '#law';
import { actor, ownBody, TOWN } from '#cases/testing/county';
import { factsFor, type PlainFacts } from '#cases/testing/facts';
import type { Story } from '#cases/testing/story';

const content = { contentId: 'who', commitment: 'who' };

export interface Filed extends Partial<Omit<Representative, 'from' | 'to'>> { from?: string; to?: string | null; fileId?: string; on?: string; late?: LateEntry }

/** A letter of authority or a guardian is filed; its number is answered. The document is on file unless another is named. */
export function files(story: Story, { fileId = 'letter', from, to, on, late, ...more }: Filed = {}, by = 'wang'): number {
  if (!story.state.files.some((one) => one.fileId === 'letter')) story.attaches('letter');
  const as = more.as ?? 'agent';
  const agent = as === 'agent';
  story.command({
    type: 'fileRepresentative', on: legalDate(on ?? story.today), ...(late ? { late } : {}),
    representative: {
      party: 'p1', as, authority: agent ? 'general' : null, scope: [], profession: agent ? 'lawyer' : null, relation: agent ? null : 'father', ground: agent ? null : 'minor',
      document: { fileId, sha256: 'f'.repeat(64) }, identity: content, ...more, from: legalDate(from ?? story.today), to: to === null ? null : to === undefined ? (agent ? legalDate('2026-12-31') : null) : legalDate(to),
    },
  }, actor(by));
  return story.state.seq;
}

/** It is withdrawn, or over. */
export function ends(story: Story, number: number, by: Actor = actor('wang'), on = story.today as string, late?: LateEntry): Story {
  story.command({ type: 'endRepresentative', number, on: legalDate(on), reason: content, ...(late ? { late } : {}) }, by);
  return story;
}

export const self = (party = 'p1'): Actor => ({ personId: `party:${party}`, officeId: TOWN, roles: [], kind: 'party', party });
export const inPlace = (as: 'agent' | 'guardian', authority: number, party = 'p1'): Actor => ({ personId: `${as}:${party}`, officeId: TOWN, roles: [], kind: 'party', party, as, authority });

/** A step taken through the party's door by whoever holds a code. */
export function atDoor(story: Story, who: Actor, step: string, facts: PlainFacts = {}): Story {
  story.command(stepCommand(story, step, facts, who.party ?? 'p1'), who);
  return story;
}

type Hall = NonNullable<Extract<CaseCommand, { type: 'takeStep' }>['hall']>;
/** What a party says at the hall, entered by somebody there. */
export function atHall(story: Story, step: string, hall: Partial<Hall> = {}, { by = 'wang', facts = {}, party = 'p1' }: { by?: string; facts?: PlainFacts; party?: string } = {}): Story {
  story.command({ ...stepCommand(story, step, facts, party), hall: { readBack: true, signed: 'signature', witnesses: [], ...hall } }, actor(by));
  return story;
}

function stepCommand(story: Story, step: string, facts: PlainFacts, party: string): Extract<CaseCommand, { type: 'takeStep' }> {
  return { type: 'takeStep', step, on: story.today, party, officers: [], body: ownBody, facts: factsFor(story.pack, story.pack.steps.find((one) => one.code === step)?.facts ?? [], facts) };
}

