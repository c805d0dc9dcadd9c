/** The server that all contenders meet: one durable MariaDB of its own, with a ledger in it. */
import { mkdtempSync, chmodSync, rmSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { isAbsolute, join } from 'node:path';
import { single } from '../../dist/catalog/topologies/single.js';
import { createCatalog } from '../../dist/catalog/index.js';
import { createSystemClock } from '../../dist/kit/clock.js';
import { prepareLedger } from '../../dist/ledger/prepare-ledger.js';
import { connect } from '../../dist/mysql/connect.js';
import { buildPlan } from '../../dist/plan/build-plan.js';
import { readScenario } from '../../dist/scenario/read-scenario.js';

const ticksPerSecond = 100;

export async function openPlace(scenarioFile, changes) {
  const catalog = createCatalog();
  const directory = mkdtempSync(join(tmpdir(), 'ps-bench-'));
  chmodSync(directory, 0o755);
  process.env.PAYSTORM_STATE = join(directory, 'state');
  const clock = createSystemClock();
  const { scenario } = await readScenario(scenarioFile, { set: changes, environment: {} }, catalog);
  const plan = buildPlan(scenario, catalog);
  const cluster = await startServer(clock);
  const [endpoint] = cluster.nodes;
  const serverPid = await pidOf(endpoint);
  const watcher = await connect(endpoint, { connectTimeoutMs: 5_000 });
  /** @type {Promise<void> | null} */
  let closed = null;
  const close = () => (closed ??= end());
  const end = async () => {
    await watcher.close();
    await cluster[Symbol.asyncDispose]();
    rmSync(directory, { recursive: true, force: true });
  };
  // Who interrupts a benchmark does not want to find its server an hour later.
  const interrupted = () => void close().finally(() => process.exit(130));
  process.on('SIGINT', interrupted).on('SIGTERM', interrupted);
  return {
    endpoint,
    scenarioFile,
    directory,
    prepare: () => fill(endpoint, plan, clock),
    /** What the server and a client have done so far: payments committed, and CPU in ms. One measure for every contender. */
    async sample(clientPid) {
      const [{ Value: commits }] = await watcher.query("SHOW GLOBAL STATUS LIKE 'Com_commit'");
      return {
        atMs: performance.now(),
        payments: Number(commits),
        clientMs: cpuMsOf(clientPid),
        serverMs: cpuMsOf(serverPid),
      };
    },
    async close() {
      process.off('SIGINT', interrupted).off('SIGTERM', interrupted);
      await close();
    },
  };
}

function startServer(clock) {
  return single.start(single.settings.parse({ nodes: [{ name: 'db', zone: 'a' }] }), {
    clock,
    signal: new AbortController().signal,
    onProgress: () => undefined,
    connectionsMax: 200,
    isKept: false,
    runDirectory: null,
  });
}

/** Empties the ledger and opens its accounts. */
async function fill(endpoint, plan, clock) {
  const connection = await connect(endpoint, { connectTimeoutMs: 5_000 });
  await prepareLedger(connection, plan, {
    runId: 'bench',
    toolVersion: 'bench',
    wallClock: clock.wallClockIso(),
    clock: { ...clock, sleep: async () => undefined },
    mayCreateSchema: true,
    onProgress: () => undefined,
  });
  await connection.close();
}

function cpuMsOf(pid) {
  const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  return ((Number(fields[11]) + Number(fields[12])) * 1_000) / ticksPerSecond;
}

async function pidOf(endpoint) {
  const connection = await connect(endpoint, { connectTimeoutMs: 5_000 });
  const [row] = await connection.query('SELECT @@pid_file AS file, @@datadir AS directory');
  await connection.close();
  const file = String(row.file);
  return Number(readFileSync(isAbsolute(file) ? file : join(String(row.directory), file), 'utf8'));
}
