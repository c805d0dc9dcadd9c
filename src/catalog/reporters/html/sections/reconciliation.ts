/** The payments' way from attempt to ledger: what clients were told, and what the books say after everything settled. */
import { formatCount } from '../../../../kit/format.js';
import type { NodeAudit } from '../../../../model/audit.js';
import type { Reconciliation } from '../../../../model/reconciliation.js';
import type { RunRecord } from '../../../../model/run-record.js';
import { backupSentences } from '../../words/backup-sentences.js';
import { unreadLedger } from '../../words/unread-ledger.js';
import { html, type Content, type Markup } from '../markup.js';
import { table } from '../table.js';
import { term } from '../term.js';
import { differences, examplesOf, lostPayments, nodeMatrix } from './audit.js';
import { flowDrawing } from './flow-drawing.js';
import { flowList } from './flow-list.js';
import { paymentFlow } from './payment-flow.js';

export function reconciliationSection(record: RunRecord): Markup {
  const { reconciliation, scenario } = record;
  const unread = unreadLedger(reconciliation);
  if (reconciliation === null) {
    return html`<section id="reconciliation">
      <h2>Reconciliation</h2>
      <p>${unread} Nothing is known about loss or consistency.</p>
      ${backups(record)}
    </section>`;
  }
  const { audit } = reconciliation;
  const authority = audit.nodes.find((node) => node.node === audit.authority);
  const read = html`Every payment that was attempted was looked up in the ledger after heal and quiescence, with
    <strong>${audit.authority}</strong> as the authority.`;
  return html`<section id="reconciliation">
    <h2>Reconciliation</h2>
    <p>${unread ?? read} The scenario claims <code>${scenario.claims.durability}</code>.</p>
    ${audit.isJournalCut && html`<p class="status warm">The journal ends early: the runner was killed, or its disk was full. Payments without a record are judged like those in doubt.</p>`}
    ${flowOf(reconciliation, authority)} ${lostPayments(reconciliation)} ${nodeMatrix(audit)} ${differences(audit)}
    ${authority !== undefined && examplesOf(authority)} ${backups(record)}
  </section>`;
}

function backups(record: RunRecord): Content {
  const sentences = backupSentences(record);
  return (
    sentences.length > 0 &&
    html`<h3>Backups</h3>
      <ul>
        ${sentences.map((sentence) => html`<li>${sentence}</li>`)}
      </ul>`
  );
}

/** The drawing, or the list in its place where a screen is narrow; and its numbers as a table. */
function flowOf(reconciliation: Reconciliation, authority: NodeAudit | undefined): Content {
  const flow = paymentFlow(reconciliation, authority);
  const labels = new Map(flow.stages.flatMap(({ nodes }) => nodes.map(({ id, label }) => [id, label])));
  const columns = [{ title: 'From' }, { title: 'To' }, { title: 'Payments', isNumber: true }];
  const rows = flow.links.map(({ from, to, count }) => [labels.get(from), labels.get(to), formatCount(count)]);
  return html`${flowDrawing(flow)}${flowList(reconciliation, authority)} ${firstLookSentence(reconciliation)}
    <details class="flow-table">
      <summary>The way of the payments as a table</summary>
      ${table('The way of the payments', columns, rows)}
    </details>`;
}

/** Nothing where no fault was followed by a look. Told, and no check fails by it: it must not look like a violation. */
function firstLookSentence({ firstLooks }: Reconciliation): Content {
  if (firstLooks.length === 0) return null;
  const asked = firstLooks.reduce((sum, look) => sum + look.lookedFor, 0);
  const missed = firstLooks.reduce((sum, look) => sum + (look.temporarilyInvisible?.count ?? 0), 0);
  return html`<p>
    As soon as writes went through again after a fault, ${formatCount(asked)} payments that had just been acknowledged
    were asked for: ${formatCount(missed)} of them were ${term('temporarily invisible')}.
  </p>`;
}
