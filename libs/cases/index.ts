/** Enforcement cases: commands, events, state, advance, decide, legality checks. Pure. */
export * from './model.ts';
export { evolve, fold, idOf, FoldError, QUIET } from './evolve.ts';
export { advance, nextWake } from './advance.ts';
export { decide, type Around } from './decide.ts';
export { allowedActions, openClocks, openDuties, openTasks } from './actions.ts';
export { scopeOf } from './act-rules.ts';
export { fieldsOf } from './paper-variants.ts';
export { handsOf, INCOMPATIBLE_POWERS, powerOfTurn, type Power } from './powers.ts';
export { forbiddenWordBlockers, wordingsOfFacts, wordingsOfPaper, type Wording } from './forbidden-words.ts';
export { partBlockers } from './recusal.ts';
export * from './history.ts';
export { caseMoney } from './clocks.ts';
export { balanceOf, type CaseDebt, type CaseMoney } from './money/debts.ts';
export { nextWays } from './service.ts';
export { clockInstances, announcementRule, ANNOUNCEMENT } from './clocks.ts';
export { changeLaw, effectOfLaw, type LawEffect, type LawSide } from './law-change.ts';
export { simulate, type Assumption, type Moment, type Simulation } from './simulate.ts';
export { eventSentence } from './sentences.ts';
