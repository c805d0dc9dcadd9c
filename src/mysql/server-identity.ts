/** What tells two servers apart, so that one that is given twice is not counted as two: by its own words, because names and addresses say nothing. */
import type { Query } from '../model/flavor.js';
import { readVariables } from './read-variables.js';

/** MySQL has a UUID of its own; MariaDB is told apart by where it runs and where its data are. */
const marks = readVariables(['server_uuid', 'server_id', 'hostname', 'port', 'datadir']);

/** Equal for the same server. Null where nothing tells: what stands in front of many servers answers for any of them. */
export async function serverIdentity(query: Query): Promise<string | null> {
  const [row] = await query('SELECT @@version AS version');
  if (/vitess|oceanbase/iu.test(String(row?.['version']))) return null;
  const known = await marks(query);
  return known['hostname'] === undefined ? null : JSON.stringify(known);
}
