/** A network for the servers of one cluster: each in a namespace of its own, all joined by a bridge in one more, the hub, through which everything passes that one sends to another. */
import { messageOf } from '../../kit/error.js';
import type { Clock } from '../../model/clock.js';
import type { ProcessIdentity } from '../process-identity.js';
import { lastLines, runProgram } from '../run-program.js';
import { linkLossRules } from './link-rules.js';
import { apart, closeNamespaces, find, openNamespace, runWithin } from './namespace.js';

/** The processes that hold the namespaces. */
export interface NodeNetwork {
  readonly hub: ProcessIdentity;
  readonly nodes: Readonly<Record<string, ProcessIdentity>>;
}

/** An address block for documentation (RFC 5737): nothing outside can have one of these, and nothing leads out. */
export const networkAddresses = '192.0.2.%';
const prefixBits = 24;
const probeTimeoutMs = 10_000;

/** The address of a cluster's server, counted from 0. */
export function networkAddress(index: number): string {
  return networkAddresses.replace('%', String(index + 1));
}

/** `directory` is the cluster's: the network ends with it. */
export async function openNetwork(
  directory: string,
  servers: readonly { readonly name: string; readonly host: string }[],
  clock: Clock,
): Promise<NodeNetwork> {
  try {
    const hub = await openNamespace(directory, null);
    await inHub(hub, ['link add hub type bridge', 'link set hub up']);
    const anchors = await Promise.all(
      servers.map(async ({ name, host }, index) => {
        const anchor = await openNamespace(directory, hub);
        const plug = `node${index}`;
        await inHub(hub, [
          `link add ${plug} type veth peer name eth0 netns ${anchor.pid}`,
          `link set ${plug} master hub up`,
        ]);
        await inHub(anchor, [`addr add ${host}/${prefixBits} dev eth0`, 'link set lo up', 'link set eth0 up']);
        return [name, anchor] as const;
      }),
    );
    return { hub, nodes: Object.fromEntries(anchors) };
  } catch (error) {
    await closeNamespaces(directory, clock);
    throw error;
  }
}

/** Why this machine cannot give servers networks of their own and spoil them, as a sentence; null when it can. What is tried is gone at once. */
export async function networkObstacle(): Promise<string | null> {
  const rules = linkLossRules('trial', { links: [[networkAddress(0), networkAddress(1)]], share: 0.5, boundMs: 1_000 });
  try {
    const [ip, nft] = [await find('ip'), await find('nft')];
    await find('nsenter');
    const script =
      'set -e; "$1" link add hub type bridge; "$1" link add node0 type veth peer name eth0; exec "$2" -f -';
    const [program, ...args] = await apart(['/bin/sh', '-c', script, 'paystorm-network-trial', ip, nft]);
    await runProgram(program, args, { input: rules, timeoutMs: probeTimeoutMs });
    return null;
  } catch (error) {
    return `Servers cannot be given networks of their own here: ${lastLines(messageOf(error))}`;
  }
}

async function inHub(anchor: ProcessIdentity, lines: readonly string[]): Promise<void> {
  await runWithin(anchor, 'ip', { args: ['-batch', '-'], input: `${lines.join('\n')}\n` });
}
