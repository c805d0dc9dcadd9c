/** What `paystorm cluster` does: start, show, signal and end clusters that are kept until they are ended. */
import { listClusters } from '../../host/leftovers.js';
import type { FoundCluster } from '../../host/cluster-file.js';
import { createSystemClock } from '../../kit/clock.js';
import { printJson } from '../../kit/print-json.js';
import { addressOf } from '../../kit/door.js';
import { ToolError } from '../../kit/error.js';
import { processesOf } from '../../kit/capability-of.js';
import type { Catalog } from '../../model/registry.js';
import type { Cluster, Endpoint } from '../../model/topology.js';
import { askHealth } from '../../mysql/ask-health.js';
import { connect } from '../../mysql/connect.js';
import { detectFlavor } from '../../mysql/detect-flavor.js';
import { ServerFleet } from '../../host/server-fleet.js';
import type { CommandContext } from '../context.js';

const connectionsMax = 400;
const askTimeoutMs = 1_000;

export interface ClusterSite {
  readonly catalog: Catalog;
  readonly context: CommandContext;
  readonly id: string | undefined;
}

/** Topologies whose servers can be found again by a later command. */
export function startable({ topologies }: Catalog): readonly string[] {
  return topologies.all.filter((each) => each.attach !== undefined).map(({ kind }) => kind);
}

export async function clusterUp(topology: string, { catalog, context }: ClusterSite): Promise<void> {
  const kinds = startable(catalog);
  if (!kinds.includes(topology)) {
    throw new ToolError(
      'invalidScenario',
      `paystorm starts no servers of the topology "${topology}".`,
      `Choose one of ${kinds.join(', ')}.`,
    );
  }
  const kind = catalog.topologies.get(topology);
  const cluster = await kind.start(kind.settings.parse({}), {
    clock: createSystemClock(),
    signal: context.signal,
    onProgress: (text) => context.terminal.err(`${text}\n`),
    connectionsMax,
    isKept: true,
    runDirectory: null,
  });
  context.terminal.out(
    `${topology} is up:\n${cluster.nodes.map(endpointLine).join('')}End it with: paystorm cluster down\n`,
  );
  if (cluster.replication !== undefined)
    context.terminal.out('Nobody replaces its primary when that dies: the failover controller belongs to a run.\n');
  await cluster[Symbol.asyncDispose]();
}

export async function clusterStatus({ catalog, context }: ClusterSite, isJson: boolean): Promise<void> {
  const clusters = await listClusters();
  const states = await Promise.all(clusters.map((found) => describeCluster(found, catalog)));
  if (isJson) return context.terminal.out(printJson(states));
  if (states.length === 0) return context.terminal.out('No servers of paystorm are running.\n');
  for (const { id, topology, since, nodes, owner } of states) {
    context.terminal.out(`${id}  ${topology}, since ${since}${ownerWords[owner]}\n`);
    for (const node of nodes)
      context.terminal.out(`  ${node.name.padEnd(10)} ${node.address.padEnd(18)} ${node.state}\n`);
    for (const { name, url } of nodes) if (url !== null) context.terminal.out(`  ${name.padEnd(10)} ${url}\n`);
  }
}

export async function signalNode(action: 'kill' | 'restart', node: string, site: ClusterSite): Promise<void> {
  const found = await chooseCluster(site);
  if (found.file.owner !== null && !found.isLeftover) {
    const message = `The cluster ${found.file.id} belongs to a run in progress, whose result it would spoil.`;
    throw new ToolError('guardRefused', message, 'Wait until that run has ended, or start a cluster of your own.');
  }
  const cluster = await attach(found, site);
  if (!cluster.nodes.some((each) => each.name === node)) {
    const names = cluster.nodes.map((each) => each.name).join(', ');
    throw new ToolError('invalidScenario', `The cluster has no node "${node}".`, `Its nodes are ${names}.`);
  }
  const processes = processesOf(cluster);
  if (action === 'restart') {
    await processes.stop(node);
    await processes.start(node, { signal: site.context.signal });
  } else await processes.kill(node);
  site.context.terminal.out(`${node} is ${action === 'kill' ? 'killed' : 'back'}.\n`);
}

