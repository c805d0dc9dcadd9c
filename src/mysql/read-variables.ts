/** Reads a server's global variables by name. */
import type { Query } from '../model/flavor.js';

export type Variables = Readonly<Record<string, string>>;

/** Names that the server does not know are left out. */
export function readVariables(names: readonly string[]): (query: Query) => Promise<Variables> {
  const sql = `SHOW GLOBAL VARIABLES WHERE Variable_name IN (${names.map((name) => `'${name}'`).join(',')})`;
  return async (query) => {
    const rows = await query(sql);
    return Object.fromEntries(rows.map((row) => [String(row['Variable_name']), String(row['Value'])]));
  };
}
