/** Carries attempts over the MySQL protocol: a pool of connections, and what is under way on them. */
import type { Route } from '../../../model/topology.js';
import type { Carrier, CarrierEvents } from '../words/carrier.js';
import type { LoadLoopOptions } from '../words/load-options.js';
import type { Pending } from '../words/pending.js';
import { InFlight } from './in-flight.js';
import { Opening } from './opening.js';
import { Pool } from './pool.js';
import type { Slot } from './slot.js';

export class DatabaseCarrier implements Carrier<Slot> {
  readonly #pool: Pool;
  readonly #inFlight: InFlight;
  readonly #opening: Opening;

  constructor(options: LoadLoopOptions, events: CarrierEvents<Slot>) {
    const { order, loopPlan, nowMs } = options;
    this.#pool = new Pool({
      ...order,
      nowMs,
      chance: loopPlan.chance,
      onIdle: (group) => events.onIdle(group),
      onRead: () => events.onRead(),
      onConnectError: (error) => {
        this.#opening.lastError = error;
        events.onConnectError(error);
      },
    });
    this.#inFlight = new InFlight(options, this.#pool.slots, (ended) => events.onEnded(ended));
    this.#opening = new Opening(this.#pool.slots, nowMs);
    this.#pool.repoint(order.route);
  }

  get groups(): number {
    return this.#pool.groups.length;
  }

  get inFlight(): number {
    return this.#inFlight.size;
  }

  get connected(): number {
    return this.#pool.connected;
  }

  groupFor(zone: number, arrival: number): number {
    return this.#pool.groupFor(zone, arrival);
  }

  groupOf(slot: Slot): number {
    return this.#pool.groupOf(slot);
  }

  idleLane(group: number): Slot | undefined {
    return this.#pool.idleSlot(group);
  }

  send(slot: Slot, pending: Pending, nowMs: number): void {
    this.#inFlight.send(slot, pending, nowMs);
  }

  release(slot: Slot, isUsable: boolean): void {
    slot.release(isUsable);
  }

  repoint(route: Route): void {
    this.#pool.repoint(route);
  }

  tend(nowMs: number | null): void {
    this.#pool.tend();
    if (nowMs !== null) this.#inFlight.giveUpOverdue(nowMs);
  }

  checkOpening(onReady: () => void): void {
    this.#opening.check(onReady);
  }

  giveUpAll(): void {
    this.#inFlight.giveUpAll();
  }

  close(): void {
    this.#pool.close();
  }
}
