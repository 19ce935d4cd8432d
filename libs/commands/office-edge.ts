/** Commands of the office as people send them: approvals, signatures, signers, tasks in hand. Signatures bear the day on which they arrive. */
import { z } from 'zod';
import { Code, EdgeFacts, PaperId, PartyId, PersonId, Words } from './edge-fields.ts';

/** The absent person in whose place it is done, by a written authority. */
const actingFor = PersonId.optional();

export const AskApprovalCommand = z.strictObject({
  type: z.literal('askApproval'), approval: Code,
  items: z.array(z.strictObject({ step: Code, party: PartyId.optional(), facts: EdgeFacts.default({}) })).min(1).max(50),
  signers: z.record(Code, z.array(PersonId).max(20)).default({}),
  note: Words.optional(), actingFor,
});
export const SignApprovalCommand = z.strictObject({
  type: z.literal('signApproval'), approvalId: PaperId, verdict: z.enum(['agree', 'return', 'refuse']), actingFor,
  to: z.string().regex(/^[A-Za-z][A-Za-z0-9_+-]{0,99}$/).optional(), opinion: Words,
});
export const ChangeSignersCommand = z.strictObject({
  type: z.literal('changeSigners'), approvalId: PaperId, add: z.strictObject({ person: PersonId, place: z.enum(['before', 'after', 'parallel']) }).optional(), remove: PersonId.optional(), reason: Words, actingFor,
});
export const WithdrawApprovalCommand = z.strictObject({ type: z.literal('withdrawApproval'), approvalId: PaperId, reason: Words, actingFor });
export const TaskVerbField = z.enum(['claim', 'assign', 'transfer', 'delegate', 'giveBack', 'copy', 'urge', 'release']);
export const HandleTaskCommand = z.strictObject({ type: z.literal('handleTask'), verb: TaskVerbField, step: Code, party: PartyId.optional(), to: PersonId.optional(), note: Words.optional(), actingFor });

export type OfficeEdgeCommand = z.infer<typeof AskApprovalCommand> | z.infer<typeof SignApprovalCommand> | z.infer<typeof ChangeSignersCommand> | z.infer<typeof WithdrawApprovalCommand> | z.infer<typeof HandleTaskCommand>;
