import { z } from 'zod';
import { LawChangeProposal, lawChangeStatuses, lineStatuses, type LawChange, type LawChangeLine, type ReadLawChange, type ReadLine } from '#commands';
import { Cursor, Day, Instant, Limit, pageOf } from '../http/schemas.ts';

export const LawChangeId = z.uuid();
const Sha256 = z.string().regex(/^[0-9a-f]{64}$/);
const Kind = z.enum(['changeOfLaw', 'correction']);

export const LawChangeBody = LawChangeProposal.extend({
  dryRun: z.boolean().default(true).describe('True: what would be rewritten is answered, a page at a time, and nothing is written.'),
  cursor: Cursor, limit: Limit,
}).meta({ id: 'ProposeLawChange', examples: [{ pack: 'administrative-penalty', packSha256: '3f3f3f3f3f3f3f3f3f3f3f3f3f3f3f3f3f3f3f3f3f3f3f3f3f3f3f3f3f3f3f3f', documentNumber: '勉司发〔2025〕6号', reason: '期限录入有误，予以更正', dryRun: true }] });
export const SignBody = z.strictObject({ manifest: Sha256.describe('Of the lines as you have seen them: each holds case, revision, before and after.') }).meta({ id: 'SignLawChange', examples: [{ manifest: '3f3f3f3f3f3f3f3f3f3f3f3f3f3f3f3f3f3f3f3f3f3f3f3f3f3f3f3f3f3f3f3f' }] });
export const LineQuery = z.strictObject({
  status: z.enum(lineStatuses).optional(), which: z.enum(['rewritten', 'all']).default('rewritten').describe('all: also cases in which nothing is rewritten.'), cursor: Cursor, limit: Limit,
});
export const ListQuery = z.strictObject({ cursor: Cursor, limit: Limit });

const Side = z.record(z.string(), z.unknown()).describe('Only what differs, by place: phase, clock, step, service, closing, duty, paper, amount, money, parameter.');
const LineView = z.strictObject({ caseId: z.uuid(), revision: z.number().int(), drawnOn: Day.describe('Sums of money are those of the end of this day.'), rewritten: z.boolean(), before: Side, after: Side, hash: Sha256, error: z.string().nullable().describe('The kind of trouble of a case that could not be judged.') });
export const KeptLineView = LineView.extend({ round: z.number().int(), status: z.enum(lineStatuses), seq: z.number().int().nullable() }).meta({ id: 'LawChangeLine' });
export const LinePage = pageOf(KeptLineView, 'LawChangeLinePage');

const Summary = z.strictObject({
  lawChangeId: z.uuid(), pack: z.string(), kind: Kind, toSha256: z.string(), documentNumber: z.string(), reason: z.string(), status: z.enum(lawChangeStatuses),
  round: z.number().int(), manifest: z.string().nullable(), proposedBy: z.string(), proposedAt: Instant,
});
export const LawChangePage = pageOf(Summary, 'LawChangePage');
const Signature = z.strictObject({ round: z.number().int(), place: z.number().int(), personId: z.string(), manifest: z.string(), signedAt: Instant });
export const LawChangeView = Summary.extend({
  signatures: z.array(Signature), workflowId: z.string(),
  progress: z.strictObject({ lines: z.number().int(), rewritten: z.number().int(), byStatus: z.record(z.enum(lineStatuses), z.number().int()) }),
}).meta({ id: 'LawChange' });
/** A dry run, or the change that was proposed. */
export const TriedOrProposed = z.strictObject({
  dryRun: z.boolean(), kind: Kind, toSha256: z.string(), newestSha256: z.string().nullable(), items: z.array(LineView), next: z.string().nullable(), proposed: LawChangeView.nullable(),
}).meta({ id: 'LawChangeTried' });

export function lineView({ caseId, revision, drawnOn, rewritten, before, after, hash, error }: LawChangeLine): z.infer<typeof LineView> {
  return { caseId, revision, drawnOn, rewritten, before, after, hash, error };
}
export function keptLineView(line: ReadLine): z.infer<typeof KeptLineView> {
  return { ...lineView(line), round: line.round, status: line.status, seq: line.seq };
}
export function summaryOf({ lawChangeId, pack, kind, toSha256, documentNumber, reason, status, round, manifest, proposedBy, proposedAt }: LawChange): z.infer<typeof Summary> {
  return { lawChangeId, pack, kind, toSha256, documentNumber, reason, status, round, manifest, proposedBy, proposedAt };
}
export function changeView(change: ReadLawChange): z.infer<typeof LawChangeView> {
  return { ...summaryOf(change), signatures: change.signatures, workflowId: `lawchange/${change.lawChangeId}`, progress: change.progress };
}
