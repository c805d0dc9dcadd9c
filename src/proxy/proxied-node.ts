/** A door in front of one node: takes clients in on a port of its own and leads each to the node, under whatever poisons are in. */
import { createServer, type Server, type Socket } from 'node:net';
import { createUniformStream } from '../kit/random.js';
import type { Poison, Toxic, ToxicSite } from '../model/network.js';
import type { NodeAddress } from './messages.js';
import { ProxiedLink } from './proxied-link.js';

const host = '127.0.0.1';

export interface ProxiedNodeOptions {
  readonly node: NodeAddress;
  readonly seed: number;
  readonly nowMs: () => number;
  readonly toxicOf: (kind: string) => Toxic;
}

interface Active {
  readonly poison: Poison;
  effect: number;
}

export class ProxiedNode {
  readonly #options: ProxiedNodeOptions;
  readonly #server: Server;
  readonly #links = new Set<ProxiedLink>();
  readonly #active = new Map<string, Active>();
  #opened = 0;

  constructor(options: ProxiedNodeOptions) {
    this.#options = options;
    this.#server = createServer({ allowHalfOpen: true, noDelay: true }, (client) => this.#take(client));
  }

  async listen(): Promise<NodeAddress> {
    await new Promise<void>((resolve, reject) => {
      this.#server.once('error', reject);
      this.#server.listen({ host, port: 0 }, resolve);
    });
    // Who cannot be taken in, because there are too many files open, sees that; the others must not pay for it.
    this.#server.on('error', () => undefined);
    const address = this.#server.address();
    if (address === null || typeof address === 'string') throw new Error('The proxy listens nowhere.');
    return { name: this.#options.node.name, host, port: address.port };
  }

  poison(poison: Poison): void {
    if (this.#active.has(poison.id)) return;
    const active = { poison, effect: 0 };
    this.#active.set(poison.id, active);
    for (const link of this.#links) this.#infect(link, active, false);
  }

  cure(id: string): void {
    this.#active.delete(id);
    for (const link of this.#links) link.cure(id);
  }

  effectOf(id: string): number | null {
    const active = this.#active.get(id);
    if (active !== undefined) return active.effect;
    const unhealed = [...this.#links].filter((link) => link.isUnhealed(id)).length;
    return unhealed === 0 ? null : unhealed;
  }

  #take(client: Socket): void {
    const link = new ProxiedLink(this.#opened, client, this.#options.node, () => this.#links.delete(link));
    this.#opened += 1;
    this.#links.add(link);
    for (const active of this.#active.values()) this.#infect(link, active, true);
    link.open();
  }

  #infect(link: ProxiedLink, active: Active, isNew: boolean): void {
    const { poison } = active;
    const { node, seed, nowMs, toxicOf } = this.#options;
    const site: ToxicSite = {
      nowMs,
      after(delayMs, act) {
        const timer = setTimeout(act, delayMs);
        return () => clearTimeout(timer);
      },
      chance: createUniformStream(seed, `${poison.id} on ${node.name}, connection ${link.number}`),
      count: () => {
        active.effect += 1;
      },
    };
    const infection = toxicOf(poison.kind).infect(poison.settings, link, site, isNew);
    if (infection !== null) link.infect(poison.id, infection);
  }
}
