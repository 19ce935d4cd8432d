/** What people of the rehearsal have in writing before its first case: who acts for whom, who is lent, the PIN of each; and what the county changes its mind about later. */
import { addDays, legalDate, parameterProblem, type CountyCauses, type LawBook, type LegalDate, type Pack, type ParameterSetting } from '#law';
import { EVERYBODY, MAIN, ORDERS, PIN } from './cast.ts';
import type { Answer, Player } from './player.ts';

const PROPOSER = 'r.head.a';
const COUNTY = ['r.legal.a', 'r.legal.b'] as const;

async function done(player: Player, path: string, by: string, body: object): Promise<Answer['body']> {
  const { status, body: answer } = await player.ask('POST', path, by, body);
  if (status >= 300) throw new Error(`${path} was refused to ${by}: ${status} ${JSON.stringify(answer)}`);
  return answer;
}

/** Substitution and loan from a day on, of each kind one in force, one rejected and one ended; then every PIN. */
export async function writeOrders(player: Player, from: LegalDate): Promise<void> {
  const { neighbour, absence, officeId } = MAIN;
  if (neighbour === null || absence === null) return;
  const kinds = [
    { path: '/api/substitutions', id: 'substitutionId', number: 'instrument', order: { absentId: absence.absent.id, substituteId: absence.substitute.id, roles: absence.absent.roles, from, to: ORDERS.to }, instrument: ORDERS.substitution, other: { absentId: absence.absent.id, substituteId: MAIN.members[1]?.id } },
    { path: '/api/person-loans', id: 'loanId', number: 'orderNumber', order: { personId: neighbour.lent.id, role: 'officer', toOfficeId: officeId, from, to: ORDERS.to }, instrument: ORDERS.loan, other: { personId: neighbour.helper.id } },
  ];
  for (const { path, id, number, order, instrument, other } of kinds) {
    const write = async (document: string, change: object): Promise<string> => String((await done(player, path, PROPOSER, { ...order, ...change, [number]: document }))[id]);
    await done(player, `${path}/${await write(instrument, {})}/approve`, COUNTY[0], {});
    await done(player, `${path}/${await write('排演拟〔2002〕2号', other)}/reject`, COUNTY[0], {});
    const ended = await write('排演拟〔2002〕3号', other);
    await done(player, `${path}/${ended}/approve`, COUNTY[0], {});
    await done(player, `${path}/${ended}/end`, PROPOSER, {});
  }
  for (const { username } of EVERYBODY) await done(player, '/api/me/pin', username, { pin: PIN });
}

/** How many causes the county sets bands for. */
const BANDED = 2;

/** Bands of which the library only tells, as the county's own document puts them in force: without them no fine lies outside any. */
export function adoptedBands(book: LawBook, packs: readonly Pack[], from: LegalDate): CountyCauses[] {
  if (!packs.some((pack) => pack.causes !== undefined)) return [];
  const told = book.causes.all(MAIN.county, from).flatMap(({ cause: { code, versions } }) => {
    const last = versions.at(-1);
    return last === undefined || last.bands.length === 0 || (last.ranges.citizen ?? null) === null ? [] : [{ code, bands: last.bands }];
  });
  return told.slice(0, BANDED).map(({ code, bands }) => ({ county: MAIN.county, code, documentNumber: `排演裁〔${from.slice(0, 4)}〕1号`, from, to: null, sets: { kind: 'bands', bands: bands.map((band) => ({ ...band, status: 'verified' })) } }));
}

export function withBands(book: LawBook, bands: readonly CountyCauses[]): LawBook {
  return book.with({ causes: book.causes.with([...book.causes.county, ...bands]) });
}

/** The county adopts bands, by one proposal each that a second person approves. Answers the law as it then stands. */
export async function adoptBands(player: Player, packs: readonly Pack[], book: LawBook, from: LegalDate): Promise<LawBook> {
  const bands = adoptedBands(book, packs, from);
  for (const { code, documentNumber, sets } of bands) {
    const { proposalId } = await done(player, '/api/causes', COUNTY[0], { ...sets, code, documentNumber, from });
    await done(player, `/api/causes/${String(proposalId)}/approve`, COUNTY[1], {});
  }
  return withBands(book, bands);
}

/** How many days before the end of a pack a day that the county may set comes at the latest, from the second round on. */
const BEFORE_END = 10;

/** What the county sets otherwise from a day on: first where it chooses between two, from the third round on also among more; and a day that would come too late for anybody to see comes earlier. */
export function otherChoices(pack: Pack, book: LawBook, from: LegalDate, round: number): ParameterSetting[] {
  return pack.parameters.flatMap((parameter): ParameterSetting[] => {
    const before = book.parameter(MAIN.county, pack.id, parameter.code, from);
    const value = before === null ? undefined : otherValue(pack, parameter, before.value, round);
    if (value === undefined || value === before?.value || parameterProblem(parameter, value) !== null) return [];
    return [{ county: MAIN.county, pack: pack.id, code: parameter.code, value, documentNumber: `排演〔${from.slice(0, 4)}〕${round}号`, from, to: null }];
  });
}

function otherValue({ inForce }: Pack, { type, choices = [] }: Pack['parameters'][number], before: ParameterSetting['value'], round: number): ParameterSetting['value'] | undefined {
  if (type === 'date') {
    const latest = inForce.to === null ? null : addDays(legalDate(inForce.to), -BEFORE_END);
    return latest !== null && String(before) > latest ? latest : undefined;
  }
  return type !== 'choice' || (choices.length > 2 && round < 2) ? undefined : choices[(choices.indexOf(String(before)) + 1) % choices.length];
}

/** The law with what the county has set otherwise. */
export function withChoices(book: LawBook, choices: readonly ParameterSetting[]): LawBook {
  return book.with({ parameters: [...choices, ...book.settings] });
}

/** From today on the county has chosen otherwise wherever a pack lets it choose; each proposal is first rejected once. Answers the law as it then stands. */
export async function chooseAnew(player: Player, pack: Pack, book: LawBook, today: LegalDate, round: number): Promise<LawBook> {
  const choices = otherChoices(pack, book, today, round);
  for (const { pack: id, code, value, documentNumber, from } of choices) {
    const proposal = { pack: id, code, value, documentNumber, from };
    await done(player, `/api/parameters/${String((await done(player, '/api/parameters', COUNTY[0], proposal))['proposalId'])}/reject`, COUNTY[1], {});
    await done(player, `/api/parameters/${String((await done(player, '/api/parameters', COUNTY[0], proposal))['proposalId'])}/approve`, COUNTY[1], {});
  }
  return withChoices(book, choices);
}
