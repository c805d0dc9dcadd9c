/**
 * Reads the whole ledger back on every node and compares it with what the journal says was acknowledged and with what the plan says was asked.
 * It states facts; the checks judge them.
 */
import { availableParallelism } from 'node:os';
import { messageOf, ToolError } from '../../kit/error.js';
import type { AuditCategoryCount, AuditExample, LedgerAudit, NodeAudit, NodeDifference } from '../../model/audit.js';
import type { Clock } from '../../model/clock.js';
import type { RunHeader } from '../../model/journal.js';
import type { Catalog } from '../../model/registry.js';
import type { Endpoint, ReadableNodes } from '../../model/topology.js';
import { arrivalOf, numberOf, paymentsPerArrival } from '../../kit/payment-id.js';
import { createContents } from '../../plan/contents.js';
import type { AsOf } from './as-of.js';
import { PaymentOutcomes } from './payment-outcomes.js';
import { numbersEndOf, type AuditContext } from './audit-context.js';
import { linksOf } from './once-rules.js';
import { auditNode, type AuditedNode, type NodeToRead } from './audit-node.js';
import { compareNodes } from './compare-nodes.js';
import { examplesMax } from './category-counts.js';
import { countAttempted } from './count-attempted.js';
import { judgeCustomers } from './judge-customers.js';
import { Predictions } from './predict-piece.js';

/** Summing up takes as many of the node's own cores, where it shares this machine. */
const coresPerNode = 4;

type ReadNode = AuditedNode & { readonly toRead: NodeToRead };

export interface AuditOptions {
  readonly header: RunHeader;
  /** Folder of the run. */
  readonly journalDirectory: string;
  readonly catalog: Catalog;
  readonly endpoints: readonly Endpoint[];
  readonly readable: ReadableNodes;
  /** On the plan's axis. */
  readonly clock: Clock;
  readonly onProgress: (text: string) => void;
  /** Whether arrivals without a record may have been sent: the runner or one of its threads died. */
  readonly isJournalCut: boolean;
  /** For a copy that was taken while payments went on; left out, the ledger is judged by all that the journal says. */
  readonly asOf?: AsOf | undefined;
}

/** Memory is bounded by a piece a connection. Rejects with a ToolError when the ledger is another run's. */
export async function auditLedger(options: AuditOptions): Promise<LedgerAudit> {
  const context = createContext(options);
  const audited = await auditNodes(context, options);
  const authority = audited.find(({ audit }) => audit.role === 'authority' && audit.unreadable === null);
  const differences = await findDifferences(context, audited, authority);
  const arrivalsOf = (numbers: readonly number[] = []) =>
    numbers.map((number) => arrivalOf(number, context.perArrival));
  const customers = authority === undefined ? null : judgeCustomers(context);
  const told = (audit: NodeAudit): NodeAudit => {
    if (customers === null || audit !== authority?.audit) return audit;
    return withOvercharged(withHolders(audit, audited), customers.overcharged);
  };
  return {
    atMs: options.clock.nowMs(),
    wallClock: options.clock.wallClockIso(),
    authority: authority?.audit.node ?? null,
    attempted: countAttempted(context),
    nodes: audited.map(({ audit }) => told(audit)),
    excluded: options.readable.excluded.map(({ isReadable: _isReadable, ...excluded }) => excluded),
    ...(options.readable.absent === undefined ? {} : { absent: options.readable.absent }),
    differences,
    isJournalCut: options.isJournalCut,
    lostArrivals: arrivalsOf(authority?.lost),
    brokenArrivals: arrivalsOf(authority?.broken),
    overchargedArrivals: customers?.overchargedArrivals ?? [],
    links: linksOf(context.contents.operations),
    lostSales: customers?.lostSales ?? null,
  };
}

function createContext(options: AuditOptions): AuditContext {
  const { header, journalDirectory, catalog, onProgress, isJournalCut, asOf = null } = options;
  const { arrivalsExpected, scenario } = header.plan;
  const perArrival = paymentsPerArrival(scenario.client.retry);
  const outcomes = PaymentOutcomes.read(journalDirectory, { expected: arrivalsExpected, perArrival, asOf });
  const contents = createContents(header.plan, catalog.operations);
  return {
    header,
    outcomes,
    contents,
    perArrival,
    numbersEnd: numbersEndOf(header, { contents, recorded: outcomes.count, perArrival }),
    isJournalCut,
    isBuffering: scenario.ledger.bufferedPosting !== undefined,
    isCopy: asOf !== null,
    onProgress,
  };
}

