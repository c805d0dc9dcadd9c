/** How the service lived through each fault: when what happened, against which baseline, and on which node. */
import { formatClock, formatCount, formatDuration, formatMeasured, formatPercent } from '../../../../kit/format.js';
import type { FaultRecovery } from '../../../../model/recovery.js';
import type { RunRecord } from '../../../../model/run-record.js';
import { plannedSentence } from '../../words/planned.js';
import { skewSentence } from '../../words/skew.js';
import { html, type Content, type Markup } from '../markup.js';
import { beginOf } from '../page-data.js';
import { cardTable } from '../table.js';
import { term } from '../term.js';
import { waterfall, type Surroundings } from './waterfall.js';

export function recoverySection(record: RunRecord): Markup {
  if (record.recoveries.length === 0) {
    return html`<section id="recovery">
      <h2>Recovery</h2>
      <p>The scenario injects no fault, so recovery was not tested.</p>
    </section>`;
  }
  const { objectiveMs } = record.scenario.recovery;
  const surroundings = { objectiveMs, isSingleServer: record.nodes.length === 1 };
  return html`<section id="recovery">
    <h2>Recovery</h2>
    ${record.recoveries.map((recovery) => faultOf(recovery, surroundings))}
  </section>`;
}

function faultOf(recovery: FaultRecovery, surroundings: Surroundings): Markup {
  const injectMs = beginOf(recovery);
  return html`<article class="fault">
    <h3>${recovery.fault} <span class="quiet">${recovery.label}</span></h3>
    <p>
      At ${formatClock(injectMs, 1)} the ${recovery.planned === undefined ? 'fault' : 'operation'} ${recovery.sentence}.
      ${plannedSentence(recovery) ?? injectionSentence(recovery)} ${skewSentence(recovery)}
    </p>
    ${recovery.inconclusive === null ? null : html`<p class="status warm">Inconclusive: ${recovery.inconclusive}</p>`}
    ${waterfall(recovery, injectMs, surroundings)}
    <p class="notes">${baselineSentence(recovery)} ${massSentence(recovery)}</p>
    ${nodeOutages(recovery)} ${clientOutages(recovery)}
  </article>`;
}

function injectionSentence({ injection }: FaultRecovery): string {
  if (injection.verifiedMs === null) return 'Its effect was never observed.';
  const halfMs = (injection.verifiedMs - injection.issuedMs) / 2;
  return `Its effect was observed ${formatDuration(injection.verifiedMs - injection.issuedMs)} after the command, so the instant is known to ± ${formatDuration(halfMs)}.`;
}

function baselineSentence({ baseline }: FaultRecovery): Content {
  if (baseline === null) return html`There was no usable ${term('baseline')}.`;
  return html`The ${term('baseline')} is taken from ${formatCount(baseline.arrivals)} arrivals between
  ${formatClock(baseline.fromMs)} and ${formatClock(baseline.toMs)}; ${formatPercent(baseline.goodputRatio)} of them
  were good.`;
}

function massSentence({ unavailabilityMass: mass }: FaultRecovery): Content {
  if (mass === null) return null;
  const error = mass.arrivalsError === 0 ? '' : ` ± ${formatCount(mass.arrivalsError)}`;
  const outage = { valueMs: mass.fullOutageSeconds * 1000, errorMs: mass.fullOutageSecondsError * 1000 };
  return html`The ${term('unavailability mass')} is ${formatCount(mass.arrivals)}${error} good arrivals, as much as
  ${formatMeasured({ ...outage, isCensored: false })} of full outage.`;
}

function nodeOutages({ nodeOutages: nodes, fault }: FaultRecovery): Content {
  if (nodes.length === 0) return null;
  const columns = [
    { title: 'Node' },
    { title: 'No successful probe for', isNumber: true },
    { title: 'Next success at', isNumber: true },
  ];
  const rows = nodes.map(({ node, outageMs, firstSuccessMs }) => [
    node,
    outageMs === null ? 'not measured' : formatMeasured(outageMs),
    firstSuccessMs === null ? '–' : formatClock(firstSuccessMs, 2),
  ]);
  return html`<details open>
    <summary>Each node by its own probes</summary>
    ${cardTable(`Probe outages of ${fault}`, columns, rows)}
  </details>`;
}

function clientOutages({ zones, worstConnection: worst, fault }: FaultRecovery): Content {
  if (zones.length === 0) return null;
  const columns = [
    { title: 'Customers of' },
    { title: 'Longest outage', isNumber: true },
    { title: 'Served well until the heal', isNumber: true },
    { title: 'Refused by a server', isNumber: true },
  ];
  const rows = zones.map((view) => [
    `zone ${view.zone}`,
    view.outageMs === null ? 'no arrivals' : formatMeasured(view.outageMs),
    formatPercent(view.good / view.arrivals),
    formatCount(view.refused),
  ]);
  const connection =
    worst === null
      ? 'No connection of the pool met an outage.'
      : `The connection that waited longest for a good answer, number ${worst.connection}, waited ${formatMeasured(worst.outageMs)}.`;
  return html`<details>
    <summary>Each zone by its customers, and the worst connection</summary>
    ${cardTable(`Outages of ${fault} by zone`, columns, rows)}
    <p class="notes">${connection}</p>
  </details>`;
}
