/** The gates for whoever owns the pipeline: as written, over what, observed, limit, and how much room is left. */
import type { GateResult, RunRecord } from '../../../../model/run-record.js';
import { marginWords } from '../../words/margin.js';
import { gateWord } from '../../words/status.js';
import { statusMark } from '../icon.js';
import { html, type Content, type Markup } from '../markup.js';
import { cardTable } from '../table.js';
import { wholeWords } from '../whole-words.js';

export function gatesSection({ gates }: RunRecord): Markup {
  const columns = [
    { title: 'Gate' },
    { title: 'Scope' },
    { title: 'Observed', isNumber: true },
    { title: 'Limit', isNumber: true },
    { title: 'Margin' },
    { title: 'Verdict' },
  ];
  const body =
    gates.length === 0
      ? html`<p>The scenario has no gates, so nothing but the checks decided the verdict.</p>`
      : cardTable('Gates', columns, gates.map(rowOf));
  return html`<section id="gates">
    <h2>Gates</h2>
    ${body}
  </section>`;
}

function rowOf(gate: GateResult): readonly Content[] {
  const name = gate.name === null ? null : html`<span class="quiet">${gate.name}</span><br />`;
  const reason = gate.verdict === 'pass' ? null : html`<br /><span class="quiet">${gate.reason}</span>`;
  return [
    html`${name}<code>${wholeWords(gate.gate)}</code>${reason}`,
    wholeWords(gate.scope),
    gate.observed,
    gate.limit,
    marginBar(gate),
    statusMark(gateWord(gate)),
  ];
}

/** The limit is the middle line: to the right there is room, to the left it is exceeded. */
function marginBar({ marginRatio, isWarning }: GateResult): Content {
  if (marginRatio === null) return html`<span class="quiet">${marginWords(null)}</span>`;
  const share = Math.min(1, Math.abs(marginRatio)) * 50;
  const [x, tone] = marginRatio < 0 ? [50 - share, isWarning ? 'warned' : 'over'] : [50, 'room'];
  return html`<span class="margin"
    ><svg class="margin-bar" width="80" height="12" aria-hidden="true">
      <rect class="${tone}" x="${x}%" y="2" width="${share}%" height="8" />
      <line x1="50%" x2="50%" y1="0" y2="12" /></svg
    ><span class="number">${marginWords(marginRatio)}</span></span
  >`;
}
