/** One connection of the pool: where it belongs, where it is, and how it comes back when it is lost. */
import type { Endpoint } from '../../../model/topology.js';
import type { ClientSettings } from '../../../model/scenario.js';
import type { SeenError } from '../../../mysql/classify-error.js';
import { Session } from '../../../mysql/session.js';
import { Backoff } from '../words/backoff.js';
import type { Pending } from '../words/pending.js';

/** How often a connection that lives away from home tries to go back. */
const failbackEveryMs = 2_000;

export interface SlotOptions {
  readonly id: number;
  /** Position of the home node. */
  readonly home: number;
  readonly nodes: readonly Endpoint[];
  readonly client: ClientSettings;
  readonly database: string;
  readonly nowMs: () => number;
  /** Uniform in [0, 1), for jitter. */
  readonly chance: () => number;
  /** The slot can carry an attempt now. */
  readonly onIdle: (slot: Slot) => void;
  readonly onConnectError: (error: SeenError, node: number) => void;
  readonly onRead: () => void;
}

export class Slot {
  readonly id: number;
  readonly home: number;
  readonly #options: SlotOptions;
  readonly #backoff: Backoff;
  /** Nodes to try, best first. */
  #candidates: readonly number[] = [];
  #cursor = 0;
  #failbackAtMs = 0;
  #isOpening = false;
  #isClosed = false;
  #node = -1;
  #session: Session | null = null;
  /** Answered from home, waiting for the running attempt to end. */
  #returned: { readonly node: number; readonly session: Session } | null = null;
  /** What it carries now. */
  pending: Pending | null = null;
  /** Nothing has been sent on its connection yet. */
  isFresh = true;

  constructor(options: SlotOptions) {
    this.#options = options;
    this.#backoff = new Backoff({ ...options, reconnect: options.client.reconnect });
    this.id = options.id;
    this.home = options.home;
  }

  get session(): Session | null {
    return this.#session;
  }

  /** Position of the node it is connected to; -1 while it is connected to none. */
  get node(): number {
    return this.#session === null ? -1 : this.#node;
  }

  get isBusy(): boolean {
    return this.pending !== null;
  }

  get isIdle(): boolean {
    return this.#session !== null && !this.#session.isOver && !this.isBusy;
  }

  /** Home first when it takes writes, then the others, each slot beginning elsewhere so that a lost node's load spreads. */
  repoint(writable: readonly number[]): void {
    const others = writable.filter((node) => node !== this.home);
    const turn = others.length === 0 ? 0 : this.id % others.length;
    const rotated = [...others.slice(turn), ...others.slice(0, turn)];
    this.#candidates = writable.includes(this.home) ? [this.home, ...rotated] : rotated;
    this.#cursor = 0;
    this.#backoff.reset();
    if (this.#returned !== null && this.#returned.node !== this.#candidates[0]) this.#forgetReturned();
    if (this.#session !== null && !this.isBusy && !writable.includes(this.#node)) this.#drop();
  }

  /** Called every few milliseconds: reconnects and goes home when it is time. */
  tend(): void {
    if (this.#isClosed || this.#isOpening || this.#candidates.length === 0) return;
    const nowMs = this.#options.nowMs();
    if (this.#session?.isOver === true && !this.isBusy) {
      this.#drop();
      this.#backoff.failed();
    }
    if (this.#session === null) {
      if (this.#backoff.isOver) this.#open(this.#candidates[this.#cursor % this.#candidates.length] as number);
      return;
    }
    const isAway = this.#node !== this.#candidates[0];
    if (isAway && nowMs >= this.#failbackAtMs) this.#tryHome();
  }

  /** The attempt on it has ended. */
  release(isConnectionUsable: boolean): void {
    this.pending = null;
    if (this.#returned?.session.isOver === true) this.#forgetReturned();
    // The better for it when the other connection is lost: nobody has to connect first.
    if (this.#returned !== null) {
      this.#backoff.worked();
      return this.#settle(this.#returned.node, this.#returned.session);
    }
    if (!isConnectionUsable || this.#session?.isOver !== false) {
      this.#cursor += 1;
      this.#drop();
      this.#backoff.failed();
      return;
    }
    this.#backoff.worked();
    if (!this.#candidates.includes(this.#node)) this.#drop();
    else this.#options.onIdle(this);
  }

  close(): void {
    this.#isClosed = true;
    this.#drop();
  }

  #open(node: number): void {
    this.#isOpening = true;
    this.#connect(node, (error, session) => {
      this.#isOpening = false;
      if (session !== null) return this.#candidates.includes(node) ? this.#settle(node, session) : session.close();
      this.#backoff.failed();
      this.#cursor += 1;
      if (!this.#isClosed) this.#options.onConnectError(error, node);
    });
  }

  /** A node that rejoins accepts connections before it takes statements, so it has to answer a read first. */
  #connect(node: number, done: (error: SeenError, session: Session | null) => void): void {
    const { nodes, client, database, onRead } = this.#options;
    const endpoint = nodes[node] as Endpoint;
    Session.open(endpoint, { connectTimeoutMs: client.connectTimeoutMs, database, onRead }, (error, session) => {
      if (session === null || this.#isClosed) {
        session?.close();
        return done(error, null);
      }
      const timer = setTimeout(() => session.abort('No answer in time.'), client.connectTimeoutMs);
      // What is sent ahead must neither begin nor end anything by itself.
      const mode = client.sending === 'pipelined' ? ['SET autocommit = 0'] : [];
      session.ask(['SELECT 1 FROM marker', ...mode], ({ error: readError }) => {
        clearTimeout(timer);
        if (readError.errno === 0) return done(readError, session);
        session.close();
        done(readError, null);
      });
    });
  }

  #settle(node: number, session: Session): void {
    if (this.#isClosed) return session.close();
    const previous = this.#session;
    this.#session = session;
    this.#returned = null;
    this.#node = node;
    this.isFresh = true;
    this.#scheduleFailback();
    previous?.close();
    session.onEnd(() => {
      if (this.#session === session && !this.isBusy) this.tend();
    });
    this.#options.onIdle(this);
  }

  #tryHome(): void {
    this.#scheduleFailback();
    const home = this.#candidates[0] as number;
    this.#isOpening = true;
    this.#connect(home, (_error, session) => {
      this.#isOpening = false;
      if (session === null) return;
      if (this.#candidates[0] !== home) return session.close();
      this.#cursor = 0;
      if (this.isBusy) this.#returned = { node: home, session };
      else this.#settle(home, session);
    });
  }

  #scheduleFailback(): void {
    this.#failbackAtMs = this.#options.nowMs() + failbackEveryMs * (0.5 + this.#options.chance());
  }

  #drop(): void {
    this.#session?.close();
    this.#session = null;
    this.#forgetReturned();
  }

  #forgetReturned(): void {
    this.#returned?.session.close();
    this.#returned = null;
  }
}
