/** The anomalies one by one: what was seen, who took part and when, step by step, and why it cannot be. */
import { formatCount } from '../../../../kit/format.js';
import type { Story, ToldAnomaly } from '../../../../model/anomaly-story.js';
import type { RunRecord } from '../../../../model/run-record.js';
import type { StatusWord } from '../../words/status.js';
import { whyImpossible } from '../../words/why-impossible.js';
import { statusMark } from '../icon.js';
import { html, type Content, type Markup } from '../markup.js';
import { storyDrawing } from './story-drawing.js';

const standings: Readonly<Record<ToldAnomaly['standing'], StatusWord>> = {
  forbidden: { icon: '✘', word: 'forbidden', tone: 'violation' },
  doubtful: { icon: '?', word: 'in doubt', tone: 'warm' },
  allowed: { icon: '!', word: 'allowed', tone: 'warm' },
};

export function hasAnomalies({ checks }: RunRecord): boolean {
  return checks.some(({ anomalies = [] }) => anomalies.length > 0);
}

/** Nothing where none was found: the checks say so. */
export function anomaliesSection({ checks, scenario }: RunRecord): Content {
  const found = checks.flatMap(({ anomalies }) => anomalies ?? []);
  if (found.length === 0) return null;
  return html`<section id="anomalies">
    <h2>Anomalies</h2>
    <p>
      What transactions saw and made, compared with what they may see under the isolation that the scenario claims
      (<code>${scenario.claims.isolation}</code>). Versions are those of the ledger: each payment makes the next version
      of an account.
    </p>
    ${found.map(anomalyOf)}
  </section>`;
}

function anomalyOf(anomaly: ToldAnomaly): Markup {
  const { kind, summary, count, isAtLeast, stories, standing, against } = anomaly;
  const shown =
    stories.length < count ? ` ${stories.length === 1 ? 'One is' : `${stories.length} are`} told here.` : '';
  return html`<article class="anomaly">
    <h3>
      ${statusMark(standings[standing])} ${kind}
      <span class="quiet">${isAtLeast ? 'at least ' : ''}${formatCount(count)} ×</span>
    </h3>
    <p>${sentenceOf(summary)} ${against}${shown}</p>
    ${stories.map(storyOf)}
    <p class="why"><strong>Why it cannot be.</strong> ${whyImpossible(kind)}</p>
  </article>`;
}

function storyOf(story: Story): Markup {
  return html`<div class="story">
    ${storyDrawing(story)}
    <ol>
      ${story.steps.map((step) => html`<li>${boldNames(step)}</li>`)}
    </ol>
  </div>`;
}

/** T1, T2, … stand out, so that the eye finds their lines in the drawing. */
function boldNames(step: string): Content {
  return step.split(/\b(T\d+)\b/u).map((part, index) => (index % 2 === 1 ? html`<strong>${part}</strong>` : part));
}

function sentenceOf(clause: string): string {
  return `${clause.charAt(0).toUpperCase()}${clause.slice(1)}.`;
}
