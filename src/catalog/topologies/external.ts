/** Servers that others run, reached by URL: paystorm sends load and reads back. What breaks them comes from outside, or as statements that the user has allowed. */
import { accessSync, constants } from 'node:fs';
import { z } from 'zod';
import { AdminConnections } from '../../host/admin-connections.js';
import { pollUntil } from '../../kit/abort.js';
import type { Clock } from '../../model/clock.js';
import type { Cluster, Endpoint, ReadableNodes, TopologyKind } from '../../model/topology.js';
import { ask } from '../../mysql/await-answer.js';
import { connect } from '../../mysql/connect.js';
import { explainConnectError } from '../../mysql/explain-connect-error.js';
import { parseEndpoint, type EndpointAddress } from '../../mysql/parse-endpoint.js';
import { refuseOtherServer, refuseSameServer } from '../../mysql/server-identity.js';
import { replicationPosition, type ReplicationPosition } from '../../mysql/replication-position.js';

const connectTimeoutMs = 5_000;
const lookEveryMs = 200;

const urlSchema = z.string().check((context) => {
  const address = parseEndpoint(context.value);
  const flaw = typeof address === 'string' ? address : flawOf(address);
  if (flaw !== null) context.issues.push({ code: 'custom', message: flaw, input: context.value });
});

function flawOf({ tls }: EndpointAddress): string | null {
  const caFile = tls?.caFile ?? null;
  if (caFile === null || isReadable(caFile)) return null;
  return `The file of the authority, ca=${caFile}, cannot be read on this machine.`;
}

const settingsSchema = z.strictObject({
  nodes: z
    .array(
      z.strictObject({
        url: urlSchema.describe(
          'mysql://user:password@host:port, with ?tls=verify|unverified|off and ?ca=FILE. Give the password by ${VAR}.',
        ),
        name: z.string().min(1).max(32).optional().describe('Name in reports; node-1, node-2 … by default.'),
        admin_url: urlSchema
          .optional()
          .describe(
            'The same server as an account that may change its settings, for faults that send statements; `url` when left out.',
          ),
        zone: z.string().min(1).max(32).default('a').describe('Data centre the node stands in.'),
      }),
    )
    .min(1)
    .max(16)
    .describe('The servers, each by its URL.'),
});
type Settings = z.output<typeof settingsSchema>;

export const external: TopologyKind<Settings> = {
  kind: 'external',
  summary: 'Servers that others run, by URL; paystorm only sends load and reads back.',
  settings: settingsSchema,
  capabilities: ['administration'],
  nodes: ({ nodes }) =>
    nodes.map(({ name, zone, url }, index) => {
      const address = parseEndpoint(url);
      const called = { name: name ?? `node-${index + 1}`, zone };
      if (typeof address === 'string') return called;
      const { host, port, tls } = address;
      return { ...called, host, port, ...(tls === null ? {} : { isEncrypted: true }) };
    }),
  describe: ({ nodes }) =>
    `${nodes.length} server${nodes.length === 1 ? '' : 's'} that others run (${nodes.map(placeOf).join(', ')})`,
  async start(settings, { signal, onProgress, clock }) {
    const nodes = endpointsOf(settings);
    for (const node of nodes) {
      onProgress(`connecting to ${node.name} (${node.host}:${node.port})`);
      await reach(node, signal);
    }
    await refuseSameServer(nodes);
    for (const [index, administrator] of administratorsOf(settings).entries()) {
      const node = nodes[index] as Endpoint;
      if (settings.nodes[index]?.admin_url === undefined) continue;
      await reach(administrator, signal);
      await refuseOtherServer(node, administrator);
    }
    return externalCluster(settings, clock);
  },
  reach: async (settings, { clock }) => externalCluster(settings, clock),
};

