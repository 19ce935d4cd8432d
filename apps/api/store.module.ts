import { Global, Inject, Injectable, Module, type DynamicModule, type OnApplicationShutdown } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { startOfDay } from '#law/dates';
import { checkMigrations, openStore, useProfile, type LegalClockSetting } from '#store';
import { Configuration } from './configuration.ts';

/** Closes the connections when the service has drained. */
@Injectable()
export class Connections implements OnApplicationShutdown {
  public constructor(@Inject(DataSource) private readonly dataSource: DataSource) {}

  public async onApplicationShutdown(): Promise<void> {
    if (this.dataSource.isInitialized) await this.dataSource.destroy();
  }
}

@Global()
@Module({})
export class StoreModule {
  public static async for(configuration: Configuration): Promise<DynamicModule> {
    const dataSource = await openStore(configuration.databaseUrl, { applicationName: 'anjuan-api' });
    try {
      await checkMigrations(dataSource, { complete: true });
      await useProfile(dataSource, configuration.profile, firstClock(configuration));
    } catch (error) {
      await dataSource.destroy();
      throw error;
    }
    return {
      module: StoreModule,
      providers: [Connections, { provide: DataSource, useValue: dataSource }, { provide: Configuration, useValue: configuration }],
      exports: [Connections, DataSource, Configuration],
    };
  }
}

/** The clock of an empty database; an existing one keeps its own. */
function firstClock({ trainingFrom, speed }: Configuration): LegalClockSetting {
  if (trainingFrom === null) return { mode: 'wall' };
  return speed === null ? { mode: 'stepped', at: startOfDay(trainingFrom) } : { mode: 'running', at: startOfDay(trainingFrom), speed };
}
