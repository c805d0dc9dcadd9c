/** Numbers the sessions of a run: one is what a connection does from its opening until it is given up or goes to another node. */
import type { Attempt } from '../../model/journal.js';

export class Sessions {
  /** Connection → the session that is open on it. */
  readonly #open = new Map<number, { readonly session: number; readonly node: number }>();
  #count = 0;

  /** Asked for every attempt that was sent, in the order in which those of a connection ended. */
  of({ connection, node, opensSession }: Attempt): number {
    const open = this.#open.get(connection);
    if (open !== undefined && !opensSession && open.node === node) return open.session;
    const session = this.#count;
    this.#count += 1;
    this.#open.set(connection, { session, node });
    return session;
  }
}
