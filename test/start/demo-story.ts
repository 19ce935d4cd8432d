/** What the demo must have told, in the words that it prints in English; each stands for an act that went as it should. */
export const demoStory: readonly (readonly [about: string, told: RegExp])[] = [
  ['the fee ends with its law', /══ The fee ends ═/],
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
  ['the proof has nothing unexplained', /proof: \d+ cases, [1-9]\d* periods, [^\n]*0 unexplained/],
  ['the chains are whole', /chains: 6 cases, [1-9]\d* events, [^\n]*: whole/],
  ['it counts', /The end: 104 acts done, 32 refused with their articles/],
];

/** What was not told; empty when the whole story was. */
export function missingIn(printed: string): string[] {
  return demoStory.filter(([, told]) => !told.test(printed)).map(([about]) => about);
}
