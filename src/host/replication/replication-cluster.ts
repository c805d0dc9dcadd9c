/** A running primary with replicas: roles, the failover controller beside them, and what becomes of a primary that returns. */
import { pollUntil } from '../../kit/abort.js';
import { ToolError } from '../../kit/error.js';
import type { Clock } from '../../model/clock.js';
import type {
  Cluster,
  ClusterNotice,
  Endpoint,
  NodeProcesses,
  ReadableNodes,
  ReplicationControl,
  Route,
  StartOptions,
} from '../../model/topology.js';
import { ask, awaitAnswer, orderTimeoutMs } from '../../mysql/await-answer.js';
import type { ServerFleet } from '../server-fleet.js';
import { FailoverController, type FailoverSettings } from './failover-controller.js';
import { becomePrimary, becomeReplica, demandReceipts, receiptClients, replicaStatus } from './replica-sql.js';
import type { ReplicationMode } from './replication-options.js';
import { takeStandings, type Standing, type Standings } from './standing.js';

const startTimeoutMs = 60_000;
/** A returning server that is not level by then catches up on its own; what waits for full redundancy waits for it. */
const followTimeoutMs = 15_000;

export interface ReplicationClusterOptions {
  readonly fleet: ServerFleet;
  readonly mode: ReplicationMode;
  readonly failover: FailoverSettings;
  readonly clock: Clock;
}

export class ReplicationCluster implements Cluster {
  readonly topology = 'primary-replica';
  readonly isOwned = true;
  readonly capabilities = ['kill', 'pause', 'restart', 'replication'] as const;
  readonly directory: string;
  readonly process: NodeProcesses;
  readonly replication: ReplicationControl;
  readonly #options: ReplicationClusterOptions;
  readonly #routeListeners: ((route: Route) => void)[] = [];
  readonly #noticeListeners: ((notice: ClusterNotice) => void)[] = [];
  #primary: string;
  #controller: FailoverController | null = null;

