/** Letters of authority, guardians and the words of a party at the hall, as people send them. */
import { z } from 'zod';
import { Code, LateEntryField, Line, PartyId, PersonId, Words } from '../edge-fields.ts';
import { LegalDateField } from '../legal-date-field.ts';

const on = LegalDateField.optional();
const late = LateEntryField.optional();
const Identity = {
  name: Line,
  phone: z.string().trim().regex(/^[+0-9 ()-]{5,24}$/).optional(),
  identityNumber: z.string().trim().toUpperCase().regex(/^[0-9A-Z]{4,18}$/).optional().describe('Of the document that was shown; kept encrypted, never a key.'),
};

/** An agent with the letter of authority that the party signed. */
export const EdgeAgent = z.strictObject({
  as: z.literal('agent'),
  authority: z.enum(['general', 'special']).describe('一般授权 or 特别授权; a special one names the acts that give a right up.'),
  scope: z.array(Code).max(50).default([]).describe('Steps that the letter names; of those that any letter covers, none named means all.'),
  profession: z.enum(['lawyer', 'legalWorker', 'other']),
  from: LegalDateField, to: LegalDateField,
  fileId: z.uuid().describe('The scanned letter, a file of the case.'),
  person: z.strictObject({ ...Identity, licence: z.string().trim().regex(/^[0-9A-Za-z]{4,30}$/).optional().describe('Of a lawyer or legal worker: number of the licence (执业证号).'), firm: Line.optional() }),
});
/** A guardian: of a minor, or of an adult without capacity. */
export const EdgeGuardian = z.strictObject({
  as: z.literal('guardian'),
  relation: z.enum(['father', 'mother', 'grandparent', 'sibling', 'spouse', 'child', 'otherRelative', 'otherPerson', 'organisation']),
  ground: z.enum(['minor', 'incapacity']),
  from: LegalDateField.optional(), to: LegalDateField.optional(),
  fileId: z.uuid().describe('What shows the guardianship (household register, court judgment, designation), a file of the case.'),
  person: z.strictObject(Identity),
});
export const FileRepresentativeCommand = z.strictObject({ type: z.literal('fileRepresentative'), on, late, party: PartyId, representative: z.discriminatedUnion('as', [EdgeAgent, EdgeGuardian]) });
export const EndRepresentativeCommand = z.strictObject({ type: z.literal('endRepresentative'), on, late, number: z.number().int().min(1), reason: Words });
export type RepresentativeEdge = z.infer<typeof FileRepresentativeCommand> | z.infer<typeof EndRepresentativeCommand>;

/** How the words of a party were taken down at the hall. */
export const HallField = z.strictObject({
  authority: z.number().int().min(1).optional().describe('Number of the letter or of the guardian on file, where one of them came.'),
  readBack: z.boolean(),
  signed: z.enum(['signature', 'fingerMark', 'refused']),
  witnesses: z.array(PersonId).max(5).default([]).describe('Who noted that signing was refused: two, beside whoever enters it.'),
});
