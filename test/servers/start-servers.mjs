// Jest loads its global setup as CommonJS or plain ESM; this registers the TypeScript loader first.
import '@swc-node/register/esm-register';

const { startTestServers } = await import('./servers.ts');
export default startTestServers;
