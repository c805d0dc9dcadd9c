/** The ports of the network between clients and nodes: what a toxic does to one proxied connection, and how a fault asks for it. */

export type Direction = 'to-server' | 'to-client';

/** What travels one way: bytes, or the word that no more will come, by an orderly end or by a reset. */
export type Sent = Buffer | 'end' | 'reset';

/** Hands it on, in order. */
export type Pass = (sent: Sent) => void;

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

/** What one direction of a connection has to pass. It may hold back and drop; it must not change the order. */
export interface Filter {
  take(sent: Sent, pass: Pass): void;
  /** What it holds back, and one for an end: beyond a limit nothing more is read. */
  readonly heldBytes?: number;
  /** The fault is over: what it holds goes on now, or never. Nothing may be held any more when this returns. */
  release?(): void;
}

/** What one connection suffers while a fault lasts. A missing direction passes untouched. */
export interface Infection {
  readonly toServer?: Filter;
  readonly toClient?: Filter;
  /** A new connection: the node hears nothing of it before the fault is over. */
  readonly isKeptOut?: boolean;
  /** The fault is over, and its filters have let go. */
  cure?(): void;
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
  /** How often it has done something; null when it is not in, and no connection is held back by it any more. */
  effectOf(id: string): Promise<number | null>;
}
