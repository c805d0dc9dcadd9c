/** What the audit found wrong: the lost payments one by one, and every other finding on every node. */
import { formatAge, formatClock, formatCount, formatMoney } from '../../../../kit/format.js';
import {
  auditCategories,
  type AuditCategory,
  type AuditCategoryCount,
  type LedgerAudit,
  type NodeAudit,
} from '../../../../model/audit.js';
import type { Reconciliation } from '../../../../model/reconciliation.js';
import { iconOf } from '../icon.js';
import { html, type Content, type Markup } from '../markup.js';
import { table } from '../table.js';

const lostShownMax = 100;
const examplesMax = 20;

export function lostPayments({ lost }: Reconciliation): Content {
  if (lost === null || lost.count === 0) return null;
  const shown = lost.payments.slice(0, lostShownMax);
  const columns = [
    { title: 'Payment id', isNumber: true },
    { title: 'Operation' },
    { title: 'Minor units', isNumber: true },
    { title: 'Acknowledged at', isNumber: true },
    { title: 'Against the fault', isNumber: true },
    { title: 'Found on' },
  ];
  const rows = shown.map((payment) => [
    String(payment.payment),
    payment.operation,
    formatCount(payment.amount),
    payment.acknowledgedMs === null ? '–' : formatClock(payment.acknowledgedMs, 3),
    formatAge(payment.ageMs),
    payment.foundOn.length === 0 ? 'no node' : payment.foundOn.join(', '),
  ]);
  const age = lost.oldestAgeMs === null ? '' : ` The oldest was acknowledged ${formatAge(lost.oldestAgeMs)} the fault.`;
  return html`<h3 class="violation">${iconOf('✘')} Lost payments</h3>
    <p>${formatCount(lost.count)} acknowledged payments are gone, ${formatMoney(lost.money)} in all.${age}</p>
    ${table('Lost payments', columns, rows)} ${restSentence(lost.count, shown.length, lost.payments.length)}`;
}

/** What breaks a rule between rows; runs that write no such rows, and records of older versions, have none of it. */
const ofLinks: readonly AuditCategory[] = ['excess', 'unbacked', 'pending', 'overissued'];

function foundOn({ categories }: NodeAudit, name: AuditCategory): AuditCategoryCount | undefined {
  return (categories as Partial<NodeAudit['categories']>)[name];
}

export function nodeMatrix(audit: LedgerAudit): Markup {
  const hasLinks = audit.nodes.some(({ linked }) => linked !== undefined);
  const categories = auditCategories.filter((name) => hasLinks || !ofLinks.includes(name));
  const columns = [
    { title: 'Node' },
    { title: 'Role' },
    { title: 'Payments', isNumber: true },
    ...categories.map((name) => ({ title: name, isNumber: true })),
    { title: 'Sum of balances', isNumber: true },
  ];
  const rows = audit.nodes.map((node) =>
    node.unreadable === null
      ? [
          node.node,
          node.role,
          formatCount(node.rows.payments),
          ...categories.map((name) => countCell(foundOn(node, name))),
          totalsCell(node),
        ]
      : [node.node, node.role, html`<span class="status warm">unreadable: ${node.unreadable}</span>`],
  );
  const excluded = audit.excluded.map(
    ({ node, reason }) => html`<li><strong>${node}</strong> was left out: ${reason}</li>`,
  );
  return html`<h3>What is wrong, on every node</h3>
    ${table('Findings per node', columns, rows)}${
      excluded.length > 0 &&
      html`<ul>
        ${excluded}
      </ul>`
    }`;
}

function countCell(found: AuditCategoryCount | undefined): Content {
  const count = found?.count ?? 0;
  return count === 0 ? '0' : html`<strong class="violation">${formatCount(count)}</strong>`;
}

function totalsCell({ totals }: NodeAudit): Content {
  if (totals.balance === totals.opening) return formatCount(totals.balance);
  return html`<strong class="violation">${formatCount(totals.balance)}</strong>, opened with
    ${formatCount(totals.opening)}`;
}

export function differences({ differences: list, nodes }: LedgerAudit): Markup {
  const compared = nodes.filter((node) => node.unreadable === null && node.role !== 'aside').length;
  if (compared < 2) return html`<p>Only ${compared} node could be read, so nodes were not compared.</p>`;
  if (list.length === 0) return html`<p>All rows of all tables agree on ${compared} of ${nodes.length} nodes.</p>`;
  const rows = list.map((one) => [
    one.node,
    one.table,
    html`<strong class="violation">${formatCount(one.rows)}</strong>`,
    one.examples.slice(0, 3).join('; '),
  ]);
  return table(
    'Rows that differ between nodes',
    [{ title: 'Node' }, { title: 'Table' }, { title: 'Rows that differ', isNumber: true }, { title: 'For example' }],
    rows,
  );
}

export function examplesOf(node: NodeAudit): Content {
  return auditCategories
    .map((name) => ({ name, found: foundOn(node, name) }))
    .map(({ name, found }) => {
      if (name === 'lost' || found === undefined || found.examples.length === 0) return '';
      const { count, money, examples } = found;
      const shown = examples.slice(0, examplesMax).map((example) => html`<li>${example.text}</li>`);
      return html`<details>
        <summary>${formatCount(count)} ${name} (${formatMoney(money)})</summary>
        <ul class="examples">
          ${shown}
        </ul>
        ${restSentence(count, shown.length, examples.length)}
      </details>`;
    });
}

/** Where to find what is not listed. */
function restSentence(count: number, shown: number, recorded: number): Content {
  if (shown >= count) return null;
  const where = recorded < count ? `record.json has the first ${formatCount(recorded)}` : 'all are in record.json';
  return html`<p class="rest">… and ${formatCount(count - shown)} more; ${where}.</p>`;
}
