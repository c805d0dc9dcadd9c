/** From values with places to a scenario: the schema's verdict, the checks across parts, and the frozen result. */
import { deepFreeze } from '../kit/deep-freeze.js';
import type { Gate } from '../model/gate.js';
import type { OperationKind } from '../model/operation.js';
import type { Catalog } from '../model/registry.js';
import type { OwnOperation, Scenario } from '../model/scenario.js';
import { holdBaselines } from './baselines/hold-baselines.js';
import { checkApi } from './checks/check-api.js';
import { blastRadiusOf, checkBlastRadius } from './checks/check-blast-radius.js';
import { checkBufferedPosting } from './checks/check-buffered-posting.js';
import { checkClient } from './checks/check-client.js';
import { checkFaults } from './checks/check-faults.js';
import { checkGates } from './checks/check-gates.js';
import { checkHeldLocks } from './checks/check-held-locks.js';
import { checkOutlook } from './checks/check-outlook.js';
import { checkTarget } from './checks/check-target.js';
import { checkTraffic } from './checks/check-traffic.js';
import { draftScenario, type Draft } from './draft.js';
import { brokenFrom } from './gates/presets.js';
import { readGates } from './gates/read-gates.js';
import type { Report } from './overlay.js';
import { apiOf } from './schema/api-section.js';
import { problemsOf } from './schema/issue-words.js';
import { scenarioSchemaOf, type ScenarioSchema } from './schema/scenario-schema.js';
import { toPlain, type SourceNode } from './source.js';

type Decoded = ReturnType<ScenarioSchema['parse']>;

interface DecodeSite {
  readonly catalog: Catalog;
  readonly report: Report;
  /** Folder of the baselines that gates may name. */
  readonly baselines: string;
  /** Operations that the scenario brings with it; the catalog has them, too. */
  readonly own: readonly OperationKind[];
}

/** Null when the schema refuses it; problems of either kind are reported, all of them. */
export function decodeScenario(root: SourceNode, { catalog, report, baselines, own }: DecodeSite): Scenario | null {
  const schema = scenarioSchemaOf(catalog);
  const result = schema.safeParse(toPlain(root));
  for (const issue of result.error?.issues ?? []) {
    for (const problem of problemsOf(issue, root, schema)) report(problem);
  }
  const draft = draftScenario(root, schema, catalog);
  checkTarget(draft, catalog, report);
  checkTraffic(draft, catalog, report);
  checkFaults(draft, catalog, report);
  checkOutlook(draft, report);
  checkBlastRadius(draft, report);
  const gates = readGates(root, brokenFrom(draft.faults.map(({ settings }) => settings)), report);
  checkGates(gates, draft, report);
  if (!result.success) return null;
  const { ledger, client } = result.data;
  const api = result.data.api === undefined ? undefined : apiOf(result.data.api);
  checkClient({ root, mode: ledger.mode, policy: client.retry.policy, retryForMs: client.retry_for }, report);
  checkBufferedPosting({ root, ledger, topology: draft.target?.kind, hasApi: api !== undefined }, report);
  checkHeldLocks({ root, client }, report);
  checkApi({ draft, api, gates, client }, report);
  const understood = gates.filter((gate) => gate !== null).map((each) => each.gate);
  const scenario = {
    ...assemble(result.data, draft, understood),
    ...(api === undefined ? {} : { api }),
    ...(own.length === 0 ? {} : { operations: own.flatMap(named).sort(byKind) }),
  };
  return deepFreeze({ ...scenario, gates: holdBaselines(gates, { folder: baselines, scenario, report }) });
}

function named({ kind, origin }: OperationKind): readonly OwnOperation[] {
  return origin === undefined ? [] : [{ kind, file: origin.file, sha256: origin.sha256 }];
}

function byKind(left: OwnOperation, right: OwnOperation): number {
  return left.kind < right.kind ? -1 : 1;
}

function assemble(decoded: Decoded, draft: Draft, gates: readonly Gate[]): Scenario {
  const { name, description, seed, ledger, client, traffic, claims, recovery, probes } = decoded;
  return {
    name,
    description,
    seed,
    target: { topology: draft.target?.kind.kind ?? '', settings: draft.target?.settings },
    ledger: ledgerOf(ledger),
    client: clientOf(client),
    traffic: {
      mix: draft.mix ?? {},
      arrivals: traffic.arrivals,
      phases: draft.phases.map((phase) => phase.settings).filter((phase) => phase !== null),
      drainMs: traffic.drain,
    },
    faults: draft.faults
      .map((fault) => fault.settings)
      .filter((fault) => fault !== null)
      .map(({ name: faultName, kind, settings, at, healAfterMs }) => ({
        name: faultName,
        kind,
        settings,
        at,
        healAfterMs,
      })),
    blastRadius: blastRadiusOf(draft),
    claims: {
      isolation: claims.isolation,
      session: claims.session,
      stalenessMsMax: claims.staleness,
      durability: claims.durability,
    },
    recovery: {
      sustainedMs: recovery.sustained,
      baselineMs: recovery.baseline,
      objectiveMs: recovery.objective ?? strictestRecovery(gates),
    },
    probes: { ratePerSecond: probes.rate, timeoutMs: probes.timeout },
    gates,
  };
}

function ledgerOf(ledger: Decoded['ledger']): Scenario['ledger'] {
  const { accounts, opening_balance: openingBalance, hot, skew, merchants, campaigns, mode, schema } = ledger;
  const buffered = ledger.buffered_posting;
  return {
    accounts,
    openingBalance,
    hot: hot ?? null,
    zipfExponent: skew,
    merchants: { hot: merchants.hot ?? null, zipfExponent: merchants.skew, split: merchants.split },
    ...(buffered === undefined
      ? {}
      : { bufferedPosting: { accounts: buffered.accounts, everyMs: buffered.every, batchMax: buffered.batch } }),
    campaigns,
    mode,
    schema,
  };
}

function clientOf(client: Decoded['client']): Scenario['client'] {
  return {
    connections: client.connections,
    // A thread without a connection would drop its share of the arrivals.
    threads: Math.min(client.threads, client.connections),
    routing: client.routing,
    sending: client.sending,
    lockOrder: client.lock_order,
    ...(client.hold_locks === undefined ? {} : { holdLocksMs: client.hold_locks }),
    connectTimeoutMs: client.connect_timeout,
    deadlineMs: client.deadline,
    transactionTimeoutMs: client.transaction_timeout,
    reconnect: client.reconnect,
    retry: client.retry,
    ...(client.retry_for === undefined ? {} : { retryForMs: client.retry_for }),
    queueMax: client.queue,
  };
}

/** A gate on the recovery time declares an objective; a scenario need not say it twice. */
function strictestRecovery(gates: readonly Gate[]): number | null {
  const limits = gates.flatMap(({ metric, comparator, limit, onBreach }) => {
    const isUpper = comparator === '<' || comparator === '<=';
    return metric === 'recovery_time' && isUpper && onBreach === 'fail' && limit.kind === 'value' ? [limit.value] : [];
  });
  return limits.length === 0 ? null : Math.min(...limits);
}
