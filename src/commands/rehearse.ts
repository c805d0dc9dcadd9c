/** A rehearsal from plan to journal: target up, ledger filled, load and faults played, ledger read back, everything that was started ended. */
import { randomBytes, randomInt } from 'node:crypto';
import { mostAtOnce } from '../kit/blast-radius.js';
import { needsOf } from '../kit/capability-of.js';
import { createSystemClock } from '../kit/clock.js';
import { postingsOf } from '../kit/postings-of.js';
import { RunJournal } from '../journal/run-journal.js';
import { checkSending } from '../ledger/check-sending.js';
import { prepareLedger } from '../ledger/prepare-ledger.js';
import { Watchdog } from '../host/watchdog.js';
import { journalVersion, type RunHeader } from '../model/journal.js';
import type { Flavor } from '../model/flavor.js';
import type { Cluster } from '../model/topology.js';
import { connect } from '../mysql/connect.js';
import { operationNames } from '../plan/contents.js';
import { detectFlavor } from '../mysql/detect-flavor.js';
import { databaseConnections, engineFor, lookForApi, openApi, type OpenApi } from '../run/open-api.js';
import { collectEnvironment } from '../run/collect-environment.js';
import { createInjector } from '../run/faults/create-injector.js';
import { readBack } from '../run/read-back.js';
import { runPlan } from '../run/run-plan.js';
import { steerTraffic } from '../run/steer-traffic.js';
import { aimBeforehand } from '../run/faults/aim-beforehand.js';
import { healthByFlavor } from '../run/health-by-flavor.js';
import { nodesToProxy, throughProxy } from '../run/through-proxy.js';
import { createAbortGates } from './abort-gates.js';
import { refuseOrders } from './allow-orders.js';
import { guardTarget, membersNotNamed } from './guard-target.js';
import { keepOwnOperations } from './keep-own-operations.js';
import { refuseObstacles } from './obstacles.js';
import type { RehearseOptions } from './rehearse-options.js';
import { toolVersion } from './tool-version.js';

const connectTimeoutMs = 5_000;
/** Probes pile up on a hung node: each lane may hold this many connections beside the load's. */
const probeConnectionsMax = 120;

type SystemClock = ReturnType<typeof createSystemClock>;

export async function rehearse(options: RehearseOptions): Promise<void> {
  const { plan, catalog, signal, onProgress, onWarning = onProgress } = options;
  refuseOrders(plan, catalog, options.mayExecute === true);
  await refuseObstacles(plan, catalog);
  await keepOwnOperations(options);
  if (plan.scenario.api !== undefined) await lookForApi(plan.scenario.api);
  const clock = createSystemClock();
  const topology = catalog.topologies.get(plan.scenario.target.topology);
  const needs = [...new Set(plan.faults.flatMap(({ kind, settings }) => needsOf(catalog.faults.get(kind), settings)))];
  await using cluster = await topology.start(plan.scenario.target.settings, {
    clock,
    signal,
    onProgress,
    connectionsMax: databaseConnections(plan.scenario) + probeConnectionsMax,
    runDirectory: options.directory,
    seed: plan.scenario.seed,
    needs,
    isKept: options.isKept,
  });
  await using held = await guardTarget(cluster, {
    schema: plan.scenario.ledger.schema,
    clock,
    breaks: needs.length > 0,
    isSharingAllowed: options.isSharingAllowed,
    onProgress,
    onWarning,
  });
  if (!cluster.isOwned) await aimBeforehand(plan, catalog, { cluster, signal });
  const { header, flavor } = await prepare(options, cluster, clock);
  const unnamed = held === null ? null : await membersNotNamed(cluster, flavor);
  if (unnamed !== null) onWarning(unnamed);
  signal.throwIfAborted();
  await using watchdog = needs.length > 0 ? await Watchdog.start() : null;
  const spoiled = nodesToProxy(plan, catalog, cluster.nodes);
  const whole = cluster.isOwned ? cluster : healthByFlavor(cluster, flavor, clock);
  await using proxied = spoiled.length > 0 ? await throughProxy(whole, plan.scenario.seed, spoiled) : null;
  const reached = proxied?.cluster ?? whole;
  const steered = needs.includes('traffic') ? steerTraffic(reached) : reached;
  const mayInject = (): void => {
    options.lookForStop?.();
    watchdog?.makeSureItWatches();
    held?.makeSureItIsOurs();
  };
  await using api = await openApi({ ...options, nodes: steered.nodes, clock, onWarning });
  await play(options, { cluster: steered, direct: cluster, flavor, header, clock, mayInject, api });
}

