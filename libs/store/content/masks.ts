/**
 * How personal data is shown to somebody who has not asked to see it (Personal Information Protection Law art. 6,
 * least possible; art. 51(3), de-identification). What stays is enough to recognise a party one already knows.
 */

/** The content of a party's identity. An organisation has a unified social credit code instead of an identity number. */
export interface PartyIdentity {
  name: string;
  identityNumber?: string | undefined;
  creditCode?: string | undefined;
  address: string;
  phone?: string | undefined;
}

/** 张三 → 张*, 阿依古丽·买买提 → 阿*******. */
export function maskName(name: string): string {
  const [first = '', ...rest] = Array.from(name.trim());
  return first + '*'.repeat(Math.max(1, rest.length));
}

/** 11010519491231002X → 110105********002X: area code and the last four; shorter numbers keep their last two. */
export function maskNumber(number: string): string {
  const text = number.trim();
  if (text.length >= 15) return text.slice(0, 6) + '*'.repeat(text.length - 10) + text.slice(-4);
  return '*'.repeat(Math.max(4, text.length - 2)) + (text.length > 6 ? text.slice(-2) : '');
}

/** 13812345678 → 138****5678; other numbers keep their last two digits. */
export function maskPhone(phone: string): string {
  const digits = phone.replace(/\D/g, '');
  return digits.length === 11 && digits.startsWith('1') ? `${digits.slice(0, 3)}****${digits.slice(-4)}` : `****${digits.length > 6 ? digits.slice(-2) : ''}`;
}

const place = /^(?:[^省市县区旗]{1,8}(?:省|自治区))?(?:[^省市县区旗]{1,8}(?:市|自治州|地区|盟))?(?:[^省市县区旗]{1,8}(?:自治县|自治旗|县|(?<![小社园])区|旗|市))?/u;

/** 陕西省汉中市勉县勉阳街道和平路12号 → 陕西省汉中市勉县****: down to the county, nothing below. */
export function maskAddress(address: string): string {
  return `${place.exec(address.trim())?.[0] ?? ''}****`;
}

/**
 * The identity as answers show it. An organisation's name, code and registered address stand in a public register and
 * stay; its telephone is masked, since it is mostly that of a person.
 */
export function maskIdentity(identity: PartyIdentity): PartyIdentity {
  const phone = identity.phone === undefined ? {} : { phone: maskPhone(identity.phone) };
  if (identity.identityNumber === undefined && identity.creditCode !== undefined) return { ...identity, ...phone };
  return {
    name: maskName(identity.name),
    ...(identity.identityNumber === undefined ? {} : { identityNumber: maskNumber(identity.identityNumber) }),
    ...(identity.creditCode === undefined ? {} : { creditCode: maskNumber(identity.creditCode) }),
    address: maskAddress(identity.address),
    ...phone,
  };
}
