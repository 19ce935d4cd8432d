export { actorOf, officesOfCounty, type NoActor, type SignedInActor } from './actor.ts';
export { resolveBody, whyNoBody, type AuthorityRefusal } from './authority.ts';
export { certificatesOn, lentOn, officersOnDay, type NamedFor, type OfficerOnDay } from './certificates.ts';
export { loanCounts, loansOf, type PersonLoan } from './loans.ts';
export { actingForOn, standingIn, type Standing } from './standing.ts';
export { DevelopmentIssuer } from './development-issuer.ts';
export { discoveredKeys, TokenRefused, tokenVerifier, type TokenVerifier } from './tokens.ts';
export { holdersInCounty, postOnDay, type PostOnDay } from './posts.ts';
export { qualificationsOnDay } from './qualifications.ts';
