/** The payments' way from attempt to ledger: what clients were told, and what the books say after everything settled. */
import { formatCount } from '../../../../kit/format.js';
import type { NodeAudit } from '../../../../model/audit.js';
import type { Reconciliation, RunRecord } from '../../../../model/run-record.js';
import { iconOf } from '../icon.js';
import { html, type Content, type Markup } from '../markup.js';
import { term } from '../term.js';
import { differences, examplesOf, lostPayments, nodeMatrix } from './audit.js';

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
    ${audit.isJournalCut && html`<p class="status warm">The journal ends early: the runner was killed, or its disk was full. Payments without a record are judged like those in doubt.</p>`}
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
