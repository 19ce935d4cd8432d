/** Roles and powers in words, as procedures, tasks and refusals name them. */
import type { BilingualText, PackRole, PackSign, PackStep } from './pack-format.ts';

export const ROLE_NAMES: Record<PackRole, BilingualText> = {
  officer: { zh: '执法人员', en: 'officer' },
  sectionHead: { zh: '承办机构负责人', en: 'head of the section' },
  deputyHead: { zh: '分管负责人', en: 'deputy head' },
  head: { zh: '行政机关负责人', en: 'head of the authority' },
  legalReviewer: { zh: '法制审核人员', en: 'legal reviewer' },
  hearingChair: { zh: '听证主持人', en: 'hearing chair' },
  countyLegalOffice: { zh: '县司法局', en: 'county legal office' },
  sealKeeper: { zh: '印章管理人员', en: 'keeper of the seal' },
  finance: { zh: '财务人员', en: 'finance officer' },
};

/** In these roles people of the county legal office act in the cases of every office of the county; in any other one only where an order lends them. */
export const COUNTY_ROLES: readonly PackRole[] = ['countyLegalOffice', 'legalReviewer', 'hearingChair'];

export const SIGNER_NAMES: Record<PackSign['who'], BilingualText> = {
  party: { zh: '当事人', en: 'party' },
  agent: { zh: '代理人', en: 'agent' },
  askedPerson: { zh: '被询问人', en: 'person asked' },
  presentPerson: { zh: '在场人', en: 'person present' },
  witness: { zh: '见证人', en: 'witness' },
  recipient: { zh: '签收人', en: 'recipient' },
  officers: { zh: '执法人员', en: 'officers' },
  recorder: { zh: '记录人', en: 'recorder' },
  chair: { zh: '主持人', en: 'chair' },
  reviewer: { zh: '审核人', en: 'reviewer' },
  participants: { zh: '参加人员', en: 'those who took part' },
  head: { zh: '行政机关负责人', en: 'head of the authority' },
  authority: { zh: '制作机关', en: 'issuing authority' },
};

export const SIGNING_NAMES: Record<PackSign['how'], BilingualText> = {
  signature: { zh: '签名', en: 'signature' },
  fingerMark: { zh: '签名或者捺指印', en: 'signature or finger mark' },
  seal: { zh: '盖章', en: 'seal' },
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
