/** One subcommand of `npm run law`. */
export interface LawCommand {
  /** How it is called, without the name of the program. */
  usage: string;
  /** One line for the list of commands. */
  summary: string;
  /** Runs it; answers the exit code. `LawInputError` and usage errors may be thrown: main prints their sentence. */
  run(args: readonly string[]): number | Promise<number>;
}

/** A call that cannot be understood; main prints the sentence and the usage. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}
