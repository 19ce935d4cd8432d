/** Who may import whom (docs/design.md, "The layout"). */
const pure = (room, allowed) => ({
  name: `${room}-stays-pure`, severity: 'error', from: { path: `^libs/${room}/`, pathNot: '[.]spec[.]ts$' },
  to: { path: '^(apps|libs|workflows|scripts)/', pathNot: `^libs/(${[room, ...allowed].join('|')})/` },
});
module.exports = {
  forbidden: [
    pure('law', []),
    pure('contracts', []),
    pure('cases', ['law', 'contracts', 'ledger']),
    pure('ledger', ['law']),
    pure('banking', ['law']),
    pure('court-package', ['law', 'cases', 'ledger']),
    pure('traces', []),
    pure('store', ['law', 'cases', 'contracts', 'ledger', 'traces']),
    pure('documents', ['law', 'contracts']),
    pure('access', ['law', 'contracts', 'cases', 'store']),
    pure('commands', ['law', 'cases', 'contracts', 'ledger', 'banking', 'store', 'documents', 'access', 'traces']),
    { name: 'workflows-know-no-law', severity: 'error', from: { path: '^workflows/', pathNot: '[.]spec[.]ts$' }, to: { path: '^(apps|libs|scripts)/', pathNot: '^libs/contracts/' } },
    { name: 'pure-rooms-do-no-io', severity: 'error', from: { path: '^libs/cases/', pathNot: '[.]spec[.]ts$' }, to: { dependencyTypes: ['core'], pathNot: '^(node:)?crypto$' } },
    { name: 'ledger-computes-without-io', severity: 'error', from: { path: '^libs/ledger/', pathNot: '[.]spec[.]ts$' }, to: { dependencyTypes: ['core'] } },
    { name: 'court-package-computes-without-io', severity: 'error', from: { path: '^libs/court-package/', pathNot: '([.]spec[.]ts$|/check-package[.]mjs$)' }, to: { dependencyTypes: ['core'], pathNot: '^(node:)?(crypto|zlib)$' } },
    { name: 'law-computes-without-io', severity: 'error', from: { path: '^libs/law/', pathNot: '([.]spec[.]ts$|/(files|cli)/)' }, to: { dependencyTypes: ['core'], pathNot: '^(node:)?crypto$' } },
    { name: 'no-cycles', severity: 'error', from: { pathNot: '[.]entity[.]ts$' }, to: { circular: true } },
    { name: 'nothing-unresolved', severity: 'error', from: {}, to: { couldNotResolve: true } },
  ],
  options: {
    tsConfig: { fileName: 'tsconfig.json' }, tsPreCompilationDeps: true, doNotFollow: { path: 'node_modules' },
    exclude: { path: '^(dist|\\.anjuan|\\.cache)/' },
    enhancedResolveOptions: { exportsFields: ['exports'], conditionNames: ['import', 'node', 'default', 'types'], extensions: ['.ts', '.js', '.mjs', '.json', '.d.ts'] },
  },
};
