/** The options of Galera nodes: addresses, ports, and three sets of timeouts whose stall after a lost node is known from measurement. */
import { findFreePorts } from '../free-port.js';
import type { StartOptions } from '../../model/topology.js';
import { isNetworked, networkAddress } from '../network/node-network.js';
import { findGalera } from '../find-mariadb.js';
import { baseServerOptions, type ServerSizing } from '../server-options.js';
import type { ServerSpec } from '../create-fleet.js';

export const galeraTimeouts = ['default', 'fast', 'faster'] as const;
export type GaleraTimeouts = (typeof galeraTimeouts)[number];

export interface GaleraSettings {
  readonly nodes: readonly { readonly name: string; readonly zone: string }[];
  readonly timeouts: GaleraTimeouts;
  /** Instead of the one that `timeouts` stands for. */
  readonly suspectTimeoutMs?: number | undefined;
}

/**
 * Every writer stalls for about the suspect timeout and one join retransmission after a node falls silent, and for up to three retransmissions when one comes back
 * (0.5 to 2.3 s of Galera's default of a second each, 0.3 to 0.9 s with 0.3 s). Names as in Galera's parameter reference.
 */
const providerTimeouts: Readonly<Record<GaleraTimeouts, readonly string[]>> = {
  default: [],
  fast: [
    'evs.keepalive_period=PT0.3S',
    'evs.inactive_check_period=PT0.1S',
    'evs.suspect_timeout=PT1S',
    'evs.inactive_timeout=PT3S',
    'evs.install_timeout=PT3S',
    ...quickAgreement(),
  ],
  faster: [
    'evs.keepalive_period=PT0.1S',
    'evs.inactive_check_period=PT0.05S',
    'evs.suspect_timeout=PT0.5S',
    'evs.inactive_timeout=PT1.5S',
    'evs.install_timeout=PT1.5S',
    ...quickAgreement(),
  ],
};

/** In a network of its own every port is free. */
const usualPorts = { port: 3306, group: 4567, incremental: 4568, transfer: 4444 };

interface NodeAddress {
  readonly host: string;
  readonly port: number;
  readonly group: number;
  readonly incremental: number;
  readonly transfer: number;
}

/** Each has an address of its own, in a network of its own where the links between them are to be cut. */
export async function galeraServers(
  settings: GaleraSettings,
  options: ServerSizing & Pick<StartOptions, 'needs'>,
): Promise<readonly ServerSpec[]> {
  const library = await findGalera();
  const isApart = isNetworked(options.needs);
  const places = settings.nodes.map((_node, index) => (isApart ? networkAddress(index) : `127.0.0.${index + 1}`));
  const addresses = isApart
    ? places.map((host) => ({ host, ...usualPorts }))
    : await Promise.all(places.map(findAddress));
  const members = addresses.map(({ host, group }) => `${host}:${group}`).join(',');
  return settings.nodes.map((node, index) => {
    const address = addresses[index] as NodeAddress;
    const { host, port } = address;
    const args = [
      ...baseServerOptions(options),
      ...wsrepOptions(node.name, address, members, library, timeoutOptions(settings)),
    ];
    return { name: node.name, zone: node.zone, host, port, args };
  });
}

async function findAddress(host: string): Promise<NodeAddress> {
  const [port, group, incremental, transfer] = (await findFreePorts(host, 4)) as [number, number, number, number];
  return { host, port, group, incremental, transfer };
}

function wsrepOptions(
  name: string,
  { host, group, incremental, transfer }: NodeAddress,
  members: string,
  library: string,
  timeouts: readonly string[],
): readonly string[] {
  const provider = [
    `gmcast.listen_addr=tcp://${host}:${group}`,
    `ist.recv_addr=${host}:${incremental}`,
    `ist.recv_bind=${host}:${incremental}`,
    'gcache.size=64M',
    'gcache.recover=no',
    ...timeouts,
  ];
  return [
    '--wsrep-on=ON',
    `--wsrep-provider=${library}`,
    '--wsrep-cluster-name=paystorm',
    `--wsrep-cluster-address=gcomm://${members}`,
    `--wsrep-node-name=${name}`,
    `--wsrep-node-address=${host}:${group}`,
    `--wsrep-sst-receive-address=${host}:${transfer}`,
    '--wsrep-sst-method=rsync',
    '--wsrep-slave-threads=2',
    '--binlog-format=ROW',
    '--innodb-autoinc-lock-mode=2',
    `--wsrep-provider-options=${provider.join(';')}`,
  ];
}

/** A node may not be suspected later than it counts as inactive; of an option that is given twice the provider takes the last. */
function timeoutOptions({ timeouts, suspectTimeoutMs }: GaleraSettings): readonly string[] {
  if (suspectTimeoutMs === undefined) return providerTimeouts[timeouts];
  const seconds = suspectTimeoutMs / 1_000;
  return [
    ...providerTimeouts[timeouts],
    `evs.suspect_timeout=PT${seconds}S`,
    `evs.inactive_timeout=PT${3 * seconds}S`,
    `evs.install_timeout=PT${3 * seconds}S`,
  ];
}

function quickAgreement(): readonly string[] {
  return [
    'evs.join_retrans_period=PT0.3S',
    'gmcast.peer_timeout=PT1S',
    'gmcast.time_wait=PT1S',
    'pc.announce_timeout=PT1S',
    'pc.linger=PT2S',
  ];
}
