/** Runs the message gateway simulator by itself: `PORT=8090 SEED=county node dist/apps/simulators/message-gateway.main.js`. */
import { startMessageGateway } from './message-gateway.ts';

const { PORT, SEED, FILE } = process.env;
const gateway = await startMessageGateway({
  seed: SEED ?? 'anjuan', ...(PORT === undefined ? {} : { port: Number(PORT) }), ...(FILE === undefined ? {} : { file: FILE }),
});
console.log(`message gateway simulator ready on ${gateway.url}`);
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => { void gateway.stop(); });
