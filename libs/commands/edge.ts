/**
 * Commands as people send them: identities and texts in plain words, officers by id, facts by the codes of the pack.
 * The door turns them into commands of the case engine; nothing of what is plain here reaches an event.
 */
import { z } from 'zod';
import { FAMILY_RELATION_CODES } from '#law';
import { Code, EdgeFacts, LateEntryField, Line, PaperId, PartyId, PersonId, Words } from './edge-fields.ts';
import { LegalDateField } from './legal-date-field.ts';
import { AskApprovalCommand, ChangeSignersCommand, HandleTaskCommand, SignApprovalCommand, WithdrawApprovalCommand } from './office-edge.ts';
import { EndRepresentativeCommand, FileRepresentativeCommand, HallField } from './party/edge.ts';
import { AskSealCommand, FileOriginalCommand, UseSealCommand } from './sheet-edge.ts';

export { EdgeFacts };

export { LegalDateField };

/** Who a party is. A citizen has an identity number, an organisation a unified social credit code. */
export const PartyIdentityField = z.strictObject({
  name: Line,
  identityNumber: z.string().trim().toUpperCase().max(18).optional(),
  creditCode: z.string().trim().toUpperCase().max(18).optional(),
  address: Line,
  phone: z.string().trim().regex(/^[+0-9 ()-]{5,24}$/).optional(),
});
export const EdgeParty = z.strictObject({ kind: z.enum(['citizen', 'organisation']), identity: PartyIdentityField });

/** One attempt at service, as the officer saw it. */
export const EdgeAttempt = z.strictObject({
  way: z.enum(['direct', 'coResident', 'leftInPlace', 'electronic', 'post', 'entrusted', 'transfer', 'announcement']),
  on: LegalDateField,
  outcome: z.enum(['received', 'refused', 'nobodyThere', 'returned', 'sent', 'posted']),
  recipient: z.strictObject({ relation: z.enum(FAMILY_RELATION_CODES), adult: z.boolean(), livesThere: z.boolean(), sameCase: z.boolean().optional() }).optional(),
  refusedBy: z.enum(['addressee', 'coResidentAdult']).optional(),
  witnesses: z.number().int().min(0).max(20).optional(),
  recorded: z.enum(['photo', 'video']).optional(),
  consentSignedOn: LegalDateField.optional(),
  arrivedOn: LegalDateField.optional(),
  itemNumber: z.string().regex(/^[A-Z0-9]{5,30}$/).optional(),
  returnSlipOn: LegalDateField.optional(),
  through: Code.optional(),
  ground: z.enum(['whereaboutsUnknown', 'otherWaysFailed']).optional(),
  time: z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/).optional().describe('HH:MM in China: when it was done'),
  urgency: Words.optional().describe('Why it could not wait until it was lawful in the ordinary course (Compulsion Law art. 43(1))'),
  place: z.string().trim().min(2).max(200).optional().describe('Where it was handed over or tried; printed on the receipt'),
  note: Words.optional(),
  fileIds: z.array(z.uuid()).max(50).optional(),
});

const on = LegalDateField.optional();
/** A named officer's own PIN, given on the device of the one who sends. */
export const PinConfirmation = z.strictObject({ personId: PersonId, pin: z.string().regex(/^\d{6}$/).describe('Six digits') });
const OfficeId = z.string().regex(/^[A-Za-z0-9-]{1,80}$/);
const Instrument = z.string().trim().min(3).max(100).describe('发文字号 of the order');
const officers = z.array(PersonId).max(20).default([]);
/** The absent person in whose place the sender acts, by written authority. */
const actingFor = PersonId.optional();

const late = LateEntryField.optional();
/** The revision of the case that the sender had seen when the act was done; it is judged on the record as it is now. */
const basedOn = z.number().int().min(1).max(1_000_000_000).optional();

/** What a request for help shows of the case to the office asked; nothing else of the file is seen there. */
export const HelpShowsField = z.strictObject({
  papers: z.array(PaperId).max(50).default([]), files: z.array(z.uuid()).max(50).default([]), facts: z.array(Code).max(50).default([]), parties: z.array(PartyId).max(50).default([]),
});