/** The authority alone, then the others, as many side by side as keep the cores busy. */
async function auditNodes(context: AuditContext, options: AuditOptions): Promise<readonly ReadNode[]> {
  const nodes = nodesToRead(options);
  const isCompared = nodes.some(({ role }) => role === 'comparable');
  const predictions = new Predictions(context, { areKept: nodes.length > 1 });
  const audit = async (toRead: NodeToRead): Promise<ReadNode> => {
    const node = await auditNode(context, toRead, { predictions, isCompared });
    if (toRead.role === 'authority') markLost(context, node, options);
    return { ...node, toRead };
  };
  const others = nodes.filter(({ role }) => role !== 'authority');
  const audited: ReadNode[] = [];
  for (const toRead of nodes) if (toRead.role === 'authority') audited.push(await audit(toRead));
  const sideBySide = Math.max(1, Math.floor(availableParallelism() / coresPerNode));
  for (let at = 0; at < others.length; at += sideBySide) {
    audited.push(...(await Promise.all(others.slice(at, at + sideBySide).map(audit))));
  }
  return audited;
}

/** The authority first: what it lacks is looked for on the others. */
function nodesToRead({ header, catalog, endpoints, readable }: AuditOptions): readonly NodeToRead[] {
  const flavor = catalog.flavors.get(header.flavor);
  const roleOf = (name: string): NodeAudit['role'] | null => {
    if (name === readable.authority) return 'authority';
    if (readable.comparable.includes(name)) return 'comparable';
    return readable.excluded.some(({ node, isReadable }) => node === name && isReadable) ? 'aside' : null;
  };
  const order = ['authority', 'comparable', 'aside'];
  return endpoints
    .flatMap((endpoint) => {
      const role = roleOf(endpoint.name);
      return role === null ? [] : [{ endpoint, role, flavor }];
    })
    .sort((a, b) => order.indexOf(a.role) - order.indexOf(b.role));
}

/** The journal beside a ledger of another run would call every payment lost. */
function markLost({ outcomes }: AuditContext, { audit, lost }: AuditedNode, { header }: AuditOptions): void {
  if (audit.unreadable?.startsWith('The ledger belongs to') === true) {
    const hint = `Only the servers that took part in run ${header.runId} can be compared with its journal.`;
    throw new ToolError('setupFailed', `${audit.node}: ${audit.unreadable}`, hint);
  }
  for (const number of lost) outcomes.markLost(number);
}

async function findDifferences(
  context: AuditContext,
  audited: readonly ReadNode[],
  authority: ReadNode | undefined,
): Promise<readonly NodeDifference[]> {
  if (authority === undefined || authority.digests === null) return [];
  const found: NodeDifference[] = [];
  for (const { audit, digests, toRead } of audited) {
    if (audit.role !== 'comparable' || digests === null) continue;
    try {
      const mine = { node: authority.toRead, digests: authority.digests };
      found.push(...(await compareNodes(context, mine, { node: toRead, digests })));
    } catch (error) {
      // The digests differ already; only the rows cannot be named any more.
      found.push({
        node: audit.node,
        table: 'payment',
        rows: 1,
        examples: [`The rows cannot be named: ${messageOf(error)}`],
      });
    }
  }
  return found;
}

/** Says of each lost payment which other nodes still hold it. */
function withHolders(audit: NodeAudit, audited: readonly AuditedNode[]): NodeAudit {
  const holders = audited
    .filter((each) => each.lostButHere.length > 0)
    .map((each) => ({ node: each.audit.node, numbers: new Set(each.lostButHere) }));
  const examples = audit.categories.lost.examples.map((example): AuditExample => {
    const number = numberOf(example.payment ?? 0);
    const foundOn = holders.filter(({ numbers }) => numbers.has(number)).map(({ node }) => node);
    const where =
      foundOn.length === 0 ? 'absent on every node' : `absent on ${audit.node}, still on ${foundOn.join(', ')}`;
    return { ...example, foundOn, text: example.text.replace(/absent$/u, where) };
  });
  return { ...audit, categories: { ...audit.categories, lost: { ...audit.categories.lost, examples } } };
}

function withOvercharged(audit: NodeAudit, overcharged: AuditCategoryCount): NodeAudit {
  const { count, money, examples } = audit.categories.duplicate;
  const duplicate = {
    count: count + overcharged.count,
    money: money + overcharged.money,
    examples: [...examples, ...overcharged.examples].slice(0, examplesMax),
  };
  return { ...audit, categories: { ...audit.categories, duplicate } };
}
