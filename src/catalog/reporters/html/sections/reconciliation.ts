/** The payments' way from attempt to ledger: what clients were told, and what the books say after everything settled. */
import { formatClock, formatCount, formatDuration, formatMoney } from '../../../../kit/format.js';
import { auditCategories, type AuditCategoryCount, type LedgerAudit, type NodeAudit } from '../../../../model/audit.js';
import type { Reconciliation, RunRecord } from '../../../../model/run-record.js';
import { iconOf } from '../icon.js';
import { html, type Content, type Markup } from '../markup.js';
import { table } from '../table.js';
import { term } from '../term.js';

const lostShownMax = 100;
const examplesMax = 20;

export function reconciliationSection({ reconciliation, scenario }: RunRecord): Markup {
  if (reconciliation === null) {
    return html`<section id="reconciliation">
      <h2>Reconciliation</h2>
      <p>The ledger was never read back, so no payment was reconciled. Nothing is known about loss or consistency.</p>
    </section>`;
  }
  const { audit } = reconciliation;
  const authority = audit.nodes.find((node) => node.node === audit.authority);
  return html`<section id="reconciliation">
    <h2>Reconciliation</h2>
    <p>
      Every payment that was attempted was looked up in the ledger after heal and
      quiescence${audit.authority !== null && html`, with <strong>${audit.authority}</strong> as the authority`}. The
      scenario claims <code>${scenario.claims.durability}</code>.
    </p>
    ${audit.isJournalCut && html`<p class="status warm">The journal ends early because the runner was killed. Payments without a record are judged like those in doubt.</p>`}
    ${flow(reconciliation, authority)} ${lostPayments(reconciliation)} ${nodeMatrix(audit)} ${differences(audit)}
    ${authority !== undefined && examplesOf(authority)}
  </section>`;
}

/** Three columns, read from left to right: asked for, told, found. */
function flow(
  { attempted, acknowledgedPresent, lost, inDoubtPresent, inDoubtAbsent }: Reconciliation,
  authority: NodeAudit | undefined,
): Markup {
  const total =
    attempted.acknowledged + attempted.aborted + attempted.inDoubt + attempted.declined + attempted.unrecorded;
  const phantoms = authority?.categories.phantom.count ?? null;
  const told = [
    {
      name: term('acknowledged'),
      count: attempted.acknowledged,
      found: [found('present', acknowledgedPresent), bad(term('lost'), lost.count)],
    },
    {
      name: term('in doubt'),
      count: attempted.inDoubt,
      found: [found(html`present (${term('recovered')})`, inDoubtPresent), found('absent (not a loss)', inDoubtAbsent)],
    },
    {
      name: term('aborted'),
      count: attempted.aborted,
      found: [
        phantoms === null
          ? found('not read', 0)
          : bad(html`present (${term('phantom')}, declined ones included)`, phantoms),
      ],
    },
    {
      name: term('declined'),
      count: attempted.declined,
      found: [found('without effect, as told', attempted.declined)],
    },
    ...(attempted.unrecorded > 0
      ? [
          {
            name: term('unrecorded'),
            count: attempted.unrecorded,
            found: [found('judged like those in doubt', attempted.unrecorded)],
          },
        ]
      : []),
  ];
  const rows = told.map(
    ({ name, count, found: results }) =>
      html`<li>
        <span class="told"><span class="number">${formatCount(count)}</span> ${name}</span>
        <ul class="found">
          ${results}
        </ul>
      </li> `,
  );
  return html`<div class="flow">
    <p class="asked"><span class="number">${formatCount(total)}</span> postings attempted</p>
    <div>
      <p class="heads quiet" aria-hidden="true"><span>the client was told</span><span>the ledger says</span></p>
      <ul>
        ${rows}
      </ul>
    </div>
  </div>`;
}

function found(name: Content, count: number): Markup {
  return html`<li><span class="number">${formatCount(count)}</span> ${name}</li>`;
}

function bad(name: Content, count: number): Markup {
  if (count === 0) return html`<li>${iconOf('✔')}<span class="number">0</span> ${name}</li>`;
  return html`<li class="violation">${iconOf('✘')}<span class="number">${formatCount(count)}</span> ${name}</li>`;
}

function lostPayments({ lost }: Reconciliation): Content {
  if (lost.count === 0) return null;
  const shown = lost.payments.slice(0, lostShownMax);
  const columns = [
    { title: 'Payment id', isNumber: true },
    { title: 'Operation' },
    { title: 'Minor units', isNumber: true },
    { title: 'Acknowledged at', isNumber: true },
    { title: 'Before the fault', isNumber: true },
    { title: 'Found on' },
  ];
  const rows = shown.map((payment) => [
    String(payment.payment),
    payment.operation,
    formatCount(payment.amount),
    payment.acknowledgedMs === null ? '–' : formatClock(payment.acknowledgedMs, 3),
    formatDuration(payment.ageMs),
    payment.foundOn.length === 0 ? 'no node' : payment.foundOn.join(', '),
  ]);
  const age =
    lost.oldestAgeMs === null
      ? ''
      : ` The oldest was acknowledged ${formatDuration(lost.oldestAgeMs)} before the fault.`;
  return html`<h3 class="violation">${iconOf('✘')} Lost payments</h3>
    <p>
      ${formatCount(lost.count)} acknowledged payments are gone, ${formatMoney(lost.money)} in all.${age}
      ${shown.length < lost.count ? `The first ${shown.length} are listed; record.json has ${lost.payments.length < lost.count ? `the first ${formatCount(lost.payments.length)}` : 'all of them'}.` : ''}
    </p>
    ${table('Lost payments', columns, rows)}`;
}

function nodeMatrix(audit: LedgerAudit): Markup {
  const columns = [
    { title: 'Node' },
    { title: 'Role' },
    { title: 'Payments', isNumber: true },
    ...auditCategories.map((name) => ({ title: name, isNumber: true })),
    { title: 'Sum of balances', isNumber: true },
  ];
  const rows = audit.nodes.map((node) =>
    node.unreadable === null
      ? [
          node.node,
          node.role,
          formatCount(node.rows.payments),
          ...auditCategories.map((name) => countCell(node.categories[name])),
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

function countCell({ count }: AuditCategoryCount): Content {
  return count === 0 ? '0' : html`<strong class="violation">${formatCount(count)}</strong>`;
}

function totalsCell({ totals }: NodeAudit): Content {
  if (totals.balance === totals.opening) return formatCount(totals.balance);
  return html`<strong class="violation">${formatCount(totals.balance)}</strong>, opened with
    ${formatCount(totals.opening)}`;
}

function differences({ differences: list, nodes }: LedgerAudit): Markup {
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

function examplesOf(node: NodeAudit): Content {
  return auditCategories
    .filter((name) => name !== 'lost' && node.categories[name].examples.length > 0)
    .map((name) => {
      const { count, money, examples } = node.categories[name];
      const items = examples.slice(0, examplesMax).map((example) => html`<li>${example.text}</li>`);
      return html`<details>
        <summary>${formatCount(count)} ${name} (${formatMoney(money)})</summary>
        <ul class="examples">
          ${items}
        </ul>
      </details>`;
    });
}
