/** Puts a complete plan together: numbers, the leaf on top, the manifest, its signature. */
import { FORMAT_VERSION, MANIFEST_FORMAT, manifestText, numbered, packageSignedText, sha256Of, signatureText, type LineKey, type Manifest, type ManifestEntry, type Measured } from './manifest.ts';
import type { PackagePlan } from './contents.ts';
import type { EntrySource, PackageRecord } from './package-record.ts';
import { readme } from './readme.ts';

/** The signing key of the instance: its private half stays where it is. `line`: the keys before it and itself, the oldest first. */
export interface PackageSigner { fingerprint: string; publicKey: Buffer; line: readonly LineKey[]; sign(text: Buffer): Buffer }

export interface ComposedPackage {
  manifest: Manifest;
  manifestSha256: string;
  /** In the order of the manifest. */
  entries: (ManifestEntry & { source: EntrySource })[];
  /** What lies beside them: the leaf on top, the script, the manifest and its signature. */
  beside: { path: string; bytes: Buffer }[];
}

/** `measured`: of the entries of the plan, in their order. `script`: the text of check-package.mjs. */
export function composePackage(of: { record: PackageRecord; plan: PackagePlan; measured: readonly Measured[]; headHash: string; authority: { id: string; name: string }; training: boolean; script: Buffer; signer: PackageSigner }): ComposedPackage {
  const { record: { state, step, caseNumber, at, book }, plan, measured, headHash, authority, training, script, signer } = of;
  const { pack } = book.pack(state.pack);
  const entries = numbered(plan.entries.map((entry, index) => {
    const known = measured[index];
    if (known === undefined) throw new Error(`Entry ${index + 1} was not measured.`);
    return { ...entry, ...known };
  }));
  const described = {
    format: MANIFEST_FORMAT, formatVersion: FORMAT_VERSION, training, caseId: state.caseId, caseNumber, procedure: pack.id, authority, party: plan.party,
    step: { seq: step.seq, code: step.step, name: pack.steps.find(({ code }) => code === step.step)?.name ?? { zh: step.step, en: step.step } },
    day: step.on, record: { seq: state.seq, headHash, recordedAt: at }, entries, notEnclosed: plan.notEnclosed, keyFingerprint: signer.fingerprint,
  } as const;
  const tools = [{ path: 'README.txt', bytes: readme(described) }, { path: 'check-package.mjs', bytes: script }];
  const { keyFingerprint, ...before } = described;
  const manifest: Manifest = { ...before, tools: tools.map(({ path, bytes }) => ({ path, sha256: sha256Of(bytes), bytes: bytes.length })), keyFingerprint };
  const text = manifestText(manifest);
  const manifestSha256 = sha256Of(text);
  const signature = signatureText({ manifestSha256, signature: signer.sign(packageSignedText(manifestSha256)), publicKey: signer.publicKey, fingerprint: signer.fingerprint, line: signer.line });
  return {
    manifest, manifestSha256, beside: [...tools, { path: 'manifest.json', bytes: text }, { path: 'signature.json', bytes: signature }],
    entries: entries.map((entry, index) => { const source = plan.entries[index]?.source; if (source === undefined) throw new Error(`Entry ${entry.number} has no source.`); return { ...entry, source }; }),
  };
}
