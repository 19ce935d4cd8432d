import { causeSchema } from '../causes/check-causes.ts';
import { packSchema } from '../packs/check-pack.ts';
import { UsageError, type LawCommand } from './command.ts';

/** `law schema [causes]`: the JSON Schema of a policy pack, or of a file of causes, on standard output. */
export const command: LawCommand = {
  usage: 'schema [causes]',
  summary: 'print the JSON Schema of a policy pack (docs/packs.md), or of a file of causes (docs/causes.md)',
  run(args) {
    const [what, ...more] = args;
    if (more.length > 0 || (what !== undefined && what !== 'causes')) throw new UsageError('schema takes no argument, or the word causes.');
    console.log(JSON.stringify(what === 'causes' ? causeSchema() : packSchema(), null, 2));
    return 0;
  },
};