export const OpenCaseCommand = z.strictObject({ type: z.literal('openCase'), pack: Code, on, parties: z.array(EdgeParty).max(200).default([]), facts: EdgeFacts.default({}), late });
export const TakeStepCommand = z.strictObject({ type: z.literal('takeStep'), step: Code, on, party: PartyId.optional(), facts: EdgeFacts.default({}), officers, actingFor, confirmations: z.array(PinConfirmation).max(5).optional(), shows: HelpShowsField.optional(), late, basedOn, hall: HallField.optional() });
export const RecordServiceCommand = z.strictObject({ type: z.literal('recordService'), paperId: PaperId, party: PartyId, attempt: EdgeAttempt, officers, actingFor, confirmations: z.array(PinConfirmation).max(5).optional(), late, basedOn });
export const VoidPaperCommand = z.strictObject({ type: z.literal('voidPaper'), paperId: PaperId, on, reason: Words, actingFor });
/** The identity of a party as it should have been entered; whole, it replaces the one before. */
export const AmendPartyCommand = z.strictObject({ type: z.literal('amendParty'), party: PartyId, on, identity: PartyIdentityField, reason: Words, actingFor });
export const AttachFileCommand = z.strictObject({
  type: z.literal('attachFile'),
  file: z.strictObject({ fileId: z.uuid(), sha256: z.string().regex(/^[0-9a-f]{64}$/), bytes: z.number().int().min(1), mediaType: z.string().max(100), purpose: z.string().regex(/^[A-Za-z0-9._-]{1,64}$/) }),
  sheetOf: PaperId.optional(),
});
export const CloseCaseCommand = z.strictObject({ type: z.literal('closeCase'), closing: Code, on, reason: Words.optional(), actingFor });
/** A closed case is taken up again; the reason is always said. */
export const ReopenCaseCommand = z.strictObject({ type: z.literal('reopenCase'), reopening: Code, on, facts: EdgeFacts.default({}), reason: Words, actingFor });
export const TransferCaseCommand = z.strictObject({ type: z.literal('transferCase'), toOfficeId: OfficeId, instrument: Instrument, on, reason: Words });
/** The receiving head takes up the offer of the giving one. */
export const TakeOverCaseCommand = z.strictObject({ type: z.literal('takeOverCase'), offerId: z.uuid(), on });
export const CallInFileCommand = z.strictObject({ type: z.literal('callInFile'), toOfficeId: OfficeId, instrument: Instrument, on, reason: Words });
export const ReturnFileCommand = z.strictObject({ type: z.literal('returnFile'), loanSeq: z.number().int().min(1), on });
export const ConfirmStepCommand = z.strictObject({ type: z.literal('confirmStep'), stepSeq: z.number().int().min(1), confirmation: PinConfirmation, reason: Words.optional() });
export const FulfilDutyCommand = z.strictObject({ type: z.literal('fulfilDuty'), dutyId: PaperId, outcome: z.string().regex(/^[A-Za-z][A-Za-z0-9:._-]{0,99}$/), attempts: z.number().int().min(0) });
/** Receipts of the bank; the machine that reads them alone sends these. */
const ReceiptId = z.string().regex(/^[A-Za-z0-9._:-]{1,80}$/);
export const BookPaymentCommand = z.strictObject({ type: z.literal('bookPayment'), receiptId: ReceiptId, reference: z.string().regex(/^[A-Za-z0-9-]{1,64}$/), debt: Code, party: PartyId, on: LegalDateField, fen: z.string().regex(/^[1-9]\d{0,17}$/).describe('Whole fen'), again: z.literal(true).optional() });
export const BookDepositCommand = BookPaymentCommand.extend({ type: z.literal('bookDeposit') });
export const ReversePaymentCommand = z.strictObject({ type: z.literal('reversePayment'), receiptId: ReceiptId, on: LegalDateField, wrongMatch: z.literal(true).optional() });
/** Refunds of the register that two of finance keep; the machine alone sends these. */
const RefundId = z.uuid();
export const OrderRefundCommand = z.strictObject({ type: z.literal('orderRefund'), refundId: RefundId, debt: Code, party: PartyId, fen: z.string().regex(/^[1-9]\d{0,17}$/).describe('Whole fen'), payBy: LegalDateField });
export const PayRefundCommand = z.strictObject({ type: z.literal('payRefund'), refundId: RefundId, on: LegalDateField });
export const ReturnRefundCommand = z.strictObject({ type: z.literal('returnRefund'), refundId: RefundId, on: LegalDateField });
export const AdvanceCommand = z.strictObject({ type: z.literal('advance') });

/** What may come through the door. `fulfilDuty`, `advance` and what the bank reports are the machine's. */
export const EdgeCommand = z.discriminatedUnion('type', [
  OpenCaseCommand, TakeStepCommand, RecordServiceCommand, VoidPaperCommand, AmendPartyCommand, AttachFileCommand, CloseCaseCommand, ReopenCaseCommand,
  TransferCaseCommand, TakeOverCaseCommand, CallInFileCommand, ReturnFileCommand, ConfirmStepCommand, FileOriginalCommand, AskSealCommand, UseSealCommand, FulfilDutyCommand, AdvanceCommand, BookPaymentCommand, BookDepositCommand, ReversePaymentCommand, OrderRefundCommand, PayRefundCommand, ReturnRefundCommand, FileRepresentativeCommand, EndRepresentativeCommand,
  AskApprovalCommand, SignApprovalCommand, ChangeSignersCommand, WithdrawApprovalCommand, HandleTaskCommand,
]);
export type EdgeCommand = z.infer<typeof EdgeCommand>;
export type EdgeParty = z.infer<typeof EdgeParty>;
export type EdgeAttempt = z.infer<typeof EdgeAttempt>;
