/** The text of a pack as somebody proposes it: read, checked like a file of a release, and compared with what counts now. */
import { createHash } from 'node:crypto';
import type { EntityManager } from 'typeorm';
import { z } from 'zod';
import type { SignedInActor } from '#access';
import type { LawChangeKind } from '#cases/model';
import { paperTemplates } from '#documents';
import { chinaDateOf, packCitation, type LoadedPack } from '#law';
import { checkPack } from '#law/packs/check-pack';
import { forbiddenInPack } from '#law/packs/forbidden-in-packs';
import { legalNow, readPackText } from '#store';
import type { CommandDeps } from '../deps.ts';
import { NotDone } from '../outcome.ts';
import { invalid } from '../proposals.ts';

/** A text of a pack: as the bytes of its file, or one that the record keeps already (a release has brought it), by its hash. */
export const LawChangeProposal = z.strictObject({
  pack: z.string().min(1).max(100),
  packText: z.string().min(2).max(900_000).optional(),
  packSha256: z.string().regex(/^[0-9a-f]{64}$/).optional(),
  documentNumber: z.string().trim().min(3).max(100),
  reason: z.string().trim().min(2).max(2000),
});
export type LawChangeProposal = z.infer<typeof LawChangeProposal>;

/** What is proposed, and the kind: the same period in force makes it a correction of our data, another one a change of law. */
export interface ProposedText { text: LoadedPack; kind: LawChangeKind; newest: LoadedPack; fileSha256: string }

/** Throws NotDone with what is wrong, by field. */
export async function readProposedText(deps: CommandDeps, manager: EntityManager, actor: SignedInActor, input: LawChangeProposal): Promise<ProposedText> {
  const book = await deps.law.book(manager);
  const file = book.find(input.pack);
  const newest = await deps.law.newest(manager, actor.countyId, input.pack);
  if (file === undefined || newest === null) throw invalid('pack', 'unknownPack', `没有这个程序，现有：${book.packs.map(({ pack }) => pack.id).join('、')}。`, `There is no such pack; there are: ${book.packs.map(({ pack }) => pack.id).join(', ')}.`);
  if ((input.packText === undefined) === (input.packSha256 === undefined)) throw invalid('packText', 'oneOfTwo', '应提供程序包全文或者其SHA-256，二者择一。', 'Give either the text of the pack or its SHA-256.');
  const text = input.packText === undefined ? await keptText(deps, manager, input.packSha256 ?? '') : checkedText(input.packText, book.packs.map(({ pack }) => pack));
  if (text.pack.id !== input.pack) throw invalid('pack', 'otherPack', `该文本是程序“${text.pack.id}”的。`, `This is a text of the pack "${text.pack.id}".`);
  const present = text.sha256 === newest.sha256 ? await textStillInUse(deps, manager, actor.countyId, text) : newest;
  const { to } = newest.pack.inForce;
  const today = chinaDateOf((await legalNow(manager)).at);
  // What the law has ended no county brings back (Order 427 art. 3(3)): its own sentence refuses.
  if (to !== null && to < today && (text.pack.inForce.to === null || text.pack.inForce.to > to)) {
    const after = newest.pack.inForce.after ?? newest.pack.inForce.before;
    throw new NotDone({ status: 'refused', blockers: [{ code: 'packNoLongerInForce', message: after.message, article: packCitation(newest.pack, after.cite) }] });
  }
  return { text, kind: kindOf(present, text), newest, fileSha256: file.sha256 };
}

/** From this text to that: another period is a change of law, the same one a correction. */
export function kindOf(from: LoadedPack, to: LoadedPack): LawChangeKind {
  return from.pack.inForce.from === to.pack.inForce.from && from.pack.inForce.to === to.pack.inForce.to ? 'correction' : 'changeOfLaw';
}

async function keptText(deps: CommandDeps, manager: EntityManager, sha256: string): Promise<LoadedPack> {
  if (await readPackText(manager, sha256) === null) throw invalid('packSha256', 'notKept', '案卷系统未保存该文本。', 'The record keeps no such text.');
  return deps.law.text(manager, sha256);
}

function checkedText(given: string, packs: readonly LoadedPack['pack'][]): LoadedPack {
  const bytes = Buffer.from(given, 'utf8');
  let json: unknown;
  try {
    json = JSON.parse(given);
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    throw invalid('packText', 'json', '不是有效的JSON文本。', `This is not JSON: ${error.message}`);
  }
  const { pack, problems } = checkPack(json);
  const templates = new Set(paperTemplates().map(({ code }) => code));
  const found = pack === null ? problems : [...forbiddenInPack(pack, packs), ...pack.papers.filter(({ template }) => !templates.has(template)).map(({ code, template }) => `papers.${code}: names the template "${template}", which there is not`)];
  if (pack === null || found.length > 0) throw invalid('packText', 'pack', `程序包有误：${found.slice(0, 20).join('；')}`, `This is not a whole pack: ${found.slice(0, 20).join('; ')}`);
  return { pack, sha256: createHash('sha256').update(bytes).digest('hex'), bytes };
}

/** A text under which open cases still stand, where the proposed one is the newest already (a release has brought it). */
async function textStillInUse(deps: CommandDeps, manager: EntityManager, county: string, text: LoadedPack): Promise<LoadedPack> {
  const [row] = await manager.query<{ sha: string }[]>('SELECT pack_sha256 AS sha FROM case_head WHERE county_id = $1 AND pack = $2 AND closed_on IS NULL AND pack_sha256 <> $3 ORDER BY case_id LIMIT 1', [county, text.pack.id, text.sha256]);
  if (row === undefined) throw invalid('packSha256', 'nothingToChange', '该文本已是现行文本，没有按其他文本办理的在办案件。', 'This is the text in use, and no open case stands under another.');
  return deps.law.text(manager, row.sha);
}

