import { readerFunctions } from './migrations/0001-record/reader-functions.ts';
import { contentReaderFunctions } from './migrations/0002-content.ts';
import { accessFunctions } from './migrations/0003-access.ts';
import { proofReaderFunctions } from './migrations/0004-proof.ts';
import { changeReaderFunctions } from './migrations/0007-changes.ts';
import { fileReaderFunctions } from './migrations/0009-entered-files.ts';
import { officeReaderFunctions } from './migrations/0020-office.ts';
import { peopleReaderFunctions } from './migrations/0021-people.ts';
import { partyDoorReaderFunctions } from './migrations/0024-party-door.ts';
import { leadReaderFunctions } from './migrations/0027-leads.ts';
import { qualificationFunctions } from './migrations/0028-qualification.ts';
import { signerReaderFunctions } from './migrations/0031-signers.ts';
import { handsReaderFunctions } from './migrations/0032-hands.ts';
import { sealedLeadReaderFunctions } from './migrations/0034-sealed-leads.ts';
import { lateConsentReaderFunctions } from './migrations/0038-late-consents.ts';
import { inPlaceReaderFunctions } from './migrations/0039-asked-for.ts';
import { lawChangeReaderFunctions } from './migrations/0058-law-changes.ts';
import { moneyInReaderFunctions } from './migrations/0064-money-in.ts';
import { refundReaderFunctions } from './migrations/0065-refunds.ts';
import { dueReaderFunctions } from './migrations/0084-due-together.ts';
import { refundRoundReaderFunctions } from './migrations/0087-refund-rounds.ts';
import { electronicReceiptReaderFunctions } from './migrations/0089-electronic-receipts.ts';

/** Names of all functions that see past row-level security. They answer ids, dates and counts; a test compares the list with the database. */
export function securityDefinerFunctions(): string[] {
  return [...readerFunctions, ...contentReaderFunctions, ...accessFunctions, ...proofReaderFunctions, ...changeReaderFunctions, ...fileReaderFunctions, ...officeReaderFunctions, ...peopleReaderFunctions, ...partyDoorReaderFunctions, ...leadReaderFunctions, ...qualificationFunctions, ...signerReaderFunctions, ...handsReaderFunctions, ...sealedLeadReaderFunctions, ...lateConsentReaderFunctions, ...inPlaceReaderFunctions, ...lawChangeReaderFunctions, ...moneyInReaderFunctions, ...refundReaderFunctions, ...dueReaderFunctions, ...refundRoundReaderFunctions, ...electronicReceiptReaderFunctions].map(({ signature }) => signature.replace(/\(.*/s, ''));
}
