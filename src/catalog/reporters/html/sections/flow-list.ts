/** The payments' way as a list, for narrow screens: asked for, told, found. */
import { formatCount } from '../../../../kit/format.js';
import type { NodeAudit } from '../../../../model/audit.js';
import type { Reconciliation } from '../../../../model/reconciliation.js';
import { iconOf } from '../icon.js';
import { html, type Content, type Markup } from '../markup.js';
import { term } from '../term.js';

export function flowList(reconciliation: Reconciliation, authority: NodeAudit | undefined): Markup {
  const { acknowledged, aborted, inDoubt, declined, unrecorded } = reconciliation.attempted;
  const rows = toldRows(reconciliation, authority).map(
    ({ name, count, found: results }) =>
      html`<li>
        <span class="told"><span class="number">${formatCount(count)}</span> ${name}</span>
        <ul class="found">
          ${results}
        </ul>
      </li> `,
  );
  return html`<div class="flow">
    <p class="asked">
      <span class="number">${formatCount(acknowledged + aborted + inDoubt + declined + unrecorded)}</span> postings
      attempted
    </p>
    <div>
      <p class="heads quiet" aria-hidden="true"><span>the client was told</span><span>the ledger says</span></p>
      <ul>
        ${rows}
      </ul>
    </div>
  </div>`;
}

interface ToldRow {
  readonly name: Content;
  readonly count: number;
  readonly found: readonly Markup[];
}

function toldRows(reconciliation: Reconciliation, authority: NodeAudit | undefined): readonly ToldRow[] {
  const { attempted, acknowledgedPresent, lost, inDoubtPresent, inDoubtAbsent } = reconciliation;
  const ifRead = (...results: readonly Markup[]): readonly Markup[] =>
    lost === null || authority === undefined ? [html`<li>not read</li>`] : results;
  const phantoms = bad(
    html`present (${term('phantom')}, declined ones included)`,
    authority?.categories.phantom.count ?? 0,
  );
  const doubtful = attempted.unrecorded === 0 ? term('in doubt') : html`${term('in doubt')}, or ${term('unrecorded')}`;
  const inDoubt = ifRead(
    found(html`present (${term('recovered')})`, inDoubtPresent),
    found('absent (not a loss)', inDoubtAbsent),
  );
  return [
    {
      name: term('acknowledged'),
      count: attempted.acknowledged,
      found: ifRead(
        found('present', acknowledgedPresent),
        bad(term('lost'), lost?.count ?? 0),
        ...missedRows(reconciliation),
      ),
    },
    { name: doubtful, count: attempted.inDoubt + attempted.unrecorded, found: inDoubt },
    { name: term('aborted'), count: attempted.aborted, found: ifRead(phantoms) },
    {
      name: term('declined'),
      count: attempted.declined,
      found: ifRead(found('without effect, as told', attempted.declined)),
    },
  ];
}

/** Nothing where no fault was followed by a look. */
function missedRows({ firstLooks }: Reconciliation): readonly Markup[] {
  if (firstLooks.length === 0) return [];
  const missed = firstLooks.reduce((sum, look) => sum + (look.temporarilyInvisible?.count ?? 0), 0);
  const asked = firstLooks.reduce((sum, look) => sum + look.lookedFor, 0);
  const name = html`${term('temporarily invisible')}, of ${formatCount(asked)} asked for after the faults`;
  // Told, and no check fails by it: it must not look like a violation.
  return [missed === 0 ? bad(name, 0) : found(name, missed)];
}

function found(name: Content, count: number | null): Markup {
  return html`<li><span class="number">${formatCount(count)}</span> ${name}</li>`;
}

function bad(name: Content, count: number): Markup {
  if (count === 0) return html`<li>${iconOf('✔')}<span class="number">0</span> ${name}</li>`;
  return html`<li class="violation">${iconOf('✘')}<span class="number">${formatCount(count)}</span> ${name}</li>`;
}
