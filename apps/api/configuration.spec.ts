import { describe, expect, it } from '@jest/globals';
import { Configuration } from './configuration.ts';

const base = { DATABASE_URL: 'postgres://app@localhost/anjuan', ANJUAN_PROFILE: 'development', ANJUAN_DATA_DIR: '/data' };
const training = { ...base, ANJUAN_PROFILE: 'training', ANJUAN_TRAINING_FROM: '2018-03-01' };

describe('the configuration', () => {
  it('reads the environment', () => {
    expect(Configuration.from({ ...training, PORT: '8080', ANJUAN_SPEED: '1d/s' })).toMatchObject({ port: 8080, profile: 'training', trainingFrom: '2018-03-01', speed: 86_400, oidc: null, publicUrl: 'http://127.0.0.1:8080' });
    expect(Configuration.from({ ...base, ANJUAN_PROFILE: 'production', OIDC_ISSUER: 'https://id.example', OIDC_AUDIENCE: 'anjuan' })).toMatchObject({ oidc: { issuer: 'https://id.example', audience: 'anjuan' } });
  });

  it.each([
    ['no database', { ...base, DATABASE_URL: undefined }, 'DATABASE_URL is not set'],
    ['an empty database address', { ...base, DATABASE_URL: '' }, 'DATABASE_URL is not set'],
    ['another kind of database', { ...base, DATABASE_URL: 'mysql://x' }, 'DATABASE_URL is wrong'],
    ['an unknown profile', { ...base, ANJUAN_PROFILE: 'test' }, 'ANJUAN_PROFILE is wrong'],
    ['a port that is none', { ...base, PORT: '70000' }, 'PORT is wrong'],
    ['half an identity provider', { ...base, OIDC_ISSUER: 'https://id.example' }, 'must be set together'],
    ['production without sign-in', { ...base, ANJUAN_PROFILE: 'production' }, 'set OIDC_ISSUER and OIDC_AUDIENCE'],
    ['production with a clock of its own', { ...training, ANJUAN_PROFILE: 'production', OIDC_ISSUER: 'https://id.example', OIDC_AUDIENCE: 'a' }, 'wall clock only'],
    ['training without a day', { ...training, ANJUAN_TRAINING_FROM: undefined }, 'set ANJUAN_TRAINING_FROM'],
    ['a day that does not exist', { ...training, ANJUAN_TRAINING_FROM: '2018-02-30' }, 'ANJUAN_TRAINING_FROM is wrong'],
    ['a speed without a unit', { ...training, ANJUAN_SPEED: 'fast' }, 'ANJUAN_SPEED is wrong'],
    ['further packs outside training', { ...base, ANJUAN_PACKS_DIR: '/packs' }, 'in training only'],
  ])('refuses %s in one sentence', (_, env, sentence) => {
    expect(() => Configuration.from(env)).toThrow(sentence);
  });
});
