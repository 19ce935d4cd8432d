import type { DataSource } from 'typeorm';
import { PaperRenderer } from '#documents';
import type { LawBook } from '#law';
import type { Profile } from '#store';
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

/** Puts the door together: loads fonts and templates (about a second), opens nothing else. */
export async function openCommandDeps(input: { source: DataSource; law: LawBook; keys: Keys; profile: Profile; renderer?: PaperRenderer }): Promise<CommandDeps> {
  const people = new PersonKeys(input.keys);
  return {
    source: input.source, law: new LawShelf(input.law), keys: input.keys, profile: input.profile,
    people, content: new ContentStore(input.keys, people), renderer: input.renderer ?? await PaperRenderer.create(),
  };
}
