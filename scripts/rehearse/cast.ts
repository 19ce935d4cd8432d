/** Who acts in a rehearsal: two of each role, an officer without certificate, one person who holds every role, an absent one with a substitute, a neighbour who lends and helps, and a county that has not set what a guard asks for. */
import type { Pack, PackRole } from '#law';
import { BARE_COUNTY, COUNTY, OFFICE } from '../seed/county.ts';

export interface Member { id: string; username: string; name: string; roles: readonly PackRole[]; officeId: string; certified: boolean; /** Holds every qualification that the packs ask for. */ qualified: boolean }

/** The office whose cases are rehearsed, and one of a county that has left something unset. */
export interface Stand {
  officeId: string; county: string; members: readonly Member[];
  /** User name of whom the county's finance brings the bank's receipts in by; null: it has nobody. */
  finance: string | null;
  /** Another office of the county: cases move there, its people are lent and help. */
  neighbour: { officeId: string; lent: Member; helper: Member; head: Member } | null;
  /** Somebody who is away, and who acts in his place by written authority. */
  absence: { absent: Member; substitute: Member } | null;
}

let count = 0;
function member(username: string, name: string, roles: readonly PackRole[], officeId: string, certified = true): Member {
  count += 1;
  return { id: `00000000-0000-4000-8000-${String(900_000 + count).padStart(12, '0')}`, username, name, roles, officeId, certified, qualified: username === 'r.review.a' || username === 'r.bare.review' || username === 'r.every' };
}

const ALL_ROLES: readonly PackRole[] = ['officer', 'sectionHead', 'deputyHead', 'head', 'legalReviewer', 'hearingChair', 'countyLegalOffice', 'sealKeeper'];
const SUBSTITUTE = member('r.substitute', '排替', ['sectionHead'], OFFICE.health);

export const MAIN: Stand = {
  officeId: OFFICE.health, county: COUNTY, finance: 'du.juan',
  neighbour: { officeId: OFFICE.mianyang, lent: member('r.near.lent', '排邻', ['officer'], OFFICE.mianyang), helper: member('r.near.help', '排助', ['officer'], OFFICE.mianyang), head: member('r.near.head', '排首', ['head'], OFFICE.mianyang) },
  absence: { absent: member('r.absent', '排缺', ['officer', 'sectionHead', 'head'], OFFICE.health), substitute: SUBSTITUTE },
  members: [
    SUBSTITUTE,
    member('r.deputy.a', '排副', ['deputyHead'], OFFICE.health), member('r.deputy.b', '排次', ['deputyHead'], OFFICE.health), member('r.seal.a', '排印', ['sealKeeper'], OFFICE.health), member('r.seal.b', '排玺', ['sealKeeper'], OFFICE.health),
    member('r.officer.a', '排甲', ['officer'], OFFICE.health), member('r.officer.b', '排乙', ['officer'], OFFICE.health), member('r.officer.c', '排丙', ['officer'], OFFICE.health),
    member('r.trainee', '排丁', ['officer'], OFFICE.health, false), member('r.section', '排戊', ['sectionHead'], OFFICE.health),
    member('r.head.a', '排己', ['head'], OFFICE.health), member('r.head.b', '排庚', ['head'], OFFICE.health),
    member('r.review.a', '排辛', ['legalReviewer'], OFFICE.health), member('r.review.b', '排壬', ['legalReviewer'], OFFICE.health),
    member('r.chair.a', '排癸', ['hearingChair'], OFFICE.health), member('r.chair.b', '排子', ['hearingChair'], OFFICE.health),
    member('r.every', '排丑', ALL_ROLES, OFFICE.health),
    member('r.legal.a', '排寅', ['countyLegalOffice'], OFFICE.legal), member('r.legal.b', '排卯', ['countyLegalOffice'], OFFICE.legal),
  ],
};

export const SILENT: Stand = {
  officeId: OFFICE.bareTownship, county: BARE_COUNTY, finance: null, neighbour: null, absence: null,
  members: [
    member('r.bare.a', '排辰', ['officer'], OFFICE.bareTownship), member('r.bare.b', '排巳', ['officer'], OFFICE.bareTownship), member('r.bare.head', '排午', ['head'], OFFICE.bareTownship),
    member('r.bare.review', '排未', ['legalReviewer'], OFFICE.bareTownship), member('r.bare.section', '排亥', ['sectionHead', 'hearingChair'], OFFICE.bareTownship), member('r.bare.deputy', '排戌', ['deputyHead'], OFFICE.bareTownship),
    member('r.bare.legal', '排酉', ['countyLegalOffice'], OFFICE.bareLegal),
  ],
};

export const STANDS: readonly Stand[] = [MAIN, SILENT];

/** Everybody who has a post in the rehearsal. */
export const EVERYBODY: readonly Member[] = STANDS.flatMap(({ members, neighbour, absence }) => [...members, ...(neighbour === null ? [] : [neighbour.lent, neighbour.helper, neighbour.head]), ...(absence === null ? [] : [absence.absent])]);

export function memberOf(username: string): Member {
  const found = EVERYBODY.find((one) => one.username === username);
  if (!found) throw new Error(`Nobody of the rehearsal is called ${username}.`);
  return found;
}

/** The instruments by which somebody acts for the absent one, and by which a neighbour is lent; both from the first day of the rehearsal on. */
export const ORDERS = { substitution: '排演委〔2002〕1号', loan: '排演借〔2002〕1号', to: '2099-12-31' } as const;
/** The PIN of every officer of the rehearsal. */
export const PIN = '285714';

/** On which basis the rehearsal's office acts under a pack: its own power where the pack knows one. */
export function basisOf(pack: Pack): Pack['bodies'][number]['basis'] {
  return pack.bodies.find(({ basis }) => basis === 'own')?.basis ?? pack.bodies.find(({ basis }) => basis === 'handedOver')?.basis ?? 'entrusted';
}

/** From when on posts, certificates and grants count. */
export const SINCE = '1990-01-01';
/** The instrument of a power that is handed over or entrusted in a rehearsal. */
export const GRANT = { instrument: '排演决〔2002〕1号', principal: OFFICE.legal, to: '2199-12-31' } as const;
