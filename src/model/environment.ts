/** Everything about the machine, the runner and the target that a reader needs to judge or repeat a result. */

export interface Environment {
  readonly runner: {
    readonly node: string;
    readonly platform: string;
    readonly cpu: string;
    readonly cores: number;
    readonly memoryBytes: number;
  };
  /** Per node: version and the flavor's durability and isolation settings. */
  readonly servers: readonly {
    readonly node: string;
    readonly version: string;
    readonly settings: Readonly<Record<string, string>>;
  }[];
  /** What the topology says of itself: timeouts, replication mode. */
  readonly topology: Readonly<Record<string, string>>;
  /** Whether runner and servers share one machine, which bounds what absolute figures mean. */
  readonly isSharedMachine: boolean;
}
