import { Global, Injectable, Module, type DynamicModule } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';
import type { SignedInActor } from '#access';
import { loadLawBook, openCommandDeps, type CommandDeps } from '#commands';
import { lawBookFromFiles, readPacks } from '#law/files/pack-files';
import type { LegalInstant } from '#law/dates';
import type { LawBook } from '#law/law-book';
import { CaseFiles, openFileStorage } from '#store/files';
import { openKeys } from '#store/keys';
import { withActor } from '#store';
import { Configuration } from './configuration.ts';

/** The one door for commands, and the law by which it judges. */
@Injectable()
export class Door {
  public constructor(public readonly deps: CommandDeps, public readonly files: CaseFiles) {}

  /** The law as it stands in this transaction. */
  public law(m: EntityManager): Promise<LawBook> {
    return loadLawBook(m, this.deps.law);
  }

  /** The law of a case: under the text of its pack by which it was judged last, or by an instant. An unknown case has the law of everybody. */
  public lawOf(m: EntityManager, caseId: string, known: LegalInstant | null = null): Promise<LawBook> {
    return this.deps.law.bookOfCase(m, caseId, known);
  }

  /** One transaction that sees what the person may see. */
  public as<T>(actor: SignedInActor, work: (m: EntityManager) => Promise<T>): Promise<T> {
    return withActor(this.deps.source, { actorId: actor.personId, offices: actor.offices, cases: actor.cases, readings: actor.readings }, work);
  }
}

@Global()
@Module({})
export class DoorModule {
  public static for(configuration: Configuration): DynamicModule {
    return {
      module: DoorModule,
      providers: [{ provide: Door, inject: [DataSource], useFactory: (source: DataSource) => openDoorOf(source, configuration) }],
      exports: [Door],
    };
  }
}

async function openDoorOf(source: DataSource, { dataDir, keysFile, filesUrl, profile, packsDir }: Configuration): Promise<Door> {
  const keys = await source.transaction((m) => openKeys(m, { dataDir, keysFile: keysFile ?? undefined, profile }));
  const law = lawBookFromFiles(packsDir === null ? {} : { packs: readPacks(packsDir) });
  const storage = await openFileStorage({ dataDir, url: filesUrl ?? undefined });
  return new Door(await openCommandDeps({ source, law, keys, profile }), new CaseFiles(storage, keys));
}
