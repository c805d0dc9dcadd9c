/** Makes a second effect out of a payment's rows, as a replay does: the same legs once more, on top of the balances that the first has left. */
import type { RowWrite, SimulatedRow } from '../../../model/bug.js';

/** `rename` gives the new row of each table that is not an account's or an entry's; null leaves it out. */
export function repeatEffect(
  writes: readonly RowWrite[],
  rename: (table: string, row: SimulatedRow) => SimulatedRow | null,
): readonly RowWrite[] {
  const accounts = new Map(
    writes.filter(({ table }) => table === 'account').map(({ row }) => [Number(row['account_id']), row]),
  );
  const others: RowWrite[] = [];
  for (const { table, row, isInsert } of writes) {
    if (table === 'account') continue;
    const renamed = rename(table, row);
    if (renamed === null) continue;
    others.push({ table, isInsert, row: table === 'entry' ? onTopOf(accounts, renamed) : renamed });
  }
  return [...[...accounts.values()].map((row) => ({ table: 'account', row, isInsert: false })), ...others];
}

function onTopOf(accounts: Map<number, SimulatedRow>, entry: SimulatedRow): SimulatedRow {
  const id = Number(entry['account_id']);
  const before = accounts.get(id) ?? {};
  const balance = Number(before['balance']) + Number(entry['amount']);
  const version = Number(before['version']) + 1;
  accounts.set(id, { ...before, balance, version });
  return { ...entry, balance_after: balance, account_version: version };
}
