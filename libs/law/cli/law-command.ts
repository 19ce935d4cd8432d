/** The commands of `npm run law`. A further one is a file of its own that exports `command`, and a line in this table. */
import { LawInputError } from '../errors.ts';
import { UsageError, type LawCommand } from './command.ts';

const COMMANDS: Record<string, () => Promise<{ command: LawCommand }>> = {
  cause: () => import('./cause.ts'),
  causes: () => import('./causes.ts'),
  check: () => import('./check.ts'),
  deadline: () => import('./deadline.ts'),
  procedure: () => import('./procedure.ts'),
  parameters: () => import('./parameters.ts'),
  schema: () => import('./schema.ts'),
  validate: () => import('./validate.ts'),
};

/** Runs a command, prints its answer or what is wrong with what was asked, and answers the exit code. */
export async function lawCommand(args: readonly string[]): Promise<number> {
  const [name, ...rest] = args;
  const load = name !== undefined && Object.hasOwn(COMMANDS, name) ? COMMANDS[name] : undefined;
  if (load === undefined) {
    if (name !== undefined && name !== 'help' && name !== '--help') console.error(`There is no command ${JSON.stringify(name)}.`);
    const lines = await Promise.all(Object.values(COMMANDS).map(async (each) => (await each()).command));
    const print = name === 'help' || name === '--help' ? console.log : console.error;
    print(['npm run law -- COMMAND', ...lines.map(({ usage, summary }) => `  ${usage}\n      ${summary}`)].join('\n'));
    return name === 'help' || name === '--help' ? 0 : 1;
  }
  const { command } = await load();
  try {
    return await command.run(rest);
  } catch (error) {
    if (error instanceof UsageError) console.error(`${error.message}\nUsage: npm run law -- ${command.usage}`);
    else if (error instanceof LawInputError) console.error(`${error.message}\n${error.zh}`);
    else throw error;
    return 1;
  }
}
