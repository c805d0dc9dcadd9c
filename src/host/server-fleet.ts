/**
 * The server processes of one cluster in one private directory: started, signalled and ended by process id and start time.
 * Each server has a session of its own, so that Ctrl-C in the terminal reaches paystorm and not the databases.
 */
import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { closeSync, openSync } from 'node:fs';
import { mkdir, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { pollUntil } from '../kit/abort.js';
import { ToolError } from '../kit/error.js';
import type { Clock } from '../model/clock.js';
import type { Endpoint, NodeProcesses } from '../model/topology.js';
import { readClusterFile, writeClusterFile, type ClusterFile, type ClusterFileNode } from './cluster-file.js';
import { adminUser, copyTemplate, openTemplate, serverUser } from './data-directory.js';
import { findMariadb } from './find-mariadb.js';
import { identifyProcess, identifySelf, signalProcess, stateOfProcess, type ProcessState } from './process-identity.js';
import { lastLines } from './run-program.js';
import { findServerAccount, giveTo } from './server-user.js';
import { openStateDirectory } from './state-directory.js';

const stopTimeoutMs = 20_000;

export type ServerSpec = Omit<ClusterFileNode, 'process'>;

export interface CreateFleetOptions {
  readonly topology: string;
  readonly settings: unknown;
  readonly servers: readonly ServerSpec[];
  readonly isKept: boolean;
  readonly runDirectory: string | null;
  readonly clock: Clock;
}

export class ServerFleet implements Omit<NodeProcesses, 'start'> {
  readonly directory: string;
  readonly #clock: Clock;
  #file: ClusterFile;
  #written: Promise<void> = Promise.resolve();

  private constructor(directory: string, file: ClusterFile, clock: Clock) {
    this.directory = directory;
    this.#file = file;
    this.#clock = clock;
  }

  /** Makes the directory and every node's data; starts nothing yet. */
  static async create(options: CreateFleetOptions): Promise<ServerFleet> {
    const state = await openStateDirectory();
    const template = await openTemplate(state);
    const id = randomBytes(4).toString('hex');
    const directory = join(state.clusters, id);
    const file: ClusterFile = {
      id,
      topology: options.topology,
      settings: options.settings,
      createdAt: options.clock.wallClockIso(),
      owner: options.isKept ? null : await identifySelf(),
      runDirectory: options.runDirectory,
      primary: null,
      user: serverUser,
      password: template.password,
      nodes: options.servers.map((server) => ({ ...server, process: null })),
    };
    await mkdir(directory, { mode: 0o700 });
    await writeClusterFile(directory, file);
    const fleet = new ServerFleet(directory, file, options.clock);
    await Promise.all(file.nodes.map((node) => copyTemplate(template, fleet.#dataOf(node.name))));
    const account = await findServerAccount();
    if (account !== null) await giveTo(account, directory);
    return fleet;
  }

  static async attach(directory: string, clock: Clock): Promise<ServerFleet> {
    return new ServerFleet(directory, await readClusterFile(directory), clock);
  }

  get file(): ClusterFile {
    return this.#file;
  }

  get endpoints(): readonly Endpoint[] {
    const { user, password } = this.#file;
    return this.#file.nodes.map(({ name, zone, host, port }) => ({
      name,
      zone,
      host,
      port,
      user,
      password,
      tls: null,
    }));
  }

  endpoint(name: string): Endpoint {
    const found = this.endpoints.find((each) => each.name === name);
    if (found === undefined) throw new Error(`The cluster has no node "${name}".`);
    return found;
  }

  /** The same server as a user who may move roles. */
  adminEndpoint(name: string): Endpoint {
    return { ...this.endpoint(name), user: adminUser };
  }

  /** Starts the process and does not wait for it to answer. Does nothing when it runs already. */
  async spawn(name: string, extraArgs: readonly string[] = []): Promise<void> {
    if ((await this.state(name)) !== 'down') return;
    const { server } = await findMariadb();
    const node = this.#node(name);
    const log = openSync(this.logOf(name), 'a');
    try {
      const child = spawn(server, [...(await this.#argsOf(node)), ...extraArgs], {
        detached: true,
        stdio: ['ignore', log, log],
      });
      const pid = await new Promise<number>((resolve, reject) => {
        child.once('error', reject);
        child.once('spawn', () => resolve(child.pid as number));
      });
      child.unref();
      await this.#change({ nodes: this.#replace(name, await identifyProcess(pid)) });
    } finally {
      closeSync(log);
    }
  }

  async kill(name: string): Promise<void> {
    await this.#signal(name, 'SIGKILL');
    await this.#awaitDown(name, stopTimeoutMs);
  }

  async pause(name: string): Promise<void> {
    await this.#signal(name, 'SIGSTOP');
  }

  async resume(name: string): Promise<void> {
    await this.#signal(name, 'SIGCONT');
  }

  /** Orderly; a server that does not end in time is killed. */
  async stop(name: string): Promise<void> {
    await this.resume(name);
    await this.#signal(name, 'SIGTERM');
    if (!(await this.#awaitDown(name, stopTimeoutMs))) await this.kill(name);
  }

  async state(name: string): Promise<ProcessState> {
    const { process } = this.#node(name);
    return process === null ? 'down' : stateOfProcess(process);
  }

  logOf(name: string): string {
    return join(this.directory, `${name}.log`);
  }

  /** An error that quotes the server's own last words. */
  async startFailure(name: string, message: string): Promise<ToolError> {
    const log = await readFile(this.logOf(name), 'utf8').catch(() => '');
    return new ToolError(
      'setupFailed',
      `${message} Its log ends with:\n${lastLines(log)}`,
      'Is there enough memory and disk space?',
    );
  }

  async claim(change: Partial<Pick<ClusterFile, 'owner' | 'primary'>>): Promise<void> {
    await this.#change(change);
  }

  /** Ends every server and deletes the directory: whatever was in it is throw-away data. */
  async destroy(): Promise<void> {
    await Promise.all(this.#file.nodes.map((node) => this.kill(node.name)));
    await rm(this.directory, { recursive: true, force: true, maxRetries: 3 });
  }

  async #argsOf(node: ClusterFileNode): Promise<readonly string[]> {
    const account = await findServerAccount();
    return [
      '--no-defaults',
      ...(account === null ? [] : [`--user=${account.name}`]),
      `--datadir=${this.#dataOf(node.name)}`,
      `--socket=${join(this.directory, `${node.name}.sock`)}`,
      `--pid-file=${join(this.directory, `${node.name}.pid`)}`,
      `--bind-address=${node.host}`,
      `--port=${node.port}`,
      ...node.args,
    ];
  }

  #dataOf(name: string): string {
    return join(this.directory, name);
  }

  #node(name: string): ClusterFileNode {
    const node = this.#file.nodes.find((each) => each.name === name);
    if (node === undefined) throw new Error(`The cluster has no node "${name}".`);
    return node;
  }

  #replace(name: string, process: ClusterFileNode['process']): readonly ClusterFileNode[] {
    return this.#file.nodes.map((node) => (node.name === name ? { ...node, process } : node));
  }

  /** One write after the other: nodes start side by side. */
  #change(change: Partial<ClusterFile>): Promise<void> {
    this.#file = { ...this.#file, ...change };
    this.#written = this.#written.then(() => writeClusterFile(this.directory, this.#file));
    return this.#written;
  }

  async #signal(name: string, signal: NodeJS.Signals): Promise<void> {
    const { process } = this.#node(name);
    if (process !== null) await signalProcess(process, signal);
  }

  #awaitDown(name: string, timeoutMs: number): Promise<boolean> {
    return pollUntil(async () => (await this.state(name)) === 'down', { clock: this.#clock, timeoutMs, everyMs: 10 });
  }
}
