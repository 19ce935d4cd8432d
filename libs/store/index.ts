export { openStore, type StoreOptions } from './open-store.ts';
export { migrate } from './migrate.ts';
export { MACHINE, officeOfCase, setActor, sqlProblem, withActor, withCase, withoutValues, type AskingActor } from './actor.ts';
export { legalNow, legalSpeed, setLegalClock, stepLegalClock, tickLegalClock, type ClockMode, type LegalClockSetting, type LegalNow } from './legal-clock.ts';
export { keptProfile, noteTemporalNamespace, useProfile, WrongProfileError, type Profile } from './instance.ts';
