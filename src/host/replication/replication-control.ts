/** What faults may do to the replication of a cluster: stop and start it, and hold it back. */
import type { ReplicationControl } from '../../model/server-control.js';
import { countReceived } from './candidates.js';
import { changeDelay, currentPosition, replicaStatus } from './replica-sql.js';
import type { ReplicationRoles } from './roles.js';

export function replicationOf(roles: ReplicationRoles): ReplicationControl {
  return {
    primary: () => roles.primary,
    replicas: () => roles.replicas,
    stopReceiving: async (node) => void (await roles.order(node, (query) => query('STOP SLAVE IO_THREAD'))),
    startReceiving: async (node) => void (await roles.order(node, (query) => query('START SLAVE IO_THREAD'))),
    isReceiving: async (node) => (await roles.ask(node, replicaStatus))?.isReceiving ?? false,
    async delayMs(node) {
      const status = await roles.ask(node, replicaStatus);
      return status?.isApplying === true ? status.delayMs : null;
    },
    // In turn: a failover counts what replicas have received, and must not see it dropped.
    setDelay: (node, delayMs) =>
      roles.takeTurn(async () => {
        await makeSureOfSource(node, roles);
        await roles.order(node, (query) => changeDelay(query, delayMs));
      }),
    isBehind: (node) => isBehind(node, roles),
  };
}

async function isBehind(node: string, roles: ReplicationRoles): Promise<boolean> {
  const { received, applied } = await roles.ask(node, countReceived);
  return received > applied;
}

/** What it holds back must be there to be fetched again: it may be the only copy beside that of a primary that died. */
async function makeSureOfSource(node: string, roles: ReplicationRoles): Promise<void> {
  await roles.ask(roles.primary, currentPosition);
  const status = await roles.ask(node, replicaStatus);
  if (status === null) throw new Error(`${node} follows nobody`);
  const isCutOff = status.isApplying && !status.isConnected;
  if (isCutOff && (await isBehind(node, roles))) throw new Error(`${node} could not fetch again what it holds back`);
}
