/** What one must know to believe the numbers and to get them again: the instrument, the machines, the scenario, the command. */
import { clientSentence } from '../../../../kit/client-sentence.js';
import { formatBytes, formatClock, formatCount, formatDuration } from '../../../../kit/format.js';
import type { Environment } from '../../../../model/environment.js';
import type { RunRecord } from '../../../../model/run-record.js';
import { statusMark } from '../icon.js';
import { html, type Content, type Markup } from '../markup.js';
import { facts } from '../facts.js';
import { table } from '../table.js';
import { term } from '../term.js';
import { outline } from '../outline.js';

export function instrumentSection({ instrument }: RunRecord): Markup {
  const mark = instrument.isHealthy
    ? statusMark({ icon: '✔', word: 'healthy', tone: 'good' })
    : statusMark({ icon: '!', word: 'not healthy', tone: 'warm' });
  return html`<section id="instrument">
    <h2>Instrument</h2>
    <p>${mark} Did paystorm itself keep up? What it did late is never blamed on the target.</p>
    ${
      instrument.problems.length > 0 &&
      html`<ul>
        ${instrument.problems.map((problem) => html`<li>${problem}</li>`)}
      </ul>`
    }
    ${facts([
      [term('schedule lag', 'Schedule lag, p99'), formatDuration(instrument.scheduleLagMsP99)],
      ['Schedule lag, max', formatDuration(instrument.scheduleLagMsMax)],
      ['Arrivals dropped by the generator', formatCount(instrument.generatorLate)],
      ['Event-loop delay, max', formatDuration(instrument.eventLoopDelayMsMax)],
      ['Garbage collection, sum', formatDuration(instrument.garbageCollectionMs)],
      ['Resident memory, max', formatBytes(instrument.rssBytesMax)],
    ])}
  </section>`;
}

export function environmentSection(record: RunRecord): Markup {
  const { runner, topology, isSharedMachine } = record.environment;
  const { connections, threads } = record.scenario.client;
  return html`<section id="environment">
    <h2>Environment</h2>
    ${isSharedMachine && html`<p>Runner and servers shared one machine: shapes and ratios hold elsewhere, absolute rates and latencies do not.</p>`}
    ${facts([
      ['Machine', `${runner.cpu}, ${runner.cores} cores, ${formatBytes(runner.memoryBytes)}, ${runner.platform}`],
      ['Runner', `paystorm ${record.toolVersion} on Node.js ${runner.node}`],
      [
        'Client',
        `${formatCount(connections)} connections on ${threads} ${threads === 1 ? 'thread' : 'threads'}. ${clientSentence(record.scenario)}`,
      ],
      ...(record.scenario.operations ?? []).map(
        ({ kind, file, sha256 }) => [`Operation ${kind}`, `${file}, compiled SHA-256 ${sha256}`] as const,
      ),
      ['Topology', record.scenario.target.topology],
      ...Object.entries(topology),
    ])}
    ${serverTable(record.environment)}
  </section>`;
}

/** Settings as rows and nodes as columns: what differs between nodes shows at once. */
export function serverTable({ servers }: Pick<Environment, 'servers'>): Content {
  if (servers.length === 0) return html`<p>No server could be asked for its settings.</p>`;
  const names = [...new Set(servers.flatMap((server) => Object.keys(server.settings)))].sort();
  const rows = [
    [html`<strong>version</strong>`, ...servers.map((server) => server.version)],
    ...names.map((name) => [html`<code>${name}</code>`, ...servers.map((server) => server.settings[name] ?? '–')]),
  ];
  return table(
    'Servers and their settings',
    [{ title: 'Setting' }, ...servers.map((server) => ({ title: server.node }))],
    rows,
  );
}

export function reproduceSection(record: RunRecord): Markup {
  const phases = record.phases.map((phase) => [
    phase.isWarmup ? `${phase.name} (warm-up)` : phase.name,
    formatClock(phase.startMs),
    formatClock(phase.endMs),
    formatDuration(phase.endMs - phase.startMs),
  ]);
  const columns = [
    { title: 'Phase' },
    { title: 'From', isNumber: true },
    { title: 'To', isNumber: true },
    { title: 'Length', isNumber: true },
  ];
  return html`<section id="reproduce">
    <h2>Reproduce</h2>
    <p>The same scenario and seed give the same arrivals, with the same contents, at the same instants:</p>
    ${commandLine(record.command)}
    ${facts([
      ['Seed', String(record.scenario.seed)],
      ['Run', record.runId],
      ['Scenario hash (SHA-256)', html`<code class="hash">${record.scenarioHash}</code>`],
    ])}
    ${table('Phases', columns, phases)}
    ${
      record.notices.length > 0 &&
      html`<details>
        <summary>What the cluster said during the run (${record.notices.length})</summary>
        <ul class="examples">
          ${record.notices.slice(0, 200).map((notice) => html`<li>${formatClock(notice.atMs, 2)} ${notice.node} ${notice.text}</li>`)}
        </ul>
      </details>`
    }
    <details>
      <summary>The scenario as it was understood, every default filled in</summary>
      <pre tabindex="0" role="region" aria-label="Scenario"><code>${outline(record.scenario)}</code></pre>
    </details>
  </section>`;
}

/** To be copied into a shell as it stands. */
export function commandLine(words: readonly string[]): Markup {
  return html`<pre
    tabindex="0"
    role="region"
    aria-label="Command"
  ><code>${words.map(shellWord).join(' ')}</code></pre>`;
}

function shellWord(word: string): string {
  return /^[\w./:=@%+,-]+$/.test(word) ? word : `'${word.replace(/'/g, `'\\''`)}'`;
}
