/** What the demo must have told, in the words that it prints in English; each stands for an act that went as it should. */
export const demoStory: readonly (readonly [about: string, told: RegExp])[] = [
  ['the fee ends with its law', /══ The fee ends ═/],
  ['terms that outlast the window need the county', /would approve three years for party 1\n +✗ after 2018-12-28 the court can no longer be asked: [^\n]*\[Administrative Compulsion Law art\. 53\]/],
  ['a default is cured', /1 in default; in default since 2018-09-01[^\n]*\n +2018-09-12 [^\n]*the default is cured/],
  ['nobody asks the court before ten working days', /would ask the court\n +✗ ten working days have not passed[^\n]*\n +earliest lawful day: 2018-12-18/],
  ['the court is asked in time and orders', /"Application to the court to enforce"  勉卫执申字〔2018〕1号[\s\S]{0,200}?orders the execution\n[^\n]*1,500\.00 recovered[^\n]*\n +¥ party 1: owes 24,819\.00, of it late fee 6\.00[^\n]*at the court/],
  ['the court is asked too late', /would ask the court to enforce against party 2\n[\s\S]{0,200}?✗ the window in which the court could be asked is over {2}\[Administrative Compulsion Law art\. 53\]\n[^\n]*closed on 2019-01-08/],
  ['at the end of the fee the application comes back', /would demand the rest of party 1\n +✗ the social maintenance fee ended on 2021-08-20[\s\S]{0,900}?withdraws the application from the court\n +¥ party 1: paid 7,500\.00; no longer collected [\d,.]+; owes 0\.00/],
  ['a deferred fine doubles and no more', /the 33rd day\n[^\n]*additional fine 4,950\.00[\s\S]*it grows no more\n[^\n]*owes 10,000\.00, of it additional fine 5,000\.00[^\n]*window to the court until 2026-08-31/],
  ['the penalty is decided and left in place', /leaves the decision in place before witnesses/],
  ['who complained stays sealed', /would read who complained\n +✗ Who complained is kept secret/],
  ['a lead goes to its case and is answered', /links it to the case [\s\S]*answers through the hotline\n[\s\S]{0,400}?closes the lead/],
  ['a guessed PIN is refused', /guesses his PIN\n +✗ The PIN is wrong/],
  ['an officer is lent', /lends Zhao Lei[^\n]*\n[^\n]*approves the loan, number 勉司借/],
  ['the paper says who acts in whose place', /in the place of Wang Fang\n[\s\S]{0,600}? the paper says: 罗俊受委托代行王芳职责，依据勉阳委（演示）〔2025〕6号/],
  ['the signed sheet is the original', /from now on the scan is the original of "Inspection record"/],
  ['no notice without approval', /would give notice without approval[^\n]*\n +✗ this waits for the approval "Approval of the notice before a penalty"/],
  ['an approval is returned', /returns it to the handler[^\n]*\n +▸ [^\n]*returned to whoever asked/],
  ['a signer is added', /waits for the added signer: 周岚/],
  ['a substitute signs by written authority', /signs in the place of Luo Jun[^\n]*\n +▸ [^\n]*waits at "Head"/],
  ['the approval sheet names who signed for whom', /"Approval sheet"[\s\S]{0,300}? the paper says: 李强受委托代行罗俊职责/],
  ['another fine is not what was approved', /would give notice of 150,000 yuan after all\n +✗ "Intended fine" is not what was approved/],
  ['a simulation records nothing', /nothing was recorded: the case stands at revision \d+ as before/],
  ['23:59 is in time', /── 2025-11-13 23:59 ─[^\n]*\n[^\n]*asks for a hearing at 23:59 of the last day\n +in time/],
  ['00:00 is not', /── 2025-11-14 00:00 ─[^\n]*\n[^\n]*asks for a hearing at 00:00\n +✗ [^\n]*art\. 64\(1\)\]\n +still open: Statement and defence/],
  ['no decision before all have co-signed', /would decide before all have co-signed\n +✗ "Approval of the decision" waits at the stage/],
  ['the decision is co-signed', /co-signs in the place of Luo Jun\n +▸ "Approval of the decision": approved/],
  ['the period for service lapses and the county is told', /Period for service: lapsed \(2025-11-25\)\n +told to the county legal office/],
  ['the late slip withdraws the lapse', /Period for service → 2025-11-25, lapsed[\s\S]*the lapse of the period for service is withdrawn[\s\S]*Period for service → 2025-11-25, ended in time[^\n]*\n[^\n]*Period to pay the fine → 2025-12-09, runs/],
  ['a linked condition closes no case', /"Reason" says "缴清后方可落户"[^\n]*\[Administrative Compulsion Law art\. 43\(2\)\]/],
  ['the case is taken up again', /begins: Period to decide anew → 2026-01-05/],
  ['the proof has nothing unexplained', /2025-12-05 proof: \d+ cases, [1-9]\d* periods, 1 difference \(lapse withdrawn 1\), 0 unexplained\n +2026-07-27 proof: [^\n]*0 unexplained/],
  ['the chains are whole', /chains: 6 cases, [1-9]\d* events, [^\n]*: whole/],
  ['it counts', /The end: 126 acts done, 38 refused with their articles/],
];

/** What was not told; empty when the whole story was. */
export function missingIn(printed: string): string[] {
  return demoStory.filter(([, told]) => !told.test(printed)).map(([about]) => about);
}
