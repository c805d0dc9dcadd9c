/** One server of a fleet: started, signalled and ended by process id and start time. What became of it is written down for whoever comes after. */
import { join } from 'node:path';
import type { Clock } from '../model/clock.js';
import type { StopEnd, StopOptions } from '../model/server-control.js';
import type { Endpoint } from '../model/topology.js';
import { awaitServing, type ServingOptions } from './await-serving.js';
import type { ClusterFileNode } from './cluster-file.js';
import type { ClusterRecord } from './cluster-record.js';
import { endSession } from './end-session.js';
import { clearMachine } from './machine/clear-machine.js';
import { confineAgain } from './machine/control-group.js';
import { clockEnvironment } from './machine/own-clock.js';
import { stateOfProcess, type ProcessIdentity, type ProcessState } from './process-identity.js';
import { serverCommand, serversOn } from './server-command.js';
import { socketOf } from './server-options.js';
import { killProcess, pauseProcess, resumeProcess, startProcess, stopProcess } from './server-process.js';
import { cancelWakeUpCall, orderWakeUpCall } from './wake-up-call.js';

export interface StartServerOptions extends ServingOptions {
  readonly args?: readonly string[];
}

export class FleetServer {
  readonly name: string;
  readonly data: string;
  readonly #record: ClusterRecord;
  readonly #clock: Clock;

  constructor(name: string, record: ClusterRecord, clock: Clock) {
    this.name = name;
    this.data = join(record.directory, name);
    this.#record = record;
    this.#clock = clock;
  }

  get endpoint(): Endpoint {
    const { zone, host, port } = this.#node;
    const { user, password, network } = this.#record.file;
    const socket = network === undefined ? {} : { socketPath: socketOf(this.data) };
    return { name: this.name, zone, host, port, ...socket, user, password, tls: null };
  }

  /** How it is called in its network, also by what examines its data while it is down. */
  command(args: readonly string[] = []): ReturnType<typeof serverCommand> {
    const anchor = this.#record.file.network?.nodes[this.name];
    return serverCommand(this.#node, { data: this.data, anchor, args });
  }

  /** Never a second one on the same data: one that runs, whoever started it, is only waited for. Rejects with its last words when it ends before it is ready or takes too long. */
  async start({ args, ...options }: StartServerOptions): Promise<void> {
    if (!(await this.findAgain())) {
      const [program, ...words] = await this.command(args);
      const environment = await clockEnvironment(this.data);
      const process = await startProcess({ program, args: words, logFile: this.#logFile, environment });
      await this.#write({ process });
      if (process !== null) await confineAgain(this.data, process);
    }
    await this.awaitReady(options);
  }

  awaitReady(options: ServingOptions): Promise<void> {
    const state = (): Promise<ProcessState> => this.state();
    return awaitServing({ endpoint: this.endpoint, logFile: this.#logFile, clock: this.#clock, state }, options);
  }

  /** Resolves to whether it runs, though its start may not have been written down, or by another process. */
  async findAgain(): Promise<boolean> {
    if ((await this.state()) !== 'down') return true;
    const [process] = await serversOn(this.data);
    if (process === undefined) return false;
    await this.#write({ process });
    return true;
  }

  async kill(): Promise<void> {
    const { process } = this.#node;
    if (process !== null) await killProcess(process, this.#clock);
    await this.#cancelWakeUpCall();
  }

  /** With a bound on the server's side: it goes on by itself after `boundMs`, whoever is still there to resume it. */
  async pause({ boundMs }: { readonly boundMs: number }): Promise<void> {
    const { process } = this.#node;
    if (process === null) return;
    await this.#cancelWakeUpCall();
    await this.#write({ wakeUpCall: await orderWakeUpCall(process, boundMs) });
    await pauseProcess(process, this.#clock);
  }

  async resume(): Promise<void> {
    const { process } = this.#node;
    if (process !== null) await resumeProcess(process);
    await this.#cancelWakeUpCall();
  }

  async stop({ graceMs }: StopOptions = {}): Promise<StopEnd> {
    const { process } = this.#node;
    const end = process === null ? 'ended' : await stopProcess(process, this.#clock, graceMs);
    await this.#cancelWakeUpCall();
    return end;
  }

  async state(): Promise<ProcessState> {
    const { process } = this.#node;
    return process === null ? 'down' : stateOfProcess(process);
  }

  /** Null while it is down. */
  async runningProcess(): Promise<ProcessIdentity | null> {
    return (await this.state()) === 'down' ? null : this.#node.process;
  }

  /** For good, whoever started it. Writes nothing, so that it works on a full disk. */
  async end(): Promise<void> {
    const { process, wakeUpCall } = this.#node;
    const unknown = await serversOn(this.data);
    for (const each of process === null ? unknown : [process, ...unknown]) await killProcess(each, this.#clock);
    await cancelWakeUpCall(wakeUpCall);
  }

  /** Also what it has started, and what was done to the machine under it. */
  async clear(): Promise<void> {
    await this.endTransfers();
    await clearMachine(this.data);
  }

  /** A server that is killed while it copies data to another leaves the copying programs behind. */
  async endTransfers(): Promise<void> {
    const { process: leader } = this.#node;
    if (leader !== null) await endSession(leader, this.#record.directory, this.#clock);
  }

  get #node(): ClusterFileNode {
    return this.#record.node(this.name);
  }

  get #logFile(): string {
    return join(this.#record.directory, `${this.name}.log`);
  }

  #write(change: Partial<Pick<ClusterFileNode, 'process' | 'wakeUpCall'>>): Promise<void> {
    return this.#record.changeNode(this.name, change);
  }

  async #cancelWakeUpCall(): Promise<void> {
    const { wakeUpCall } = this.#node;
    if (wakeUpCall === null) return;
    await cancelWakeUpCall(wakeUpCall);
    await this.#write({ wakeUpCall: null });
  }
}
