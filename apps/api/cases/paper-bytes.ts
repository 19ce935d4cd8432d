import { createHash } from 'node:crypto';
import type { EntityManager } from 'typeorm';
import type { CommandDeps } from '#commands';
import { readHead, readPaper, type CaseHead, type StoredPaper } from '#store';
import { sealedForHandlers } from './reveal.ts';
import { notFound, Problem } from '../problems/problem.ts';

/** The bytes of an issued paper, checked against the hash in the record, and the file that is its signed original. The look is logged. */
export async function openPaper(m: EntityManager, { people, content }: Pick<CommandDeps, 'people' | 'content'>, caseId: string, paperId: string): Promise<{ bytes: Buffer; mediaType: string; sha256: string; original: string | null }> {
  const head = await readHead(m, caseId);
  if (head === null) throw notFound();
  const { bytes, paper } = await unsealPaper(m, { people }, head, paperId);
  const named = head.state.parties.filter(({ partyId }) => paper.party === null || paper.party === partyId).map(({ identity }) => identity.contentId);
  await content.logReveal(m, { caseId, officeId: head.officeId, contentIds: named, why: `paper ${paperId}` });
  const original = head.state.papers.find((one) => one.paperId === paperId)?.original?.fileId ?? null;
  return { bytes, mediaType: paper.mediaType, sha256: paper.sha256, original };
}

/** The same without the log: whoever shows it to a person logs the look. Throws `forbidden` for a sealed one, `gone` where the person was erased. */
export async function unsealPaper(m: EntityManager, { people }: Pick<CommandDeps, 'people'>, head: CaseHead, paperId: string): Promise<{ bytes: Buffer; paper: StoredPaper }> {
  const paper = await readPaper(m, head.caseId, paperId);
  if (paper === null) throw head.state.papers.some((one) => one.paperId === paperId) ? sealedForHandlers() : notFound();
  const bytes = await people.openBytes(m, { keyId: paper.keyId, id: paper.paperId, sealed: Buffer.from(paper.sealed) });
  if (bytes === null) throw new Problem('gone', { zh: '此人的资料已依法删除，文书内容不再可读。', en: 'The data of this person has been erased; the paper can no longer be read.' });
  if (createHash('sha256').update(bytes).digest('hex') !== paper.sha256) throw new Error(`Paper ${paperId} does not match the hash in the record.`);
  return { bytes, paper };
}
