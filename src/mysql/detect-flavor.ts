/** Finds out which flavor answers: the most specific one that recognises the server. */
import type { Flavor } from '../model/flavor.js';
import type { Connection } from './connect.js';
import { isRefusal } from './error-facts.js';

const timeoutMs = 5_000;

export interface DetectedFlavor {
  readonly flavor: Flavor;
  /** The server's own `@@version`. */
  readonly version: string;
}

export async function detectFlavor(connection: Connection, flavors: readonly Flavor[]): Promise<DetectedFlavor> {
  const query = (sql: string): ReturnType<Connection['query']> => connection.query(sql, { timeoutMs });
  const [row] = await query('SELECT @@version AS version');
  const version = String(row?.['version']);
  const bySpecificity = [...flavors].sort((a, b) => b.specificity - a.specificity);
  for (const flavor of bySpecificity) {
    if (await flavor.detect(version, query).catch(refusedIsNot)) return { flavor, version };
  }
  throw new Error(`No flavor recognises a server of version ${version}.`);
}

/** A server that does not know the question is not of that flavor; one that does not answer may be of any. */
function refusedIsNot(error: unknown): false {
  if (isRefusal(error)) return false;
  throw error;
}
