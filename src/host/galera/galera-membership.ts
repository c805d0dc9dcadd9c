/** Elastic scaling of a Galera cluster: nodes that join and leave in order while the others serve, and the route that follows them. */
import { pollUntil } from '../../kit/abort.js';
import type { Clock } from '../../model/clock.js';
import type { Query } from '../../model/flavor.js';
import type { MembershipControl } from '../../model/planned-control.js';
import type { Route } from '../../model/topology.js';
import { ask } from '../../mysql/await-answer.js';
import { serverUser } from '../data-directory.js';
import type { ServerFleet } from '../server-fleet.js';
import type { GaleraMembers } from './galera-members.js';

const lookEveryMs = 50;
/** One that is still being filled hears the order to end only when it is done with that. */
const brokenOffGraceMs = 3_000;

export class GaleraMembership implements MembershipControl {
  readonly #fleet: ServerFleet;
  readonly #members: GaleraMembers;
  readonly #clock: Clock;
  readonly #routeListeners: ((route: Route) => void)[] = [];

  constructor(fleet: ServerFleet, members: GaleraMembers, clock: Clock) {
    this.#fleet = fleet;
    this.#members = members;
    this.#clock = clock;
  }

  /** Clients find out by themselves which member answers: each is an equal door. */
  get route(): Route {
    return { writable: this.members() };
  }

  onRouteChange(listener: (route: Route) => void): void {
    this.#routeListeners.push(listener);
  }

  members(): readonly string[] {
    return this.#members.names;
  }

  async lookAgain(): Promise<void> {
    if (await this.#fleet.lookAgain()) this.#tellRoute();
  }

  async add(node: string, { signal }: Parameters<MembershipControl['add']>[1]): Promise<void> {
    await this.#members.bringBack(node, signal);
    await this.#setMember(node, true);
  }

  async remove(node: string, { drainMs }: Parameters<MembershipControl['remove']>[1]): Promise<number> {
    if (this.members().every((each) => each === node)) throw new Error(`${node} is the last member.`);
    const wasServing = this.members().includes(node);
    await this.#setMember(node, false);
    const left = (await this.#isServing(node)) ? await this.#drain(node, drainMs) : 0;
    await this.#fleet.stop(node, wasServing ? {} : { graceMs: brokenOffGraceMs });
    await this.#fleet.endTransfers(node);
    return left;
  }

  /** On disk before anybody is told: who finds the cluster after this process must not send clients to a node that is to be stopped. */
  async #setMember(node: string, isMember: boolean): Promise<void> {
    if (this.members().includes(node) === isMember) return;
    const { absent = [] } = this.#fleet.file;
    await this.#fleet.claim({ absent: isMember ? absent.filter((each) => each !== node) : [...absent, node] });
    this.#tellRoute();
  }

  #tellRoute(): void {
    for (const listener of this.#routeListeners) listener(this.route);
  }

  /** Resolves to the number of clients that are still there when the time is over. */
  async #drain(node: string, drainMs: number): Promise<number> {
    let clients = 0;
    const areGone = async (): Promise<boolean> => {
      clients = await ask(this.#fleet.adminEndpoint(node), countClients);
      return clients === 0;
    };
    await pollUntil(areGone, { clock: this.#clock, timeoutMs: drainMs, everyMs: lookEveryMs });
    return clients;
  }

  async #isServing(node: string): Promise<boolean> {
    if ((await this.#fleet.state(node)) !== 'running') return false;
    return ask(this.#fleet.adminEndpoint(node), (query) => query('SELECT 1')).then(
      () => true,
      () => false,
    );
  }
}

/** Whoever uses a database: payments and probes. Those that only look at the server use none. */
async function countClients(query: Query): Promise<number> {
  const sql = `SELECT COUNT(*) AS clients FROM information_schema.PROCESSLIST WHERE USER = '${serverUser}' AND DB IS NOT NULL`;
  return Number((await query(sql))[0]?.['clients']);
}
