/** What a Galera node says of itself and of the cluster it believes to be in. */
import type { Query } from '../../model/flavor.js';
import type { Endpoint } from '../../model/topology.js';
import { ask } from '../../mysql/await-answer.js';

export interface WsrepStatus {
  /** In the primary component, with all its data, taking statements. */
  readonly isSynced: boolean;
  readonly isPrimary: boolean;
  /** The others found that it could not do what they did: it serves nobody until it is started again. */
  readonly isVotedOut: boolean;
  readonly size: number;
  /** Counts the views of the cluster: a node that was away long reports an old one until it notices. */
  readonly viewId: number;
  /** Sequence number of the last transaction applied. */
  readonly committed: number;
}

const syncedState = '4';
const votedOut = 'Inconsistent';

export async function wsrepStatus(query: Query): Promise<WsrepStatus> {
  const rows = await query("SHOW GLOBAL STATUS LIKE 'wsrep_%'");
  const status = new Map(rows.map((row) => [String(row['Variable_name']), String(row['Value'])]));
  const isPrimary = status.get('wsrep_cluster_status') === 'Primary';
  return {
    isSynced: isPrimary && status.get('wsrep_local_state') === syncedState && status.get('wsrep_ready') === 'ON',
    isPrimary,
    isVotedOut: status.get('wsrep_local_state_comment') === votedOut,
    size: Number(status.get('wsrep_cluster_size')),
    viewId: Number(status.get('wsrep_cluster_conf_id')),
    committed: Number(status.get('wsrep_last_committed')),
  };
}

/** Resolves as soon as the node has applied whatever the cluster had committed when it was asked. Rejects when that takes longer than `timeoutMs`. */
export function holdsAll(node: Endpoint, timeoutMs: number): Promise<boolean> {
  return ask(
    node,
    async (query) => {
      await query('SET SESSION wsrep_sync_wait = 1');
      await query('SELECT 1 FROM mysql.global_priv LIMIT 1');
      return true;
    },
    timeoutMs,
  );
}
