/** The links between the servers of a network, cut and thinned in its hub, and only there: nothing of the machine's own network is touched. */
import { createHash } from 'node:crypto';
import type { LinkControl, LinkLoss } from '../../model/links.js';
import type { ClusterFile } from '../cluster-file.js';
import { stateOfProcess, type ProcessIdentity } from '../process-identity.js';
import { linkLossRules, noRules, readDropped, readTables } from './link-rules.js';
import { runWithin } from './namespace.js';

export class NodeLinks implements LinkControl {
  readonly #hub: ProcessIdentity;
  readonly #addresses: ReadonlyMap<string, string>;

  private constructor(hub: ProcessIdentity, addresses: ReadonlyMap<string, string>) {
    this.#hub = hub;
    this.#addresses = addresses;
  }

  /** Undefined where the servers share the machine's network. */
  static of({ network, nodes }: ClusterFile): NodeLinks | undefined {
    return network && new NodeLinks(network.hub, new Map(nodes.map(({ name, host }) => [name, host])));
  }

  async lose({ id, links, share, boundMs }: LinkLoss): Promise<void> {
    const pairs = links.map(({ from, to }) => [this.#addressOf(from), this.#addressOf(to)] as const);
    await this.#order(linkLossRules(tableOf(id), { links: pairs, share, boundMs }));
  }

  async restore(id: string): Promise<void> {
    if (await this.#isThere()) await this.#order(noRules(tableOf(id)));
  }

  async droppedBy(id: string): Promise<number | null> {
    if (!(await this.#isThere())) return null;
    const table = tableOf(id);
    const tables = readTables(await this.#list(['tables']));
    return tables.includes(table) ? readDropped(await this.#list(['table', 'bridge', table])) : null;
  }

  /** A network that is gone has taken its losses along. */
  async #isThere(): Promise<boolean> {
    return (await stateOfProcess(this.#hub)) !== 'down';
  }

  async #order(rules: string): Promise<void> {
    await runWithin(this.#hub, 'nft', { args: ['-f', '-'], input: rules });
  }

  #list(what: readonly string[]): Promise<string> {
    return runWithin(this.#hub, 'nft', { args: ['-j', 'list', ...what] });
  }

  #addressOf(node: string): string {
    const address = this.#addresses.get(node);
    if (address === undefined) throw new Error(`The cluster has no node "${node}".`);
    return address;
  }
}

/** A name that nft takes, whatever the fault is called. */
function tableOf(id: string): string {
  return `paystorm_${createHash('sha256').update(id).digest('hex').slice(0, 16)}`;
}
