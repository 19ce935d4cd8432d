import type { DataSource } from 'typeorm';

const killed = (): Error => new Error('killed');

/** The connections of a process that dies at its nth commit: just before the server has it, or just after. From then on nothing answers it. */
export function mortal(source: DataSource, dies: { at: number; when: 'before' | 'after' }): { source: DataSource; commits: () => number } {
  let commits = 0;
  let dead = false;
  const createQueryRunner = () => {
    if (dead) throw killed();
    const runner = source.createQueryRunner();
    const commit = runner.commitTransaction.bind(runner);
    runner.commitTransaction = async () => {
      // The release of a savepoint is no commit.
      if (Reflect.get(runner, 'transactionDepth') !== 1) return commit();
      commits += 1;
      dead ||= commits === dies.at;
      if (!dead || dies.when === 'after') await commit();
      if (dead) throw killed();
    };
    return runner;
  };
  return { source: new Proxy(source, { get: (of, name) => (name === 'createQueryRunner' ? createQueryRunner : Reflect.get(of, name) as unknown) }), commits: () => commits };
}
