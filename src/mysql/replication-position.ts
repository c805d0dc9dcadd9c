/** Where a server stands among its peers, as far as it can tell: whether it takes writes, and how far it has got by its own count. */
import type { Query } from '../model/flavor.js';

export interface ReplicationPosition {
  readonly isReadOnly: boolean;
  /** What it holds, by global transaction ids; null where it keeps no count. */
  readonly transactions: string | null;
}

/** MariaDB's count, and MySQL's. A server that knows neither name keeps none. */
const counts = ['gtid_current_pos', 'gtid_executed'];

export async function replicationPosition(query: Query): Promise<ReplicationPosition> {
  const [row] = await query('SELECT @@global.read_only AS isReadOnly').catch(() => []);
  return { isReadOnly: Number(row?.['isReadOnly'] ?? 0) !== 0, transactions: await transactionsOf(query) };
}

async function transactionsOf(query: Query): Promise<string | null> {
  for (const name of counts) {
    const [row] = await query(`SELECT @@global.${name} AS transactions`).catch(() => []);
    const text = row?.['transactions'];
    if (typeof text === 'string' && text !== '') return text.replaceAll(/\s/gu, '');
  }
  return null;
}
