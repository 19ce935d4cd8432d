import { Controller, Get, Query } from '@nestjs/common';
import { ApiBearerAuth, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { z } from 'zod';
import { FINANCE_TASKS, financeTaskKinds, readFinanceTasks, type FinanceTask } from '#commands';
import { chinaDateOf, formatYuan, legalDate, type LegalDate } from '#law';
import { legalNow } from '#store';
import { Door } from '../door.module.ts';
import { cursorOf, readCursor } from '../http/cursor.ts';
import { Bilingual, Cursor, DateText, Day, Limit, pageOf } from '../http/schemas.ts';
import { OnlyFor, Who, type SignedIn } from '../sign-in/access-guard.ts';

const Kind = z.enum(financeTaskKinds);
const TasksQuery = z.strictObject({ kind: Kind.optional(), cursor: Cursor, limit: Limit });
const TaskView = z.strictObject({
  kind: Kind, about: Bilingual, id: z.string().describe('bank.serial of a receipt, the id of a decision or refund, or the payment reference of the debt.'), amount: z.string().meta({ pattern: String.raw`^\d+\.\d{2}$`, examples: ['35.00'] }),
  reference: z.string().nullable().describe('As the bank reported it, or of the debt.'), since: Day.describe('The value date, or the day on which somebody asked.'), dueOn: Day.nullable().describe('By when a refund is to be paid.'), overdue: z.boolean(), address: z.string().describe('The list in which it stands.'), acts: z.array(z.string()).describe('What is sent (POST) to do it.'),
}).meta({ id: 'FinanceTask', examples: [{ kind: 'askRefund', about: FINANCE_TASKS.askRefund, id: '61072501250000001273', amount: '35.00', reference: '61072501250000001273', since: '2025-03-03', dueOn: null, overdue: false, address: '/api/refundables', acts: ['/api/refunds'] }] });
const TaskPage = pageOf(TaskView, 'FinanceTaskPage').extend({ byKind: z.array(z.strictObject({ kind: Kind, about: Bilingual, count: z.number().int() })).describe('How many there are in all, in a fixed order; kinds without any are left out.') }).meta({ id: 'FinanceTaskPage' });

/** Where a task is seen, and the acts by which it is done. */
function placeOf({ kind, id, importId }: FinanceTask): { address: string; acts: string[] } {
  const acts = (of: string, ...names: string[]): { address: string; acts: string[] } => ({ address: `/api/${of}`, acts: names.map((name) => `/api/${of}/${id}/${name}`) });
  switch (kind) {
    case 'settleReceipt': return { address: '/api/bank-receipts?status=suspense', acts: ['/api/receipt-decisions'] };
    case 'retryReceipt': return { address: '/api/bank-receipts?status=failed', acts: [`/api/bank-imports/${importId ?? ''}/retry`] };
    case 'checkDecision': return acts('receipt-decisions', 'approve', 'reject');
    case 'enterReturn': return acts('receipt-decisions', 'returned');
    case 'askRefund': return { address: '/api/refundables', acts: ['/api/refunds'] };
    case 'checkRefund': return acts('refunds', 'approve', 'reject');
    case 'checkRefundRound': return { ...acts('refund-rounds', 'approve', 'reject'), address: `/api/refund-rounds/${id}/refunds` };
    case 'enterRefund': return acts('refunds', 'paid', 'returned');
    case 'resumeRefund': return acts('refunds', 'approve', 'paid', 'returned');
  }
}

/** The inbox of finance, who have no cases of their own. */
@ApiTags('money in')
@ApiBearerAuth()
@OnlyFor('finance')
@Controller('api/finance')
export class FinanceTasksController {
  public constructor(private readonly door: Door) {}

  @Get('tasks')
  @ApiOperation({ summary: 'What waits for the asking person of finance, the earliest day first, with how many there are of each kind' })
  @ApiOkResponse({ standardSchema: TaskPage })
  public tasks(@Who() { actor }: SignedIn, @Query({ schema: TasksQuery }) { kind, cursor, limit }: z.infer<typeof TasksQuery>): Promise<z.infer<typeof TaskPage>> {
    const place = readCursor(cursor, 'financeTasks', [z.union([DateText, z.literal('infinity')]), DateText, z.string().max(200)]);
    return this.door.as(actor, async (m) => {
      const today = chinaDateOf((await legalNow(m)).at);
      const { items, byKind } = await readFinanceTasks(m, actor, { kind: kind ?? null, after: place === null ? null : { due: place[0] === 'infinity' ? 'infinity' : legalDate(String(place[0])), since: legalDate(String(place[1])), id: String(place[2]) }, limit: limit + 1 });
      const page = items.slice(0, limit);
      const last = page.at(-1);
      return {
        items: page.map((task) => view(task, today)), next: items.length > limit && last !== undefined ? cursorOf('financeTasks', [last.dueOn ?? 'infinity', last.since, `${last.kind} ${last.id}`]) : null,
        byKind: financeTaskKinds.flatMap((one) => byKind.filter((row) => row.kind === one).map(({ count }) => ({ kind: one, about: FINANCE_TASKS[one], count }))),
      };
    });
  }
}

function view(task: FinanceTask, today: LegalDate): z.infer<typeof TaskView> {
  const { kind, id, fen, reference, since, dueOn } = task;
  return { kind, about: FINANCE_TASKS[kind], id, amount: formatYuan(BigInt(fen)), reference, since, dueOn, overdue: dueOn !== null && dueOn < today, ...placeOf(task) };
}
