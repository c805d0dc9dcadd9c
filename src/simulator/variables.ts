/** What a simulated server says of itself when it is asked for its variables: little, and true. */
import type { SimulatedValue } from '../model/bug.js';
import type { WireAnswer } from '../mysql/wire-answer.js';
import { serverVersion } from './node.js';
import { ServerError } from './store.js';

/** By name, as `SELECT @@name` answers them. */
const known: Readonly<Record<string, SimulatedValue>> = {
  version: serverVersion,
  version_comment: 'simulated, nothing is durable',
  read_only: 0,
  transaction_isolation: 'REPEATABLE-READ',
};

export function variableAnswer({ variable, name }: { readonly variable: string; readonly name: string }): WireAnswer {
  const value = known[variable];
  if (value === undefined) throw new ServerError(1193, `Unknown system variable '${variable}'`);
  return { kind: 'rows', columns: [name], rows: [[value]] };
}

/** Names that it does not know are left out, as servers do. */
export function variablesAnswer(names: readonly SimulatedValue[], connectionsMax: number): WireAnswer {
  const all = Object.entries({ ...known, read_only: 'OFF', max_connections: connectionsMax });
  const rows = all.filter(([name]) => names.includes(name)).map(([name, value]) => [name, String(value)]);
  return { kind: 'rows', columns: ['Variable_name', 'Value'], rows };
}
