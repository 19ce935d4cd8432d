/** Roles and powers in words, as procedures, tasks and refusals name them. */
import type { BilingualText, PackRole, PackStep } from './pack-format.ts';

export const ROLE_NAMES: Record<PackRole, BilingualText> = {
  officer: { zh: '执法人员', en: 'officer' },
  sectionHead: { zh: '承办机构负责人', en: 'head of the section' },
  head: { zh: '行政机关负责人', en: 'head of the authority' },
  legalReviewer: { zh: '法制审核人员', en: 'legal reviewer' },
  hearingChair: { zh: '听证主持人', en: 'hearing chair' },
  countyLegalOffice: { zh: '县司法局', en: 'county legal office' },
};

export const POWER_NAMES: Record<NonNullable<PackStep['power']>, BilingualText> = {
  filer: { zh: '提请立案', en: 'proposes the filing' },
  filingApprover: { zh: '批准立案', en: 'approves the filing' },
  investigator: { zh: '调查', en: 'investigates' },
  drafter: { zh: '拟办', en: 'drafts' },
  legalReviewer: { zh: '法制审核', en: 'reviews' },
  hearingChair: { zh: '主持听证', en: 'chairs the hearing' },
  decider: { zh: '决定', en: 'decides' },
};
