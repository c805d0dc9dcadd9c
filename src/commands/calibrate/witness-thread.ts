/** The edge of the witness: a plain client in a thread of its own that writes to every node without pause and knows nothing of plan, journal or probes. */
import { parentPort, workerData } from 'node:worker_threads';
import { createSystemClock, monotonicMs } from '../../kit/clock.js';
import type { Interval } from '../../model/recovery.js';
import type { Endpoint } from '../../model/topology.js';
import { connect, type Connection } from '../../mysql/connect.js';

export interface WitnessOrder {
  readonly nodes: readonly Endpoint[];
  readonly schema: string;
}

const pauseMs = 3;
/** Shorter ones are every client's. */
const gapMsMin = 50;
const gapsMax = 10_000;
const connectTimeoutMs = 1_000;
/** Longer than any stall that is calibrated: a statement that hangs is waited for, as a patient customer would. */
const statementTimeoutMs = 60_000;
/** Far away from the lanes of the probes. */
const firstLane = 1_000;

const { nodes, schema } = workerData as WitnessOrder;
const clock = createSystemClock();
const stop = new AbortController();
parentPort?.once('message', () => stop.abort());
const gaps = await Promise.all(nodes.map((node, index) => watch(node, firstLane + index)));
parentPort?.postMessage(Object.fromEntries(nodes.map(({ name }, index) => [name, gaps[index]])));

/** Resolves to the times between two answers that were long. A node that refuses writes from the start has none. */
async function watch(node: Endpoint, lane: number): Promise<readonly Interval[]> {
  let connection: Connection | null = null;
  let lastMs: number | null = null;
  const found: Interval[] = [];
  for (let sequence = 1; !stop.signal.aborted; sequence += 1) {
    try {
      connection ??= await connect(node, { connectTimeoutMs, database: schema, signal: stop.signal });
      const sql = `REPLACE INTO probe (lane, slot, sequence, time) VALUES (${lane}, 0, ${sequence}, 0)`;
      await connection.query(sql, { timeoutMs: statementTimeoutMs });
      const nowMs = monotonicMs();
      if (lastMs !== null && nowMs - lastMs >= gapMsMin && found.length < gapsMax) {
        found.push({ fromMs: lastMs, toMs: nowMs });
      }
      lastMs = nowMs;
    } catch {
      // Whatever went wrong, only the next answer counts.
      connection?.destroy();
      connection = null;
    }
    await clock.sleep(pauseMs);
  }
  connection?.destroy();
  return found;
}
