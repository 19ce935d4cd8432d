import { z } from 'zod';
import { PIN } from '#access/party-pin';
import { Bilingual, BlockerView, Code, Day, FreeText, Instant, PersonId } from '../http/schemas.ts';
import { CodeOfParty, LookView } from './looks.ts';

export const SessionBody = z.strictObject({
  code: z.string().min(1).max(64).describe('The 查询码 printed on a served paper; capitals, spaces and hyphens do not matter.'),
  pin: z.string().regex(PIN).describe('Six to twelve digits. The first use of a code sets it.'),
}).meta({ id: 'PartySessionRequest', examples: [{ code: 'K7QM-2XVT-9HRD-4W8N-P', pin: '204917' }] });

export const SessionAnswer = z.strictObject({ token: z.string(), expiresIn: z.number().int().describe('Seconds') }).meta({ id: 'PartySession' });

/** What a party may ask for, and the step of the procedure that it is. */
export const REQUEST_KINDS = ['statement', 'hearing', 'withdrawHearing', 'recusal', 'fileCopy', 'correction', 'interpreter', 'other', 'complaint'] as const;

export const RequestBody = z.strictObject({
  kind: z.enum(REQUEST_KINDS),
  text: FreeText.optional().describe('What the party writes; for a hearing nothing more is needed.'),
  person: PersonId.optional().describe('For a recusal: who shall step back, one of `handlers` of the case.'),
}).meta({ id: 'PartyRequest', examples: [{ kind: 'statement', text: '当时车辆故障，已立即联系拖车。' }, { kind: 'hearing' }] });

export const RequestAnswer = z.strictObject({
  number: z.number().int().describe('Number of the request in the record of the case.'),
  step: Code, on: Day.describe('The day that counts: of its arrival.'), receivedAt: Instant,
  answerBy: Day.nullable().describe('Until when it must be answered; null where no period is set.'),
  repeated: z.boolean(),
}).meta({ id: 'PartyRequestTaken' });

export const WithdrawnLetter = z.strictObject({ number: z.number().int(), endedOn: Day }).meta({ id: 'WithdrawnLetter' });

const PartyClock = z.strictObject({
  clock: z.string(), name: Bilingual, whose: z.enum(['party', 'agency', 'system']).describe('`party`: your time; `agency`: the authority is bound.'),
  status: z.enum(['running', 'suspended', 'lapsed', 'ended']), from: Day, lastDay: Day.nullable(), provisional: z.boolean(), explanation: Bilingual, consequence: Bilingual, article: Bilingual,
});

/** Who acts for the party, as the party sees it. */
export const RepresentativeOfParty = z.strictObject({
  number: z.number().int(), as: z.enum(['agent', 'guardian']), name: z.string().nullable(), authority: z.enum(['general', 'special']).nullable(), scope: z.array(z.strictObject({ step: Code, name: Bilingual })), from: Day, to: Day.nullable(), endedOn: Day.nullable(), stands: z.boolean(),
});

export const PartyCaseView = z.strictObject({
  caseNumber: z.string(), procedure: Bilingual, asOf: Instant, stands: Bilingual.describe('How the case stands, in a sentence.'),
  you: z.strictObject({ party: z.string(), name: z.string().nullable(), as: z.enum(['party', 'agent', 'guardian']), authority: z.number().int().nullable().describe('Number of the letter or record by which you act; null for the party itself.') }),
  authority: z.strictObject({ name: z.string(), address: z.string().nullable(), phone: z.string().nullable(), handledBy: z.string() }),
  handlers: z.array(z.strictObject({ person: z.string(), name: z.string(), posts: z.array(Bilingual) })).describe('Who acts and decides in the case, by name: so that a party can ask for a recusal.'),
  papers: z.array(z.strictObject({ paperId: z.string(), title: Bilingual, number: z.string().nullable(), issuedOn: Day, servedOn: Day.nullable(), voided: z.boolean(), href: z.string(), by: z.string().nullable().describe('Who decided or issued it, by name; null where it belongs to no act of a person.'), handledBy: z.array(z.string()).describe('Of a decision: who investigated and drafted, by name.') })),
  clocks: z.array(PartyClock),
  remedies: z.strictObject({ reconsiderationBody: z.string().nullable(), reconsiderationAddress: z.string().nullable().describe('Address and telephone, where the county has set them.'), court: z.string().nullable(), courtAddress: z.string().nullable() }),
  representatives: z.array(RepresentativeOfParty).describe('Agents and guardians on file.'),
  refunds: z.array(z.strictObject({ refundId: z.uuid(), name: Bilingual, amount: z.string().describe('Yuan'), why: Bilingual, orderedOn: Day, payBy: Day.describe('By when it is to be paid.'), status: z.enum(['ordered', 'paid', 'returned']).describe('`returned`: it did not arrive, or was given up; the money still lies with the debt.'), paidOn: Day.nullable(), returnedOn: Day.nullable() })).describe('Money that goes back to the party.'),
  requests: z.array(z.strictObject({ number: z.number().int(), step: z.string(), name: Bilingual, kind: z.string().nullable(), on: Day, answeredOn: Day.nullable(), answeredBy: z.string().nullable().describe('Who answered it, by name.'), by: z.enum(['party', 'agent', 'guardian']), atHall: z.boolean().describe('Said at the hall and taken down there.') })),
  may: z.array(z.strictObject({ kind: z.enum(REQUEST_KINDS), step: z.string(), name: Bilingual, allowed: z.boolean(), blockers: z.array(BlockerView) })),
  codes: z.array(CodeOfParty).describe('What became of the codes to your case, yours and those of who acts for you: one that you did not ask for is a reason to complain.'),
  opened: z.array(LookView).describe('Who has seen your data in clear or opened your papers, the latest first: office, roles, time; no names.'),
  openedNext: z.string().nullable().describe('There are earlier ones: `cursor` of GET /api/party/opened; null where these are all.'),
}).meta({ id: 'PartyCase' });

export const IdentityShownField = z.enum(['identityCard', 'otherDocument', 'knownToOfficer']).describe('By what the person at the hall was known; no number is kept.');
export const UnlockBody = z.strictObject({ identityShown: IdentityShownField }).meta({ id: 'PartyCodeUnlock', examples: [{ identityShown: 'identityCard' }] });
export const SlipBody = z.strictObject({ identityShown: IdentityShownField, representative: z.number().int().min(1).optional().describe('Number of the agent or guardian on file for whom it is; without it, for the party itself.') }).meta({ id: 'PartyCodeRequest', examples: [{ identityShown: 'identityCard' }, { identityShown: 'identityCard', representative: 24 }] });
export const Slip = z.strictObject({ code: z.string().describe('Shown once, to be printed and handed over; nowhere kept.'), ended: z.number().int().describe('Codes of this party that it replaces.') }).meta({ id: 'PartyCodeSlip' });
export const UnlockAnswer = z.strictObject({ unlocked: z.number().int() }).meta({ id: 'PartyCodeUnlocked' });
export const CodeLog = z.strictObject({
  items: z.array(z.strictObject({ codeId: z.string(), holder: z.enum(['party', 'agent', 'guardian']), representative: z.number().int().nullable(), what: z.enum(['printed', 'pinSet', 'locked', 'unlocked', 'ended']), identityShown: IdentityShownField.nullable(), by: z.string(), at: Instant })),
}).meta({ id: 'PartyCodeLog' });
