/** The keys of this installation cannot be used. The message is one sentence for the person at the terminal. */
export class KeysProblem extends Error {
  override readonly name = 'KeysProblem';
}
