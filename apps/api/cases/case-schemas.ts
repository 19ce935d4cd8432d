import { z } from 'zod';
import { Bilingual, BlockerView, Day, Instant } from '../http/schemas.ts';

export const FactView = z.strictObject({
  code: z.string(), label: Bilingual, type: z.string(),
  value: z.union([z.string(), z.number(), z.boolean()]).nullable().describe('Amounts in yuan with two decimals. null for text, which is shown only by a reveal.'),
  choice: Bilingual.optional().describe('The words of a choice.'), hidden: z.boolean(),
  sealed: z.union([z.boolean(), z.literal('handlers')]).describe('true: only the person who entered it and the county legal office may have it shown; `handlers`: that office and whoever handles the case.'),
}).meta({ id: 'Fact' });

export const MaskedIdentity = z.strictObject({
  name: z.string(), identityNumber: z.string().optional(), creditCode: z.string().optional(), address: z.string(), phone: z.string().optional(),
}).meta({ id: 'MaskedIdentity', examples: [{ name: '张*', identityNumber: '610725********0015', address: '陕西省汉中市勉县****' }] });

export const PartyView = z.strictObject({
  partyId: z.string(), kind: z.enum(['citizen', 'organisation']), ageOnAct: z.number().int().nullable(),
  identity: MaskedIdentity.nullable().describe('Masked; null when this person was erased.'), facts: z.array(FactView),
}).meta({ id: 'Party' });

export const ClockView = z.strictObject({
  clockId: z.string(), clock: z.string(), name: Bilingual, party: z.string().nullable(), actor: z.enum(['party', 'agency', 'system']), status: z.enum(['running', 'suspended', 'lapsed', 'ended']),
  anchorOn: Day, anchorSeq: z.number().int(), rawOn: Day.nullable(), dueOn: Day.nullable(), provisional: z.boolean(), candidates: z.array(Day).nullable(), calendarVersion: z.string(), article: Bilingual,
  explanation: Bilingual, consequence: Bilingual, nextAt: Instant.nullable(),
}).meta({ id: 'Clock' });

export const TaskView = z.strictObject({
  step: z.string(), name: Bilingual, party: z.string().nullable(), role: z.string(), dueOn: Day.nullable(),
  notBefore: Day.nullable().describe('The earliest lawful day of the step, while the party may still be heard, say; null when it may be done today, as far as days go.'),
  persons: z.array(z.string()).describe('Only these may do it: whoever has it in hand, or the signers by name. Empty: anybody of the role.'), roles: z.array(z.string()).optional().describe('In which named people sign.'), approvalId: z.string().nullable().describe('A signature that waits; null: a step.'),
}).meta({ id: 'Task' });

export const DutyView = z.strictObject({
  dutyId: z.string(), kind: z.string(), to: z.string().nullable(), about: Bilingual, status: z.enum(['owed', 'fulfilled', 'withdrawn']), outcome: z.string().nullable(),
  paperId: z.string().nullable(), party: z.string().nullable(), dueOn: Day.nullable(), workflowId: z.string(),
}).meta({ id: 'Duty' });

export const ServiceAttemptView = z.strictObject({ seq: z.number().int(), party: z.string(), way: z.string(), on: Day, outcome: z.string(), result: z.enum(['served', 'failed', 'pending']), awaits: z.array(z.string()).describe('Officers whose own confirmation is still awaited; `seq` names the attempt for it.') }).meta({ id: 'ServiceAttemptMade' });

const Sign = z.strictObject({ who: z.string(), how: z.string() });
export const OriginalView = z.strictObject({
  fileId: z.string(), sha256: z.string(), on: Day, signatures: z.array(Sign.extend({ notedBy: z.array(z.string()).describe('Who noted a refusal to sign.') })),
}).meta({ id: 'OriginalSheet' });
export const SealView = z.strictObject({
  seal: z.enum(['physical', 'electronic']), askedOn: Day, applicant: z.string(), inPlaceOf: z.string().nullable().describe('The absent applicant, by written authority.'),
  used: z.strictObject({ on: Day, keeper: z.string(), inPlaceOf: z.string().nullable(), sha256: z.string() }).nullable(),
}).meta({ id: 'SealOfPaper' });

