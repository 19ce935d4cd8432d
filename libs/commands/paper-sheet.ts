import type { PaperContent } from '#documents';
import type { PackPaper } from '#law/pack-format';
import { SIGNER_NAMES, SIGNING_NAMES } from '#law/role-names';

/** What the pack says of a sheet beside its fields: copies and for whom, who signs and how, what is read out. */
export function printedAround({ copies, signs, readAloud }: PackPaper): Pick<PaperContent, 'copies' | 'signs' | 'readAloud'> {
  return {
    copies: (copies ?? []).map((one) => ({ for: one.for.zh, count: one.count })),
    signs: (signs ?? []).map(({ who, how }) => ({ who: SIGNER_NAMES[who].zh, how: SIGNING_NAMES[how].zh })),
    readAloud: readAloud?.zh ?? null,
  };
}
