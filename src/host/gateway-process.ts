/**
 * The reference gateway, a process of its own before the nodes of a target. It ends when its input ends, so that nobody who dies, however that
 * happens, leaves it behind; Ctrl-C in the terminal does not reach it.
 */
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, openSync } from 'node:fs';
import { join } from 'node:path';
import { env, execPath } from 'node:process';
import { fileURLToPath } from 'node:url';
import { pollUntil, withTimeout } from '../kit/abort.js';
import { messageOf, ToolError } from '../kit/error.js';
import { atOrdinaryPriority } from '../kit/priority.js';
import type { GatewaySettings } from '../model/api.js';
import type { Clock } from '../model/clock.js';
import type { Endpoint } from '../model/topology.js';

const program = fileURLToPath(new URL('../../examples/gateway/gateway.mjs', import.meta.url));
const logName = 'gateway.log';
const startTimeoutMs = 10_000;
const endTimeoutMs = 6_000;
/** Many clients share few connections to a database: that is what a gateway is for. */
const poolMax = 64;

export interface GatewayOptions {
  readonly settings: GatewaySettings;
  readonly nodes: readonly Endpoint[];
  readonly database: string;
  /** Of its clients. */
  readonly connections: number;
  /** Payments that one request may become, with a bug that pays again. */
  readonly attempts: number;
  /** A request is answered within this, or its client has turned away. */
  readonly transactionTimeoutMs: number;
  /** Folder that receives its log. */
  readonly directory: string;
  readonly clock: Clock;
  /** Told when it ends although nobody has sent it away. */
  readonly onDeath: (text: string) => void;
}

/** Disposing it ends it in order. */
export interface RunningGateway extends AsyncDisposable {
  readonly url: string;
}

/** Resolves when it serves. Rejects with a ToolError when it does not. */
export async function startGateway(options: GatewayOptions): Promise<RunningGateway> {
  const logFile = join(options.directory, logName);
  const child = spawnGateway(options, logFile);
  try {
    const url = await withTimeout(addressOf(child), startTimeoutMs, () => new Error('it said nothing for too long'));
    const serves = (): Promise<boolean> => isServing(url);
    const { clock } = options;
    if (!(await pollUntil(serves, { clock, timeoutMs: startTimeoutMs, everyMs: 50 }))) {
      throw new Error('it finds no node of the database that takes writes');
    }
    return new Gateway(child, url, options.onDeath);
  } catch (cause) {
    child.kill('SIGKILL');
    const message = `The reference gateway could not be started: ${messageOf(cause)}.`;
    throw new ToolError('setupFailed', message, `Its log is ${logFile}.`, { cause });
  }
}

class Gateway implements RunningGateway {
  readonly url: string;
  readonly #child: ChildProcess;
  #isSentAway = false;

  constructor(child: ChildProcess, url: string, onDeath: (text: string) => void) {
    this.#child = child;
    this.url = url;
    child.once('exit', (code, signal) => {
      if (!this.#isSentAway) onDeath(`The reference gateway has ended with ${code ?? signal}.`);
    });
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#isSentAway = true;
    const child = this.#child;
    if (child.exitCode !== null || child.signalCode !== null) return;
    const hasEnded = once(child, 'exit');
    child.stdin?.end();
    await withTimeout(hasEnded, endTimeoutMs, () => new Error('late')).catch(() => child.kill('SIGKILL'));
  }
}

/** Passwords of the nodes go by the environment, which only the same user can read. */
function spawnGateway(options: GatewayOptions, logFile: string): ChildProcess {
  const { settings, nodes, database, connections, attempts, transactionTimeoutMs } = options;
  // Its payments, and the wait for a connection, take no longer than its client has patience.
  const partMs = Math.max(50, Math.floor(transactionTimeoutMs / (attempts + 1) - 100));
  const pool = Math.min(connections, poolMax);
  const bug = settings.bug === null ? [] : ['--bug', settings.bug, '--attempts', attempts];
  const timeouts = ['--statement-timeout', Math.min(1_000, partMs), '--acquire-timeout', Math.min(500, partMs)];
  const args = [program, '--port', 0, '--end-with-input', '--pool', pool, ...timeouts, ...bug].map(String);
  const databases = nodes.map((node) => addressFor(node, database)).join(' ');
  const log = openSync(logFile, 'a', 0o600);
  try {
    return atOrdinaryPriority(() =>
      spawn(execPath, args, {
        detached: true,
        stdio: ['pipe', 'pipe', log],
        env: { ...env, GATEWAY_DATABASES: databases },
      }),
    );
  } finally {
    closeSync(log);
  }
}

function addressFor({ name, host, port, socketPath, user, password, tls }: Endpoint, database: string): string {
  const place = socketPath === undefined ? `${host.includes(':') ? `[${host}]` : host}:${port}` : 'localhost';
  const query = new URLSearchParams({ name });
  if (socketPath !== undefined) query.set('socket', socketPath);
  if (tls !== null) query.set('tls', tls.isVerified ? 'verify' : 'on');
  return `mysql://${encodeURIComponent(user)}:${encodeURIComponent(password)}@${place}/${database}?${query.toString()}`;
}

function addressOf(child: ChildProcess): Promise<string> {
  // It may end before it is told to, and then nobody reads what it is told.
  child.stdin?.on('error', () => undefined);
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('exit', (code, signal) => reject(new Error(`it ended with ${code ?? signal}`)));
    let said = '';
    child.stdout?.on('data', (chunk: Buffer) => {
      said += chunk.toString();
      const [, url] = /^listening on (http:\S+)\n/u.exec(said) ?? [];
      if (url !== undefined) resolve(url);
    });
  });
}

async function isServing(url: string): Promise<boolean> {
  try {
    return (await fetch(`${url}/health`)).ok;
  } catch {
    return false;
  }
}
