/** Collects what a reader needs to judge or repeat a result: the machine, the runner, each server's version and durability settings. */
import { availableParallelism, cpus, totalmem } from 'node:os';
import { arch, platform, version } from 'node:process';
import { messageOf } from '../kit/error.js';
import type { Environment } from '../model/environment.js';
import type { Flavor } from '../model/flavor.js';
import type { Cluster, Endpoint } from '../model/topology.js';
import { connect } from '../mysql/connect.js';

const timeoutMs = 5_000;

export async function collectEnvironment(cluster: Cluster, flavor: Flavor): Promise<Environment> {
  return {
    runner: {
      node: version,
      platform: `${platform} ${arch}`,
      cpu: cpus()[0]?.model.trim() ?? 'unknown',
      cores: availableParallelism(),
      memoryBytes: totalmem(),
    },
    servers: await Promise.all(cluster.nodes.map((node) => describeServer(node, flavor))),
    topology: cluster.describe(),
    isSharedMachine: cluster.nodes.every(isHere),
  };
}

async function describeServer(node: Endpoint, flavor: Flavor): Promise<Environment['servers'][number]> {
  try {
    await using connection = await connect(node, { connectTimeoutMs: timeoutMs });
    const [row] = await connection.query('SELECT @@version AS version', { timeoutMs });
    const settings = await flavor.settings((sql) => connection.query(sql, { timeoutMs }));
    return { node: node.name, version: String(row?.['version']), settings };
  } catch (error) {
    return { node: node.name, version: `unknown (${messageOf(error)})`, settings: {} };
  }
}

function isHere({ host, socketPath }: Endpoint): boolean {
  return socketPath !== undefined || host === 'localhost' || host === '::1' || host.startsWith('127.');
}
