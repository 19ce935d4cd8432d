import '@swc-node/register/esm-register';

const { stopTestServers } = await import('./servers.ts');
export default stopTestServers;
