import { z } from 'zod';
import { EndRepresentativeCommand, FileRepresentativeCommand } from '#commands';
import { Bilingual, Code, Day, PersonId } from '../http/schemas.ts';
import { RequestBody } from './party-schemas.ts';

const { on, late } = FileRepresentativeCommand.shape;
const DAYS = { on, late };
const [AGENT, GUARDIAN] = FileRepresentativeCommand.shape.representative.options;
export const RepresentativeBody = z.discriminatedUnion('as', [AGENT.extend(DAYS), GUARDIAN.extend(DAYS)]).meta({
  id: 'Representative',
  examples: [
    { as: 'agent', authority: 'special', scope: ['submitStatement', 'requestHearing', 'withdrawHearingRequest'], profession: 'lawyer', from: '2025-03-10', to: '2025-12-31', fileId: '5b0a7c1e-5d0c-4c57-9a5e-3a3f2f6f1c11', person: { name: '钱律师', licence: '16101201510123456', firm: '陕西某律师事务所' } },
    { as: 'guardian', relation: 'father', ground: 'minor', fileId: '5b0a7c1e-5d0c-4c57-9a5e-3a3f2f6f1c11', person: { name: '张大明', phone: '13800000000' } },
  ],
});
export const EndRepresentativeBody = EndRepresentativeCommand.omit({ type: true, number: true }).meta({ id: 'EndRepresentative', examples: [{ reason: '当事人书面解除委托' }] });
/** A party withdraws as of now. */
export const WithdrawLetterBody = EndRepresentativeCommand.pick({ reason: true }).meta({ id: 'WithdrawLetter', examples: [{ reason: '解除委托' }] });
export const RepresentativeNumber = z.coerce.number().int().min(1);

export const RepresentativeView = z.strictObject({
  number: z.number().int().describe('Under which the case keeps it.'), party: z.string(), as: z.enum(['agent', 'guardian']), name: z.string().nullable().describe('Masked for people of the offices; null when erased.'),
  authority: z.enum(['general', 'special']).nullable(), scope: z.array(z.strictObject({ step: Code, name: Bilingual })).describe('Acts that the letter names; none: all that any letter covers.'), profession: z.string().nullable(), relation: z.string().nullable(), ground: z.string().nullable(),
  from: Day, to: Day.nullable(), endedOn: Day.nullable(), stands: z.boolean().describe('It can be acted on today.'), fileId: z.string(), sha256: z.string(),
}).meta({ id: 'RepresentativeOnFile' });
export const RepresentativesView = z.strictObject({ items: z.array(RepresentativeView) }).meta({ id: 'RepresentativesOnFile' });
export const RevealedRepresentative = z.strictObject({ number: z.number().int(), name: z.string(), phone: z.string().optional(), identityNumber: z.string().optional(), licence: z.string().optional(), firm: z.string().optional() }).meta({ id: 'RevealedRepresentative' });

/** What a party says at the hall: its request, and how it was taken down. */
export const HallRequestBody = RequestBody.extend({
  authority: z.number().int().min(1).optional().describe('Number of the letter or guardian on file, where one of them came.'),
  readBack: z.boolean().describe('What was taken down was read back, or given to check.'),
  signed: z.enum(['signature', 'fingerMark', 'refused']),
  witnesses: z.array(PersonId).max(5).default([]).describe('Who noted that signing was refused: two, beside whoever enters it.'),
}).meta({ id: 'HallRequest', examples: [{ kind: 'statement', text: '当时车辆故障，已立即联系拖车。', readBack: true, signed: 'fingerMark' }] });
