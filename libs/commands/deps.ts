import type { DataSource } from 'typeorm';
import { PaperRenderer } from '#documents';
import type { LawBook } from '#law';
import { keepPacks, MACHINE, withActor, type Profile } from '#store';
import { ContentStore, PersonKeys } from '#store/content';
import type { Keys } from '#store/keys';
import { LawShelf } from './law-shelf.ts';

/** What the door needs; one a process. */
export interface CommandDeps {
  readonly source: DataSource;
  readonly law: LawShelf;
  readonly keys: Keys;
  readonly people: PersonKeys;
  readonly content: ContentStore;
  readonly renderer: PaperRenderer;
  readonly profile: Profile;
}

/** Puts the door together: keeps the packs in the record, so that every event can be judged again under the one it names, and loads fonts and templates (about a second). */
export async function openCommandDeps(input: { source: DataSource; law: LawBook; keys: Keys; profile: Profile; renderer?: PaperRenderer }): Promise<CommandDeps> {
  const people = new PersonKeys(input.keys);
  await withActor(input.source, { actorId: MACHINE, offices: [] }, (manager) => keepPacks(manager, input.law.packs.map(({ pack, sha256, bytes }) => ({ sha256, pack: pack.id, bytes }))));
  return {
    source: input.source, law: new LawShelf(input.law), keys: input.keys, profile: input.profile,
    people, content: new ContentStore(input.keys, people), renderer: input.renderer ?? await PaperRenderer.create(),
  };
}
