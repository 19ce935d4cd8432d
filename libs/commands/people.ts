export { readSubstitutions, proposeSubstitution, checkSubstitution, endSubstitution, SubstitutionOrder, type Substitution } from './people/substitutions.ts';
export { readLoans, proposeLoan, checkLoan, endLoan, LoanOrder, type OrderedLoan } from './people/person-loans.ts';
export type { OrderOutcome } from './people/orders.ts';
export { declineOffer, offerCase, readOffers, TransferOffer, type OfferedCase } from './people/transfer-offers.ts';
export { giveLateConsent, LateConsent, readLateConsents, type GivenConsent } from './people/late-consents.ts';
export { signatureAwaited } from './people/signers.ts';
export { chooseOwnPin, liftPinLock } from './people/pins.ts';
