/** Content cannot be written or read; the message carries ids only. */
export class ContentProblem extends Error {
  override readonly name = 'ContentProblem';
}
