/** `npm run test:legality`: walks every state of both procedures, and of papers signed and sealed, and prints what was seen; exit code 1 when something unlawful can be reached or a blocker has no use. */
import { explore, printReport } from './model-check.ts';
import { approval, beside, causes, collectedAtTheScene, collectedFarOff, countyRules, courtOfTheFee, courtOfTheFine, fee, fine, hands, heldBack, leads, onTheSpot, party, remediesOfTheFee, remediesOfTheFine, sheets, termsOfTheFee, termsOfTheFine, whoActs } from './models.ts';

/** Far above what is there: reaching it means that the abstraction has come apart. */
const MOST_STATES = 20_000;

let failed = 0;
const models = [fine(), beside(), onTheSpot(), ...collectedAtTheScene(), collectedFarOff(), fee(), causes(), hands(), sheets(), approval(), party(), whoActs(), leads(), ...countyRules(), remediesOfTheFine(), remediesOfTheFee(), termsOfTheFine(), termsOfTheFee(), courtOfTheFine(), courtOfTheFee(), heldBack()];
for (const model of models) {
  const report = explore(model, { states: MOST_STATES });
  console.log(printReport(model.name, report));
  if (report.wrongs.length > 0 || report.neverSeen.length > 0 || !report.complete) failed += 1;
}
console.log(`${models.length} models, ${failed} failed`);
process.exitCode = failed === 0 ? 0 : 1;
