/**
 * Five groups of tests, one after the other: those that need nothing but Node; those that mostly wait for real servers, which break and come back, four files at once;
 * those that send them many payments, two at once; the stories, three at once; and, one at a time, those that measure time.
 */
import { defineConfig } from 'vitest/config';
import { BaseSequencer, type TestSpecification } from 'vitest/node';

const serverTimeoutMs = 180_000;
/** What other files beside them do not disturb. */
const waiting = [
  'test/integration/{audit,faults,isolation,ledger}/**/*.test.ts',
  'test/integration/topologies/{external,galera-membership,migration,single}.test.ts',
  'test/e2e/{cli,live,tampering}/**/*.test.ts',
  'test/e2e/report/{gallery,report,study}.test.ts',
];
/** What one other file beside them does not disturb. */
const working = [
  'test/integration/faults/half-way.test.ts',
  'test/integration/load/{accounting,buffered-posting,encrypted,routing,settlements}.test.ts',
  'test/integration/machine/machine-faults.test.ts',
  'test/integration/run/{backups,first-look,retry-policies}.test.ts',
  'test/integration/topologies/{galera,primary-replica}.test.ts',
  'test/e2e/{compare,contrast,explore,gateway,rto}/**/*.test.ts',
  'test/e2e/planted-bugs/{command-line,invisible-payments}.test.ts',
];

const stories = 'test/e2e/stories/*.test.ts';

/** Small files that take long: begun last, they would leave a processor idle at the end. */
const long =
  /\/(?:dead-\S+|faults|one-primary|hot-merchants|lost-data-centre|planned-work|interrupted-run|backups|retry-policies|policies|random-faults|repeated-kill|gallery|report|machine-faults)\.test\.ts$/u;

function isLong({ moduleId }: TestSpecification): boolean {
  return long.test(moduleId);
}

class LongFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const sorted = await super.sort(files);
    return [...sorted.filter(isLong), ...sorted.filter((file) => !isLong(file))];
  }
}

/** A worker makes much that lives for a moment: with a larger nursery it is swept less often. */
const execArgv = ['--max-semi-space-size=64'];
const onServers = {
  setupFiles: 'test/fixtures/own-ports.ts',
  execArgv,
  testTimeout: serverTimeoutMs,
  hookTimeout: serverTimeoutMs,
};

export default defineConfig({
  test: {
    sequence: { sequencer: LongFirst },
    // Each group would compile the same modules once more.
    experimental: { fsModuleCache: true },
    projects: [
      {
        test: {
          name: 'fast',
          execArgv,
          // The same modules are asked for by hundreds of files: loaded once for each worker, they cost half the time.
          isolate: false,
          maxWorkers: 3,
          // Properties are tried a hundred times, also beside other work.
          testTimeout: 20_000,
          hookTimeout: 30_000,
          include: ['test/{unit,contract,property,simulation,golden,tidy}/**/*.test.ts'],
          sequence: { groupOrder: 0 },
        },
      },
      {
        test: {
          ...onServers,
          name: 'waiting',
          include: waiting,
          exclude: working,
          isolate: false,
          maxWorkers: 4,
          sequence: { groupOrder: 1 },
        },
      },
      {
        test: {
          ...onServers,
          name: 'working',
          include: working,
          isolate: false,
          maxWorkers: 2,
          maxConcurrency: 2,
          sequence: { groupOrder: 2 },
        },
      },
      {
        test: {
          ...onServers,
          name: 'stories',
          // A story may be played twice.
          testTimeout: 2 * serverTimeoutMs,
          include: [stories],
          isolate: false,
          maxWorkers: 3,
          sequence: { groupOrder: 3 },
        },
      },
      {
        test: {
          ...onServers,
          name: 'timed',
          include: ['test/{integration,e2e}/**/*.test.ts'],
          exclude: [...waiting, ...working, stories],
          isolate: false,
          fileParallelism: false,
          sequence: { groupOrder: 4 },
        },
      },
    ],
  },
});
