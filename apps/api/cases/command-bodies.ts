import { z } from 'zod';
import { Bilingual, Day, Instant, Why } from '../http/schemas.ts';
import { AmendPartyCommand, CloseCaseCommand, OpenCaseCommand, ReopenCaseCommand, RecordServiceCommand, TakeStepCommand, VoidPaperCommand } from '#commands';

export const OpenCaseBody = OpenCaseCommand.omit({ type: true }).extend({
  officeId: z.string().regex(/^[A-Za-z0-9-]{1,80}$/).optional().describe('The office that conducts the case; only the own one. Without it, the own one.'),
}).meta({
  id: 'OpenCase',
  examples: [{
    pack: 'administrative-penalty', on: '2025-03-03', parties: [{ kind: 'citizen', identity: { name: '张三', identityNumber: '610799199001010011', address: '陕西省汉中市勉县勉阳街道和平路12号', phone: '13800000000' } }],
    facts: { cause: 'fire-lane-occupied', causeName: '占用消防车通道', leadSource: 'inspection', actEndedOn: '2025-03-01', discoveredOn: '2025-03-02', summary: '检查时发现货车停放在消防车通道内。' },
  }, {
    pack: 'leads', facts: { channel: 'hotline', receivedOn: '2025-03-03', sourceDocument: 'RX-2025-0317', reported: '和平路12号门前堆放货物，占用消防车通道。', place: '和平路12号', complainantKind: 'named', complainant: '张某', complainantContact: '13900000000' },
  }],
});
export const TakeStepBody = TakeStepCommand.omit({ type: true, step: true, hall: true }).meta({ id: 'TakeStep', examples: [{ on: '2025-03-05', facts: { basis: '《中华人民共和国消防法》第六十条', proposal: '建议立案' }, officers: ['00000000-0000-4000-8000-000000000001', '00000000-0000-4000-8000-000000000002'] }] });
export const RecordServiceBody = RecordServiceCommand.omit({ type: true, paperId: true }).meta({ id: 'RecordService', examples: [{ party: 'p1', attempt: { way: 'direct', on: '2025-03-06', outcome: 'received' }, officers: ['00000000-0000-4000-8000-000000000001'] }] });
export const VoidPaperBody = VoidPaperCommand.omit({ type: true, paperId: true }).meta({ id: 'VoidPaper', examples: [{ on: '2025-03-06', reason: '文书当事人姓名有误' }] });
export const AmendPartyBody = AmendPartyCommand.omit({ type: true, party: true }).meta({ id: 'AmendParty', examples: [{ identity: { name: '张三', identityNumber: '610799199001010011', address: '陕西省汉中市勉县勉阳街道和平路12号' }, reason: '立案时未登记公民身份号码' }] });
export const CloseCaseBody = CloseCaseCommand.omit({ type: true }).meta({ id: 'CloseCase', examples: [{ closing: 'undecided_closed', on: '2021-09-01', reason: '社会抚养费制度已废止' }] });
export const ReopenCaseBody = ReopenCaseCommand.omit({ type: true }).meta({ id: 'ReopenCase', examples: [{ reopening: 'decisionQuashed', on: '2025-12-01', reason: '行政复议决定撤销原处罚决定并责令重新作出', facts: {} }] });
export const RevealBody = z.strictObject({ why: Why }).meta({ id: 'Reveal', examples: [{ why: '核对送达地址' }] });

export const EventLine = z.strictObject({ seq: z.number().int(), type: z.string(), occurredOn: Day, recordedAt: Instant, about: z.string().nullable().describe('Step, paper, clock or phase that the event names.') });
export const CommandAnswer = z.strictObject({
  caseId: z.uuid(), caseNumber: z.string(), workflowId: z.string(), phase: z.string(), revision: z.number().int(),
  repeated: z.boolean().describe('true: this command had been done before under the same key.'),
  warnings: z.array(z.strictObject({ field: z.string(), rule: z.string(), message: Bilingual })).describe('Values that were taken as they are and may all the same be wrong: an identity number of 15 digits, a credit code whose check character does not fit. Also where a lead that is about an official went (`countyLegalOffice`).'),
  events: z.array(EventLine).describe('What this command and the time before it put on record.'),
  movedSince: z.strictObject({ basedOn: z.number().int(), foundAt: z.number().int(), message: Bilingual, events: z.array(EventLine) }).nullable().describe('The command named in `basedOn` a revision that the case had left: what came on record after it, reminders left out. Nothing was refused for it.'),
  papers: z.array(z.strictObject({ paperId: z.string(), paper: z.string(), party: z.string().nullable(), number: z.string().nullable(), sha256: z.string().nullable() })),
}).meta({
  id: 'CommandDone', examples: [{
    caseId: '0b0a7c1e-5d0c-4c57-9a5e-3a3f2f6f1c11', caseNumber: '勉阳综执案字〔2025〕1号', workflowId: 'case/0b0a7c1e-5d0c-4c57-9a5e-3a3f2f6f1c11', phase: 'investigation', revision: 3, repeated: false, warnings: [], movedSince: null,
    events: [{ seq: 3, type: 'stepTaken', occurredOn: '2025-03-04', recordedAt: '2025-03-04T02:00:00.000Z', about: 'fileCase' }],
    papers: [{ paperId: '0b0a7c1e-5d0c-4c57-9a5e-3a3f2f6f1c11.5', paper: 'filing-approval-form', party: null, number: null, sha256: '3f3f3f3f3f3f3f3f3f3f3f3f3f3f3f3f3f3f3f3f3f3f3f3f3f3f3f3f3f3f3f3f' }],
  }],
});
