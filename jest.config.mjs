/** @type {import('jest').Config} */
const shared = {
  testEnvironment: 'node',
  setupFiles: ['<rootDir>/test/properties.mjs'],
  extensionsToTreatAsEsm: ['.ts'],
  modulePathIgnorePatterns: ['<rootDir>/dist', '<rootDir>/.anjuan', '<rootDir>/.cache'],
  transform: {
    '^.+\\.ts$': ['@swc/jest', { swcrc: true }],
    '/node_modules/.+\\.js$': ['@swc/jest', { swcrc: false, module: { type: 'commonjs' }, jsc: { target: 'es2022' } }],
  },
  transformIgnorePatterns: ['/node_modules/(?!(?:.+/node_modules/)?(?:content-disposition|cookie)/)'],
};

/** Walks, properties and documents that take more than some ten seconds each: all tiers but the fast one run them. */
const slow = process.env.ANJUAN_TEST_TIER === 'fast' ? ['test/legality/', 'test/scenarios/return-cosign', 'test/replay/', 'libs/law/cli/', 'libs/documents/papers\\.spec', 'libs/law/awaited-notice'] : [];

/**
 * Two projects. `pure` needs no server. `served` gets one PostgreSQL and one Temporal dev server for the whole run
 * (test/servers); every file works in a database and a namespace of its own.
 */
export default {
  coverageProvider: 'babel',
  testTimeout: 180_000,
  projects: [
    { ...shared, displayName: 'pure', testMatch: ['<rootDir>/{libs,apps,scripts,test,workflows}/**/*.spec.ts'], testPathIgnorePatterns: ['\\.served\\.spec\\.ts$', '/node_modules/', '/dist/', ...slow] },
    {
      ...shared,
      displayName: 'served',
      testMatch: ['<rootDir>/{libs,apps,scripts,test,workflows}/**/*.served.spec.ts'],
      globalSetup: '<rootDir>/test/servers/start-servers.mjs',
      globalTeardown: '<rootDir>/test/servers/stop-servers.mjs',
    },
  ],
};
