/** Moves the primary's role on purpose: handed over in order, or taken by force. Each waits for its turn, so that no automatic failover comes between. */
import { pollUntil } from '../../kit/abort.js';
import { messageOf } from '../../kit/error.js';
import type { RoleControl } from '../../model/server-control.js';
import { awaitApplied } from './await-applied.js';
import { bestFirst, countReceived, stopReceiving } from './candidates.js';
import { closeToWrites } from './close-to-writes.js';
import { currentPosition, fence } from './replica-sql.js';
import { rejoin, type ReturningServerOptions } from './returning-server.js';
import { areSettled, isInRole } from './standing.js';

const settleTimeoutMs = 15_000;
const lookEveryMs = 50;
/** As long as an automatic failover waits, too. */
const takeOverTimeoutMs = 60_000;

export class RoleMoves implements RoleControl {
  readonly #options: ReturningServerOptions;

  constructor(options: ReturningServerOptions) {
    this.#options = options;
  }

  async successor(): Promise<string> {
    const { roles } = this.#options;
    const counts = await Promise.all(
      roles.replicas.map(async (name) => ({ name, ...(await roles.ask(name, countReceived)) })).map(orNull),
    );
    const [best] = bestFirst(counts.filter((each) => each !== null));
    if (best === undefined) throw new Error('no replica answers that could become the primary');
    return best.name;
  }

  /** The others follow the new primary before it takes writes: it can have receipts at once, and nobody waits for them. */
  handOver(to: string, { timeoutMs }: { readonly timeoutMs: number }): Promise<void> {
    const { roles, clock } = this.#options;
    return roles.takeTurn(async () => {
      const from = roles.primary;
      if (from === to) return;
      if (!(await this.isFollowing(to))) throw new Error(`${to} does not follow ${from}, and cannot take over from it`);
      const endMs = clock.nowMs() + timeoutMs;
      const hasAll = (sequence: number): Promise<void> =>
        awaitApplied(to, sequence, { roles, clock, timeoutMs: Math.max(0, endMs - clock.nowMs()) });
      try {
        for (const name of await this.#running(roles.replicas, to)) {
          // Nobody can follow a server that is behind it.
          await hasAll((await roles.order(name, stopReceiving)).received);
          await roles.follow(name, to);
        }
        await closeToWrites(from, { roles, clock });
        await hasAll((await roles.order(from, currentPosition)).sequence);
        await roles.promote(to);
      } catch (error) {
        // Should that fail too, whoever settles the cluster next makes it good; the first failure is the one to tell.
        await orNull(this.#settle());
        throw new Error(`${from} goes on as the primary, because ${messageOf(error)}`, { cause: error });
      }
      await roles.follow(from);
    });
  }

  takeOver(to: string, { isFenced }: { readonly isFenced: boolean }): Promise<void> {
    const { roles, fleet, clock } = this.#options;
    return roles.takeTurn(async () => {
      const from = roles.primary;
      if (from === to) return;
      if (isFenced && (await fleet.state(from)) !== 'down') await roles.order(from, fence);
      // All at once: who received longer than the new primary could not follow it.
      const others = await this.#running(roles.replicas, to);
      const stopping = others.map((name) => roles.order(name, stopReceiving));
      const { received } = await roles.order(to, stopReceiving);
      await Promise.all(stopping);
      await awaitApplied(to, received, { roles, clock, timeoutMs: takeOverTimeoutMs });
      await roles.promote(to, isFenced ? [] : [from]);
      for (const name of others) await roles.follow(name);
    });
  }

  async settle(): Promise<void> {
    const { roles, fleet, clock } = this.#options;
    await roles.takeTurn(() => this.#settle());
    if ((await fleet.state(roles.primary)) !== 'running') return;
    const options = { clock, timeoutMs: settleTimeoutMs, everyMs: lookEveryMs };
    if (await pollUntil(() => this.areSettled(), options)) return;
    throw new Error(`not every server has found its role beside ${roles.primary}`);
  }

  async areSettled(): Promise<boolean> {
    const { roles, fleet } = this.#options;
    if ((await fleet.state(roles.primary)) !== 'running') return true;
    return roles.writable.length === 1 && areSettled(await roles.standings());
  }

  async isFollowing(node: string): Promise<boolean> {
    const standing = await this.#options.roles.standingOf(node);
    return standing?.isFollowing === true && !standing.hasDiverged;
  }

  /** Whoever takes writes beside the primary ends doing so before the primary begins. What is down is left to whoever brings it back. */
  async #settle(): Promise<void> {
    const { roles, fleet } = this.#options;
    const { primary } = roles;
    if ((await fleet.state(primary)) !== 'running') return;
    const { isPrimaryOpen, replicas } = await roles.standings();
    for (const standing of replicas) {
      if (isInRole(standing) || (await fleet.state(standing.name)) !== 'running') continue;
      await rejoin(standing.name, this.#options);
    }
    if (!isPrimaryOpen || roles.writable.length > 1) await roles.promote(primary);
  }

  async #running(names: readonly string[], but: string): Promise<readonly string[]> {
    const states = await Promise.all(names.map((name) => this.#options.fleet.state(name)));
    return names.filter((name, index) => name !== but && states[index] === 'running');
  }
}

/** One that does not answer stands for nothing. */
function orNull<Value>(promise: Promise<Value>): Promise<Value | null> {
  return promise.catch(() => null);
}