export const PaperView = z.strictObject({
  paperId: z.string(), paper: z.string(), title: Bilingual, party: z.string().nullable(), number: z.string().nullable(), issuedOn: Day, sha256: z.string().nullable(), voided: z.boolean(),
  copies: z.array(z.strictObject({ for: Bilingual, count: z.number().int() })), signs: z.array(Sign).describe('Who signs the sheet, and how.'), readAloud: Bilingual.nullable(),
  original: OriginalView.nullable().describe('The signed sheet, scanned: once it is on file it is the original, and the paper as it was issued is what it was printed from.'),
  seals: z.array(SealView),
  attempts: z.array(ServiceAttemptView),
  served: z.array(z.strictObject({ party: z.string(), way: z.string(), rawOn: Day, rolledOn: Day, effectiveOn: Day })),
  nextWays: z.array(z.strictObject({ party: z.string(), ways: z.array(z.string()) })).describe('Ways of service that the law allows next, for each party not yet served.'),
}).meta({ id: 'Paper' });

export const ActionView = z.strictObject({
  action: z.enum(['takeStep', 'recordService', 'closeCase', 'reopenCase', 'askApproval', 'signApproval', 'withdrawApproval']), code: z.string(), name: Bilingual, party: z.string().nullable(), allowed: z.boolean(),
  needs: z.array(z.strictObject({ fact: z.string(), label: Bilingual, type: z.string(), required: z.boolean(), among: z.array(z.number().int()).optional().describe('Of a reference: the steps (seq) that it can name.') })), blockers: z.array(BlockerView),
}).meta({ id: 'Action' });

export const StepView = z.strictObject({
  seq: z.number().int(), step: z.string(), name: Bilingual, on: Day, party: z.string().nullable(), by: z.string().nullable().describe('Person; null when time alone took it.'), officers: z.array(z.string()), byTime: z.boolean(),
  namedBy: z.array(z.strictObject({ seq: z.number().int(), step: z.string() })).describe('Later steps that name this one: an exclusion of evidence, a disposal, a decision on a request.'),
  actingFor: z.strictObject({ personId: z.string(), instrument: z.string() }).nullable().describe('In whose place, by which authority.'),
  forParty: z.strictObject({
    party: z.string(), as: z.enum(['party', 'agent', 'guardian']), authority: z.number().int().optional(),
    hall: z.strictObject({ signed: z.enum(['signature', 'fingerMark', 'refused']), witnesses: z.array(z.string()) }).optional(),
  }).nullable().describe('Whose act it is, where a party took it: itself, by an agent (number of the letter) or a guardian, through the door or taken down at the hall.'), awaits: z.array(z.string()).describe('Officers whose own confirmation is still awaited: until then nothing is decided on it.'),
}).meta({ id: 'StepTaken' });

export const ApprovalView = z.strictObject({
  approvalId: z.string(), approval: z.string(), name: Bilingual, status: z.enum(['open', 'approved', 'returned', 'refused', 'withdrawn']), outdated: z.boolean().describe('The record has changed since it was asked for: it approves nothing.'),
  askedBy: z.string(), askedFor: z.strictObject({ personId: z.string(), instrument: z.string() }).nullable().describe('The absent person in whose place it was asked for, by which authority.'), askedOn: Day, endedOn: Day.nullable(), sha256: z.string().describe('Of what is proposed.'),
  items: z.array(z.strictObject({ step: z.string(), name: Bilingual, party: z.string().nullable(), facts: z.array(FactView), taken: z.boolean().describe('The step was taken under this approval.') })),
  turn: z.string().nullable().describe('The stage that waits.'), since: Instant.describe('Since when it stands there.'),
  waitsFor: z.strictObject({ roles: z.array(z.string()), oneOf: z.array(z.string()), each: z.array(z.string()) }).nullable().describe('Who has still to sign: anybody of a role, one of these people, each of these people.'),
  turns: z.array(z.strictObject({
    turn: z.string(), stage: z.string(), name: Bilingual, by: z.array(z.string()), signing: z.enum(['any', 'all']), named: z.array(z.string()).nullable(),
    also: z.array(z.strictObject({ personId: z.string(), addedBy: z.string() })), addedBy: z.string().nullable(),
    orders: z.record(z.string(), z.string()).describe('Of signers from another office, the order that lends them.'),
  })),
  signatures: z.array(z.strictObject({ seq: z.number().int(), turn: z.string(), by: z.string(), inPlaceOf: z.string().nullable().describe('The absent person for whom it was given, by written authority.'), verdict: z.enum(['agree', 'return', 'refuse']), to: z.string().nullable(), on: Day, counts: z.boolean().describe('false: given before a return.') })),
}).meta({ id: 'Approval' });

