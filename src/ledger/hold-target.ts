/**
 * The one right to break a target that others run, kept in the target itself: a named lock on every server, held by an open
 * connection. It is the same lock whatever name a runner has for the server and whatever schema it uses, and it is gone with its runner.
 */
import { messageOf, ToolError } from '../kit/error.js';
import type { Endpoint } from '../model/topology.js';
import { connect, type Connection } from '../mysql/connect.js';

const lockName = 'paystorm disruption';
const connectTimeoutMs = 5_000;
const answerTimeoutMs = 5_000;
/** The longest that servers can be told to keep an idle connection: a year. */
const idleSecondsMax = 31_536_000;

/**
 * Until it is disposed nobody else gets it. Rejects with a ToolError where another run has it. `onLockless` is called with an
 * error for a server that cannot give it, and decides whether to go on by throwing or not.
 */
export async function holdTarget(
  nodes: readonly Endpoint[],
  onLockless: (error: ToolError) => void,
): Promise<AsyncDisposable> {
  const held: Holding[] = [];
  const release = async (): Promise<void> => {
    for (const { connection } of held) await connection.close();
  };
  try {
    for (const node of nodes) {
      const holding = await hold(node, held);
      if (holding instanceof ToolError) onLockless(holding);
      else held.push(holding);
    }
  } catch (error) {
    await release();
    throw error;
  }
  return { [Symbol.asyncDispose]: release };
}

interface Holding {
  readonly connection: Connection;
  readonly server: string;
  readonly session: number;
}

/** Resolves to an error where there is no such lock. */
async function hold(node: Endpoint, held: readonly Holding[]): Promise<Holding | ToolError> {
  const connection = await connect(node, { connectTimeoutMs });
  try {
    const ask = (sql: string) => connection.query(sql, { timeoutMs: answerTimeoutMs });
    await ask(`SET SESSION wait_timeout = ${idleSecondsMax}`);
    const [own] = await ask("SELECT CONNECTION_ID() AS session, CONCAT(@@hostname, ' ', @@port) AS server");
    const holding = { connection, server: String(own?.['server']), session: Number(own?.['session']) };
    const [lock] = await ask(`SELECT GET_LOCK('${lockName}', 0) AS got, IS_USED_LOCK('${lockName}') AS holder`);
    const holder = Number(lock?.['holder']);
    // Two names of the scenario may be two ways to the same server.
    const isOurs = held.some(({ server, session }) => server === holding.server && session === holder);
    if (Number(lock?.['got']) === 1 || isOurs) return holding;
    const message = `Another run may be breaking ${node.name}: its connection ${holder} holds the lock "${lockName}" there.`;
    throw new ToolError('guardRefused', message, 'Wait until that run has ended.');
  } catch (error) {
    await connection.close();
    if (error instanceof ToolError) throw error;
    const message = `${node.name} gives no lock that keeps other runs from breaking it at the same time: ${messageOf(error)}.`;
    const hint = 'If nobody else rehearses there, say so with --allow-shared-target.';
    return new ToolError('guardRefused', message, hint, { cause: error });
  }
}
