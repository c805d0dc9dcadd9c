/** Health of a server that is a primary or a replica by its own words: read_only, and how far its replication is behind. */
import type { NodeHealth, Query } from '../model/flavor.js';
import { errnoOf } from './error-facts.js';
import { askIfAllowed, type Told } from './missing-right.js';

const syntaxErrno = 1064;

/** A user who may not see its replication is still told whether it takes writes. The first of these statements that the server knows is the one; older servers know only older words. */
export async function replicationHealth(query: Query, statusSql: readonly string[]): Promise<NodeHealth> {
  const [variables] = await query('SELECT @@global.read_only AS read_only');
  const isReadOnly = Number(variables?.['read_only']) !== 0;
  const { rows, lacks } = await firstUnderstood(query, statusSql);
  const [replica] = rows;
  const behind = replica?.['Seconds_Behind_Master'] ?? replica?.['Seconds_Behind_Source'] ?? null;
  return {
    state: isReadOnly ? 'read-only' : 'serving',
    detail: replica === undefined ? (lacks ?? '') : wordsOf(threadsOf(replica)),
    clusterSize: null,
    viewId: null,
    replicaLagMs: behind === null ? null : Number(behind) * 1_000,
    ...(replica === undefined
      ? {}
      : { isReplicating: Object.values(threadsOf(replica)).every((each) => each === 'Yes') }),
  };
}

async function firstUnderstood(query: Query, [statement = '', ...others]: readonly string[]): Promise<Told> {
  try {
    return await askIfAllowed(query, statement);
  } catch (error) {
    if (others.length === 0 || errnoOf(error) !== syntaxErrno) throw error;
    return await firstUnderstood(query, others);
  }
}

interface Threads {
  readonly receiving: string;
  readonly applying: string;
}

function threadsOf(replica: Readonly<Record<string, unknown>>): Threads {
  return {
    receiving: String(replica['Slave_IO_Running'] ?? replica['Replica_IO_Running']),
    applying: String(replica['Slave_SQL_Running'] ?? replica['Replica_SQL_Running']),
  };
}

function wordsOf({ receiving, applying }: Threads): string {
  return `receiving ${receiving}, applying ${applying}`;
}
