/** One node of the database: whether it takes writes, and connections to it. */
import mysql from 'mysql2/promise';
import { within } from './waiting.mjs';

/** Read-only and not-ready: the node itself says that others must do it. */
const sendsElsewhere = new Set([1047, 1290, 1836, 1792]);

export class DatabaseNode {
  isServing = false;
  #reason = '';
  #pool;
  #looking;
  #address;
  #settings;
  #name;

  constructor(address, settings) {
    const { name, ...reached } = address;
    this.#name = name;
    this.#settings = settings;
    this.#address = { ...reached, connectTimeout: settings.connectTimeoutMs };
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
      const [rows] = await ask("SHOW GLOBAL STATUS WHERE Variable_name IN ('wsrep_cluster_size', 'wsrep_ready')");
      const galera = Object.fromEntries(rows.map((row) => [row.Variable_name, row.Value]));
      if (Number(isReadOnly) !== 0) this.leave('it is read-only');
      else if (Number(galera.wsrep_cluster_size ?? 0) > 0 && galera.wsrep_ready === 'OFF')
        this.leave('it is not ready');
      else this.#serve();
    } catch (error) {
      // It is asked again over a connection of its own.
      this.leave(error.message);
      this.#looking?.destroy();
      this.#looking = undefined;
    }
  }

  /** No payment is sent to it until it says that it takes writes. */
  leave(reason) {
    if (this.isServing || this.#reason === '') log(`node ${this.#name} is left: ${reason}`);
    this.isServing = false;
    this.#reason = reason;
  }

  #serve() {
    if (!this.isServing) log(`node ${this.#name} takes writes`);
    this.isServing = true;
    this.#reason = '';
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
    if (sendsElsewhere.has(error.errno)) this.#node.leave(error.message);
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

function log(text) {
  process.stderr.write(`${new Date().toISOString()} ${text}\n`);
}
