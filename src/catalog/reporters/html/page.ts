/** Puts the page of a run together, section by section. */
import type { RunRecord } from '../../../model/run-record.js';
import { verdictWords } from '../words/status.js';
import type { Assets } from './assets.js';
import { html } from './markup.js';
import { pageDataOf } from './page-data.js';
import { anomaliesSection, hasAnomalies } from './sections/anomalies.js';
import { checksSection } from './sections/checks.js';
import { environmentSection, instrumentSection, reproduceSection } from './sections/environment.js';
import { gatesSection } from './sections/gates.js';
import { latencySection } from './sections/latency.js';
import { loadSection } from './sections/load.js';
import { reconciliationSection } from './sections/reconciliation.js';
import { recoverySection } from './sections/recovery.js';
import { timelineSection } from './sections/timeline.js';
import { startOf, verdictSection } from './sections/verdict.js';
import { contentsOf, renderShell } from './shell.js';
import { glossarySection } from './term.js';

const contents = [
  ['gates', 'Gates'],
  ['recovery', 'Recovery'],
  ['timeline', 'Timeline'],
  ['latency', 'Latency'],
  ['outcomes', 'Outcomes'],
  ['reconciliation', 'Reconciliation'],
  ['anomalies', 'Anomalies'],
  ['checks', 'Checks'],
  ['environment', 'Environment'],
  ['reproduce', 'Reproduce'],
  ['glossary', 'Glossary'],
] as const;

export function renderPage(record: RunRecord, assets: Assets): string {
  const { verdict, scenario, isSimulated, runId, toolVersion, exitCode } = record;
  const shell = {
    title: `${verdictWords[verdict].word}: ${scenario.name}, ${startOf(record)}`,
    simulated: isSimulated ? 'No real database took part in this run.' : null,
    main: html`${verdictSection(record)}
    ${contentsOf(contents.filter(([id]) => id !== 'anomalies' || hasAnomalies(record)))} ${gatesSection(record)}
    ${recoverySection(record)} ${timelineSection(record)} ${latencySection(record)} ${loadSection(record)}
    ${reconciliationSection(record)} ${anomaliesSection(record)} ${checksSection(record)} ${instrumentSection(record)}
    ${environmentSection(record)} ${reproduceSection(record)} ${glossarySection()}`,
    bottom: `paystorm ${toolVersion} · run ${runId} · exit code ${exitCode}`,
    printed: {
      left: `${scenario.name}: ${verdict}${isSimulated ? ', SIMULATED' : ''}`,
      center: `run ${runId}`,
    },
    data: pageDataOf(record),
  };
  return renderShell(shell, assets);
}
