/** A package for the court from what the asking person may read: the record of the step, papers opened, files measured. */
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { crc32 } from 'node:zlib';
import { createHash } from 'node:crypto';
import type { EntityManager } from 'typeorm';
import { applicationPaper, bytesMember, composePackage, partyOf, planPackage, sha256Of, textsOfStatements, type ComposedPackage, type EntrySource, type FileOnRecord, type Measured, type PackageRecord, type PackageSigner, type ZipMember } from '#court-package';
import { fold, type CaseEvent, type CaseState, type RecordedEvent } from '#cases';
import { asKnownToday, firstBreak, NO_EVENT_BEFORE, readHead, readStoredEvents, type CaseHead } from '#store';
import { caseKeyRef, isErased, personRefs } from '#store/content';
import { filesOf, type CaseFiles, type InTransaction } from '#store/files';
import { signingLine, type Keys } from '#store/keys';
import { blocked } from '../cases/command-answer.ts';
import { refusedFile } from '../cases/file-problem.ts';
import { unsealPaper } from '../cases/paper-bytes.ts';
import type { Door } from '../door.module.ts';
import { notFound, Problem } from '../problems/problem.ts';

const script = readFileSync(fileURLToPath(new URL('../../../libs/court-package/check-package.mjs', import.meta.url)));

/** A package but for the bytes of its files. `shows`: content that whoever opens it sees. */
export interface OpenedPackage { composed: ComposedPackage; papers: ReadonlyMap<string, Buffer>; shows: string[]; officeId: string }

/**
 * The package of a step. Throws the problem `notFound` for a step that asks no court or is not seen, `blocked` with
 * everything that is missing, `gone` where a person was erased.
 */
export async function openPackage(m: EntityManager, door: Door, caseId: string, seq: number): Promise<OpenedPackage> {
  const head = await readHead(m, caseId);
  if (head === null) throw notFound();
  const { record, headHash, texts } = await recordOf(m, door, head, seq);
  const training = door.deps.profile === 'training';
  const plan = planPackage(record, training);
  if (plan === null) throw notFound();
  if (plan.missing.length > 0) throw blocked(plan.missing);
  const papers = new Map<string, Buffer>();
  for (const { source } of plan.entries) if (source.type === 'paper') papers.set(source.paperId, (await unsealPaper(m, door.deps, head, source.paperId)).bytes);
  const composed = composePackage({
    record, plan, measured: plan.entries.map(({ source }) => measured(source, papers)), headHash, training, script,
    authority: await authorityOf(m, record.state), signer: await signerOf(m, door.deps.keys),
  });
  const party = record.state.parties.filter(({ partyId }) => partyId === plan.party).map(({ identity }) => identity.contentId);
  return { composed, papers, shows: [...party, ...texts], officeId: head.officeId };
}

/** The case as it stood when the command that took the step was done. `texts`: what is read of its words. */
async function recordOf(m: EntityManager, door: Door, { caseId, caseNumber }: CaseHead, seq: number): Promise<{ record: PackageRecord; headHash: string; texts: string[] }> {
  const stored = await readStoredEvents(m, caseId);
  const begun = stored.find((one) => one.seq === seq);
  if (begun === undefined) throw notFound();
  const last = stored.findLast((one) => one.commandId === begun.commandId) ?? begun;
  const until = stored.filter((one) => one.seq <= last.seq);
  const broken = firstBreak(until, { seq: 0, hash: NO_EVENT_BEFORE, recordedAt: null });
  if (broken !== null) throw new Error(`The record of case ${caseId} is broken at event ${broken.seq} (${broken.why}).`);
  const events = stored.map(asKnownToday);
  const state = fold(caseId, events.slice(0, until.length));
  const step = state?.steps.find((one) => one.seq === seq);
  if (state === null || step === undefined) throw notFound();
  const book = await door.lawOf(m, caseId, last.recordedAt);
  const { pack } = book.pack(state.pack);
  const party = partyOf({ state, step });
  const issues = pack.steps.find(({ code }) => code === step.step)?.issues.map(({ paper }) => paper) ?? [];
  const application = party === null ? undefined : applicationPaper({ state, step }, issues, party);
  const signed = events.slice(until.length).find(({ event }) => event.type === 'originalFiled' && event.paperId === application?.paperId);
  const signedApplication = signed?.event.type === 'originalFiled' ? { fileId: signed.event.fileId, sha256: signed.event.sha256, seq: signed.seq } : null;
  const texts = party === null ? [] : textsOfStatements({ state, book }, party);
  const read = await door.deps.content.read(m, texts);
  for (const value of read.values()) if (isErased(value)) throw new Problem('gone', { zh: '此人的资料已依法删除。', en: 'The data of this person has been erased.' });
  return {
    headHash: last.hash, texts,
    record: {
      state, at: last.recordedAt, book, step, caseNumber, signedApplication, texts: new Map(texts.map((id) => { const text = read.get(id); return [id, typeof text === 'string' ? text : null]; })),
      files: await filesOnRecord(m, caseId, events.filter(({ seq: at, event }) => event.type === 'fileAttached' && (at <= last.seq || event.file.fileId === signedApplication?.fileId))),
    },
  };
}

