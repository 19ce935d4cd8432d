import { Body, Controller, Get, HttpCode, Param, Post, Query } from '@nestjs/common';
import { ApiBearerAuth, ApiCreatedResponse, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { z } from 'zod';
import type { SignedInActor } from '#access';
import { checkLoan, checkSubstitution, endLoan, endSubstitution, proposeLoan, proposeSubstitution, readLoans, readSubstitutions, type OrderOutcome } from '#commands/people';
import { Door } from '../door.module.ts';
import { Command, Headers, type CommandHeaders } from '../http/command.ts';
import { onceApart } from '../http/once.ts';
import { Who, type SignedIn } from '../sign-in/access-guard.ts';
import { orderAnswer } from './order-answer.ts';
import { listPage, MADE, OrderQuery } from './order-page.ts';
import { EndBody, LoanBody, LoanList, LoanView, SubstitutionBody, SubstitutionList, SubstitutionView } from './order-schemas.ts';

const OrderId = z.uuid();
type Substituted = z.infer<typeof SubstitutionView>;
type Lent = z.infer<typeof LoanView>;

/** Absence and lending: one person writes the order down, another approves it. */
@ApiTags('people')
@ApiBearerAuth()
@Controller('api')
export class PeopleController {
  public constructor(private readonly door: Door) {}

  @Get('substitutions')
  @ApiOperation({ summary: 'Who acts for whom in the own offices, by which written authority; the newest first' })
  @ApiOkResponse({ standardSchema: SubstitutionList })
  public substitutions(@Who() { actor }: SignedIn, @Query({ schema: OrderQuery }) query: z.infer<typeof OrderQuery>): Promise<z.infer<typeof SubstitutionList>> {
    return this.door.as(actor, (m) => listPage(query, { sort: 'substitutions', parts: MADE, read: (sought) => readSubstitutions(m, sought), keyOf: (row) => [row.madeAt, row.substitutionId] }));
  }

  @Post('substitutions')
  @Command()
  @ApiOperation({ summary: 'Propose a written authority to act for an absent official: by that person, a head or the county legal office' })
  @ApiCreatedResponse({ standardSchema: SubstitutionView })
  public substitute(@Who() { actor }: SignedIn, @Headers() headers: CommandHeaders, @Body({ schema: SubstitutionBody }) body: z.infer<typeof SubstitutionBody>): Promise<Substituted> {
    return this.settle(actor, headers, () => proposeSubstitution(this.door.deps, actor, body));
  }

  @Post('substitutions/:id/approve')
  @HttpCode(200)
  @Command()
  @ApiOperation({ summary: 'Approve it as a second person, who is not the substitute' })
  @ApiOkResponse({ standardSchema: SubstitutionView })
  public approveSubstitution(@Who() { actor }: SignedIn, @Headers() headers: CommandHeaders, @Param('id', { schema: OrderId }) id: string): Promise<Substituted> {
    return this.settle(actor, headers, () => checkSubstitution(this.door.deps, actor, id, 'approved'));
  }

  @Post('substitutions/:id/reject')
  @HttpCode(200)
  @Command()
  @ApiOperation({ summary: 'Reject it as a second person' })
  @ApiOkResponse({ standardSchema: SubstitutionView })
  public rejectSubstitution(@Who() { actor }: SignedIn, @Headers() headers: CommandHeaders, @Param('id', { schema: OrderId }) id: string): Promise<Substituted> {
    return this.settle(actor, headers, () => checkSubstitution(this.door.deps, actor, id, 'rejected'));
  }

  @Post('substitutions/:id/end')
  @HttpCode(200)
  @Command()
  @ApiOperation({ summary: 'End it early; what was done under it stands' })
  @ApiOkResponse({ standardSchema: SubstitutionView })
  public endSubstitution(@Who() { actor }: SignedIn, @Headers() headers: CommandHeaders, @Param('id', { schema: OrderId }) id: string, @Body({ schema: EndBody }) { lastDay }: z.infer<typeof EndBody>): Promise<Substituted> {
    return this.settle(actor, headers, () => endSubstitution(this.door.deps, actor, id, lastDay));
  }

  @Get('person-loans')
  @ApiOperation({ summary: 'Officers, chairs and reviewers whom the own offices lend or borrow, by which order; the newest first' })
  @ApiOkResponse({ standardSchema: LoanList })
  public loans(@Who() { actor }: SignedIn, @Query({ schema: OrderQuery }) query: z.infer<typeof OrderQuery>): Promise<z.infer<typeof LoanList>> {
    return this.door.as(actor, (m) => listPage(query, { sort: 'loans', parts: MADE, read: (sought) => readLoans(m, sought), keyOf: (row) => [row.madeAt, row.loanId] }));
  }

  @Post('person-loans')
  @Command()
  @ApiOperation({ summary: 'Propose to lend a person to another office, for a case or for days: by the head of either office or the county legal office' })
  @ApiCreatedResponse({ standardSchema: LoanView })
  public lend(@Who() { actor }: SignedIn, @Headers() headers: CommandHeaders, @Body({ schema: LoanBody }) body: z.infer<typeof LoanBody>): Promise<Lent> {
    return this.settle(actor, headers, () => proposeLoan(this.door.deps, actor, body));
  }

  @Post('person-loans/:id/approve')
  @HttpCode(200)
  @Command()
  @ApiOperation({ summary: 'Approve it as a second person: of the other office, or of the county legal office' })
  @ApiOkResponse({ standardSchema: LoanView })
  public approveLoan(@Who() { actor }: SignedIn, @Headers() headers: CommandHeaders, @Param('id', { schema: OrderId }) id: string): Promise<Lent> {
    return this.settle(actor, headers, () => checkLoan(this.door.deps, actor, id, 'approved'));
  }

  @Post('person-loans/:id/reject')
  @HttpCode(200)
  @Command()
  @ApiOperation({ summary: 'Reject it as a second person' })
  @ApiOkResponse({ standardSchema: LoanView })
  public rejectLoan(@Who() { actor }: SignedIn, @Headers() headers: CommandHeaders, @Param('id', { schema: OrderId }) id: string): Promise<Lent> {
    return this.settle(actor, headers, () => checkLoan(this.door.deps, actor, id, 'rejected'));
  }

  @Post('person-loans/:id/end')
  @HttpCode(200)
  @Command()
  @ApiOperation({ summary: 'End it early: from the day after, the person sees nothing of the other office any more' })
  @ApiOkResponse({ standardSchema: LoanView })
  public endLoan(@Who() { actor }: SignedIn, @Headers() headers: CommandHeaders, @Param('id', { schema: OrderId }) id: string, @Body({ schema: EndBody }) { lastDay }: z.infer<typeof EndBody>): Promise<Lent> {
    return this.settle(actor, headers, () => endLoan(this.door.deps, actor, id, lastDay));
  }

  private settle<T extends object>(actor: SignedInActor, headers: CommandHeaders, work: () => Promise<OrderOutcome<T>>): Promise<T> {
    return onceApart((inTransaction) => this.door.as(actor, inTransaction), actor, headers, async () => orderAnswer(await work()));
  }
}
