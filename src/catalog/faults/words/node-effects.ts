/** Looks at nodes from outside, as a client would: what a fault has done to them counts only when it can be seen there. */
import { administrationOf, processesOf } from '../../../kit/capability-of.js';
import { directNodes } from '../../../kit/direct-nodes.js';
import type { FaultContext } from '../../../model/fault.js';
import type { Cluster, Endpoint } from '../../../model/topology.js';
import { driverErrno } from '../../../model/outcome.js';
import { ask } from '../../../mysql/await-answer.js';
import { connect } from '../../../mysql/connect.js';
import { errnoOf, isReadOnlyErrno, isTimeout } from '../../../mysql/error-facts.js';

/** A healthy server greets a client on the same machine in a few milliseconds. */
const greetingTimeoutMs = 250;

/** Before a session begins: the server has no place for it. */
const tooManyConnections = 1040;

type Greeting = 'greeted' | 'refused' | 'silent' | 'other';

/** Every target's process is gone, and its port refuses connections. */
export function areGone(context: FaultContext): Promise<boolean> {
  return areAll(context, 'down', 'refused');
}

/** Every target's process is stopped, and takes connections without ever greeting them. */
export function areFrozen(context: FaultContext): Promise<boolean> {
  return areAll(context, 'paused', 'silent');
}

/** Throws when a running target does not greet: it may have been healed, but nobody can see it. */
export async function makeSureOfGreetings({ cluster, targets }: FaultContext): Promise<void> {
  for (const node of directNodes(cluster, targets.nodes)) {
    if ((await processesOf(cluster).state(node.name)) === 'down') continue;
    const greeting = await greetingOf(node, 4 * greetingTimeoutMs);
    if (greeting !== 'greeted') throw new Error(`${node.name} runs, but does not take connections`);
  }
}

/** Whether a client that begins a transaction with writes is refused; begins none that would last. */
export async function refusesWrites(node: Endpoint): Promise<boolean> {
  try {
    await ask(node, (query) => query('START TRANSACTION READ WRITE'));
    return false;
  } catch (error) {
    return isReadOnlyErrno(errnoOf(error));
  }
}

/** Whether a new client is refused because of those that are there. */
export async function turnsAway(node: Endpoint): Promise<boolean> {
  try {
    const connection = await connect(node, { connectTimeoutMs: 4 * greetingTimeoutMs });
    connection.destroy();
    return false;
  } catch (error) {
    return isTurnedAway(error);
  }
}

export function isTurnedAway(error: unknown): boolean {
  return errnoOf(error) === tooManyConnections;
}

/** By the server's own count. */
export async function countSessions(node: string, cluster: Cluster): Promise<number> {
  const [row] = await administrationOf(cluster).order(node, "SHOW GLOBAL STATUS LIKE 'Threads_connected'");
  return Number(row?.['Value']);
}

async function areAll(
  { cluster, targets }: FaultContext,
  state: 'paused' | 'down',
  greeting: Greeting,
): Promise<boolean> {
  const seen = await Promise.all(
    directNodes(cluster, targets.nodes).map(
      async (node) =>
        (await processesOf(cluster).state(node.name)) === state &&
        (await greetingOf(node, greetingTimeoutMs)) === greeting,
    ),
  );
  return seen.every(Boolean);
}

async function greetingOf(node: Endpoint, timeoutMs: number): Promise<Greeting> {
  try {
    const connection = await connect(node, { connectTimeoutMs: timeoutMs });
    connection.destroy();
    return 'greeted';
  } catch (error) {
    if (isTimeout(error)) return 'silent';
    return errnoOf(error) === driverErrno.unreachable ? 'refused' : 'other';
  }
}
