export { actorOf, officesOfCounty, type NoActor, type SignedInActor } from './actor.ts';
export { resolveBody, whyNoBody, type AuthorityRefusal } from './authority.ts';
export { officersOnDay, type OfficerOnDay } from './certificates.ts';
export { DevelopmentIssuer } from './development-issuer.ts';
export { discoveredKeys, TokenRefused, tokenVerifier, type TokenVerifier } from './tokens.ts';
export { postOnDay, type PostOnDay } from './posts.ts';
