import { z } from 'zod';
import { AskApprovalCommand, ChangeSignersCommand, HandleTaskCommand, SignApprovalCommand, WithdrawApprovalCommand } from '#commands';
import { Why } from '../http/schemas.ts';

const PERSON = '00000000-0000-4000-8000-000000000003';

export const AskApprovalBody = AskApprovalCommand.omit({ type: true }).meta({
  id: 'AskApproval', examples: [{ approval: 'noticeApproval', items: [{ step: 'issueNotice', facts: { reasons: '事实清楚', basis: '《中华人民共和国消防法》第六十条', intendedFine: '1000.00' } }], note: '拟予处罚，请审批' }],
});
export const SignApprovalBody = SignApprovalCommand.omit({ type: true, approvalId: true }).meta({ id: 'SignApproval', examples: [{ verdict: 'return', to: 'handler', opinion: '裁量理由不充分，请补充' }] });
export const ChangeSignersBody = ChangeSignersCommand.omit({ type: true, approvalId: true }).meta({ id: 'ChangeSigners', examples: [{ add: { person: PERSON, place: 'before' }, reason: '涉及规划，先请其签署意见' }] });
export const WithdrawApprovalBody = WithdrawApprovalCommand.omit({ type: true, approvalId: true }).meta({ id: 'WithdrawApproval', examples: [{ reason: '事实有误，撤回修改' }] });
export const HandleTaskBody = HandleTaskCommand.omit({ type: true, verb: true, step: true }).meta({ id: 'HandleTask', examples: [{ to: PERSON, note: '请代拟告知书' }] });

export const RevealTaskBody = z.strictObject({ party: z.string().max(10).optional(), why: Why }).meta({ id: 'RevealTask', examples: [{ why: '核对代拟内容' }] });
export const RevealedApproval = z.strictObject({
  approvalId: z.string(), note: z.string().nullable(), items: z.array(z.strictObject({ step: z.string(), party: z.string().nullable(), texts: z.record(z.string(), z.string()).describe('Free text proposed, by fact.') })),
  opinions: z.array(z.strictObject({ seq: z.number().int(), text: z.string() })),
}).meta({ id: 'RevealedApproval' });
export const RevealedTask = z.strictObject({ step: z.string(), party: z.string().nullable(), results: z.array(z.string()).describe('What delegates gave back, the first first.') }).meta({ id: 'RevealedTask' });
