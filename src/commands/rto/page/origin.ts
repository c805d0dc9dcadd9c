/** Where the figures are from: machines, servers, scenario, and the command that gives them again. */
import { facts } from '../../../catalog/reporters/html/facts.js';
import { html, type Content, type Markup } from '../../../catalog/reporters/html/markup.js';
import { outline } from '../../../catalog/reporters/html/outline.js';
import { commandLine, serverTable } from '../../../catalog/reporters/html/sections/environment.js';
import { term } from '../../../catalog/reporters/html/term.js';
import { counted, formatBytes, formatDuration } from '../../../kit/format.js';
import type { RtoRecord, StudyEnvironment } from '../../../model/rto.js';

export function originSections(record: RtoRecord): Markup {
  return html`${environmentSection(record)} ${reproduceSection(record)}`;
}

function environmentSection({ environments = [], repetitions, pooled }: RtoRecord): Markup {
  const versions = [...new Set(repetitions.map((each) => each.serverVersions.join(' and ')))];
  const unknown = html`<p>
    Servers: ${versions.join('; then ') || 'unknown'}. The report of each repetition tells the rest.
  </p>`;
  return html`<section id="environment">
    <h2>Environment</h2>
    ${pooled !== undefined && differenceList(pooled.differences)}
    ${
      environments.length > 1 &&
      html`<p class="status warm">
        The repetitions were not all played in the same place: ${counted(environments.length, 'environment')} follow.
      </p>`
    }
    ${environments.length === 0 ? unknown : environments.map((each) => environmentOf(each, environments.length > 1))}
  </section>`;
}

/** What was not the same among stored runs. */
export function differenceList(differences: readonly string[]): Content {
  if (differences.length === 0)
    return html`<p>Nothing else than what repetitions vary differs between these stored runs.</p>`;
  return html`<ul>
    ${differences.map((sentence) => html`<li>${sentence}</li>`)}
  </ul>`;
}

function environmentOf({ environment, repetitions }: StudyEnvironment, isOneOfMany: boolean): Content {
  const { runner, topology, isSharedMachine } = environment;
  return html`${isOneOfMany && html`<h3>Repetitions ${repetitions.join(', ')}</h3>`}
  ${isSharedMachine && html`<p>Runner and servers shared one machine: shapes and ratios hold elsewhere, absolute rates and latencies do not.</p>`}
  ${facts([
    ['Machine', `${runner.cpu}, ${runner.cores} cores, ${formatBytes(runner.memoryBytes)}, ${runner.platform}`],
    ['Node.js', runner.node],
    ...Object.entries(topology),
  ])}
  ${serverTable(environment)}`;
}

function reproduceSection(record: RtoRecord): Markup {
  const { command, scenario, scenarioHash, phaseWindowMs, toolVersion, wanted, pooled } = record;
  return html`<section id="reproduce">
    <h2>Reproduce</h2>
    <p>
      ${
        pooled === undefined
          ? 'The same scenario and seed give the same repetitions: the same arrivals, victims and phases.'
          : 'The same journals give the same figures.'
      }
    </p>
    ${commandLine(command)}
    ${facts([
      ['paystorm', toolVersion],
      ['Seed', String(scenario.seed)],
      [term('phase of a fault', 'Phase window'), formatDuration(phaseWindowMs)],
      ...(pooled === undefined ? [['Repetitions wanted', String(wanted)] as const] : []),
      ['Scenario hash (SHA-256)', html`<code class="hash">${scenarioHash}</code>`],
    ])}
    <details>
      <summary>The scenario as it was understood, every default filled in</summary>
      <pre tabindex="0" role="region" aria-label="Scenario"><code>${outline(scenario)}</code></pre>
    </details>
  </section>`;
}
