import { Module, type DynamicModule } from '@nestjs/common';
import { APP_FILTER, APP_INTERCEPTOR, APP_PIPE } from '@nestjs/core';
import type { Configuration } from './configuration.ts';
import { HealthController } from './health/health.controller.ts';
import { InputPipe } from './http/input-pipe.ts';
import { TrainingMark } from './http/training-mark.ts';
import { ProblemFilter } from './problems/problem-filter.ts';
import { ProblemsController } from './problems/problems.controller.ts';
import { SignInModule } from './sign-in/sign-in.module.ts';
import { StoreModule } from './store.module.ts';

/** Everything the API serves. */
@Module({})
export class AppModule {
  public static async for(configuration: Configuration): Promise<DynamicModule> {
    return {
      module: AppModule,
      imports: [await StoreModule.for(configuration), await SignInModule.for(configuration)],
      controllers: [HealthController, ProblemsController],
      providers: [
        { provide: APP_FILTER, useClass: ProblemFilter },
        { provide: APP_PIPE, useClass: InputPipe },
        { provide: APP_INTERCEPTOR, useClass: TrainingMark },
      ],
    };
  }
}
