import { checkVectors } from '../vectors.ts';
import { UsageError, type LawCommand } from './command.ts';
import { readNamedJson } from './read-file.ts';

/** `law check FILE`: failures, then a last line `N passed, M failed`; exit code 1 when something failed. */
export const command: LawCommand = {
  usage: 'check FILE',
  summary: 'evaluate a file of worked examples (every kind of reference/vectors.json)',
  run(args) {
    const [file, ...more] = args;
    if (file === undefined || more.length > 0) throw new UsageError('check needs exactly one file.');
    const { passed, failed, failures } = checkVectors(readNamedJson(file));
    for (const { id, sentence } of failures) console.log(`${id}: ${sentence}`);
    console.log(`${passed} passed, ${failed} failed`);
    return failed > 0 ? 1 : 0;
  },
};
