/** The port of what carries attempts to a target: connections in groups, each with one attempt at a time. The loop decides who is sent and when; a carrier must not queue, drop or repeat an arrival. */
import type { AttemptResult } from '../../../model/operation.js';
import type { Route } from '../../../model/topology.js';
import type { SeenError } from '../../../mysql/classify-error.js';
import type { Pending } from './pending.js';

/** One connection. */
export interface Lane {
  /** The journal tells connections apart by it. */
  readonly id: number;
}

export interface EndedAttempt<Of extends Lane> {
  readonly lane: Of;
  /** Where the connection was when the attempt began; `noNode` where nobody can tell. */
  readonly node: number;
  /** Whether it was the first on its connection. */
  readonly opensSession: boolean;
  readonly pending: Pending;
  readonly result: AttemptResult;
  /** Statements that it took; left out where none are sent. */
  readonly statements?: number;
  /** Attempts that the target made by itself before the one that ended, each as a payment of its own; none when left out. */
  readonly before?: readonly AttemptResult[];
}

export const noNode = 255;

/** What a carrier tells the loop. */
export interface CarrierEvents<Of extends Lane> {
  /** A connection of the group can carry an attempt now. */
  onIdle(group: number): void;
  /** Something was read from a connection. */
  onRead(): void;
  onEnded(ended: EndedAttempt<Of>): void;
  onConnectError(error: SeenError): void;
}

export interface Carrier<Of extends Lane> {
  readonly groups: number;
  /** Attempts under way. */
  readonly inFlight: number;
  /** Connections that stood when they were last tended. */
  readonly connected: number;
  /** By the position of the arrival's zone in the plan. */
  groupFor(zone: number, arrival: number): number;
  groupOf(lane: Of): number;
  /** In turn; undefined while all of the group are busy or lost. */
  idleLane(group: number): Of | undefined;
  send(lane: Of, pending: Pending, nowMs: number): void;
  /** The attempt on it has been written down. */
  release(lane: Of, isUsable: boolean): void;
  repoint(route: Route): void;
  /** Called every few milliseconds: reopens what is lost, and gives up what has waited its time; `nowMs` is null before the load begins. */
  tend(nowMs: number | null): void;
  /** Before the load: calls back once, when every connection stands; throws a ToolError when that takes too long. */
  checkOpening(onReady: () => void): void;
  /** What is still under way ends now, with what is known of it. */
  giveUpAll(): void;
  close(): void;
}

/** Made by the loop, which hears of what happens. */
export type CreateCarrier<Of extends Lane> = (events: CarrierEvents<Of>) => Carrier<Of>;
