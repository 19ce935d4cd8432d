import { z } from 'zod';
import { LateConsent, LoanOrder, SubstitutionOrder } from '#commands/people';
import { DateText, Day, Instant, pageOf } from '../http/schemas.ts';

const Checked = {
  status: z.enum(['open', 'approved', 'rejected']), maker: z.string(), madeAt: Instant, checker: z.string().nullable(), checkedAt: Instant.nullable(),
  endedOn: Day.nullable().describe('The last day, where it was ended early.'), endedBy: z.string().nullable(),
};

export const SubstitutionBody = SubstitutionOrder.meta({ id: 'ProposeSubstitution', examples: [{ absentId: '00000000-0000-4000-8000-000000000003', substituteId: '00000000-0000-4000-8000-000000000002', instrument: '勉阳委〔2025〕3号', roles: ['head'], packs: ['administrative-penalty'], from: '2025-03-03', to: '2025-03-14' }] });
export const SubstitutionView = z.strictObject({
  substitutionId: z.uuid(), officeId: z.string(), absentId: z.uuid(), substituteId: z.uuid(), instrument: z.string(), roles: z.array(z.string()), packs: z.array(z.string()), from: Day, to: Day, ...Checked,
}).meta({ id: 'Substitution' });
export const SubstitutionList = pageOf(SubstitutionView, 'SubstitutionList');

export const LoanBody = LoanOrder.meta({ id: 'ProposePersonLoan', examples: [{ personId: '00000000-0000-4000-8000-000000000005', role: 'officer', toOfficeId: '610725001', orderNumber: '勉司借〔2025〕1号', caseId: '0b0a7c1e-5d0c-4c57-9a5e-3a3f2f6f1c11', from: '2025-03-03' }] });
export const LoanView = z.strictObject({
  loanId: z.uuid(), orderNumber: z.string(), personId: z.uuid(), role: z.string(), lendingOffice: z.string(), borrowingOffice: z.string(), caseId: z.uuid().nullable(), approvalsOnly: z.boolean().describe('Signs approvals of the case, and sees only those that wait for the signature.'), from: Day, to: Day.nullable(), ...Checked,
}).meta({ id: 'PersonLoan' });
export const LoanList = pageOf(LoanView, 'PersonLoanList');

export const EndBody = z.strictObject({ lastDay: DateText.optional().describe('Today, or yesterday to end it at once; today where left out.') }).meta({ id: 'EndOrder', examples: [{ lastDay: '2025-03-05' }] });

export const LateConsentBody = LateConsent.meta({ id: 'GiveLateConsent', examples: [
  { act: 'step', caseId: '0b0a7c1e-5d0c-4c57-9a5e-3a3f2f6f1c11', step: 'takeEvidence', on: '2025-03-05', documentNumber: '勉司函〔2025〕3号' },
  { act: 'seal', caseId: '0b0a7c1e-5d0c-4c57-9a5e-3a3f2f6f1c11', paperId: '0b0a7c1e-5d0c-4c57-9a5e-3a3f2f6f1c11.5', on: '2025-03-05', documentNumber: '勉司函〔2025〕3号' },
  { act: 'opening', pack: 'administrative-penalty', officeId: '610725001', on: '2025-03-03', documentNumber: '勉司函〔2025〕4号' },
] });
export const LateConsentView = z.strictObject({
  consentId: z.uuid(), officeId: z.string(), caseId: z.uuid().nullable().describe('null: to the opening of a case.'), pack: z.string(), act: z.enum(['opening', 'step', 'service', 'seal', 'representation', 'representationEnd']), about: z.string().nullable().describe('Code of the step, id of the paper, the party, number of the letter or guardian.'),
  on: Day.describe('The day on which the act was really done.'), documentNumber: z.string(), givenBy: z.string(), givenAt: Instant, used: z.boolean().describe('An entry rests on it; it is good for one.'),
}).meta({ id: 'LateConsent' });
export const LateConsentList = pageOf(LateConsentView, 'LateConsentList');