function externalCluster(settings: Settings, clock: Clock): Cluster {
  const nodes = endpointsOf(settings);
  const administrators = administratorsOf(settings);
  const administration = new AdminConnections({
    adminEndpoint(name) {
      const found = administrators.find((node) => node.name === name);
      if (found === undefined) throw new Error(`The target has no node ${name}.`);
      return found;
    },
  });
  return {
    topology: 'external',
    directory: null,
    nodes,
    isOwned: false,
    administration,
    capabilities: ['administration'],
    route: () => ({ writable: nodes.map((node) => node.name) }),
    onRouteChange: () => undefined,
    onNotice: () => undefined,
    awaitHealthy: async ({ timeoutMs, signal }) => {
      const reachAll = async (): Promise<boolean> => {
        for (const node of nodes) await reach(node, signal);
        return true;
      };
      // The last try says what is wrong.
      if (!(await pollUntil(reachAll, { clock, timeoutMs, everyMs: lookEveryMs, signal }))) await reachAll();
    },
    readableNodes: ({ timeoutMs }) => readable(nodes, clock, timeoutMs),
    describe: () => ({ kind: `${nodes.length} external endpoints` }),
    [Symbol.asyncDispose]: () => administration[Symbol.asyncDispose](),
  };
}

/**
 * A node that takes writes is the truth. The others are comparable as soon as they hold what it holds, by the servers' own count;
 * where there is no such count, as soon as they answer. A node that lags to the end is left out: it is late, not wrong.
 */
async function readable(nodes: readonly Endpoint[], clock: Clock, timeoutMs: number): Promise<ReadableNodes> {
  let positions: readonly (ReplicationPosition | null)[] = [];
  const areLevel = async (): Promise<boolean> => {
    positions = await Promise.all(nodes.map(positionOf));
    const authority = positions.find(isWritable);
    return positions.every((position) => position !== null && isLevel(position, authority));
  };
  await pollUntil(areLevel, { clock, timeoutMs, everyMs: lookEveryMs });
  const authority = positions.findIndex(isWritable);
  const truth = positions[authority];
  const reasonOf = (position: ReplicationPosition | null): string | null => {
    if (position === null) return 'it does not answer';
    return isLevel(position, truth)
      ? null
      : `it has not caught up with ${nodes[authority]?.name ?? 'a node that takes writes'}`;
  };
  const reasons = nodes.map((_node, index) => reasonOf(positions[index] ?? null));
  return {
    authority: nodes[authority]?.name ?? null,
    comparable: nodes.filter((_node, index) => reasons[index] === null).map((node) => node.name),
    excluded: nodes.flatMap(({ name }, index) => {
      const reason = reasons[index] ?? null;
      return reason === null ? [] : [{ node: name, reason, isReadable: false }];
    }),
  };
}

function isWritable(position: ReplicationPosition | null | undefined): boolean {
  return position?.isReadOnly === false;
}

function isLevel({ transactions }: ReplicationPosition, truth: ReplicationPosition | null | undefined): boolean {
  return truth?.transactions === transactions;
}

async function positionOf(node: Endpoint): Promise<ReplicationPosition | null> {
  return ask(node, replicationPosition).catch(() => null);
}

async function reach(node: Endpoint, signal: AbortSignal | undefined): Promise<void> {
  try {
    await using _connection = await connect(node, { connectTimeoutMs, signal });
  } catch (error) {
    throw explainConnectError(node, error);
  }
}

function endpointsOf(settings: Settings): readonly Endpoint[] {
  const names = external.nodes(settings);
  return settings.nodes.map(({ url }, index) => {
    const address = parseEndpoint(url);
    if (typeof address === 'string') throw new Error(address);
    return { ...(names[index] as { name: string; zone: string }), ...address };
  });
}

/** The same servers as accounts that may change their settings. */
function administratorsOf({ nodes }: Settings): readonly Endpoint[] {
  return endpointsOf({ nodes: nodes.map((node) => ({ ...node, url: node.admin_url ?? node.url })) });
}

function placeOf({ url, admin_url: adminUrl = url }: Settings['nodes'][number]): string {
  const [place, orders] = [addressIn(url), addressIn(adminUrl)];
  return place === orders ? place : `${place}, statements by ${orders}`;
}

/** Without the credentials. */
function addressIn(url: string): string {
  const address = parseEndpoint(url);
  return typeof address === 'string' ? '?' : `${address.host}:${address.port}`;
}

function isReadable(file: string): boolean {
  try {
    accessSync(file, constants.R_OK);
    return true;
  } catch {
    return false;
  }
}
