/** The port of a fault: one thing that goes wrong. A fault acts only through the cluster's capabilities and never decides when; the run does. */
import type { z } from 'zod';
import type { Clock } from './clock.js';
import type { Toxic } from './network.js';
import type { Capability, Cluster, NodeName } from './topology.js';

/** What was chosen at injection; it is written to the lease, so it is JSON. */
export interface FaultTargets {
  readonly nodes: readonly string[];
  /** By node, what the heal has to restore, where it cannot know it otherwise: as it was found before the injection. */
  readonly former?: Readonly<Record<string, string>>;
  /** Wall clock, ISO 8601, where only time ends it: by then it is over, and whoever heals it waits for that. */
  readonly endsBy?: string;
  /** For orders: the nodes as they are reached without a proxy, and the directory from which their relative paths are. */
  readonly place?: { readonly nodes: readonly NodeName[]; readonly directory: string };
}

export interface Mentions {
  readonly nodes: readonly string[];
  readonly zones: readonly string[];
  /** Every node of the target is meant. */
  readonly isEveryNode?: boolean;
  /** Who plays it when the fault comes is meant. */
  readonly role?: 'primary' | 'replica' | undefined;
  /** Nodes that it does not break, but tells to do something. */
  readonly told?: readonly string[];
}

/** For whom, and for how long, orders are given. */
export interface OrderSite {
  readonly nodes: readonly NodeName[];
  /** From the injection to the heal. */
  readonly lastsMs: number;
  /** Whether others run the servers. */
  readonly isOthers: boolean;
}

export interface AimOptions {
  /** From the injection to the heal. */
  readonly lastsMs: number;
  /** Ends every look. */
  readonly signal: AbortSignal;
  /** Before the load: whether a setting may be changed is tried by setting it to what it is. */
  readonly isTrial?: boolean | undefined;
}

/** The commands and statements by which a fault acts on what others run, word for word, as a person can copy them. */
export interface Orders {
  readonly inject: readonly string[];
  /** How its effect is looked for. */
  readonly check: readonly string[];
  readonly heal: readonly string[];
}

/** What a fault can take from a node. What stands behind a slash lives in what stands before it: it is lost and given back with it. */
export type Taking =
  'process' | `process/${string}` | 'client traffic' | 'role' | `network ${string}` | `kind ${string}`;

export interface FaultContext<Settings = unknown> {
  /** Of the fault, as its scenario calls it. */
  readonly name: string;
  readonly settings: Settings;
  readonly cluster: Cluster;
  readonly targets: FaultTargets;
  readonly signal: AbortSignal;
}

export interface InjectionContext<Settings = unknown> extends FaultContext<Settings> {
  readonly clock: Clock;
  /** Tells the timeline what happened to a node, in a sentence. */
  readonly tell: (node: string, text: string) => void;
  /** To be told of each process that it starts and waits for, which leads a group, before that begins to act: who heals in place of a runner that was killed ends it first. Disposed when it has ended. */
  readonly noteCommand: (pid: number) => Promise<AsyncDisposable>;
  /** From now until the fault must end by itself, where its target can be bound to that: a little after its planned heal. */
  readonly boundMs: number;
}

/** How the role of the primary moves. */
export interface RoleChange {
  /** Undefined: to the best replica when the time comes. */
  readonly to: string | undefined;
  /** Where it is after the heal: `unknown` where that is decided by what the old primary then holds. */
  readonly afterHeal: 'as moved' | 'as before' | 'unknown';
}

/** What goes on after the injection, in steps or with time to wait. */
export interface CourseOutline {
  /** On quick servers that hold little. */
  readonly takesMs: number;
  /** How far it comes until then, as a whole sentence. */
  reach(healAfterMs: number): string;
}

/** Why a fault cannot be done here, and what comes nearest to it; both are sentences. */
export interface Obstacle {
  readonly reason: string;
  readonly alternative: string;
}

