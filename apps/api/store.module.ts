import { Global, Inject, Injectable, Module, type DynamicModule, type OnApplicationShutdown } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';
import type { SignedInActor } from '#access';
import { startOfDay } from '#law/dates';
import { openStore, useProfile, withActor, type LegalClockSetting } from '#store';
import { Configuration } from './configuration.ts';

/** PostgreSQL as the asking person sees it. */
@Injectable()
export class CaseRecord implements OnApplicationShutdown {
  public constructor(@Inject(DataSource) public readonly dataSource: DataSource) {}

  /** One transaction confined to the person's offices. */
  public as<T>(actor: SignedInActor, work: (m: EntityManager) => Promise<T>): Promise<T> {
    return withActor(this.dataSource, { actorId: actor.personId, offices: actor.offices }, work);
  }

  public async onApplicationShutdown(): Promise<void> {
    if (this.dataSource.isInitialized) await this.dataSource.destroy();
  }
}

@Global()
@Module({})
export class StoreModule {
  public static async for(configuration: Configuration): Promise<DynamicModule> {
    const dataSource = await openStore(configuration.databaseUrl, { applicationName: 'anjuan-api' });
    await useProfile(dataSource, configuration.profile, firstClock(configuration)).catch(async (error: unknown) => {
      await dataSource.destroy();
      throw error;
    });
    return {
      module: StoreModule,
      providers: [CaseRecord, { provide: DataSource, useValue: dataSource }, { provide: Configuration, useValue: configuration }],
      exports: [CaseRecord, DataSource, Configuration],
    };
  }
}

/** The clock of an empty database; an existing one keeps its own. */
function firstClock({ trainingFrom, speed }: Configuration): LegalClockSetting {
  if (trainingFrom === null) return { mode: 'wall' };
  return speed === null ? { mode: 'stepped', at: startOfDay(trainingFrom) } : { mode: 'running', at: startOfDay(trainingFrom), speed };
}
