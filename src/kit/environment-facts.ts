/** Where a run was measured as a flat list, so that two can be laid side by side: target, machine, servers and their settings. */
import type { Environment } from '../model/environment.js';
import type { Facts } from '../model/sample.js';
import { formatBytes } from './format.js';

/** Of a run, by its header or its record. */
export function environmentFacts({
  environment,
  isSimulated,
}: {
  readonly environment: Environment;
  readonly isSimulated: boolean;
}): Facts {
  const { runner, topology, isSharedMachine } = environment;
  return {
    'target is simulated': isSimulated ? 'yes' : 'no',
    'machine.cpu': runner.cpu,
    'machine.cores': String(runner.cores),
    'machine.memory': formatBytes(runner.memoryBytes),
    'machine.platform': runner.platform,
    'machine.node.js': runner.node,
    'machine.shared with servers': isSharedMachine ? 'yes' : 'no',
    ...Object.fromEntries(Object.entries(topology).map(([name, value]) => [`topology.${name}`, value])),
    ...serverFacts(environment),
  };
}

/** One value where all nodes agree. */
function serverFacts({ servers }: Environment): Facts {
  const names = new Set(servers.flatMap(({ settings }) => Object.keys(settings)));
  const said = (valueOf: (server: Environment['servers'][number]) => string): string => {
    const values = servers.map(valueOf);
    if (new Set(values).size <= 1) return values[0] ?? '–';
    return servers.map((server) => `${server.node}: ${valueOf(server)}`).join(', ');
  };
  return {
    'servers.version': said(({ version }) => version),
    ...Object.fromEntries([...names].map((name) => [`servers.${name}`, said(({ settings }) => settings[name] ?? '–')])),
  };
}