export async function clusterDown(site: ClusterSite): Promise<void> {
  const found = await listClusters();
  const clusters = found.filter((each) => each.file.owner === null);
  const chosen = site.id === undefined ? clusters : clusters.filter((each) => each.file.id === site.id);
  for (const { directory } of chosen) await (await ServerFleet.attach(directory, createSystemClock())).destroy();
  site.context.terminal.out(
    chosen.length === 0
      ? `No kept servers of paystorm are running.${found.length > clusters.length ? ' Those of runs: paystorm heal --stop ends what an ended run has left.' : ''}\n`
      : `Ended ${chosen.map((each) => each.file.id).join(', ')}.\n`,
  );
}

async function chooseCluster({ id }: ClusterSite): Promise<FoundCluster> {
  const clusters = (await listClusters()).filter((each) => id === undefined || each.file.id === id);
  const [only] = clusters;
  if (only !== undefined && clusters.length === 1) return only;
  const message = only === undefined ? 'No such cluster is running.' : `${clusters.length} clusters are running.`;
  const hint =
    only === undefined ? 'Start one with: paystorm cluster up' : 'Say which with --id; see: paystorm cluster status';
  throw new ToolError('setupFailed', message, hint);
}

async function attach({ directory, file }: FoundCluster, { catalog, context }: ClusterSite): Promise<Cluster> {
  const { attach: find } = catalog.topologies.get(file.topology);
  if (find === undefined) throw new Error(`The topology ${file.topology} cannot be found again.`);
  const onProgress = (text: string): void => context.terminal.err(`${text}\n`);
  return find(directory, {
    clock: createSystemClock(),
    signal: context.signal,
    onProgress,
    connectionsMax,
    isKept: true,
    runDirectory: null,
  });
}

async function describeCluster({ directory, file, isLeftover }: FoundCluster, catalog: Catalog) {
  const fleet = await ServerFleet.attach(directory, createSystemClock());
  const nodes = await Promise.all(
    fleet.endpoints.map(async (endpoint) => {
      const process = await fleet.state(endpoint.name);
      const state = process === 'running' ? await healthOf(endpoint, catalog) : process;
      const address = addressOf(endpoint);
      // Nobody but a run in progress has to fear a visitor.
      const url = file.owner === null ? urlOf(endpoint) : null;
      return { name: endpoint.name, zone: endpoint.zone, address, state, url };
    }),
  );
  return { id: file.id, topology: file.topology, since: file.createdAt, owner: ownerOf({ file, isLeftover }), nodes };
}

const ownerWords = {
  nobody: '',
  'a run in progress': ', owned by a run in progress',
  'an ended run':
    ', left by a run that was killed: paystorm verify reads its ledger back, paystorm heal --stop ends them',
};

function ownerOf({ file, isLeftover }: Pick<FoundCluster, 'file' | 'isLeftover'>): keyof typeof ownerWords {
  if (file.owner === null) return 'nobody';
  return isLeftover ? 'an ended run' : 'a run in progress';
}

async function healthOf(endpoint: Endpoint, catalog: Catalog): Promise<string> {
  try {
    await using connection = await connect(endpoint, { connectTimeoutMs: askTimeoutMs });
    const { flavor } = await detectFlavor(connection, catalog.flavors.all);
    const { state, detail } = await askHealth(flavor, (sql) => connection.query(sql, { timeoutMs: askTimeoutMs }));
    return detail === '' ? state : `${state} (${detail})`;
  } catch {
    return 'running, does not answer';
  }
}

function endpointLine(endpoint: Endpoint): string {
  return `  ${endpoint.name} (zone ${endpoint.zone})  ${urlOf(endpoint)}\n`;
}

function urlOf({ host, port, socketPath, user, password }: Endpoint): string {
  const place = socketPath === undefined ? `${host}:${port}` : `localhost?socket=${encodeURIComponent(socketPath)}`;
  return `mysql://${user}:${password}@${place}`;
}
