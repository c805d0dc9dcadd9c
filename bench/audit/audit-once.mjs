/** One audit in a process of its own, so that its memory can be told. Order as JSON in, figures and findings as JSON out. */
import { createCatalog } from '../../dist/catalog/index.js';
import { createSystemClock } from '../../dist/kit/clock.js';
import { auditLedger } from '../../dist/run/audit/audit-ledger.js';
import { prepareAudit } from './plan-of.mjs';

const { endpoint, directory, ...order } = JSON.parse(process.argv[2]);
const catalog = createCatalog();
const { header } = await prepareAudit(order, catalog);
const startMs = performance.now();
const cpu = process.cpuUsage();
const audit = await auditLedger({
  header,
  journalDirectory: directory,
  catalog,
  endpoints: [endpoint],
  readable: { authority: endpoint.name, comparable: [endpoint.name], excluded: [] },
  clock: createSystemClock(),
  onProgress: () => undefined,
  isJournalCut: false,
});
const seconds = (performance.now() - startMs) / 1_000;
const [node] = audit.nodes;
const { user, system } = process.cpuUsage(cpu);
process.stdout.write(
  JSON.stringify({
    seconds,
    cpuSeconds: (user + system) / 1e6,
    rssBytes: process.resourceUsage().maxRSS * 1_024,
    payments: node.rows.payments,
    rows: node.rows,
    unreadable: node.unreadable,
    findings: Object.entries(node.categories).flatMap(([category, { count, examples }]) =>
      count === 0 ? [] : [{ category, count, examples: examples.slice(0, 5).map(({ text }) => text) }],
    ),
  }),
);
