/**
 * Known walks: cases that a search once found, kept so that the next one starts from them. On file nothing of a run is
 * left: people are named by their user name, offices by what they are to the case, parties by kind and birthday, and
 * every text by where it stands; days are the calendar's, in rounds whose days are fixed.
 */
import { checkIdentityNumber, isLegalDate, legalDate, type LegalDate } from '#law';
import { citizen } from '../demo-office/demo-identities.ts';
import { EVERYBODY, MAIN, memberOf, PIN, SILENT, type Stand } from './cast.ts';
import type { Chance } from './chance.ts';
import type { Item } from './declared.ts';
import type { DatedTurn, Script } from './planner.ts';
import { SHA_AHEAD } from './world.ts';

export interface Walk {
  /** The round in which it begins, from 1 on; each has its own choices of the county. */
  round: number;
  stand: 'main' | 'silent';
  /** What it was kept for. */
  shows: Item[];
  turns: DatedTurn[];
  /** A later day whose coming alone shows something. */
  until?: LegalDate;
}

/** First and last day of a round. */
export interface Span { from: LegalDate; until: LegalDate }
/** What is kept for one shipped pack. */
export interface KeptWalks { pack: string; rounds: readonly Span[]; walks: readonly Walk[] }

type Json = null | boolean | number | string | Json[] | { [key: string]: Json };

const TEXT = '@text';
/** In front of a user name, where the whole person is meant and not only the id. */
const MEMBER = '@member ';
const STANDS: Record<Walk['stand'], Stand> = { main: MAIN, silent: SILENT };
const nameOfStand = (stand: Stand): Walk['stand'] => (stand === MAIN ? 'main' : 'silent');

/** A script without anything of its run. */
export function kept({ stand, turns, until }: Script, canary: string, round: number, shows: readonly Item[]): Walk {
  const numbers = new Map<string, string>();
  const bare = (value: Json): Json => {
    if (Array.isArray(value)) return value.map(bare);
    if (value !== null && typeof value === 'object') return 'username' in value && typeof value['username'] === 'string' ? `${MEMBER}${value['username']}` : Object.fromEntries(Object.entries(value).map(([key, part]) => [key, key === 'creditCode' ? '@credit' : key === 'identityNumber' && typeof part === 'string' ? numbered(part) : bare(part)]));
    if (typeof value !== 'string') return value;
    if (value.includes(canary)) return TEXT;
    const member = EVERYBODY.find(({ id }) => id === value);
    if (member !== undefined) return `@${member.username}`;
    if (value === stand.officeId) return '@office';
    if (value === stand.neighbour?.officeId) return '@neighbour';
    return value === PIN ? '@pin' : value === SHA_AHEAD ? '@sha' : value;
  };
  const numbered = (identityNumber: string): string => {
    const known = numbers.get(identityNumber) ?? `@born ${checkIdentityNumber(identityNumber).birth ?? ''} ${numbers.size + 1}`;
    numbers.set(identityNumber, known);
    return known;
  };
  return { round, stand: nameOfStand(stand), shows: [...shows].sort(), turns: bare(JSON.parse(JSON.stringify(turns)) as Json) as unknown as DatedTurn[], ...(until === undefined ? {} : { until }) };
}

/** A kept walk with the people, numbers and words of this run. */
export function dressed(walk: Walk, chance: Chance, canary: string): Script {
  const stand = STANDS[walk.stand];
  const numbers = new Map<string, string>();
  let texts = 0;
  const run = chance.below(1_000_000);
  const text = (): string => `${canary}第${run}之${texts += 1}段`;
  const born = (token: string): string => {
    const known = numbers.get(token) ?? identityNumberFor(token, chance);
    numbers.set(token, known);
    return known;
  };
  const credit = `9199${String(chance.below(100_000_000)).padStart(8, '0')}${'ABCDEF'.charAt(chance.below(6))}${String(chance.below(10_000)).padStart(4, '0')}9`;
  const named = (token: string): string => {
    if (token === TEXT) return text();
    if (token === '@office') return stand.officeId;
    if (token === '@neighbour') return stand.neighbour?.officeId ?? stand.officeId;
    if (token === '@pin') return PIN;
    if (token === '@sha') return SHA_AHEAD;
    if (token === '@credit') return credit;
    return token.startsWith('@born ') ? born(token) : memberOf(token.slice(1)).id;
  };
  const full = (value: Json): Json => {
    if (Array.isArray(value)) return value.map(full);
    if (value !== null && typeof value === 'object') return Object.fromEntries(Object.entries(value).map(([key, part]) => [key, full(part)]));
    if (typeof value !== 'string' || !value.startsWith('@')) return value;
    return value.startsWith(MEMBER) ? memberOf(value.slice(MEMBER.length)) as unknown as Json : named(value);
  };
  return { stand, turns: full(walk.turns as unknown as Json) as unknown as DatedTurn[], ...(walk.until === undefined ? {} : { until: walk.until }) };
}

function identityNumberFor(token: string, chance: Chance): string {
  const [, birth = ''] = token.split(' ');
  if (!isLegalDate(birth)) throw new Error(`A kept walk says ${token}, which is no birthday.`);
  return citizen('', legalDate(birth), chance.below(1000), '').identity.identityNumber ?? '';
}
