/** What the figures rest on: what differed between the variants, what was the same, and how to get them again. */
import { facts } from '../../../catalog/reporters/html/facts.js';
import { html, type Content, type Markup } from '../../../catalog/reporters/html/markup.js';
import { outline } from '../../../catalog/reporters/html/outline.js';
import { commandLine } from '../../../catalog/reporters/html/sections/environment.js';
import { table } from '../../../catalog/reporters/html/table.js';
import { differingAmong, type Differing } from '../../../kit/differing-facts.js';
import { environmentFacts } from '../../../kit/environment-facts.js';
import { formatBytes, formatCount } from '../../../kit/format.js';
import { scenarioFacts } from '../../../kit/scenario-facts.js';
import type { ComparisonRecord } from '../../../model/comparison.js';
import type { RunRecord } from '../../../model/run-record.js';
import type { Variant } from '../read-variants.js';
import { contentsHash } from './contents-hash.js';

export function originSections(record: ComparisonRecord, variants: readonly Variant[]): Markup {
  const known = variants.filter((variant): variant is KnownVariant => variant.record !== null);
  return html`${differencesSection(record, known)} ${sameSection(record, known)} ${reproduceSection(record)}`;
}

interface KnownVariant extends Variant {
  readonly record: RunRecord;
}

function differencesSection({ setting, variants }: ComparisonRecord, known: readonly KnownVariant[]): Markup {
  const records = known.map(({ record }) => record);
  const settings = differingAmong(records.map(({ scenario }) => scenarioFacts(scenario)));
  const surroundings = differingAmong(records.map(environmentFacts));
  return html`<section id="differences">
    <h2>What differed</h2>
    <p>
      On purpose: <code>${setting}</code>, which was ${variants.map(({ value }) => value).join(', then ')}. It stands
      for these settings of the scenario:
    </p>
    ${tableOfDiffering('Settings that differ', settings, known)}
    ${
      surroundings.length > 0 &&
      html`<details>
        <summary>What servers and machine did not say the same of themselves (${surroundings.length})</summary>
        ${tableOfDiffering('Servers and machine', surroundings, known)}
      </details>`
    }
  </section>`;
}

function tableOfDiffering(label: string, rows: readonly Differing[], known: readonly KnownVariant[]): Markup {
  if (known.length < 2) return html`<p>Too few variants have a record to be laid side by side.</p>`;
  if (rows.length === 0) return html`<p>Nothing differs.</p>`;
  return table(
    label,
    [{ title: 'Setting' }, ...known.map(({ run }) => ({ title: run.value }))],
    rows.map(({ what, values }) => [html`<code>${what}</code>`, ...values]),
  );
}

function sameSection(record: ComparisonRecord, known: readonly KnownVariant[]): Markup {
  const { scenario, runs, toolVersion } = record;
  const arrivals = [...new Set(runs.map(({ load }) => load.arrivals))].map(formatCount);
  const hashes = new Set(known.map((each) => contentsHash(each.record)));
  const [hash] = hashes;
  const faults = scenario.faults.map(({ name, kind }) => `${name} (${kind})`).join(', ');
  const machines = [...new Set(known.map((each) => machineOf(each.record)))];
  const list: readonly (readonly [Content, Content])[] = [
    ['Seed', String(scenario.seed)],
    ['Arrivals', arrivals.length === 1 ? `${arrivals[0] ?? ''} in each run` : `not the same: ${arrivals.join(', ')}`],
    [
      'Their instants and contents',
      hash !== undefined && hashes.size === 1
        ? html`the same, payment by payment (SHA-256 of what they are drawn from:
            <code class="hash">${hash.slice(0, 12)}</code>)`
        : 'not the same, or not known of every run',
    ],
    ['Faults', faults === '' ? 'none' : `${faults}; settings that differ are above`],
    ...(machines.length === 1 ? [['Machine', machines[0] ?? ''] as const] : []),
    ['paystorm', toolVersion],
  ];
  return html`<section id="same">
    <h2>What was the same</h2>
    ${facts(list)}
  </section>`;
}

function machineOf({ environment: { runner, isSharedMachine } }: RunRecord): string {
  const shared = isSharedMachine ? '; runner and servers shared it' : '';
  return `${runner.cpu}, ${runner.cores} cores, ${formatBytes(runner.memoryBytes)}, ${runner.platform}, Node.js ${runner.node}${shared}`;
}

function reproduceSection({ command, scenario, scenarioHash, variants }: ComparisonRecord): Markup {
  return html`<section id="reproduce">
    <h2>Reproduce</h2>
    <p>The same scenario and seed give the same arrivals, with the same contents, at the same instants:</p>
    ${commandLine(command)}
    <p>
      How much each of these times varies from run to run is measured by <code>paystorm rto</code>, one variant at a
      time.
    </p>
    ${facts(
      variants.map(({ value, scenarioHash: own }) => [
        `Scenario hash (SHA-256), ${value}`,
        html`<code class="hash">${own}</code>`,
      ]),
    )}
    <details>
      <summary>The scenario of the first variant as it was understood, every default filled in</summary>
      <pre tabindex="0" role="region" aria-label="Scenario ${scenarioHash.slice(0, 12)}"><code>${outline(
        scenario,
      )}</code></pre>
    </details>
  </section>`;
}
