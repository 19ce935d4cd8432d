import { z } from 'zod';
import { isLegalDate, type LegalDate } from '#law';

/** A calendar date in China; 2026-02-30 is refused. */
export const LegalDateField = z.string().refine((text): text is LegalDate => isLegalDate(text), { message: 'not a date of the calendar: YYYY-MM-DD' })
  .meta({ type: 'string', format: 'date', examples: ['2026-03-05'] });
