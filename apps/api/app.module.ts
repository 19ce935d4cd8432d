import { Module, type DynamicModule } from '@nestjs/common';
import { APP_FILTER, APP_INTERCEPTOR, APP_PIPE } from '@nestjs/core';
import { CasesController } from './cases/cases.controller.ts';
import { CommandsController } from './cases/commands.controller.ts';
import { FilesController } from './cases/files.controller.ts';
import { OfficeController } from './cases/office.controller.ts';
import { WorkflowLook } from './cases/workflow-look.ts';
import { CausesController } from './causes/causes.controller.ts';
import { ChangeFeed } from './changes/change-feed.ts';
import { ChangesController } from './changes/changes.controller.ts';
import type { Configuration } from './configuration.ts';
import { DoorModule } from './door.module.ts';
import { HealthController } from './health/health.controller.ts';
import { InputPipe } from './http/input-pipe.ts';
import { TrainingMark } from './http/training-mark.ts';
import { InboxController } from './inbox/inbox.controller.ts';
import { LawController } from './law/law.controller.ts';
import { HelpController } from './people/help.controller.ts';
import { CourtPackagesController } from './court-packages/court-packages.controller.ts';
import { LateConsentsController } from './people/late-consents.controller.ts';
import { TransferOffersController } from './people/transfer-offers.controller.ts';
import { LeadsController } from './leads/leads.controller.ts';
import { HandsController } from './people/hands.controller.ts';
import { PinsController } from './people/pins.controller.ts';
import { BankImportsController } from './money-in/bank-imports.controller.ts';
import { ReceiptDecisionsController } from './money-in/receipt-decisions.controller.ts';
import { CaseReceiptsController, ElectronicReceiptsController, ShownReceiptsController } from './money-in/electronic-receipts.controller.ts';
import { FinanceTasksController } from './money-in/finance-tasks.controller.ts';
import { RefundRoundsController } from './money-in/refund-rounds.controller.ts';
import { RefundsController } from './money-in/refunds.controller.ts';
import { CountyController } from './overview/county.controller.ts';
import { OverviewController } from './overview/overview.controller.ts';
import { HallController } from './party/hall.controller.ts';
import { RepresentativesController } from './party/representatives.controller.ts';
import { PartyController } from './party/party.controller.ts';
import { PartySessionController } from './party/party-session.controller.ts';
import { PartyGuard } from './party/party-guard.ts';
import { PeopleController } from './people/people.controller.ts';
import { ProblemFilter } from './problems/problem-filter.ts';
import { ProblemsController } from './problems/problems.controller.ts';
import { ProofsController } from './proofs/proofs.controller.ts';
import { ProposalsController } from './proposals/proposals.controller.ts';
import { LawChangesController } from './law-changes/law-changes.controller.ts';
import { ScansController } from './sheets/scans.controller.ts';
import { SheetsController } from './sheets/sheets.controller.ts';
import { SignInModule } from './sign-in/sign-in.module.ts';
import { StoreModule } from './store.module.ts';
import { TrainingController } from './training/training.controller.ts';

/** Everything the API serves. The training clock has an address in a training instance only. */
@Module({})
export class AppModule {
  public static async for(configuration: Configuration): Promise<DynamicModule> {
    return {
      module: AppModule,
      imports: [await StoreModule.for(configuration), await SignInModule.for(configuration), DoorModule.for(configuration)],
      controllers: [
        HealthController, ProblemsController, CasesController, CommandsController, OfficeController, FilesController, SheetsController, ScansController, CourtPackagesController, InboxController, LawController, CausesController, ProposalsController, LawChangesController, BankImportsController, ReceiptDecisionsController, RefundsController, RefundRoundsController, FinanceTasksController, ElectronicReceiptsController, CaseReceiptsController, ShownReceiptsController, ProofsController, ChangesController, PeopleController, OverviewController, CountyController, LeadsController, PinsController, HandsController, HelpController, TransferOffersController, LateConsentsController, PartySessionController, PartyController, HallController, RepresentativesController,
        ...(configuration.profile === 'production' ? [] : [TrainingController]),
      ],
      providers: [
        WorkflowLook,
        ChangeFeed,
        PartyGuard,
        { provide: APP_FILTER, useClass: ProblemFilter },
        { provide: APP_PIPE, useClass: InputPipe },
        { provide: APP_INTERCEPTOR, useClass: TrainingMark },
      ],
    };
  }
}