async function prepare(options: RehearseOptions, cluster: Cluster, clock: SystemClock) {
  const { plan, catalog, onProgress } = options;
  const first = cluster.nodes.find((node) => node.name === cluster.route().writable[0]) ?? cluster.nodes[0];
  if (first === undefined) throw new Error('A cluster without nodes cannot be rehearsed.');
  await using connection = await connect(first, { connectTimeoutMs });
  const { flavor, version } = await detectFlavor(connection, catalog.flavors.all);
  onProgress(`target answers as ${flavor.kind}, version ${version}`);
  checkSending(flavor, plan.scenario);
  const runId = `${clock.wallClockIso().slice(0, 19).replaceAll(/\D/gu, '')}-${randomBytes(3).toString('hex')}`;
  const runTag = randomInt(2 ** 20);
  await prepareLedger(connection, plan, {
    runId,
    toolVersion,
    wallClock: clock.wallClockIso(),
    clock,
    mayCreateSchema: options.mayCreateSchema || cluster.isOwned,
    signal: options.signal,
    onProgress,
  });
  const header: Omit<RunHeader, 'wallClock'> = {
    journalVersion,
    toolVersion,
    runId,
    runTag,
    command: options.command,
    plan,
    topology: cluster.topology,
    flavor: flavor.kind,
    isSimulated: cluster.isSimulated === true,
    nodes: cluster.nodes.map(({ name, zone }) => ({ name, zone })),
    operations: operationNames(plan),
    environment: await collectEnvironment(cluster, flavor),
  };
  return { header, flavor };
}

interface Stage {
  /** As clients reach it. */
  readonly cluster: Cluster;
  /** Without the proxy that may stand in front of it. */
  readonly direct: Cluster;
  readonly flavor: Flavor;
  readonly header: Omit<RunHeader, 'wallClock'>;
  readonly clock: SystemClock;
  /** Throws a ToolError when nothing may be broken now. */
  readonly mayInject: () => void;
  /** Null where payments go to the database itself. */
  readonly api: OpenApi | null;
}

async function play(options: RehearseOptions, stage: Stage): Promise<void> {
  const { plan, catalog, directory, signal, onEvent } = options;
  const stop = new AbortController();
  await using _companion = await options.accompany?.(stage.direct);
  const { blastRadius, target } = plan.scenario;
  const topology = catalog.topologies.get(target.topology);
  using journal = new RunJournal(directory, onEvent, (error) => stop.abort(error));
  const result = await runPlan({
    ...stage,
    postings: postingsOf(stage.header.operations, catalog.operations),
    engine: engineFor(catalog, stage.api),
    inject: createInjector(catalog.faults, {
      cluster: stage.cluster,
      runId: stage.header.runId,
      journalDirectory: directory,
      ...(topology.reach === undefined ? {} : { targetSettings: target.settings }),
      nodesAtOnceMax: (members) => mostAtOnce(blastRadius, { kind: topology, settings: target.settings }, members),
      mayInject: stage.mayInject,
    }),
    journal,
    onTally: options.onTally,
    signal: AbortSignal.any([signal, stop.signal]),
    reasonToAbort: createAbortGates(plan),
  });
  // Nobody could write down what the ledger shows.
  if (journal.failure !== null) throw journal.failure;
  await readBack({
    ...result,
    cluster: stage.direct,
    catalog,
    journal,
    journalDirectory: directory,
    onProgress: options.onProgress,
    isJournalCut: result.reason === 'thread-died',
  });
  journal.append({ kind: 'run-finished', atMs: result.axis.nowMs() });
  if (journal.failure !== null) throw journal.failure;
}
