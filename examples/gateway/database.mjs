/** The nodes of the database: which of them take writes now, and connections to those. */
import mysql from 'mysql2/promise';

/** Read-only and not-ready: the node itself says that others must do it. */
const sendsElsewhere = new Set([1047, 1290, 1836, 1792]);

export class Database {
  #nodes;
  #settings;
  /** Payments stay with one node as long as it serves: on several at once they would only get into each other's way. */
  #current = 0;
  #isClosed = false;

  constructor(settings) {
    this.#settings = settings;
    this.#nodes = settings.nodes.map((node) => new Node(node, settings));
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
        node.isServing = false;
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

class Node {
  isServing = false;
  #pool;
  #looking;
  #address;
  #settings;

  constructor(address, settings) {
    this.#settings = settings;
    this.#address = { ...address, connectTimeout: settings.connectTimeoutMs };
    delete this.#address.name;
    this.#pool = mysql.createPool({
      ...this.#address,
      connectionLimit: settings.poolSize,
      maxIdle: settings.poolSize,
      queueLimit: 4 * settings.poolSize,
    });
  }

  async connection(deadline) {
    const asked = this.#pool.getConnection();
    const connection = await within(asked, Math.max(1, deadline - Date.now()), () => {
      // Whoever comes too late goes back to the pool.
      asked.then(
        (late) => late.release(),
        () => undefined,
      );
    });
    return new Connection(connection, this, this.#settings.statementTimeoutMs);
  }

  async look() {
    try {
      this.#looking ??= await mysql.createConnection(this.#address);
      const ask = (sql) => within(this.#looking.query(sql), this.#settings.connectTimeoutMs);
      const [[{ isReadOnly }]] = await ask('SELECT @@global.read_only AS isReadOnly');
      const [[ready]] = await ask("SHOW GLOBAL STATUS LIKE 'wsrep_ready'");
      this.isServing = Number(isReadOnly) === 0 && (ready === undefined || ready.Value !== 'OFF');
    } catch {
      // It is asked again over a connection of its own.
      this.isServing = false;
      this.#looking?.destroy();
      this.#looking = undefined;
    }
  }

  close() {
    this.#looking?.destroy();
    void this.#pool.end().catch(() => undefined);
  }
}

/** One connection for one payment. */
class Connection {
  #connection;
  #node;
  #timeoutMs;

  constructor(connection, node, timeoutMs) {
    this.#connection = connection;
    this.#node = node;
    this.#timeoutMs = timeoutMs;
  }

  /** Rows of one statement. What has not been answered in time rejects, and its connection is given up: nobody knows what it still does. */
  async ask(sql, values = []) {
    const [rows] = await this.#connection.query({ sql, values, timeout: this.#timeoutMs });
    return rows;
  }

  /** Back to the pool, as it was taken. */
  release() {
    this.#connection.release();
  }

  /** After an error: rolled back, or given up where not even that is certain. */
  async abandon(error) {
    if (sendsElsewhere.has(error.errno) || isBroken(error)) this.#node.isServing = false;
    if (error.errno === undefined || error.fatal || sendsElsewhere.has(error.errno)) return this.destroy();
    try {
      await this.ask('ROLLBACK');
      this.release();
    } catch {
      this.destroy();
    }
  }

  destroy() {
    this.#connection.destroy();
  }
}

function isBroken(error) {
  return error.fatal === true && error.code !== 'PROTOCOL_SEQUENCE_TIMEOUT';
}

async function within(promise, timeoutMs, onLate = () => undefined) {
  let timer;
  const late = new Promise((_resolve, reject) => {
    timer = setTimeout(() => {
      onLate();
      reject(new Error(`no answer of the database within ${timeoutMs} ms`));
    }, timeoutMs);
  });
  try {
    return await Promise.race([promise, late]);
  } finally {
    clearTimeout(timer);
  }
}

function pause(ms) {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
