/**
 * Three groups of tests, one after the other: those that need nothing but Node; those that start real servers and measure no time, two files at once, because they
 * wait for servers half of the time; and, one at a time, those that measure it.
 */
import { defineConfig } from 'vitest/config';

const serverTimeoutMs = 180_000;
/** What another file beside them does not disturb. */
const untimed = [
  'test/integration/{audit,faults,isolation,ledger}/**/*.test.ts',
  'test/integration/load/{accounting,encrypted,routing}.test.ts',
  'test/integration/run/{backups,first-look,retry-policies}.test.ts',
  'test/integration/topologies/{external,galera-membership,migration,single}.test.ts',
  'test/e2e/{cli,compare,explore,report,tampering}/**/*.test.ts',
];

export default defineConfig({
  test: {
    projects: [
      {
        test: {
          name: 'fast',
          // The same modules are asked for by hundreds of files: loaded once for each worker, they cost half the time.
          isolate: false,
          maxWorkers: 2,
          include: ['test/{unit,contract,property,simulation,golden,tidy}/**/*.test.ts'],
          // Properties are tried a hundred times, also beside other work.
          testTimeout: 20_000,
          sequence: { groupOrder: 0 },
        },
      },
      {
        test: {
          name: 'untimed',
          include: untimed,
          testTimeout: serverTimeoutMs,
          hookTimeout: serverTimeoutMs,
          isolate: false,
          maxWorkers: 2,
          sequence: { groupOrder: 1 },
        },
      },
      {
        test: {
          name: 'servers',
          include: ['test/{integration,e2e}/**/*.test.ts'],
          exclude: untimed,
          testTimeout: serverTimeoutMs,
          hookTimeout: serverTimeoutMs,
          fileParallelism: false,
          sequence: { groupOrder: 2 },
        },
      },
    ],
  },
});
