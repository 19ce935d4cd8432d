export { caseLife } from './case.ts';
export { serviceOfPaper } from './service.ts';
export { hearing } from './hearing.ts';
export { referralToCourt } from './referral.ts';
export { calendarChange } from './calendar.ts';
export { lawChange } from './law-change.ts';
export { bankImport } from './bank-import.ts';
export { refundRound } from './refund-round.ts';
export { dailyProof, dailyRound } from './proof.ts';