/** What a signer from another office sees of a case. */
export const ApprovalToSign = z.strictObject({
  caseId: z.uuid(), caseNumber: z.string(), pack: z.strictObject({ id: z.string(), name: Bilingual }), office: z.strictObject({ id: z.string(), name: z.string() }), revision: z.number().int(),
  approval: ApprovalView, people: z.record(z.string(), z.string()).describe('Names of the officials named by id.'),
}).meta({ id: 'ApprovalToSign' });

export const TaskInHandView = z.strictObject({
  step: z.string(), party: z.string().nullable(), holder: z.string().nullable(), delegators: z.array(z.string()).describe('To whom it goes back, the next first.'), copies: z.array(z.string()),
  urged: z.array(z.strictObject({ by: z.string(), on: Day })), results: z.number().int().describe('How often a delegate gave back; the words by a reveal.'),
}).meta({ id: 'TaskInHand' });

export const CaseView = z.strictObject({
  caseId: z.uuid(), caseNumber: z.string(), workflowId: z.string(), revision: z.number().int(), asOf: Instant.describe('The legal instant at which this answer stands.'),
  pack: z.strictObject({ id: z.string(), name: Bilingual }), packEnded: z.boolean(),
  office: z.strictObject({ id: z.string(), name: z.string() }), county: z.string(),
  authority: z.strictObject({ id: z.string(), name: z.string(), basis: z.enum(['own', 'handedOver', 'entrusted']), instrument: z.string().nullable() }).describe('In whose name the case is conducted.'),
  phase: z.strictObject({ code: z.string(), name: Bilingual }), openedOn: Day, closed: z.strictObject({ closing: z.string(), name: Bilingual, on: Day }).nullable(),
  parties: z.array(PartyView), facts: z.array(FactView), steps: z.array(StepView), clocks: z.array(ClockView), tasks: z.array(TaskView), duties: z.array(DutyView), papers: z.array(PaperView),
  approvals: z.array(ApprovalView), tasksInHand: z.array(TaskInHandView),
  fileLoans: z.array(z.strictObject({ seq: z.number().int(), kind: z.enum(['calledIn', 'help']), officeId: z.string(), from: Day, to: Day.nullable(), shows: z.strictObject({ papers: z.array(z.string()), files: z.array(z.string()), facts: z.array(z.string()), parties: z.array(z.string()) }).optional().describe('Of a request for help: all that the office asked sees.') })).describe('Offices that read or have read the file, or were asked for help.'),
  files: z.array(z.strictObject({ fileId: z.string(), sha256: z.string(), purpose: z.string() })),
  links: z.array(z.strictObject({ caseId: z.uuid(), caseNumber: z.string(), pack: z.string(), phase: z.string(), closedOn: Day.nullable(), fact: z.string(), seq: z.number().int(), namesOther: z.boolean().describe('true: a step of this case (`seq`) names the other; false: the other names this one.') }).meta({ id: 'CaseLink' })).describe('Cases that name this one or that it names, as far as the asking person sees them: the lead from which a case came, the case to which a lead went.'),
  actions: z.array(ActionView).describe('For the asking person, today: what is allowed, and what is not yet and why.'),
  people: z.record(z.string(), z.string()).describe('Names of the officials named by id.'),
}).meta({ id: 'Case' });
export type CaseView = z.infer<typeof CaseView>;
