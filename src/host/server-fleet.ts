/** The servers of one cluster in one private directory: what is known of all of them together, and each by its name. */
import { rm } from 'node:fs/promises';
import type { Clock } from '../model/clock.js';
import type { NodeProcesses, StopEnd, StopOptions } from '../model/server-control.js';
import type { Endpoint } from '../model/topology.js';
import type { ServingOptions } from './await-serving.js';
import type { ClusterFile } from './cluster-file.js';
import { ClusterRecord } from './cluster-record.js';
import { adminUser } from './data-directory.js';
import { FleetServer, type StartServerOptions } from './fleet-server.js';
import { closeNamespaces } from './network/namespace.js';
import type { ProcessIdentity, ProcessState } from './process-identity.js';
import type { serverCommand } from './server-command.js';

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
    const fleet = new ServerFleet(await ClusterRecord.read(directory), clock);
    for (const server of fleet.#servers) await server.findAgain();
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
    return this.#servers.map((server) => server.endpoint);
  }

  endpoint(name: string): Endpoint {
    return this.#server(name).endpoint;
  }

  /** The same server as a user who may move roles. */
  adminEndpoint(name: string): Endpoint {
    return { ...this.endpoint(name), user: adminUser };
  }

  dataOf(name: string): string {
    return this.#server(name).data;
  }

  commandOf(name: string, args?: readonly string[]): ReturnType<typeof serverCommand> {
    return this.#server(name).command(args);
  }

  start(name: string, options: StartServerOptions): Promise<void> {
    return this.#server(name).start(options);
  }

  awaitReady(name: string, options: ServingOptions): Promise<void> {
    return this.#server(name).awaitReady(options);
  }

  kill(name: string): Promise<void> {
    return this.#server(name).kill();
  }

  pause(name: string, options: { readonly boundMs: number }): Promise<void> {
    return this.#server(name).pause(options);
  }

  resume(name: string): Promise<void> {
    return this.#server(name).resume();
  }

  stop(name: string, options?: StopOptions): Promise<StopEnd> {
    return this.#server(name).stop(options);
  }

  state(name: string): Promise<ProcessState> {
    return this.#server(name).state();
  }

  runningProcess(name: string): Promise<ProcessIdentity | null> {
    return this.#server(name).runningProcess();
  }

  endTransfers(name: string): Promise<void> {
    return this.#server(name).endTransfers();
  }

  async claim(change: Partial<Pick<ClusterFile, 'owner' | 'primary' | 'absent' | 'cutover'>>): Promise<void> {
    await this.#record.change(change);
  }

  /** Learns what another process has done to the servers meanwhile. Resolves to whether roles are others than they were known to be. */
  async lookAgain(): Promise<boolean> {
    const before = rolesIn(this.file);
    await this.#record.lookAgain();
    return rolesIn(this.file) !== before;
  }

  /** Ends every server with whatever it started, and deletes the directory: all in it is throw-away data. */
  async destroy(): Promise<void> {
    await Promise.all(this.#servers.map((server) => server.end()));
    for (const server of this.#servers) await server.clear();
    await closeNamespaces(this.directory, this.clock);
    await rm(this.directory, { recursive: true, force: true, maxRetries: 3 });
  }

  get #servers(): readonly FleetServer[] {
    return this.file.nodes.map(({ name }) => this.#server(name));
  }

  #server(name: string): FleetServer {
    return new FleetServer(name, this.#record, this.clock);
  }
}

function rolesIn({ primary, absent, cutover }: ClusterFile): string {
  return JSON.stringify([primary, absent, cutover]);
}