export interface FaultKind<Settings = unknown> {
  readonly kind: string;
  readonly summary: string;
  readonly label: string;
  /** All that it may need; none: it breaks nothing. */
  readonly requires: readonly Capability[];
  /** What it needs with these settings, where that is less. */
  needs?(settings: Settings): readonly Capability[];
  readonly settings: z.ZodType<Settings>;
  /** Settings whose ${VAR} stay as they are written, in plan, lease and reports, and are put in only when it acts: they may be secret. */
  readonly keepsReferences?: readonly string[];
  /** One sentence for the plan: "kills node jkt-b with SIGKILL". */
  describe(settings: Settings): string;
  /** Names of nodes, zones or roles that the settings mention and the topology must know. */
  mentions(settings: Settings): Mentions;
  /** Why these settings do nothing to a target of these nodes; null when they do. */
  flaw?(settings: Settings, nodes: readonly NodeName[]): Obstacle | null;
  /** Whether its nodes count as broken: clients are refused there, or hear nothing. When left out, whatever takes the node itself away does. */
  breaks?(settings: Settings): boolean;
  /** Its nodes belong to the target from then on, or do not any more. */
  readonly membership?: 'joins' | 'leaves';
  /** Where it moves the role of the primary. */
  movesRole?(settings: Settings): RoleChange;
  /** Nodes that it names and that have to be replicas when it comes. */
  replicas?(settings: Settings): readonly string[];
  /** What its heal cuts short when it comes too soon, on a target of these nodes; absent where a moment is enough. */
  course?(settings: Settings, nodes: readonly NodeName[]): CourseOutline;
  /** Nodes that go on, but that the others must do without: these count as broken. None where a role chooses. */
  separates?(settings: Settings, nodes: readonly NodeName[]): readonly string[] | null;
  /** What it will order, word for word, so that the user can allow it; null where it needs no word, as statements for servers that others do not run. What only they know stands in angle brackets. */
  orders?(settings: Settings, site: OrderSite): Orders | null;
  /** How a person undoes it when paystorm cannot, line by line; kept with the lease. */
  byHand?(settings: Settings, targets: FaultTargets): readonly string[];
  /** Whether the settings say in more than `node` and `zone` whom it hits, so that no other node can take its turn. */
  isAimedAsWritten?(settings: Settings): boolean;
  /** What it takes from each of its targets until its heal gives it back: of one thing, one fault at a time. What nobody else takes, when left out. */
  takes?(settings: Settings): readonly Taking[];
  /** Its heal does not bring back what was before, or it goes through steps of its own: it cannot come and go. */
  readonly isOnce?: boolean;
  /** The faults that its settings choose from; absent where it is made of none. */
  readonly composedOf?: readonly FaultKind[];
  /** It is never on more than one of its targets at a time. */
  readonly isOneByOne?: boolean;
  /** Asked before anything is started: null when this machine can do it. Changes nothing. */
  obstacle?(settings: Settings): Promise<Obstacle | null>;
  /** Settings as a scenario writes them, aimed at each of these nodes or zones: what an exploration may choose from. Absent where chance must not choose it. */
  examples?(nodes: readonly NodeName[]): readonly Readonly<Record<string, unknown>>[];
  /**
   * Chooses targets now: the primary is looked up here, not before. Notes what the heal will restore, or until when it has to wait if the fault lasts for `lastsMs`, and changes nothing: also a trial leaves every value as the server has it.
   * Rejects where the heal could not restore it, and when the signal comes while it waits for an answer.
   */
  resolve(settings: Settings, cluster: Cluster, options: AimOptions): FaultTargets | Promise<FaultTargets>;
  /** Only the time that it is given at its injection ends it, and no heal before. */
  endsByTimeOnly?(settings: Settings): boolean;
  /** Why it cannot begin as the target is by then; null when it can. Asked after `resolve`: what is refused has done nothing, so there is nothing to heal. */
  refusal?(targets: FaultTargets, cluster: Cluster): string | null;
  inject(context: InjectionContext<Settings>): Promise<void>;
  /**
   * An operation that changes what the target is and may be left so, and not something that goes wrong: times are counted from its begin, it breaks no node, and
   * reports tell who served how much before and after. A `reversible` one is healed where the scenario says when, and else stays; a `final` one always stays.
   */
  readonly planned?: 'reversible' | 'final';
  /** For a planned operation that is to stay: what was left half way is finished or undone. Idempotent; works in another process, from the lease alone. */
  conclude?(context: FaultContext<Settings>): Promise<void>;
  /** Each target shows the effect for itself: `isEffective` may be asked about one of them, it is healed when none shows it, and when the first and when the last was hit is told. */
  readonly isSeenOnEach?: boolean;
  /** Whether the effect can be observed now. Rejects where that cannot be told: it may be there, and is not seen to be gone. */
  isEffective(context: FaultContext<Settings>): Promise<boolean>;
  /** Undoes the fault. Idempotent; works in another process, from the lease alone. What it rejects with as `healFailed` is final. */
  heal(context: FaultContext<Settings>): Promise<void>;
  /** Longest that an injection may take, where that is more than a moment: until then nobody takes its runner for one that hangs. */
  injectTimeoutMs?(settings: Settings): number;
  /** Longest that a heal may take, where that is more than for servers of paystorm's own. */
  healTimeoutMs?(settings: Settings): number;
  /** It does more than servers could take away with them: healed also where these cannot be found again. */
  outlivesServers?(settings: Settings): boolean;
  /** What it does to connections, where it acts on the network in front of the nodes. */
  readonly toxic?: Toxic<Settings>;
}

/** A fault that is made of others, and is handed them by the registry, because an entry of the catalog imports no other. */
export interface ComposedFault {
  readonly kind: string;
  compose(others: readonly FaultKind[]): FaultKind;
}
