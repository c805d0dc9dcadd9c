/**
 * Reads the whole ledger back on every node and compares it with what the journal says was acknowledged and with what the plan says was asked.
 * It states facts; the checks judge them.
 */
import { availableParallelism } from 'node:os';
import { messageOf, ToolError } from '../../kit/error.js';
import type { AuditExample, LedgerAudit, NodeAudit, NodeDifference } from '../../model/audit.js';
import type { Clock } from '../../model/clock.js';
import type { RunHeader } from '../../model/journal.js';
import type { Catalog } from '../../model/registry.js';
import type { Endpoint, ReadableNodes } from '../../model/topology.js';
import { arrivalOf } from '../../kit/payment-id.js';
import { createContents } from '../../plan/contents.js';
import { ArrivalOutcomes } from './arrival-outcomes.js';
import { arrivalsEndOf, type AuditContext } from './audit-context.js';
import { auditNode, type AuditedNode, type NodeToRead } from './audit-node.js';
import { compareNodes } from './compare-nodes.js';
import { countAttempted } from './count-attempted.js';
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
}

/** Memory is bounded by a piece a connection. Rejects with a ToolError when the ledger is another run's. */
export async function auditLedger(options: AuditOptions): Promise<LedgerAudit> {
  const context = createContext(options);
  const audited = await auditNodes(context, options);
  const authority = audited.find(({ audit }) => audit.role === 'authority' && audit.unreadable === null);
  const differences = await findDifferences(context, audited, authority);
  return {
    atMs: options.clock.nowMs(),
    wallClock: options.clock.wallClockIso(),
    authority: authority?.audit.node ?? null,
    attempted: countAttempted(context),
    nodes: audited.map(({ audit }) => (audit === authority?.audit ? withHolders(audit, audited) : audit)),
    excluded: options.readable.excluded.map(({ isReadable: _isReadable, ...told }) => told),
    ...(options.readable.absent === undefined ? {} : { absent: options.readable.absent }),
    differences,
    isJournalCut: options.isJournalCut,
    lostArrivals: authority?.lost ?? [],
    brokenArrivals: authority?.broken ?? [],
  };
}

function createContext({ header, journalDirectory, catalog, onProgress, isJournalCut }: AuditOptions): AuditContext {
  const outcomes = ArrivalOutcomes.read(journalDirectory, header.plan.arrivalsExpected);
  return {
    header,
    outcomes,
    contents: createContents(header.plan, catalog.operations),
    arrivalsEnd: arrivalsEndOf(header, outcomes.count),
    isJournalCut,
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
  for (const arrival of lost) outcomes.markLost(arrival);
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
    .map((each) => ({ node: each.audit.node, arrivals: new Set(each.lostButHere) }));
  const examples = audit.categories.lost.examples.map((example): AuditExample => {
    const arrival = arrivalOf(example.payment ?? 0);
    const foundOn = holders.filter(({ arrivals }) => arrivals.has(arrival)).map(({ node }) => node);
    const where =
      foundOn.length === 0 ? 'absent on every node' : `absent on ${audit.node}, still on ${foundOn.join(', ')}`;
    return { ...example, foundOn, text: example.text.replace(/absent$/u, where) };
  });
  return { ...audit, categories: { ...audit.categories, lost: { ...audit.categories.lost, examples } } };
}
