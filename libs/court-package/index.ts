/** The package for an application to the court to enforce (申请人民法院强制执行案卷). Pure: bytes and keys come from outside. */
export { appliedDebts, type AppliedDebt } from './applications.ts';
export { KINDS, KIND_WORDS, type PackageKind } from './kinds.ts';
export { planPackage, type PackagePlan } from './contents.ts';
export { composePackage, type ComposedPackage, type PackageSigner } from './compose.ts';
export { partyOf, type EntrySource, type FileOnRecord, type NotEnclosed, type PackageRecord, type PlannedEntry } from './package-record.ts';
export { applicationPaper } from './completeness.ts';
export { textsOfStatements } from './statements.ts';
export { FORMAT_VERSION, MANIFEST_FORMAT, packageSignedText, sha256Of, type LineKey, type Manifest, type ManifestEntry, type Measured } from './manifest.ts';
export { bytesMember, storedZip, zipBytes, type ZipMember } from './stored-zip.ts';
