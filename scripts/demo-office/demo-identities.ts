/** Invented people and firms. The area code 610799 was never assigned, so no number can be a real person's. */
import { identityCheckCharacter } from '#law';

const NEVER_ASSIGNED = '610799';

/** A citizen number that passes the check and belongs to nobody. */
export function demoIdentityNumber(bornOn: string, sequence: number): string {
  const digits = `${NEVER_ASSIGNED}${bornOn.replaceAll('-', '')}${String(sequence).padStart(3, '0')}`;
  return `${digits}${identityCheckCharacter(digits)}`;
}

export interface DemoParty { kind: 'citizen' | 'organisation'; identity: { name: string; identityNumber?: string; creditCode?: string; address: string; phone?: string } }

export function citizen(name: string, bornOn: string, sequence: number, address: string): DemoParty {
  return { kind: 'citizen', identity: { name, identityNumber: demoIdentityNumber(bornOn, sequence), address } };
}

export function organisation(name: string, creditCode: string, address: string): DemoParty {
  return { kind: 'organisation', identity: { name, creditCode, address } };
}

/** Who is asked about a party: a citizen for themselves, for a firm the person found in charge. */
export function askedAbout({ kind, identity }: DemoParty): string {
  return kind === 'citizen' ? `${identity.name}（当事人本人）` : `宋文（${identity.name}现场负责人）`;
}

/** 2025-08-18 as 2025年8月18日. */
export function inCharacters(day: string): string {
  const [year = '', month = '', date = ''] = day.split('-');
  return `${year}年${Number(month)}月${Number(date)}日`;
}
