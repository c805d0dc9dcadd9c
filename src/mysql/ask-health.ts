/** Asks a server for its health as its flavor does. Who may not be told is not down: its state is then unknown, with the right that is missing. */
import type { Flavor, NodeHealth, Query } from '../model/flavor.js';
import { isDenied, neededGrant } from './missing-right.js';

/** Rejects where the server does not answer, or answers with another error. */
export async function askHealth(flavor: Flavor, query: Query): Promise<NodeHealth> {
  let asked = '';
  const noting: Query = (sql) => {
    asked = sql;
    return query(sql);
  };
  try {
    return await flavor.health(noting);
  } catch (error) {
    if (!isDenied(error)) throw error;
    const detail = neededGrant(error, asked);
    return { state: 'unknown', detail, clusterSize: null, viewId: null, replicaLagMs: null };
  }
}
