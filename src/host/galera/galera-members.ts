/** How nodes become members of a Galera cluster: all together at the start, one by one after a loss, and from the one that holds most when none was left. */
import { pollUntil } from '../../kit/abort.js';
import { createTurns } from '../../kit/take-turns.js';
import type { Clock } from '../../model/clock.js';
import type { StartOptions } from '../../model/topology.js';
import { ask } from '../../mysql/await-answer.js';
import type { ServerFleet } from '../server-fleet.js';
import { writeFirstView } from './first-view.js';
import { allowBootstrap, positionAfterCrash, recoveredPosition, startAt } from './recovered-position.js';
import { wsrepStatus, type WsrepStatus } from './wsrep-status.js';

const joinTimeoutMs = 90_000;
/** Longest wait for the survivors to give a dead node up; their default timeouts need about 6 s. */
const evictionTimeoutMs = 30_000;
const lookEveryMs = 50;

export class GaleraMembers {
  readonly #fleet: ServerFleet;
  readonly #clock: Clock;
  /** Nodes join one after the other: side by side, short install timeouts can keep them from ever agreeing. */
  readonly #takeTurn = createTurns();
  #firstAgain: Promise<void> | null = null;

  constructor(fleet: ServerFleet, clock: Clock) {
    this.#fleet = fleet;
    this.#clock = clock;
  }

  /** Of those that belong to the cluster now. */
  get names(): readonly string[] {
    const { nodes, absent = [] } = this.#fleet.file;
    return nodes.map((node) => node.name).filter((name) => !absent.includes(name));
  }

  async bootstrap({ signal, onProgress }: Pick<StartOptions, 'signal' | 'onProgress'>): Promise<void> {
    const names = this.names;
    onProgress(`starting the nodes ${names.join(', ')}`);
    await writeFirstView(names.map((name) => this.#fleet.dataOf(name)));
    await Promise.all(names.map((name) => this.#join(name, { size: names.length, signal })));
  }

  async isOut(name: string): Promise<boolean> {
    const state = await this.#fleet.state(name);
    if (state !== 'running') return state === 'down';
    const [status] = await this.#statusesOf([name]);
    return status?.isVotedOut === true;
  }

  /** A node that runs and has its place is only waited for. */
  async bringBack(name: string, signal: AbortSignal | undefined): Promise<void> {
    if (!(await this.isOut(name))) return this.#join(name, { size: 1, signal });
    await this.#fleet.stop(name);
    const survivors = await this.#survivorsOf(name);
    if (survivors.length === 0) return this.#beginAgain(name, signal);
    const [position] = await Promise.all([
      positionAfterCrash(this.#fleet, name),
      this.#awaitEviction(survivors, signal),
    ]);
    const join = (): Promise<void> => this.#join(name, { size: 2, signal, args: startAt(position) });
    // Survivors without a quorum come back into service only when enough of the lost ones have come, so these do not wait for each other.
    return (await this.#haveQuorum(survivors)) ? this.#takeTurn(join) : join();
  }

  /** Without a survivor, the node that holds most begins, whichever is asked for: the others may only follow it. */
  async #beginAgain(name: string, signal: AbortSignal | undefined): Promise<void> {
    this.#firstAgain ??= this.#startMostAdvanced(name, signal).finally(() => (this.#firstAgain = null));
    await this.#firstAgain;
    await this.bringBack(name, signal);
  }

  async #startMostAdvanced(preferred: string, signal: AbortSignal | undefined): Promise<void> {
    const names = [preferred, ...this.names.filter((each) => each !== preferred)];
    const found = await Promise.all(
      names.map(async (name) => ({ name, position: await recoveredPosition(this.#fleet, name) })),
    );
    const numberOf = ({ position }: (typeof found)[number]): number => position?.number ?? -1;
    const first = found.reduce((best, each) => (numberOf(each) > numberOf(best) ? each : best));
    await allowBootstrap(this.#fleet, first.name);
    await this.#join(first.name, { size: 1, signal, args: ['--wsrep-new-cluster', ...startAt(first.position)] });
  }

  /** A node that returns before the survivors gave it up makes them start over and stalls every writer again. */
  async #awaitEviction(survivors: readonly string[], signal: AbortSignal | undefined): Promise<void> {
    const isGivenUp = async (): Promise<boolean> =>
      (await this.#statusesOf(survivors)).some((status) => status.size <= survivors.length);
    await pollUntil(isGivenUp, { clock: this.#clock, timeoutMs: evictionTimeoutMs, everyMs: lookEveryMs, signal });
  }

  async #haveQuorum(survivors: readonly string[]): Promise<boolean> {
    return (await this.#statusesOf(survivors)).some((status) => status.isPrimary);
  }

  #join(
    name: string,
    {
      size,
      ...options
    }: { readonly size: number; readonly signal: AbortSignal | undefined; readonly args?: readonly string[] },
  ): Promise<void> {
    return this.#fleet.start(name, {
      ...options,
      timeoutMs: joinTimeoutMs,
      isReady: async (query) => {
        const status = await wsrepStatus(query);
        return status.isSynced && status.size >= size;
      },
    });
  }

  async #survivorsOf(lost: string): Promise<readonly string[]> {
    const others = this.names.filter((name) => name !== lost);
    const states = await Promise.all(others.map((name) => this.#fleet.state(name)));
    return others.filter((_name, index) => states[index] === 'running');
  }

  /** Of those that answer. */
  async #statusesOf(names: readonly string[]): Promise<readonly WsrepStatus[]> {
    const asked = names.map((name) => ask(this.#fleet.endpoint(name), wsrepStatus).catch(() => null));
    return (await Promise.all(asked)).filter((status) => status !== null);
  }
}
