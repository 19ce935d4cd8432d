/** The keys of an installation: made or mounted, recognised at each start, never printed. */
export { Keys } from './keys/keys.ts';
export { KeysProblem } from './keys/keys-problem.ts';
export { openKeys, type KeysPlace } from './keys/open-keys.ts';
export { signingLine, type SigningKeyOnRecord } from './keys/signing-line.ts';
export { rotateKeys, type KeyRotation } from './keys/rotate-keys.ts';
