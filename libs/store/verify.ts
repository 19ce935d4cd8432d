/** Whether the record is whole: chains, what events refer to, and the signed daily heads. */
export type { Fault } from './verify/fault.ts';
export { verifyCase, type CaseVerdict } from './verify/verify-case.ts';
export { signDailyHeads, type SignedDay } from './verify/sign-heads.ts';
export { verifyHeads, type HeadFault, type HeadsVerdict } from './verify/verify-heads.ts';
export { verifyAll, faultSentence, type RecordVerdict } from './verify/verify-all.ts';
