import type { PaperTemplate } from './fields/field.ts';
import { feeTemplates } from './fields/fee.ts';
import { approvalForms } from './fields/approval-forms.ts';
import { courtForms } from './fields/court-forms.ts';
import { decisionForms } from './fields/decision-forms.ts';
import { inquiryForms } from './fields/inquiry-forms.ts';
import { leadForms } from './fields/lead-forms.ts';
import { penaltyTemplates } from './fields/penalty.ts';
import { receiptForms } from './fields/receipt-forms.ts';
import { remedyForms } from './fields/remedy-forms.ts';
import { serviceTemplates } from './fields/service.ts';

const templates: readonly PaperTemplate[] = [...penaltyTemplates, ...feeTemplates, ...serviceTemplates, ...inquiryForms, ...decisionForms, ...leadForms, ...approvalForms, ...remedyForms, ...courtForms, ...receiptForms];

/** All forms of paper with their fields and Chinese labels, so that a pack can map facts to fields. */
export function paperTemplates(): PaperTemplate[] {
  return structuredClone([...templates]);
}

/** The template of this code, or null. */
export function findTemplate(code: string): PaperTemplate | null {
  return templates.find((each) => each.code === code) ?? null;
}
