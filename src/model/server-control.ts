/** What a topology may let paystorm do to its servers: signals and starts, replication, roles, statements. */
import type { Query } from './flavor.js';

export interface StopOptions {
  readonly graceMs?: number;
}

export type StopEnd = 'ended' | 'killed';

/** Signals and starts of the server processes that paystorm owns. All calls are idempotent. */
export interface NodeProcesses {
  kill(node: string): Promise<void>;
  /** It goes on by itself after `boundMs`, also when nobody is left to resume it. */
  pause(node: string, options: { readonly boundMs: number }): Promise<void>;
  resume(node: string): Promise<void>;
  /** In order; a server that takes longer than `graceMs` is killed. */
  stop(node: string, options?: StopOptions): Promise<StopEnd>;
  /** Starts a node that is out and waits until it has rejoined, or stands aside as diverged. */
  start(node: string, options: { readonly signal?: AbortSignal | undefined }): Promise<void>;
  state(node: string): Promise<'running' | 'paused' | 'down'>;
  /** Whether nothing but a start brings it back: it is down, or runs on although it has left its cluster for good. */
  isOut(node: string): Promise<boolean>;
}

export interface ReplicationControl {
  primary(): string;
  replicas(): readonly string[];
  stopReceiving(replica: string): Promise<void>;
  startReceiving(replica: string): Promise<void>;
  isReceiving(replica: string): Promise<boolean>;
  /** How long the replica holds back on purpose what it has received; null when it applies nothing at all. */
  delayMs(replica: string): Promise<number | null>;
  /** In whole seconds. Drops what was received and not applied, to fetch it again: rejects when that may be impossible. */
  setDelay(replica: string, delayMs: number): Promise<void>;
  /** Whether it has received what it has not applied. */
  isBehind(replica: string): Promise<boolean>;
}

/** Moves the primary's role on purpose, where `replication` tells who has it. No automatic failover may come between. */
export interface RoleControl {
  /** The replica that would take over best. */
  successor(): Promise<string>;
  /** In order: the old primary refuses writes, the new one gets everything, takes over, and is followed. Rejects with the old one in its role when that does not come about in time. */
  handOver(to: string, options: { readonly timeoutMs: number }): Promise<void>;
  /** By force, with what the new primary has received. Unless it is fenced, the old one goes on taking writes; it follows nobody. */
  takeOver(to: string, options: { readonly isFenced: boolean }): Promise<void>;
  /** Makes the cluster whole in the roles that it has now, whoever left it in between; a server that holds what the primary does not stands aside. */
  settle(): Promise<void>;
  /** Whether exactly the primary takes writes, and everybody else that runs follows it or stands aside. */
  areSettled(): Promise<boolean>;
  isFollowing(node: string): Promise<boolean>;
}

/** Statements to servers by an account that may change their settings. Disposing it gives its connections up; the next order opens new ones. */
export interface Administration extends AsyncDisposable {
  /**
   * Over a connection that is kept from the first order on, because a server that has become full takes no new one; over a new one when that had ended before. Never sent twice: when it
   * rejects with anything but the server's refusal, nobody knows whether the server has done it, or will.
   */
  order(node: string, sql: string, options?: OrderOptions): ReturnType<Query>;
}

export interface OrderOptions {
  /** It ends the session that it came over: that this breaks is its answer. */
  readonly endsSession?: boolean;
  /** Longest wait for the answer, the connection's opening included; ten seconds when left out. */
  readonly timeoutMs?: number;
  readonly signal?: AbortSignal | undefined;
}
