/**
 * How somebody who receives a paper for the addressee can be related to him (Civil Procedure Law art. 88: 同住成年家属). The
 * list is closed: what stands on a receipt is one of these words. General words stand beside the exact ones, since
 * receipts of the past say no more.
 */
import type { BilingualText } from './pack-format.ts';

export const FAMILY_RELATION_CODES = [
  'spouse', 'father', 'mother', 'parent', 'son', 'daughter', 'child', 'brother', 'sister', 'sibling', 'grandparent', 'grandchild', 'parentInLaw', 'childInLaw', 'otherHouseholdMember',
] as const;
export type FamilyRelation = (typeof FAMILY_RELATION_CODES)[number];

const NAMES: Record<FamilyRelation, BilingualText> = {
  spouse: { zh: '配偶', en: 'spouse' },
  father: { zh: '父亲', en: 'father' }, mother: { zh: '母亲', en: 'mother' }, parent: { zh: '父母', en: 'parent' },
  son: { zh: '儿子', en: 'son' }, daughter: { zh: '女儿', en: 'daughter' }, child: { zh: '子女', en: 'child' },
  brother: { zh: '兄弟', en: 'brother' }, sister: { zh: '姐妹', en: 'sister' }, sibling: { zh: '兄弟姐妹', en: 'sibling' },
  grandparent: { zh: '祖父母、外祖父母', en: 'grandparent' }, grandchild: { zh: '孙子女、外孙子女', en: 'grandchild' },
  parentInLaw: { zh: '配偶的父母', en: 'parent of the spouse' }, childInLaw: { zh: '儿媳、女婿', en: 'spouse of a child' },
  otherHouseholdMember: { zh: '其他同住家属', en: 'other member of the household' },
};

/** Every relation with its words, in the order in which it is offered. */
export const FAMILY_RELATIONS: readonly { code: FamilyRelation; name: BilingualText }[] = FAMILY_RELATION_CODES.map((code) => ({ code, name: NAMES[code] }));

export function isFamilyRelation(code: string): code is FamilyRelation {
  return FAMILY_RELATION_CODES.some((one) => one === code);
}

/** The words of a relation; null for one that is not in the list. */
export function familyRelationName(code: string): BilingualText | null {
  return isFamilyRelation(code) ? NAMES[code] : null;
}
