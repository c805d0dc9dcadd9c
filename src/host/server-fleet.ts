/** The servers of one cluster in one private directory: started, signalled and ended, each by process id and start time. */
import { readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { pollUntil } from '../kit/abort.js';
import { ToolError } from '../kit/error.js';
import type { Clock } from '../model/clock.js';
import type { Query } from '../model/flavor.js';
import type { Endpoint, NodeProcesses, StopEnd, StopOptions } from '../model/topology.js';
import { ask } from '../mysql/await-answer.js';
import type { ClusterFile } from './cluster-file.js';
import { ClusterRecord } from './cluster-record.js';
import { adminUser } from './data-directory.js';
import { findMariadb } from './find-mariadb.js';
import { findProcesses, isInSessionOf, stateOfProcess, type ProcessState } from './process-identity.js';
import { lastLines } from './run-program.js';
import { closeNamespaces, withinAsCaller, type Command } from './network/namespace.js';
import { placeOptions, socketOf } from './server-options.js';
import { killProcess, pauseProcess, resumeProcess, startProcess, stopProcess } from './server-process.js';
import { cancelWakeUpCall, orderWakeUpCall } from './wake-up-call.js';

export interface StartServerOptions {
  readonly isReady: (query: Query) => Promise<boolean>;
  readonly timeoutMs: number;
  readonly args?: readonly string[];
  readonly signal?: AbortSignal | undefined;
}

const lookEveryMs = 20;

export class ServerFleet implements Omit<NodeProcesses, 'start'> {
  readonly #record: ClusterRecord;
  readonly #clock: Clock;

  constructor(record: ClusterRecord, clock: Clock) {
    this.#record = record;
    this.#clock = clock;
  }

  /** Finds also servers whose start was not written down any more, because the process that started them was killed. */
  static async attach(directory: string, clock: Clock): Promise<ServerFleet> {
    const record = await ClusterRecord.read(directory);
    const fleet = new ServerFleet(record, clock);
    for (const { name } of record.file.nodes) {
      if ((await fleet.state(name)) !== 'down') continue;
      const [process] = await findProcesses((args) => args.includes(`--datadir=${fleet.dataOf(name)}`));
      if (process !== undefined) await record.changeNode(name, { process });
    }
    return fleet;
  }

  get directory(): string {
    return this.#record.directory;
  }

  get file(): ClusterFile {
    return this.#record.file;
  }

  get endpoints(): readonly Endpoint[] {
    return this.file.nodes.map(({ name }) => this.endpoint(name));
  }

  endpoint(name: string): Endpoint {
    const { zone, host, port } = this.#record.node(name);
    const { user, password, network } = this.file;
    const socket = network === undefined ? {} : { socketPath: socketOf(this.dataOf(name)) };
    return { name, zone, host, port, ...socket, user, password, tls: null };
  }

  /** The same server as a user who may move roles. */
  adminEndpoint(name: string): Endpoint {
    return { ...this.endpoint(name), user: adminUser };
  }

  dataOf(name: string): string {
    return join(this.directory, name);
  }

  /** How the server is called in its network, also by what examines its data while it is down. */
  async commandOf(name: string, args: readonly string[] = []): Promise<Command> {
    const node = this.#record.node(name);
    const { server } = await findMariadb();
    const command: Command = [server, ...(await placeOptions(node, this.dataOf(name))), ...node.args, ...args];
    const anchor = this.file.network?.nodes[name];
    return anchor === undefined ? command : withinAsCaller(anchor, command);
  }

  /** Starts the server unless it runs, and waits until it is ready. Rejects with its own last words when it ends before that or takes too long. */
  async start(name: string, options: StartServerOptions): Promise<void> {
    if ((await this.state(name)) === 'down') {
      const [program, ...args] = await this.commandOf(name, options.args);
      const process = await startProcess({ program, args, logFile: this.#logOf(name) });
      await this.#record.changeNode(name, { process });
    }
    await this.awaitReady(name, options);
  }

  async awaitReady(name: string, { isReady, timeoutMs, signal }: StartServerOptions): Promise<void> {
    let isDown = false;
    const isDecided = async (): Promise<boolean> => {
      isDown = (await this.state(name)) === 'down';
      return isDown || (await ask(this.endpoint(name), isReady));
    };
    const options = { clock: this.#clock, timeoutMs, everyMs: lookEveryMs, signal };
    const isInTime = await pollUntil(isDecided, options);
    if (isInTime && !isDown) return;
    const what = isDown ? 'ended instead of serving' : `did not get ready within ${timeoutMs / 1_000} s`;
    const log = await readFile(this.#logOf(name), 'utf8').catch(() => '');
    const message = `The server ${name} ${what}. Its log ends with:\n${lastLines(log)}`;
    throw new ToolError('setupFailed', message, 'Is there enough memory and disk space?');
  }

  async kill(name: string): Promise<void> {
    const { process } = this.#record.node(name);
    if (process !== null) await killProcess(process, this.#clock);
    await this.#cancelWakeUpCall(name);
  }

  /** With a bound on the server's side: it goes on by itself after `boundMs`, whoever is still there to resume it. */
  async pause(name: string, { boundMs }: { readonly boundMs: number }): Promise<void> {
    const { process } = this.#record.node(name);
    if (process === null) return;
    await this.#cancelWakeUpCall(name);
    await this.#record.changeNode(name, { wakeUpCall: await orderWakeUpCall(process, boundMs) });
    await pauseProcess(process, this.#clock);
  }

  async resume(name: string): Promise<void> {
    const { process } = this.#record.node(name);
    if (process !== null) await resumeProcess(process);
    await this.#cancelWakeUpCall(name);
  }

  async stop(name: string, { graceMs }: StopOptions = {}): Promise<StopEnd> {
    const { process } = this.#record.node(name);
    const end = process === null ? 'ended' : await stopProcess(process, this.#clock, graceMs);
    await this.#cancelWakeUpCall(name);
    return end;
  }

  async state(name: string): Promise<ProcessState> {
    const { process } = this.#record.node(name);
    return process === null ? 'down' : stateOfProcess(process);
  }

  async claim(change: Partial<Pick<ClusterFile, 'owner' | 'primary'>>): Promise<void> {
    await this.#record.change(change);
  }

  /** Ends every server with whatever it started, and deletes the directory: all in it is throw-away data. Writes nothing, so that it works on a full disk. */
  async destroy(): Promise<void> {
    const ends = this.file.nodes.map(async ({ process, wakeUpCall }) => {
      if (process !== null) await killProcess(process, this.#clock);
      if (wakeUpCall !== null) await cancelWakeUpCall(wakeUpCall);
    });
    await Promise.all(ends);
    await this.#endTransfers();
    await closeNamespaces(this.directory, this.#clock);
    await rm(this.directory, { recursive: true, force: true, maxRetries: 3 });
  }

  /** A server that is killed while it copies data to another leaves the copying programs behind. */
  async #endTransfers(): Promise<void> {
    const inside = await findProcesses((args) => args.some((word) => word.includes(`${this.directory}/`)));
    for (const { process: leader } of this.file.nodes) {
      for (const process of inside) {
        if (leader !== null && (await isInSessionOf(process, leader))) await killProcess(process, this.#clock);
      }
    }
  }

  async #cancelWakeUpCall(name: string): Promise<void> {
    const { wakeUpCall } = this.#record.node(name);
    if (wakeUpCall === null) return;
    await cancelWakeUpCall(wakeUpCall);
    await this.#record.changeNode(name, { wakeUpCall: null });
  }

  #logOf(name: string): string {
    return join(this.directory, `${name}.log`);
  }
}
