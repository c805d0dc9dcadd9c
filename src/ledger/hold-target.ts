/**
 * The one right to break a target that others run, kept in the target itself: a named lock on every server, held by an open
 * connection. It is the same lock whatever name a runner has for the server and whatever schema it uses, and it is gone with its runner.
 * It is gone with its server, too, which faults are there to end: then it is taken again as soon as that is back.
 */
import { messageOf, ToolError } from '../kit/error.js';
import type { Clock } from '../model/clock.js';
import type { Endpoint } from '../model/topology.js';
import { connect, type Connection } from '../mysql/connect.js';

const lockName = 'paystorm disruption';
const connectTimeoutMs = 5_000;
const answerTimeoutMs = 5_000;
const regainEveryMs = 200;
/** The longest that servers can be told to keep an idle connection: a year. */
const idleSecondsMax = 31_536_000;

export interface HeldTarget extends AsyncDisposable {
  /** Throws a ToolError when another run has taken a server that was lost for a while: it must not be broken any further. */
  makeSureItIsOurs(): void;
}

export interface HoldOptions {
  readonly clock: Clock;
  /** Called with an error for a server that cannot give it; decides whether to go on by throwing or not. */
  readonly onLockless: (error: ToolError) => void;
}

/** Until it is disposed nobody else gets it. Rejects with a ToolError where another run has it. */
export async function holdTarget(nodes: readonly Endpoint[], options: HoldOptions): Promise<HeldTarget> {
  const holds: ServerHold[] = [];
  const release = async (): Promise<void> => {
    for (const hold of holds) await hold[Symbol.asyncDispose]();
  };
  try {
    for (const node of nodes) {
      const hold = new ServerHold(node, holds, options.clock);
      const lockless = await hold.take();
      if (lockless === null) holds.push(hold);
      else options.onLockless(lockless);
    }
  } catch (error) {
    await release();
    throw error;
  }
  const makeSureItIsOurs = (): void => {
    for (const { refusal } of holds) if (refusal !== null) throw refusal;
  };
  return { makeSureItIsOurs, [Symbol.asyncDispose]: release };
}

interface Holding {
  readonly connection: Connection;
  readonly server: string;
  readonly session: number;
}

class ServerHold implements AsyncDisposable {
  /** Another run has it. */
  refusal: ToolError | null = null;
  readonly #node: Endpoint;
  readonly #ours: readonly ServerHold[];
  readonly #clock: Clock;
  readonly #end = new AbortController();
  #holding: Holding | null = null;
  #regaining: Promise<void> = Promise.resolve();

  /** `ours`: of this run, on this server or another one. */
  constructor(node: Endpoint, ours: readonly ServerHold[], clock: Clock) {
    this.#node = node;
    this.#ours = ours;
    this.#clock = clock;
  }

  /** Resolves to an error where there is no such lock. Rejects with a ToolError where another run has it. */
  async take(): Promise<ToolError | null> {
    const { name } = this.#node;
    let connection: Connection | null = null;
    try {
      const { signal } = this.#end;
      connection = await connect(this.#node, { connectTimeoutMs, signal, onEnd: () => this.#regain() });
      const holding = await identify(connection);
      const holder = await lockHolder(connection);
      if (holder !== holding.session && !this.#isOurs(holding.server, holder)) throw takenBy(holder, name);
      this.#holding = holding;
      this.refusal = null;
      return null;
    } catch (error) {
      await connection?.close();
      if (error instanceof ToolError) throw error;
      const message = `${name} gives no lock that keeps other runs from breaking it at the same time: ${messageOf(error)}.`;
      const hint = 'If nobody else rehearses there, say so with --allow-shared-target.';
      return new ToolError('guardRefused', message, hint, { cause: error });
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#end.abort();
    await this.#regaining;
    await this.#holding?.connection.close();
  }

  /** Two names of the scenario may be two ways to the same server. */
  #isOurs(server: string, holder: number): boolean {
    return this.#ours.some((each) => each.#holding?.server === server && each.#holding.session === holder);
  }

  /** Of a connection that had the lock, and has ended. */
  #regain(): void {
    if (this.#holding === null || this.#end.signal.aborted) return;
    this.#holding = null;
    this.#regaining = this.#takeAgain();
  }

  async #takeAgain(): Promise<void> {
    const { signal } = this.#end;
    while (this.#holding === null && !signal.aborted) {
      // A server that does not answer is down; that is what it was lost for.
      await this.take().catch((error: unknown) => (this.refusal = error as ToolError));
      if (this.#holding === null) await this.#clock.sleep(regainEveryMs, { signal }).catch(() => undefined);
    }
  }
}

async function identify(connection: Connection): Promise<Holding> {
  await ask(connection, `SET SESSION wait_timeout = ${idleSecondsMax}`);
  const [own] = await ask(connection, "SELECT CONNECTION_ID() AS session, CONCAT(@@hostname, ' ', @@port) AS server");
  return { connection, server: String(own?.['server']), session: Number(own?.['session']) };
}

/** The session that has it, after a try to get it. */
async function lockHolder(connection: Connection): Promise<number> {
  const sql = `SELECT GET_LOCK('${lockName}', 0) AS got, IS_USED_LOCK('${lockName}') AS holder`;
  return Number((await ask(connection, sql))[0]?.['holder']);
}

function ask(connection: Connection, sql: string): ReturnType<Connection['query']> {
  return connection.query(sql, { timeoutMs: answerTimeoutMs });
}

function takenBy(holder: number, node: string): ToolError {
  const message = `Another run may be breaking ${node}: its connection ${holder} holds the lock "${lockName}" there.`;
  return new ToolError('guardRefused', message, 'Wait until that run has ended.');
}
