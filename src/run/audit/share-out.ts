/** Shares work out over several connections to one node: each takes the next item as soon as it is done with one. */
import type { Connection } from '../../mysql/connect.js';

/** Rejects with what went wrong on the first connection; another that fails hands its item back and takes no more. */
export async function shareOut<Item extends number | string>(
  [first, ...others]: readonly Connection[],
  items: readonly Item[],
  work: (connection: Connection, item: Item) => Promise<void>,
): Promise<void> {
  const queue = [...items];
  const take = async (connection: Connection): Promise<void> => {
    for (let item = queue.shift(); item !== undefined; item = queue.shift()) await work(connection, item);
  };
  const help = async (connection: Connection): Promise<void> => {
    for (let item = queue.shift(); item !== undefined; item = queue.shift()) {
      try {
        await work(connection, item);
      } catch {
        // The first connection meets the same trouble, or gets past it.
        queue.push(item);
        return;
      }
    }
  };
  await Promise.all([take(first as Connection), ...others.map(help)]);
  await take(first as Connection);
}
