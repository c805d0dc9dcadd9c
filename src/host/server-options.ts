/** Options that every server of paystorm's own shares: small in memory, durable on disk, and nothing that resolves names. */

export interface ServerSizing {
  readonly connectionsMax: number;
}

export function baseServerOptions({ connectionsMax }: ServerSizing): readonly string[] {
  return [
    '--skip-name-resolve',
    '--skip-networking=OFF',
    `--max-connections=${connectionsMax + 100}`,
    '--innodb-buffer-pool-size=128M',
    '--innodb-log-file-size=16M',
    '--innodb-flush-log-at-trx-commit=1',
    '--key-buffer-size=1M',
    '--aria-pagecache-buffer-size=1M',
    '--performance-schema=OFF',
    '--table-open-cache=400',
    '--innodb-fast-shutdown=2',
    '--log-warnings=1',
  ];
}
