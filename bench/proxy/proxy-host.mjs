/** The fault proxy in a process of its own, so that what it costs can be told from what the load costs. Order as JSON in; where it listens as JSON out; ends with its input. */
import { FaultProxy } from '../../dist/proxy/fault-proxy.js';

const { endpoint, poison } = JSON.parse(process.argv[2]);
const { name, host, port } = endpoint;
const proxy = new FaultProxy({ nodes: [{ name, host, port }], seed: 1 });
const [door] = await proxy.ask({ kind: 'listen' });
if (poison !== null) await proxy.poison(poison);
process.stdout.write(`${JSON.stringify(door)}\n`);
process.stdin.resume().on('end', () => void proxy[Symbol.asyncDispose]().finally(() => process.exit(0)));
