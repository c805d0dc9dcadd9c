/**
 * The cutover: the old side takes no more writes, the new one is waited for until it holds everything, and then takes them. Which side serves stands on
 * disk before any server is told, so that whoever finds the servers half way knows what to do: nobody writes while it says `switching`.
 */
import { pollUntil } from '../../kit/abort.js';
import { createTurns } from '../../kit/take-turns.js';
import type { Clock } from '../../model/clock.js';
import type { Query } from '../../model/flavor.js';
import type { CutoverControl, CutoverOptions } from '../../model/planned-control.js';
import { ask, orderTimeoutMs } from '../../mysql/await-answer.js';
import type { CutoverState } from '../cluster-file.js';
import type { GaleraCluster } from '../galera/galera-cluster.js';
import { fence } from '../replication/replica-sql.js';
import type { ReplicationCluster } from '../replication/replication-cluster.js';
import type { ServerFleet } from '../server-fleet.js';
import { countOpen, cutLink, followFrom, hasApplied, loggedPosition } from './link.js';

const lookEveryMs = 10;

export interface Sides {
  readonly fleet: ServerFleet;
  readonly from: ReplicationCluster;
  readonly to: GaleraCluster;
  readonly clock: Clock;
  readonly onRoute: () => void;
}

export class Cutover implements CutoverControl {
  readonly #sides: Sides;
  readonly #takeTurn = createTurns();
  /** Only the process that started the servers watches the old primary. */
  #wasWatched = false;

  constructor(sides: Sides) {
    this.#sides = sides;
  }

  get state(): CutoverState {
    return this.#sides.fleet.file.cutover ?? { side: 'from', position: null };
  }

  get nodes(): CutoverControl['nodes'] {
    const { from, to } = this.#sides;
    return { from: from.replication.primary(), to: to.nodes[0]?.name ?? '' };
  }

  cutOver(options: CutoverOptions): Promise<void> {
    return this.#takeTurn(() => this.#cutOver(options));
  }

  settle(): Promise<void> {
    return this.#takeTurn(() => this.#settle());
  }

  async #cutOver(options: CutoverOptions): Promise<void> {
    if (this.state.side === 'to') return this.#goForward();
    const { from, tell } = { ...this.nodes, tell: options.tell };
    this.#wasWatched = (await this.#sides.from.endFailover()) || this.#wasWatched;
    await this.#become({ side: 'switching', position: null });
    await this.#drain(from, options);
    const position = await this.#stopWrites(from);
    tell(from, `${from} takes no more writes; its last transaction is ${position}`);
    await this.#awaitEverything(position, options);
    options.signal.throwIfAborted();
    await this.#refuseWhatWentBack(from, position);
    await this.#become({ side: 'to', position });
    await this.#goForward();
    tell(this.nodes.to, `${this.nodes.to} holds everything up to ${position}, and its side takes writes`);
  }

  async #settle(): Promise<void> {
    const { side } = this.state;
    if (side === 'to') return this.#goForward();
    if (side !== 'from') await this.#goBack();
    if (this.#wasWatched) this.#sides.from.beginFailover();
  }

  /** A runner that still waits must see it before the old side takes writes. The link is tied first: it must not miss what that takes again. */
  async #goBack(): Promise<void> {
    const { from, to } = this.nodes;
    await this.#become({ side: 'returning', position: null });
    const source = this.#sides.fleet.adminEndpoint(from);
    await this.#order(to, (query) => followFrom(query, source));
    await this.#order(from, (query) => query('SET GLOBAL read_only = 0'));
    await this.#become({ side: 'from', position: null });
  }

  /** The old side is fenced once more: it may have been restarted meanwhile. */
  async #goForward(): Promise<void> {
    const { fleet, to, from } = this.#sides;
    for (const { name } of from.nodes) if ((await fleet.state(name)) === 'running') await this.#order(name, fence);
    await this.#order(this.nodes.to, cutLink);
    for (const { name } of to.nodes) await this.#order(name, (query) => query('SET GLOBAL read_only = 0'));
    this.#sides.onRoute();
  }

  async #become(cutover: CutoverState): Promise<void> {
    await this.#sides.fleet.claim({ cutover });
    // The new side is announced when its servers have been told.
    if (cutover.side !== 'to') this.#sides.onRoute();
  }

  /** Clients have been told that nobody takes writes, and end what they have begun. */
  async #drain(from: string, { drainMs, signal }: CutoverOptions): Promise<void> {
    const { clock } = this.#sides;
    await clock.sleep(Math.min(drainMs, 5 * lookEveryMs), { signal });
    const areDone = async (): Promise<boolean> => (await this.#order(from, countOpen)) === 0;
    await pollUntil(areDone, { clock, timeoutMs: drainMs, everyMs: lookEveryMs, signal });
  }

  async #stopWrites(from: string): Promise<string> {
    await this.#order(from, fence);
    return this.#order(from, loggedPosition);
  }

  async #awaitEverything(position: string, { catchUpMs, signal }: CutoverOptions): Promise<void> {
    const { clock, to } = this.#sides;
    const options = { clock, timeoutMs: catchUpMs, everyMs: lookEveryMs, signal };
    const isThere = (): Promise<boolean> => this.#order(this.nodes.to, (query) => hasApplied(query, position));
    if (!(await pollUntil(isThere, options)))
      throw new Error(`${this.nodes.to} did not hold everything within ${catchUpMs} ms`);
    const { comparable } = await to.readableNodes({ timeoutMs: catchUpMs });
    if (comparable.length < to.nodes.length) throw new Error('not every node of the new side holds everything');
  }

  /** Another process may have settled it meanwhile, or brought the old primary back: what that one took since then, the new side does not hold. */
  async #refuseWhatWentBack(from: string, position: string): Promise<void> {
    const { fleet, onRoute } = this.#sides;
    if (await fleet.lookAgain()) onRoute();
    if (this.state.side !== 'switching') throw new Error('another process has settled the cutover meanwhile');
    if ((await fleet.state(from)) !== 'running') return;
    if ((await this.#stopWrites(from)) !== position) throw new Error(`${from} has taken writes again`);
  }

  #order<Answer>(node: string, question: (query: Query) => Promise<Answer>): Promise<Answer> {
    return ask(this.#sides.fleet.adminEndpoint(node), question, orderTimeoutMs);
  }
}
