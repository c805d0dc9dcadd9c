/** The connections of one thread in groups by zone, and which of them is free. */
import type { Plan } from '../../../model/plan.js';
import type { Endpoint, Route } from '../../../model/topology.js';
import type { SeenError } from '../../../mysql/classify-error.js';
import { Slot } from './slot.js';

/** Multiples of the golden ratio fall evenly at any number of them. */
const spread = 0.618_033_988_749_894_9;

export interface PoolOptions {
  readonly plan: Plan;
  readonly nodes: readonly Endpoint[];
  readonly thread: number;
  readonly threads: number;
  readonly nowMs: () => number;
  readonly chance: () => number;
  readonly onIdle: (group: number) => void;
  readonly onConnectError: (error: SeenError, node: number) => void;
  /** Something was read from one of the connections. */
  readonly onRead: () => void;
}

export class Pool {
  readonly slots: readonly Slot[];
  readonly groups: readonly (readonly Slot[])[];
  readonly #nodes: readonly Endpoint[];
  readonly #isSingle: boolean;
  /** Plan zone → group. */
  readonly #groupOfZone: readonly number[];
  readonly #zones: readonly string[];
  /** Plan zone → where a share of it is served. */
  #shifts: readonly ({ readonly to: number; readonly share: number } | undefined)[] = [];
  readonly #groupOfSlot = new Map<Slot, number>();
  /** Group → position after the slot that was taken last. */
  readonly #turns: number[] = [];
  #connected = 0;

  constructor(options: PoolOptions) {
    const { plan, nodes, thread, threads } = options;
    const { client } = plan.scenario;
    this.#nodes = nodes;
    this.#zones = plan.zones;
    this.#isSingle = client.routing === 'single';
    const slots: Slot[] = [];
    for (let id = thread; id < client.connections; id += threads) {
      const home = this.#isSingle ? 0 : Math.floor(id / threads) % nodes.length;
      const onIdle = (slot: Slot): void => options.onIdle(this.groupOf(slot));
      slots.push(new Slot({ ...options, id, home, client, database: plan.scenario.ledger.schema, onIdle }));
    }
    this.slots = slots;
    const zones = client.routing === 'zone-local' ? plan.zones : [];
    const isAt = (zone: string) => (slot: Slot) => nodes[slot.home]?.zone === zone;
    const served = zones.filter((zone) => slots.some(isAt(zone)));
    this.groups = served.length === 0 ? [slots] : served.map((zone) => slots.filter(isAt(zone)));
    this.groups.forEach((group, index) => group.forEach((slot) => this.#groupOfSlot.set(slot, index)));
    this.#groupOfZone = plan.zones.map((zone, index) => {
      const at = served.indexOf(zone);
      return at >= 0 ? at : index % this.groups.length;
    });
  }

  groupOf(slot: Slot): number {
    return this.#groupOfSlot.get(slot) ?? 0;
  }

  /** A share of a zone's arrivals may be served elsewhere: spread evenly over all of them, and each that was moved stays so when the share grows. */
  groupFor(zone: number, arrival: number): number {
    const shift = this.#shifts[zone];
    const isShifted = shift !== undefined && (arrival * spread) % 1 < shift.share;
    return this.#groupOfZone[isShifted ? shift.to : zone] ?? 0;
  }

  /** In turn, so that a light load reaches every node as well as a heavy one does. */
  idleSlot(group: number): Slot | undefined {
    const slots = this.groups[group] ?? [];
    const from = this.#turns[group] ?? 0;
    for (let step = 0; step < slots.length; step += 1) {
      const at = (from + step) % slots.length;
      if (slots[at]?.isIdle !== true) continue;
      this.#turns[group] = at + 1;
      return slots[at];
    }
    return undefined;
  }

  repoint(route: Route): void {
    this.#shifts = this.#zones.map((zone) => {
      const shift = route.shifts?.find((each) => each.from === zone);
      return shift === undefined ? undefined : { to: this.#zones.indexOf(shift.to), share: shift.share };
    });
    const writable = route.writable
      .map((name) => this.#nodes.findIndex((node) => node.name === name))
      .filter((at) => at >= 0);
    for (const slot of this.slots) slot.repoint(this.#isSingle ? writable.slice(0, 1) : writable);
  }

  /** Connections that stood when they were last tended. */
  get connected(): number {
    return this.#connected;
  }

  tend(): void {
    this.#connected = 0;
    for (const slot of this.slots) {
      slot.tend();
      if (slot.session?.isOver === false) this.#connected += 1;
    }
  }

  close(): void {
    for (const slot of this.slots) slot.close();
  }
}
