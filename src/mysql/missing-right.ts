/** What a server that refuses a question for want of a right would have to be told: the user has to know which GRANT, not only that one is missing. */
import type { Query } from '../model/flavor.js';
import { errnoOf } from './error-facts.js';

/** Access denied, to a schema, a table, a column, an operation, or a routine. */
const deniedErrnos: ReadonlySet<number> = new Set([1044, 1142, 1143, 1227, 1370]);

export function isDenied(error: unknown): boolean {
  return deniedErrnos.has(errnoOf(error));
}

/** Rows, or what is missing to get them: never both. */
export interface Told {
  readonly rows: Awaited<ReturnType<Query>>;
  /** Such as "needs GRANT SLAVE MONITOR ON *.* for SHOW SLAVE STATUS"; null where nothing is missing. */
  readonly lacks: string | null;
}

/** For questions that one can do without. Whatever else goes wrong is thrown. */
export async function askIfAllowed(query: Query, sql: string): Promise<Told> {
  try {
    return { rows: await query(sql), lacks: null };
  } catch (error) {
    if (!isDenied(error)) throw error;
    return { rows: [], lacks: neededGrant(error, sql) };
  }
}

/** In the server's own name for the right, which differs between makers and versions. */
export function neededGrant(error: unknown, sql: string): string {
  const subject = /^SHOW\b.*?(?=\s+(?:WHERE|LIKE)\b|$)/su.exec(sql)?.[0] ?? /\bFROM\s+(\S+)/u.exec(sql)?.[1] ?? sql;
  const { message } = error as Error;
  return `needs ${grantIn(message, subject)}${subject.startsWith('SHOW') ? ` for ${subject}` : ''}`;
}

function grantIn(message: string, subject: string): string {
  const rights = /the (.+) privilege\(s\)/u.exec(message)?.[1]?.split(/,\s*/u) ?? [];
  // SUPER is always named as well, and far more than is needed.
  const least = rights.filter((right) => right !== 'SUPER')[0] ?? rights[0];
  if (least !== undefined) return `GRANT ${least} ON *.*`;
  const schema = /to database '([^']+)'/u.exec(message)?.[1];
  if (schema !== undefined) return `GRANT SELECT ON ${schema}.*`;
  const command = /(\w+) command denied/u.exec(message)?.[1];
  return command === undefined ? `a right (${message})` : `GRANT ${command} ON ${subject}`;
}
