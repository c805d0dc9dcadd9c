/** The ports of a target: its nodes, how to reach them, and what it allows paystorm to do to them. A topology never knows a fault. */
import type { z } from 'zod';
import type { Backups } from './backup.js';
import type { LinkControl } from './links.js';
import type { MachineControl } from './machine.js';
import type { NetworkControl } from './network.js';
import type { Clock } from './clock.js';
import type { Administration, NodeProcesses, ReplicationControl, RoleControl } from './server-control.js';
import type { CutoverControl, MembershipControl, TrafficControl, TrafficShift } from './planned-control.js';

export interface NodeName {
  readonly name: string;
  readonly zone: string;
  /** Where that is known before anything is started. */
  readonly host?: string;
  readonly port?: number;
  /** Clients speak TLS with it: what passes between them can be delayed and cut, but not read. */
  readonly isEncrypted?: boolean;
}

/** Where and as whom a node is reached. Never written to a journal or report: it holds the password. */
export interface Endpoint extends NodeName {
  readonly host: string;
  readonly port: number;
  /** Where it is set, clients on this machine come in by this socket; host and port are how the other nodes reach it. */
  readonly socketPath?: string;
  readonly user: string;
  readonly password: string;
  /** null: plain text (loopback only). */
  readonly tls: Tls | null;
}

export interface Tls {
  readonly isVerified: boolean;
  readonly caFile: string | null;
  /** Whom the certificate has to be for, where that is not the host: behind a proxy of paystorm's own. */
  readonly serverName?: string;
}

/** Which nodes take payments now, best first; empty while none does. Changes are told to the load threads. */
export interface Route {
  readonly writable: readonly string[];
  /** Customers who are served elsewhere than in their own zone. */
  readonly shifts?: readonly TrafficShift[];
}

/**
 * `network` and `traffic` are paystorm's own: it can put its proxy in front of any target, and send its own clients where it wants. `outside`
 * is what the user's own tools and hands can do. Servers have an `own-disk` and an `own-clock` only when they were started for a plan that needs it.
 */
export const capabilities = [
  'kill',
  'pause',
  'restart',
  'replication',
  'roles',
  'administration',
  'partition',
  'membership',
  'cutover',
  'backup',
  'network',
  'traffic',
  'outside',
  'machine',
  'own-disk',
  'own-clock',
] as const;
export type Capability = (typeof capabilities)[number];

/** The running instance of a topology. Disposing it stops what paystorm started and deletes its private directory. */
export interface Cluster extends AsyncDisposable {
  readonly topology: string;
  /** Private directory of servers that paystorm started; null where there is none. */
  readonly directory: string | null;
  readonly nodes: readonly Endpoint[];
  /** The same without the proxy that stands in front of them; absent where none does. */
  readonly direct?: readonly Endpoint[];
  /** Whether paystorm started the servers itself. */
  readonly isOwned: boolean;
  /** True when no real database takes part; every report then says so. */
  readonly isSimulated?: boolean;
  readonly capabilities: readonly Capability[];
  route(): Route;
  onRouteChange(listener: (route: Route) => void): void;
  /** Things a timeline should show, such as a failover controller's decisions. */
  onNotice(listener: (notice: ClusterNotice) => void): void;
  /** Resolves when every node serves in its role and replicas have caught up; rejects with what is missing. */
  awaitHealthy(options: { readonly timeoutMs: number; readonly signal?: AbortSignal }): Promise<void>;
  /** Resolves to the nodes whose data can be compared, and why others cannot. */
  readableNodes(options: { readonly timeoutMs: number }): Promise<ReadableNodes>;
  /** Learns what another process has done to the servers, such as healing them while this one stood still. Absent where nothing is written down of them. */
  lookAgain?(): Promise<void>;
  /** Settings worth printing beside every result: timeouts, replication mode. */
  describe(): Readonly<Record<string, string>>;
  /** Present when the matching capability is. */
  readonly process?: NodeProcesses;
  readonly replication?: ReplicationControl;
  readonly roles?: RoleControl;
  readonly administration?: Administration;
  readonly links?: LinkControl;
  readonly membership?: MembershipControl;
  readonly cutover?: CutoverControl;
  readonly machine?: MachineControl;
  readonly backups?: Backups;
  /** Present when the nodes are reached through a proxy. */
  readonly network?: NetworkControl;
  /** Present when clients can be sent elsewhere. */
  readonly traffic?: TrafficControl;
}

export interface ClusterNotice {
  readonly atMs: number;
  readonly what: 'failover-detected' | 'failover-finished' | 'node-diverged' | 'note';
  readonly node: string | null;
  readonly text: string;
}

export interface ReadableNodes {
  /** The node whose content is the truth, null when none can be read. */
  readonly authority: string | null;
  /** Nodes that should hold exactly the same rows. */
  readonly comparable: readonly string[];
  /** Nodes that are left out of the comparison, with the reason. A node that can be read although it left the cluster is `isReadable`. */
  readonly excluded: readonly ExcludedNode[];
  /** Nodes that do not belong to the cluster: nobody expects them to hold anything. */
  readonly absent?: readonly string[];
}

export interface ExcludedNode {
  readonly node: string;
  readonly reason: string;
  readonly isReadable: boolean;
  /** It took writes although another side was the target's by then: there were two truths. */
  readonly hasStrayed?: boolean;
}

export interface StartOptions {
  readonly clock: Clock;
  readonly signal: AbortSignal;
  /** Told in short sentences what is being done: "starting node jkt-b". */
  readonly onProgress: (text: string) => void;
  /** Connections the load and the probes may open, so that servers can be sized for it. */
  readonly connectionsMax: number;
  /** Folder of the run that is to use it, so that its ledger can be read back later; null for none. */
  readonly runDirectory: string | null;
  /** The scenario's seed, for whatever a simulated target leaves to chance. */
  readonly seed?: number;
  /** What the faults of the plan need of it, so that servers can be started where that is possible; none when left out. */
  readonly needs?: readonly Capability[];
  /** Kept running when the starting command ends (`cluster up`), or owned by it. */
  readonly isKept: boolean;
}

export interface TopologyKind<Settings = unknown> {
  readonly kind: string;
  readonly summary: string;
  readonly settings: z.ZodType<Settings>;
  readonly capabilities: readonly Capability[];
  /** Simulated: `target.bugs` can be planted in it, and it can stand in for any other target, with that one's nodes. */
  readonly takesBugs?: boolean;
  /** Names and zones without starting anything: the plan and the selectors of faults need them. */
  nodes(settings: Settings): readonly NodeName[];
  /** Those that do not belong to it before they join; none when left out. */
  absentAtStart?(settings: Settings): readonly string[];
  /** Who has the role of the primary before it moves; absent where nobody does, or others decide. */
  primaryAtStart?(settings: Settings): string | undefined;
  /** How many of so many members may be lost at once and the others go on; one of several when left out. */
  toleratedLosses?(settings: Settings, members: number): number;
  start(settings: Settings, options: StartOptions): Promise<Cluster>;
  /** Finds a cluster again from its private directory, after the process that started it died. Absent where there is nothing to find. */
  attach?(directory: string, options: StartOptions): Promise<Cluster>;
  /** Servers that others run, from the settings in a lease; nothing is asked of them yet. Absent where paystorm runs them itself. */
  reach?(settings: Settings, options: StartOptions): Promise<Cluster>;
  describe(settings: Settings): string;
}
