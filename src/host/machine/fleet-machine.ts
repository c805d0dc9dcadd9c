/** The machine under the servers of a fleet: each node can be strained apart from the others, with a timer of its own that ends it. */
import type { MachineControl, Strain, StrainKind } from '../../model/machine.js';
import type { Administration } from '../../model/server-control.js';
import type { ServerFleet } from '../server-fleet.js';
import { hasOwnClock } from './own-clock.js';
import { hasOwnDisk } from './own-disk.js';
import { applyRelief, cancelReliefs, orderRelief, timerOf } from './relief.js';
import { strainableOf } from './strainables.js';
import type { StrainedNode } from './strainable.js';

export class FleetMachine implements MachineControl {
  readonly #fleet: ServerFleet;
  readonly #administration: Administration;

  constructor(fleet: ServerFleet, administration: Administration) {
    this.#fleet = fleet;
    this.#administration = administration;
  }

  async strain(node: string, strain: Strain, { boundMs }: { readonly boundMs: number }): Promise<void> {
    const strained = await this.#nodeOf(node);
    const strainable = strainableOf(strain.kind);
    const timer = timerOf(strained.data, strain.kind);
    const relief = await strainable.relief(strained);
    await cancelReliefs([timer]);
    if (relief !== null) await orderRelief(relief, timer, boundMs);
    await strainable.take(strained, strain);
  }

  async relieve(node: string, kind: StrainKind): Promise<void> {
    const strained = await this.#nodeOf(node);
    const relief = await strainableOf(kind).relief(strained);
    if (relief !== null) await applyRelief(relief);
    await cancelReliefs([timerOf(strained.data, kind)]);
  }

  async isStrained(node: string, strain: Strain): Promise<boolean> {
    return strainableOf(strain.kind).isFelt(await this.#nodeOf(node), strain);
  }

  /** What of it is not as on any other machine, for whoever reads a result. */
  describe(): Readonly<Record<string, string>> {
    const isThere = (made: (data: string) => boolean): boolean =>
      this.#fleet.file.nodes.some(({ name }) => made(this.#fleet.dataOf(name)));
    return {
      ...(isThere(hasOwnDisk) ? { disk: 'one of its own for each node, in a file' } : {}),
      ...(isThere(hasOwnClock) ? { clock: 'one of its own for each node (libfaketime)' } : {}),
    };
  }

  async #nodeOf(name: string): Promise<StrainedNode> {
    return {
      name,
      id: this.#fleet.file.id,
      process: await this.#fleet.runningProcess(name),
      data: this.#fleet.dataOf(name),
      clock: this.#fleet.clock,
      order: (sql) => this.#administration.order(name, sql),
    };
  }
}
