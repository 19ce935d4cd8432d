/** Personal content: encrypted per person beside the record, masked in answers, each reveal logged, erasable. */
export { ContentProblem } from './content/content-problem.ts';
export { ContentStore, type Erased, erased, isErased } from './content/content-store.ts';
export { PersonKeys, caseKeyRef, personRefs } from './content/person-keys.ts';
export { maskAddress, maskIdentity, maskName, maskNumber, maskPhone, type PartyIdentity } from './content/masks.ts';
