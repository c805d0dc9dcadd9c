/** Connections to one node that are opened for their own sake: held, or given up and opened again after a while. */
import { setMaxListeners } from 'node:events';
import { pollUntil } from '../../../kit/abort.js';
import { administrationOf } from '../../../kit/capability-of.js';
import { createTurns, type TakeTurn } from '../../../kit/take-turns.js';
import type { Clock } from '../../../model/clock.js';
import { limits } from '../../../model/limits.js';
import type { Cluster, Endpoint } from '../../../model/topology.js';
import { connect, type Connection } from '../../../mysql/connect.js';
import { rest } from './course.js';
import { nodesUp } from './global-variable.js';
import { isTurnedAway } from './node-effects.js';

/** This thread also times the probes, which must not wait behind a crowd of greetings: so many doors, each with a pause after whom it let in. */
const doors = 4;
const doorPauseMs = 10;
export const openingsPerSecondMax = (doors * 1_000) / doorPauseMs;
const openTimeoutMs = 5_000;
const leaveTimeoutMs = 5_000;
const lookEveryMs = 20;

export interface StormOptions {
  readonly node: Endpoint;
  readonly connections: number;
  /** How long each lives; without it they are held to the end. */
  readonly lifetimeMs: number | undefined;
  readonly clock: Clock;
}

export class Storm implements AsyncDisposable {
  readonly #options: StormOptions;
  readonly #end = new AbortController();
  /** By the server's number of the session. */
  readonly #open = new Map<number, Connection>();
  readonly #guests: readonly Promise<void>[];
  #isTurnedAway = false;
  /** Sessions that were open when the storm ended. */
  #left: readonly number[] = [];

  constructor(options: StormOptions) {
    this.#options = options;
    // Every guest listens for the end.
    setMaxListeners(0, this.#end.signal);
    const turns = Array.from({ length: doors }, createTurns);
    this.#guests = Array.from({ length: options.connections }, (_guest, index) =>
      this.#comeAgain(turns[index % doors] as TakeTurn),
    );
  }

  /** By the server's own list of sessions: all are there that should be, or as many as it takes. */
  async isListed(cluster: Cluster): Promise<boolean> {
    const { node, connections, lifetimeMs } = this.#options;
    const listed = await countListed(node.name, [...this.#open.keys()], cluster);
    if (this.#isTurnedAway && listed > 0) return true;
    if (lifetimeMs === undefined) return listed === connections;
    // Of those that come and go, some are always on their way.
    return listed >= Math.min(connections, (openingsPerSecondMax * lifetimeMs) / 1_000) / 2;
  }

  /** Resolves when the server lists none of them any more; rejects when it still does after a while. */
  async endSeen(cluster: Cluster): Promise<void> {
    const { node, clock } = this.#options;
    if (!this.#end.signal.aborted) this.#left = [...this.#open.keys()];
    await this[Symbol.asyncDispose]();
    if ((await nodesUp([node.name], cluster)).length === 0) return;
    const areGone = async (): Promise<boolean> => (await countListed(node.name, this.#left, cluster)) === 0;
    if (await pollUntil(areGone, { clock, timeoutMs: leaveTimeoutMs, everyMs: lookEveryMs })) return;
    throw new Error(`${node.name} still lists connections of the storm`);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#end.abort(new Error('The storm is over.'));
    await Promise.all(this.#guests);
  }

  async #comeAgain(takeTurn: TakeTurn): Promise<void> {
    const { lifetimeMs = limits.durationMsMax, clock } = this.#options;
    const { signal } = this.#end;
    while (!signal.aborted) {
      const session = await takeTurn(() => this.#enter());
      if (session === null) continue;
      await rest(lifetimeMs, clock, signal);
      this.#open.get(session)?.destroy();
      this.#open.delete(session);
    }
  }

  /** Null when the node did not take it, or the storm is over. */
  async #enter(): Promise<number | null> {
    const { node, clock } = this.#options;
    const { signal } = this.#end;
    if (signal.aborted) return null;
    let connection: Connection | null = null;
    try {
      connection = await connect(node, { connectTimeoutMs: openTimeoutMs, signal });
      const [row] = await connection.query('SELECT CONNECTION_ID() AS session', { timeoutMs: openTimeoutMs });
      const session = Number(row?.['session']);
      this.#open.set(session, connection);
      return session;
    } catch (error) {
      connection?.destroy();
      if (isTurnedAway(error)) this.#isTurnedAway = true;
      return null;
    } finally {
      await rest(doorPauseMs, clock, signal);
    }
  }
}

async function countListed(node: string, sessions: readonly number[], cluster: Cluster): Promise<number> {
  const rows = await administrationOf(cluster).order(node, 'SELECT ID AS session FROM information_schema.PROCESSLIST');
  const listed = new Set(rows.map((row) => Number(row['session'])));
  return sessions.filter((session) => listed.has(session)).length;
}
