/** The nodes of the database: which of them take writes now, and connections to those. */
import { DatabaseNode } from './database-node.mjs';
import { pause } from './waiting.mjs';

export class Database {
  #nodes;
  #settings;
  /** Payments stay with one node as long as it serves: on several at once they would only get into each other's way. */
  #current = 0;
  #isClosed = false;

  constructor(settings) {
    this.#settings = settings;
    this.#nodes = settings.nodes.map((node) => new DatabaseNode(node, settings));
    for (const node of this.#nodes) void this.#watch(node);
  }

  get isServing() {
    return this.#nodes.some((node) => node.isServing);
  }

  /** A connection to the node that takes writes; rejects when there is none in time. */
  async connection() {
    const deadline = Date.now() + this.#settings.acquireTimeoutMs;
    let lastError = new Error('no node of the database takes writes');
    while (Date.now() < deadline) {
      const node = this.#next();
      if (node === undefined) {
        await pause(20);
        continue;
      }
      try {
        return await node.connection(deadline);
      } catch (error) {
        lastError = error;
        // Who only waited too long for his turn knows nothing of the node.
        if (error.errno !== undefined) node.leave(error.message);
        // The queue for its connections is full, which is known at once: whoever asked again at once would keep everybody from being served.
        else await pause(20);
      }
    }
    throw lastError;
  }

  close() {
    this.#isClosed = true;
    for (const node of this.#nodes) node.close();
  }

  #next() {
    for (let step = 0; step < this.#nodes.length; step += 1) {
      const at = (this.#current + step) % this.#nodes.length;
      if (!this.#nodes[at].isServing) continue;
      this.#current = at;
      return this.#nodes[at];
    }
    return undefined;
  }

  /** Asks the node again and again whether it takes writes: a node that has just died is found out by a payment, one that is back by this. */
  async #watch(node) {
    while (!this.#isClosed) {
      await node.look();
      await pause(this.#settings.lookEveryMs);
    }
  }
}
