import { describe, expect, it } from '@jest/globals';
import { readOptions } from './options.ts';

const read = (args: string, env: NodeJS.ProcessEnv = {}) => readOptions(args.split(' ').filter(Boolean), env, '/home/clerk/anjuan');

describe('the command line of npm start', () => {
  it('without anything is a development instance on port 3000 with its data beside the project', () => {
    expect(read('')).toEqual({ profile: 'development', dataDir: '/home/clerk/anjuan/.anjuan', port: 3000, temporalNamespace: 'default' });
  });

  it('with --training is another instance with data of its own', () => {
    expect(read('--training 2018-03-01 --speed 1d/s --packs law/more --port 3100')).toEqual({
      profile: 'training', dataDir: '/home/clerk/anjuan/.anjuan/training', port: 3100, trainingFrom: '2018-03-01', speed: '1d/s',
      packsDir: '/home/clerk/anjuan/law/more', temporalNamespace: 'default',
    });
  });

  it.each([
    ['--training 2026-02-30', {}, '--training 2026-02-30 is not a date of the calendar: write it as 2018-03-01.'],
    ['--training 18-3-1', {}, '--training 18-3-1 is not a date of the calendar: write it as 2018-03-01.'],
    ['--training 1999-01-01', {}, '--training 1999-01-01 lies before 2002-09-01, when the posts of the demo county begin: choose that day or a later one.'],
    ['--speed 1d/s', {}, '--speed belongs to a training instance: give --training YYYY-MM-DD too.'],
    ['--packs law', {}, '--packs belongs to a training instance: give --training YYYY-MM-DD too.'],
    ['--training 2018-03-01 --speed 0d/s', {}, '--speed 0d/s is not a speed: write legal time for one second, such as 1d/s or 6h/s.'],
    ['--port 0', {}, '--port 0 is not a port: write a number from 1 to 65535.'],
    ['--port http', {}, '--port http is not a port: write a number from 1 to 65535.'],
    ['--prot 3000', {}, "Unknown option '--prot'; what can be given: npm start -- [--training YYYY-MM-DD [--speed 1d/s] [--packs DIR]] [--port N]"],
    ['', { ANJUAN_PROFILE: 'production' }, 'ANJUAN_PROFILE is production, but npm start runs a development instance: unset it; a production instance starts its API and worker by themselves.'],
    ['', { DATABASE_URL: 'postgres://app@db/anjuan' }, 'DATABASE_URL is set but DATABASE_OWNER_URL is not: set both (the confined role and the role that migrates), or neither.'],
    ['', { DATABASE_URL: 'db:5432', DATABASE_OWNER_URL: 'postgres://o@db/anjuan' }, 'DATABASE_URL is not the address of a PostgreSQL database: write it as postgres://user:password@host:5432/name.'],
  ])('%s %j is refused in one sentence', (args, env, sentence) => {
    expect(() => read(args, env)).toThrow(new Error(sentence));
  });

  it('takes external servers from the environment', () => {
    const env = { DATABASE_URL: 'postgres://app@db/anjuan', DATABASE_OWNER_URL: 'postgresql://owner@db/anjuan', TEMPORAL_ADDRESS: 'temporal:7233', TEMPORAL_NAMESPACE: 'county' };
    expect(read('', env)).toMatchObject({ database: { appUrl: env.DATABASE_URL, ownerUrl: env.DATABASE_OWNER_URL }, temporalAddress: 'temporal:7233', temporalNamespace: 'county' });
  });
});
