/** The ports of the network between clients and nodes: what a toxic does to one proxied connection, and how a fault asks for it. */

export type Direction = 'to-server' | 'to-client';

/** Hands bytes on, in order. */
export type Pass = (chunk: Buffer) => void;

/** One client's connection to one node, as a toxic may treat it. */
export interface ProxiedConnection {
  /** Counts up from 0 with every connection of the node. */
  readonly number: number;
  /** Both sides are told by a reset. */
  reset(): void;
  /** The one who reads in this direction is told that nothing more will come; the other direction goes on. */
  close(direction: Direction): void;
}

export interface ToxicSite {
  readonly nowMs: () => number;
  /** Calls back after so many milliseconds, unless what it returns is called before. */
  readonly after: (delayMs: number, act: () => void) => () => void;
  /** Uniform in [0, 1): the connection's own numbers, from the scenario's seed. */
  readonly chance: () => number;
  /** Something was done: what a fault looks at to know that it has an effect. */
  readonly count: () => void;
}

/** What one connection suffers while a fault lasts. A missing direction passes untouched. */
export interface Infection {
  toServer?(chunk: Buffer, pass: Pass): void;
  toClient?(chunk: Buffer, pass: Pass): void;
  /** Bytes it holds back in a direction; what is read stops growing beyond a limit. */
  heldBytes?(direction: Direction): number;
  /** How much later the end of what one side sends is told to the other. */
  endDelayMs?(direction: Direction): number;
  /** The fault is over: what it holds goes on now, or never. */
  end?(): void;
}

/** A way to spoil connections. It opens no sockets and keeps nothing between connections. */
export interface Toxic<Settings = unknown> {
  /** Null spares this connection. `isNew`: opened while the fault lasts, not met by it. */
  infect(settings: Settings, connection: ProxiedConnection, site: ToxicSite, isNew: boolean): Infection | null;
}

export interface Poison {
  /** Chosen by the fault: to put in the same twice is to put it in once. */
  readonly id: string;
  /** Kind of the fault whose toxic it is. */
  readonly kind: string;
  readonly nodes: readonly string[];
  readonly settings: unknown;
}

/** What faults may do to the network in front of the nodes. */
export interface NetworkControl {
  poison(poison: Poison): Promise<void>;
  /** Idempotent. */
  cure(id: string): Promise<void>;
  /** How often it has done something; null when it is not in. */
  effectOf(id: string): Promise<number | null>;
}
