/** The servers of one cluster in one private directory: started, signalled and ended, each by process id and start time. */
import { readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { pollUntil } from '../kit/abort.js';
import { ToolError } from '../kit/error.js';
import type { Clock } from '../model/clock.js';
import type { Query } from '../model/flavor.js';
import type { NodeProcesses, StopEnd, StopOptions } from '../model/server-control.js';
import type { Endpoint } from '../model/topology.js';
import { ask } from '../mysql/await-answer.js';
import type { ClusterFile } from './cluster-file.js';
import { ClusterRecord } from './cluster-record.js';
import { adminUser } from './data-directory.js';
import { clearMachine } from './machine/clear-machine.js';
import { confineAgain } from './machine/control-group.js';
import { clockEnvironment } from './machine/own-clock.js';
import { endSession } from './end-session.js';
import { findProcesses, stateOfProcess, type ProcessIdentity, type ProcessState } from './process-identity.js';
import { lastLines } from './run-program.js';
import { closeNamespaces } from './network/namespace.js';
import { serverCommand } from './server-command.js';
import { socketOf } from './server-options.js';
import { killProcess, pauseProcess, resumeProcess, startProcess, stopProcess } from './server-process.js';
import { cancelWakeUpCall, orderWakeUpCall } from './wake-up-call.js';

export interface StartServerOptions {
  readonly isReady: (query: Query) => Promise<boolean>;
  readonly timeoutMs: number;
  readonly args?: readonly string[];
  readonly signal?: AbortSignal | undefined;
}

const lookEveryMs = 20;

export class ServerFleet implements Omit<NodeProcesses, 'start' | 'isOut'> {
  readonly clock: Clock;
  readonly #record: ClusterRecord;
  /** Of a part; null for the whole. */
  readonly #names: readonly string[] | null;

  constructor(record: ClusterRecord, clock: Clock, names: readonly string[] | null = null) {
    this.#record = record;
    this.clock = clock;
    this.#names = names;
  }

  /** One side of a cluster that has two: it knows only its own servers, and the whole is what ends them. */
  part(names: readonly string[]): ServerFleet {
    return new ServerFleet(this.#record, this.clock, names);
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
    const { file } = this.#record;
    const names = this.#names;
    if (names === null) return file;
    return { ...file, owner: null, nodes: file.nodes.filter((node) => names.includes(node.name)) };
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
  commandOf(name: string, args: readonly string[] = []): ReturnType<typeof serverCommand> {
    const anchor = this.file.network?.nodes[name];
    return serverCommand(this.#record.node(name), { data: this.dataOf(name), anchor, args });
  }

  /** Starts the server unless it runs, and waits until it is ready. Rejects with its own last words when it ends before that or takes too long. */
  async start(name: string, options: StartServerOptions): Promise<void> {
    if ((await this.state(name)) === 'down') {
      const [program, ...args] = await this.commandOf(name, options.args);
      const environment = await clockEnvironment(this.dataOf(name));
      const process = await startProcess({ program, args, logFile: this.#logOf(name), environment });
      await this.#record.changeNode(name, { process });
      if (process !== null) await confineAgain(this.dataOf(name), process);
    }
    await this.awaitReady(name, options);
  }

  async awaitReady(name: string, { isReady, timeoutMs, signal }: StartServerOptions): Promise<void> {
    let isDown = false;
    const isDecided = async (): Promise<boolean> => {
      isDown = (await this.state(name)) === 'down';
      return isDown || (await ask(this.endpoint(name), isReady));
    };
    const isInTime = await pollUntil(isDecided, { clock: this.clock, timeoutMs, everyMs: lookEveryMs, signal });
    if (isInTime && !isDown) return;
    const what = isDown ? 'ended instead of serving' : `did not get ready within ${timeoutMs / 1_000} s`;
    const log = await readFile(this.#logOf(name), 'utf8').catch(() => '');
    const message = `The server ${name} ${what}. Its log ends with:\n${lastLines(log)}`;
    throw new ToolError('setupFailed', message, 'Is there enough memory and disk space?');
  }

  async kill(name: string): Promise<void> {
    const { process } = this.#record.node(name);
    if (process !== null) await killProcess(process, this.clock);
    await this.#cancelWakeUpCall(name);
  }

  /** With a bound on the server's side: it goes on by itself after `boundMs`, whoever is still there to resume it. */
  async pause(name: string, { boundMs }: { readonly boundMs: number }): Promise<void> {
    const { process } = this.#record.node(name);
    if (process === null) return;
    await this.#cancelWakeUpCall(name);
    await this.#record.changeNode(name, { wakeUpCall: await orderWakeUpCall(process, boundMs) });
    await pauseProcess(process, this.clock);
  }

  async resume(name: string): Promise<void> {
    const { process } = this.#record.node(name);
    if (process !== null) await resumeProcess(process);
    await this.#cancelWakeUpCall(name);
  }

  async stop(name: string, { graceMs }: StopOptions = {}): Promise<StopEnd> {
    const { process } = this.#record.node(name);
    const end = process === null ? 'ended' : await stopProcess(process, this.clock, graceMs);
    await this.#cancelWakeUpCall(name);
    return end;
  }

  async state(name: string): Promise<ProcessState> {
    const { process } = this.#record.node(name);
    return process === null ? 'down' : stateOfProcess(process);
  }

  /** Null while it is down. */
  async runningProcess(name: string): Promise<ProcessIdentity | null> {
    return (await this.state(name)) === 'down' ? null : this.#record.node(name).process;
  }

  async claim(change: Partial<Pick<ClusterFile, 'owner' | 'primary' | 'absent' | 'cutover'>>): Promise<void> {
    await this.#record.change(change);
  }

  /** Ends every server with whatever it started, and deletes the directory: all in it is throw-away data. Writes nothing, so that it works on a full disk. */
  async destroy(): Promise<void> {
    const ends = this.file.nodes.map(async ({ process, wakeUpCall }) => {
      if (process !== null) await killProcess(process, this.clock);
      if (wakeUpCall !== null) await cancelWakeUpCall(wakeUpCall);
    });
    await Promise.all(ends);
    for (const { name } of this.file.nodes) {
      await this.endTransfers(name);
      await clearMachine(this.dataOf(name));
    }
    await closeNamespaces(this.directory, this.clock);
    await rm(this.directory, { recursive: true, force: true, maxRetries: 3 });
  }

  /** A server that is killed while it copies data to another leaves the copying programs behind. */
  async endTransfers(name: string): Promise<void> {
    const { process: leader } = this.#record.node(name);
    if (leader !== null) await endSession(leader, this.directory, this.clock);
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