/** Files as their events entered them; one that the asking person may not see has no row for this transaction. */
async function filesOnRecord(m: EntityManager, caseId: string, attached: readonly RecordedEvent[]): Promise<FileOnRecord[]> {
  const rows = new Map((await filesOf(m, caseId)).map((row) => [row.fileId, row]));
  const refs = await personRefs(m, caseId);
  return attached.flatMap(({ seq, event }) => (event.type === 'fileAttached' ? [fileOf(event, seq)] : []));
  function fileOf({ file: { fileId, sha256, purpose, mediaType, bytes } }: Extract<CaseEvent, { type: 'fileAttached' }>, enteredSeq: number): FileOnRecord {
    const row = rows.get(fileId);
    const ref = row === undefined ? caseKeyRef : refs.get(row.keyId) ?? caseKeyRef;
    return { fileId, sha256, purpose, mediaType, bytes, enteredSeq, about: ref === caseKeyRef ? null : ref, withheld: row === undefined ? 'sealed' : row.status === 'removed' ? 'removed' : null };
  }
}

/** Files by what the record says of them: their bytes are compared with it before any of them is sent. */
function measured(source: EntrySource, papers: ReadonlyMap<string, Buffer>): Measured {
  if (source.type === 'file') return { sha256: source.sha256, bytes: source.bytes };
  const bytes = inMemory(source, papers);
  return { sha256: sha256Of(bytes), bytes: bytes.length };
}

function inMemory(source: Exclude<EntrySource, { type: 'file' }>, papers: ReadonlyMap<string, Buffer>): Buffer {
  const bytes = source.type === 'page' ? source.bytes : papers.get(source.paperId);
  if (bytes === undefined) throw new Error('A paper of the package was not opened.');
  return bytes;
}

async function authorityOf(m: EntityManager, { body }: CaseState): Promise<{ id: string; name: string }> {
  const [office] = await m.query<{ name: string }[]>('SELECT name FROM office WHERE id = $1', [body.authorityId]);
  if (office === undefined) throw new Error(`The authority ${body.authorityId} is no office of this record.`);
  return { id: body.authorityId, name: office.name };
}

async function signerOf(m: EntityManager, keys: Keys): Promise<PackageSigner> {
  const line = (await signingLine(m)).map(({ fingerprint, publicKey, vouchedBy }) => ({ fingerprint, publicKey: publicKey.toString('base64'), vouchedBy: vouchedBy?.toString('base64') ?? null }));
  return { fingerprint: keys.fingerprints.signing, publicKey: keys.publicKey(), line, sign: (text) => keys.sign(text) };
}

/**
 * The members of the archive. Every file is read once and compared with its hash on record, so that what is wrong is said
 * before the first byte goes out; the second reading sends it, and holds one part of one file in memory.
 */
export async function membersOf({ composed, papers }: OpenedPackage, files: CaseFiles, run: InTransaction): Promise<ZipMember[]> {
  const folder = `court-package-${composed.manifest.step.seq}`;
  const members = composed.beside.map(({ path, bytes }) => bytesMember(`${folder}/${path}`, bytes));
  for (const { path, source, sha256, bytes } of composed.entries) {
    const at = `${folder}/${path}`;
    if (source.type !== 'file') members.push(bytesMember(at, inMemory(source, papers)));
    else {
      const { fileId } = source;
      const hash = createHash('sha256');
      let [crc, read] = [0, 0];
      for await (const part of (await files.open(run, fileId).catch(refusedFile)).stream as AsyncIterable<Buffer>) {
        hash.update(part);
        crc = crc32(part, crc);
        read += part.length;
      }
      if (hash.digest('hex') !== sha256 || read !== bytes) throw new Error(`File ${fileId} does not match the hash in the record.`);
      members.push({ path: at, crc, bytes, open: () => streamOf(files, run, fileId) });
    }
  }
  return members;
}

async function* streamOf(files: CaseFiles, run: InTransaction, fileId: string): AsyncGenerator<Uint8Array> {
  yield* (await files.open(run, fileId)).stream as AsyncIterable<Buffer>;
}
