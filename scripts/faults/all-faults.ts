/** Every fault by its code, and the choice of some. */
import { ServerProblem } from '../servers/server-problem.ts';
import type { Fault } from './fault.ts';
import { commandFaults } from './command-faults.ts';
import { databaseFaults } from './database-faults.ts';
import { machineFaults } from './machine-faults.ts';
import { processFaults } from './process-faults.ts';

export const ALL_FAULTS: readonly Fault[] = [...processFaults, ...databaseFaults, ...commandFaults, ...machineFaults];

/** Those named, `a,b`; all where nothing is named. Throws ServerProblem for a name that there is not. */
export function chosenFaults(named: string | undefined): readonly Fault[] {
  if (named === undefined) return ALL_FAULTS;
  return named.split(',').map((code) => {
    const found = ALL_FAULTS.find((fault) => fault.code === code.trim());
    if (found === undefined) throw new ServerProblem(`There is no fault "${code}"; there are: ${ALL_FAULTS.map((fault) => fault.code).join(', ')}.`);
    return found;
  });
}
