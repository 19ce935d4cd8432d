import { Module, type DynamicModule } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { openCommandDeps, type CommandDeps } from '#commands';
import { lawBookFromFiles, readPacks } from '#law/files/pack-files';
import { checkMigrations, openStore, useProfile, withActor, MACHINE } from '#store';
import { CaseFiles, openFileStorage } from '#store/files';
import { openKeys } from '#store/keys';
import { MESSAGE_GATEWAY, openGateway } from './gateway-service.ts';
import { WORKER_SETTINGS, type WorkerSettings } from './settings.ts';
import { COMMAND_DEPS, WorkerProcess } from './worker-process.ts';

/** The worker: the record, the one door, the message gateway, and the process that uses them. */
@Module({})
export class WorkerModule {
  static with(settings: WorkerSettings): DynamicModule {
    return {
      module: WorkerModule,
      providers: [
        WorkerProcess,
        { provide: WORKER_SETTINGS, useValue: settings },
        { provide: DataSource, useFactory: () => openRecord(settings) },
        { provide: COMMAND_DEPS, useFactory: (source: DataSource) => openTheDoor(source, settings), inject: [DataSource] },
        { provide: CaseFiles, useFactory: async ({ keys }: CommandDeps) => new CaseFiles(await openFileStorage({ dataDir: settings.dataDir, url: settings.filesUrl }), keys), inject: [COMMAND_DEPS] },
        { provide: MESSAGE_GATEWAY, useFactory: () => openGateway(settings) },
      ],
    };
  }
}

async function openRecord({ databaseUrl, profile, firstClock }: WorkerSettings): Promise<DataSource> {
  const source = await openStore(databaseUrl, { applicationName: 'anjuan worker', poolSize: 15 });
  try {
    await checkMigrations(source, { complete: true });
    await useProfile(source, profile, firstClock);
  } catch (error) {
    await source.destroy();
    throw error;
  }
  return source;
}

async function openTheDoor(source: DataSource, { profile, dataDir, keysFile, packsDir }: WorkerSettings): Promise<CommandDeps> {
  const keys = await withActor(source, { actorId: MACHINE, offices: [] }, (manager) => openKeys(manager, { dataDir, keysFile, profile }));
  const law = lawBookFromFiles(packsDir === undefined ? {} : { packs: readPacks(packsDir) });
  return openCommandDeps({ source, law, keys, profile });
}