  constructor(options: ReplicationClusterOptions) {
    const { fleet } = options;
    this.#options = options;
    this.#primary = fleet.file.primary ?? fleet.file.nodes[0]?.name ?? '';
    this.directory = fleet.directory;
    this.process = {
      kill: (node) => fleet.kill(node),
      pause: (node) => fleet.pause(node),
      resume: (node) => this.#resume(node),
      stop: (node) => fleet.stop(node),
      state: (node) => fleet.state(node),
      start: (node, { signal }) => this.#restart(node, signal),
    };
    this.replication = {
      primary: () => this.#primary,
      replicas: () => this.#replicas(),
      stopReceiving: (node) => this.#tell(node, 'STOP SLAVE IO_THREAD'),
      startReceiving: (node) => this.#tell(node, 'START SLAVE IO_THREAD'),
      isReceiving: async (node) => (await this.#ask(node, replicaStatus))?.isReceiving ?? false,
    };
  }

  get nodes(): readonly Endpoint[] {
    return this.#options.fleet.endpoints;
  }

  async bootstrap({ signal, onProgress }: Pick<StartOptions, 'signal' | 'onProgress'>): Promise<void> {
    const { fleet, mode } = this.#options;
    onProgress(`starting ${this.nodes.length} servers`);
    await Promise.all(this.nodes.map((node) => this.#spawn(node.name, signal)));
    onProgress(`making ${this.#primary} the primary, ${mode}`);
    await fleet.claim({ primary: this.#primary });
    await this.#order(this.#primary, (query) => becomePrimary(query, mode));
    for (const name of this.#replicas()) await this.#follow(name);
    await this.#demandReceipts(signal);
    this.#controller = this.#watchOver();
  }

  route(): Route {
    return { writable: [this.#primary] };
  }

  onRouteChange(listener: (route: Route) => void): void {
    this.#routeListeners.push(listener);
  }

  onNotice(listener: (notice: ClusterNotice) => void): void {
    this.#noticeListeners.push(listener);
  }

  async awaitHealthy({ timeoutMs, signal }: Parameters<Cluster['awaitHealthy']>[0]): Promise<void> {
    let standings = await this.#standings();
    const isDecided = async (): Promise<boolean> => {
      standings = await this.#standings();
      return (
        standings.truth !== null &&
        standings.replicas.every((each) => (each.isLevel && each.isFollowing) || each.hasDiverged)
      );
    };
    await pollUntil(isDecided, { clock: this.#options.clock, timeoutMs, everyMs: 100, signal });
    const problems = standings.replicas.flatMap((each) => {
      if (each.hasDiverged) return [`${each.name} stands aside: it holds transactions that the cluster does not have`];
      return each.isLevel && each.isFollowing ? [] : [`${each.name} does not follow the primary`];
    });
    if (standings.truth === null) problems.push(`the primary ${this.#primary} does not answer`);
    if (problems.length === 0) return;
    throw new ToolError('setupFailed', `${problems.join('; ')}.`, `See the servers' logs in ${this.directory}.`);
  }

  async readableNodes({ timeoutMs }: { readonly timeoutMs: number }): Promise<ReadableNodes> {
    let standings = await this.#standings();
    const isDecided = async (): Promise<boolean> => {
      standings = await this.#standings();
      return standings.truth !== null && standings.replicas.every((each) => each.isLevel || each.hasDiverged);
    };
    await pollUntil(isDecided, { clock: this.#options.clock, timeoutMs, everyMs: 200 });
    return readable(this.#primary, standings);
  }

  describe() {
    const { everyMs, misses } = this.#options.failover;
    return {
      kind: `primary with ${this.nodes.length - 1} replicas`,
      replication: this.#options.mode,
      failover: `paystorm's own controller, ${misses} misses every ${everyMs} ms`,
    };
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#controller?.[Symbol.asyncDispose]();
    if (this.#options.fleet.file.owner !== null) await this.#options.fleet.destroy();
  }

  #watchOver(): FailoverController {
    const { fleet, mode, failover, clock } = this.#options;
    return new FailoverController({
      settings: failover,
      mode,
      clock,
      endpoint: (name) => fleet.adminEndpoint(name),
      primary: () => this.#primary,
      replicas: () => this.#replicas(),
      onPromoted: async (primary) => {
        this.#primary = primary;
        for (const listener of this.#routeListeners) listener(this.route());
        await fleet.claim({ primary });
      },
      onNotice: (notice) => this.#notify(notice),
    });
  }

  #replicas(): readonly string[] {
    return this.nodes.map((node) => node.name).filter((name) => name !== this.#primary);
  }

  #standings(): Promise<Standings> {
    return takeStandings(this.#primary, this.#replicas(), (name, question) => this.#ask(name, question));
  }

  async #restart(name: string, signal: AbortSignal | undefined): Promise<void> {
    const { mode } = this.#options;
    await this.#spawn(name, signal);
    if (name !== this.#primary) return this.#rejoin(name, signal);
    await this.#order(name, (query) => becomePrimary(query, mode));
    await this.#demandReceipts(signal);
  }

  /** A primary that was paused wakes up believing that it still is one. */
  async #resume(name: string): Promise<void> {
    await this.#options.fleet.resume(name);
    if (name !== this.#primary && (await this.#ask(name, replicaStatus).catch(() => null)) === null) {
      await this.#rejoin(name, undefined);
    }
  }

  /** Follows the primary, unless it holds transactions that the primary never got: then it stands aside, for somebody to look at. */
  async #rejoin(name: string, signal: AbortSignal | undefined): Promise<void> {
    const { clock } = this.#options;
    if ((await this.#standing(name))?.hasDiverged === true) {
      const text = `${name} holds transactions that the cluster does not have, and stands aside`;
      return this.#notify({ atMs: clock.nowMs(), what: 'node-diverged', node: name, text });
    }
    await this.#follow(name);
    const isBack = async (): Promise<boolean> => (await this.#standing(name))?.isLevel === true;
    await pollUntil(isBack, { clock, timeoutMs: followTimeoutMs, everyMs: 50, signal });
  }

  async #standing(name: string): Promise<Standing | undefined> {
    return (await this.#standings()).replicas.find((each) => each.name === name);
  }

  async #follow(name: string): Promise<void> {
    const { fleet, mode } = this.#options;
    await this.#order(name, (query) => becomeReplica(query, fleet.adminEndpoint(this.#primary), mode));
  }

  async #demandReceipts(signal: AbortSignal | undefined): Promise<void> {
    const { mode, clock } = this.#options;
    if (mode !== 'semi-synchronous') return;
    await this.#order(this.#primary, demandReceipts);
    const areAttached = async (): Promise<boolean> =>
      (await this.#ask(this.#primary, receiptClients)) >= this.#replicas().length;
    await pollUntil(areAttached, { clock, timeoutMs: startTimeoutMs, everyMs: 50, signal });
  }

  async #spawn(name: string, signal: AbortSignal | undefined): Promise<void> {
    const { fleet, clock } = this.#options;
    await fleet.spawn(name);
    const isUp = await awaitAnswer(fleet.endpoint(name), async (query) => (await query('SELECT 1')).length === 1, {
      clock,
      timeoutMs: startTimeoutMs,
      signal,
    });
    if (!isUp) throw await fleet.startFailure(name, `The server ${name} does not answer.`);
  }

  #order<Answer>(name: string, question: Parameters<typeof ask<Answer>>[1]): Promise<Answer> {
    return ask(this.#options.fleet.adminEndpoint(name), question, orderTimeoutMs);
  }

  #ask<Answer>(name: string, question: Parameters<typeof ask<Answer>>[1]): Promise<Answer> {
    return ask(this.#options.fleet.adminEndpoint(name), question);
  }

  async #tell(name: string, sql: string): Promise<void> {
    await this.#order(name, (query) => query(sql));
  }

  #notify(notice: ClusterNotice): void {
    for (const listener of this.#noticeListeners) listener(notice);
  }
}

/** A node that holds lost transactions can be looked at, though it is compared with nobody. */
function readable(primary: string, { truth, replicas }: Standings): ReadableNodes {
  if (truth === null) {
    const excluded = [{ node: primary, reason: 'the primary does not answer', isReadable: false }];
    return { authority: null, comparable: [], excluded };
  }
  const excluded = replicas.flatMap(({ name, sequence, isLevel, hasDiverged }) => {
    if (isLevel) return [];
    if (hasDiverged)
      return [
        {
          node: name,
          reason: 'it holds transactions that the cluster does not have, and stands aside',
          isReadable: true,
        },
      ];
    const reason = sequence === null ? 'it does not answer' : `it stands at transaction ${sequence} of ${truth}`;
    return [{ node: name, reason, isReadable: false }];
  });
  const level = replicas.filter((each) => each.isLevel).map((each) => each.name);
  return { authority: primary, comparable: [primary, ...level], excluded };
}
