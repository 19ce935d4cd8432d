import { packSchema } from '../packs/check-pack.ts';
import { UsageError, type LawCommand } from './command.ts';

/** `law schema`: the JSON Schema of a policy pack on standard output. */
export const command: LawCommand = {
  usage: 'schema',
  summary: 'print the JSON Schema of a policy pack (docs/packs.md)',
  run(args) {
    if (args.length > 0) throw new UsageError('schema takes no arguments.');
    console.log(JSON.stringify(packSchema(), null, 2));
    return 0;
  },
};
