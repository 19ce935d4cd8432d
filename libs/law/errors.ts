/**
 * Something handed to the law library that cannot be: a date that is not in the calendar, an amount with half a fen.
 * The sentence says what is wrong with the value and names no field, so that the caller can put its own field before
 * it. `message` is English, `zh` the same in Chinese.
 */
export class LawInputError extends Error {
  override readonly name = 'LawInputError';
  constructor(message: string, readonly zh: string) {
    super(message);
  }
}
