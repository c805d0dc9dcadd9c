/** Makes a primary refuse writes without losing anybody's connection, also when its clients wait for each other. */
import type { Clock } from '../../model/clock.js';
import { interruptStuck, refuseWrites } from './replica-sql.js';
import type { ReplicationRoles } from './roles.js';

/** A healthy server becomes read-only in some milliseconds. */
const graceMs = 200;
/** Less than any order waits for its answer: what nobody waits for any more must not happen later. */
const patienceMs = 5_000;

/**
 * The server lets statements end before it becomes read-only, and none begin. One that waits for a row of a transaction whose next statement may
 * not begin would wait for ever: what is stuck is interrupted. Rejects when even that does not help, with the server as it was.
 */
export async function closeToWrites(
  name: string,
  { roles, clock }: { readonly roles: ReplicationRoles; readonly clock: Clock },
): Promise<void> {
  const closed = roles.order(name, (query) => refuseWrites(query, patienceMs)).then(() => true);
  while (!(await Promise.race([closed, clock.sleep(graceMs).then(() => false)]))) {
    await roles.order(name, (query) => interruptStuck(query, graceMs / 2));
  }
}
