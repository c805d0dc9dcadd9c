/**
 * A simulated cluster: nodes that hold the same rows, take writes anywhere, and agree on who belongs to them. It lives in memory, has no
 * quorum (whoever is left goes on), and keeps its word unless a planted bug makes it break it.
 */
import type { SimulatedTruth } from '../model/bug.js';
import type { Clock } from '../model/clock.js';
import type { NodeName } from '../model/topology.js';
import { Commits } from './commits.js';
import { Locks } from './locks.js';
import { SimulatedNode, type NodeState } from './node.js';
import { Outages } from './outages.js';
import { PlanAxis } from './plan-axis.js';
import type { PlantedBugs } from './planted-bugs.js';
import { refusalOf } from './refusal.js';
import type { ServerContext } from './server-context.js';
import { Session } from './session.js';
import { ServerError, Store } from './store.js';

export interface ClusterOptions {
  readonly nodes: readonly NodeName[];
  readonly latencyMs: number;
  /** How long the others stop writing when a node is lost. */
  readonly stallMs: number;
  readonly lockTimeoutMs: number;
  readonly connectionsMax: number;
  readonly seed: number;
  readonly clock: Clock;
  readonly bugs: PlantedBugs;
}

export class SimulatedCluster implements AsyncDisposable {
  readonly #options: ClusterOptions;
  readonly #nodes = new Map<string, SimulatedNode>();
  readonly #server: ServerContext;
  readonly #axis: PlanAxis;
  readonly #outages: Outages;
  readonly #split = new Set<SimulatedNode>();
  /** The last one to leave, when none is left. */
  #lastMember: SimulatedNode | null = null;
  #isEnded = false;

  constructor(options: ClusterOptions) {
    const { clock, bugs, connectionsMax } = options;
    this.#options = options;
    this.#axis = new PlanAxis(clock);
    this.#outages = new Outages();
    const planMs = (): number => this.#axis.nowMs();
    const locks = new Locks(clock, options.lockTimeoutMs);
    const peersOf = (node: SimulatedNode): readonly string[] => this.#peersOf(node).map((each) => each.name);
    this.#server = {
      ...options,
      planMs,
      locks,
      commits: new Commits({ clock, locks, bugs, nodes: this.#nodes, peersOf, planMs }),
      storesOf: (node) => this.#peersOf(node).map((each) => each.store),
      scopeOf: (node) => (this.#split.has(node) ? `${node.name}:` : ''),
      onStatement: () => this.#refreshSplits(),
      onRow: (table, row) => this.#axis.learn(table, row),
    };
    for (const { name } of options.nodes) {
      const openSession = (database: string | null): Session => this.#openSession(name, database);
      this.#nodes.set(name, new SimulatedNode({ name, store: new Store(), connectionsMax, openSession, refusalOf }));
    }
  }

  async listen(): Promise<readonly { readonly name: string; readonly host: string; readonly port: number }[]> {
    for (const node of this.#nodes.values()) await node.listen();
    return [...this.#nodes.values()].map((node) => ({ name: node.name, ...node.address }));
  }

  stateOf(name: string): NodeState {
    return this.#node(name).state;
  }

  /** Suddenly, or in order: then the others need not find out. */
  async end(name: string, isSudden: boolean): Promise<void> {
    const node = this.#node(name);
    if (node.state === 'down') return;
    this.#outages.begin(name, this.#axis.nowMs());
    this.#leave(node, isSudden);
    await node.kill();
  }

  /** It goes on by itself after `boundMs`. A node that was silent for too long has to come back as one that was gone. */
  pause(name: string, boundMs: number): void {
    const node = this.#node(name);
    if (node.state !== 'running') return;
    const { clock, stallMs } = this.#options;
    this.#outages.begin(name, this.#axis.nowMs());
    node.freeze();
    const silence = node.awake;
    const isStill = (): boolean => node.state === 'paused' && node.awake === silence;
    void clock.sleep(boundMs).then(() => isStill() && this.resume(name));
    if (this.#peersOf(node).length === 1) return;
    this.#server.commits.stallFor(stallMs);
    void clock.sleep(stallMs).then(() => {
      if (isStill()) this.#leave(node, false);
    });
  }

  resume(name: string): void {
    const node = this.#node(name);
    if (node.state !== 'paused') return;
    if (node.isMember) this.#server.commits.stallFor(0);
    else this.#join(node);
    node.resume();
    this.#outages.end(name, this.#axis.nowMs());
  }

  /** Resolves when it serves again, with the rows of the others. */
  async start(name: string): Promise<void> {
    const node = this.#node(name);
    if (node.state !== 'down') return;
    const { clock, bugs } = this.#options;
    const { lateMs, relapses } = bugs.atStart({ node: name, atMs: this.#axis.nowMs(), lateMs: 0, relapses: [] });
    if (lateMs > 0) await clock.sleep(lateMs);
    if (this.#isEnded || node.state !== 'down') return;
    this.#join(node);
    await node.listen();
    this.#outages.end(name, this.#axis.nowMs());
    for (const { afterMs, forMs } of relapses) void clock.sleep(afterMs).then(() => this.pause(name, forMs));
  }

  /** Resolves when everything that has been acknowledged is written. */
  settled(): Promise<void> {
    return this.#server.commits.settled();
  }

  truth(): SimulatedTruth {
    const { seed, bugs } = this.#options;
    return { seed, bugs: bugs.truth(), outages: this.#outages.list() };
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#isEnded = true;
    await Promise.all([...this.#nodes.values()].map((node) => node.kill()));
  }

  #node(name: string): SimulatedNode {
    const node = this.#nodes.get(name);
    if (node === undefined) throw new Error(`The simulated cluster has no node "${name}".`);
    return node;
  }

  #openSession(name: string, database: string | null): Session {
    const node = this.#node(name);
    if (database !== null && !node.store.hasSchema(database))
      throw new ServerError(1049, `Unknown database '${database}'`, '42000');
    return new Session(this.#server, node, database);
  }

  #leave(node: SimulatedNode, isStalling: boolean): void {
    const { commits } = this.#server;
    node.isMember = false;
    node.breakTransactions();
    commits.dropPending(node);
    if (this.#members().length === 0) this.#lastMember = node;
    else if (isStalling) commits.stallFor(this.#options.stallMs);
  }

  /** With the rows of a member; where none is left, those of the node that was a member last, as an operator would choose. */
  #join(node: SimulatedNode): void {
    const donor = this.#members().find((each) => each !== node && !this.#split.has(each)) ?? this.#lastMember;
    node.isMember = true;
    this.#lastMember = null;
    if (donor === null || donor === node) return;
    node.breakTransactions();
    node.store = donor.store.copy();
    this.#server.commits.onJoined(node, donor);
    this.#options.bugs.onCopied(node.name);
  }

  #members(): readonly SimulatedNode[] {
    return [...this.#nodes.values()].filter((node) => node.isMember);
  }

  #peersOf(node: SimulatedNode): readonly SimulatedNode[] {
    if (this.#split.has(node)) return [node];
    return this.#members().filter((each) => !this.#split.has(each));
  }

  /** Nodes that are on their own by a bug's will, and take the rows of the others when it is over. */
  #refreshSplits(): void {
    const { bugs } = this.#options;
    const nowMs = this.#axis.nowMs();
    for (const node of this.#nodes.values()) {
      const isSplit = bugs.isSplit(node.name, nowMs);
      if (isSplit === this.#split.has(node)) continue;
      if (isSplit) {
        node.breakTransactions();
        this.#split.add(node);
      } else {
        this.#split.delete(node);
        this.#join(node);
      }
    }
  }
}
