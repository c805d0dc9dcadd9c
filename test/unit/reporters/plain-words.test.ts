/** Words that must not mislead: an allowed loss does not hold, a stop gate does not judge, and nothing is squeezed until it breaks. */
import { describe, expect, it } from 'vitest';
import { renderPage } from '../../../src/catalog/reporters/html/page.js';
import { junit } from '../../../src/catalog/reporters/junit.js';
import { markdown } from '../../../src/catalog/reporters/markdown.js';
import { terminal } from '../../../src/catalog/reporters/terminal/terminal.js';
import { glossary } from '../../../src/catalog/reporters/words/glossary.js';
import type { RunRecord } from '../../../src/model/run-record.js';
import { reasonsFor } from '../../../src/verdict/reasons.js';
import { dataLossRecord, inconclusiveRecord, passingRecord } from '../../fixtures/record.js';

const options = { hasColor: false, columns: 80, directory: 'reports/x' };
const narrow = { ...options, columns: 60, directory: 'reports/20261123-080126-payday-spike-node-kill' };
const assets = { script: '', style: '', icon: '' };

describe('a loss that the claims of the scenario allow', () => {
  const [lost, ...others] = dataLossRecord().checks;
  const allowed = { ...lost!, verdict: 'pass', isAllowed: true } as const;
  const held = others.map((check) => ({ ...check, verdict: 'pass' }) as const);
  const record: RunRecord = { ...dataLossRecord(), checks: [allowed, ...held] };

  it('is not counted among the checks that hold', () => {
    const text = terminal.render(record, options).replace(/\s+/gu, ' ');
    expect(text).toContain(`Checks: ${held.length} of ${held.length + 1} hold, 1 more is broken as the claims`);
    expect(text).toContain(`! allowed ${allowed.check}`);
  });

  it('is marked as allowed in every report', () => {
    expect(markdown.render(record, options)).toContain('| ! allowed |');
    expect(renderPage(record, assets)).toContain('allowed');
  });

  it('stands beside the reason why the run passes', () => {
    const [reason] = reasonsFor({
      finish: 'completed',
      checks: record.checks,
      gates: [],
      brokenPromises: [],
      unhealed: [],
      doubts: [],
      caveats: [],
    });
    expect(reason).toContain(`(${held.length} of ${held.length + 1}) but ${allowed.check}: ${allowed.statement}`);
  });
});

describe('a gate that may stop the run', () => {
  const [gate] = passingRecord().gates;
  const stop = { ...gate!, gate: 'errors.rate > 90%', name: 'hopeless', verdict: 'pass', isStopGate: true } as const;
  const record: RunRecord = { ...passingRecord(), gates: [stop] };

  it('is told by its name and by what it does, and was not reached instead of passed', () => {
    const text = terminal.render(record, { ...options, columns: 120 });
    expect(text).toMatch(/✔ not reached\s+hopeless: errors\.rate > 90% \(stops the run\)/u);
    expect(markdown.render(record, options)).toContain('hopeless: errors.rate > 90% (stops the run)');
    expect(junit.render(record, options)).toContain('hopeless: errors.rate &gt; 90% (stops the run)');
  });

  it('that was reached is said to have stopped the run', () => {
    const text = terminal.render({ ...record, gates: [{ ...stop, verdict: 'fail' }] }, options);
    expect(text).toContain('✘ stopped run');
  });
});

describe('a terminal of 60 columns', () => {
  it.each(Object.entries({ passingRecord, dataLossRecord, inconclusiveRecord }))(
    'breaks no word of %s: the same words stand there as in a wide one',
    (_name, build) => {
      const record = build();
      const narrowText = terminal.render(record, narrow).replace(/\s+/gu, ' ');
      for (const { gate } of record.gates) expect(narrowText).toContain(gate);
      for (const { fault } of record.recoveries) expect(narrowText).toMatch(new RegExp(`${fault}: recovery time`, 'u'));
    },
  );

  it('gives a path that would not fit a line of its own', () => {
    expect(terminal.render(passingRecord(), narrow)).toContain(`Report:\n${narrow.directory}/report.html\n`);
  });
});

it('why nothing can be said of a recovery is a sentence below the table, not a cell of it', () => {
  const text = terminal.render(inconclusiveRecord(), options);
  expect(text).toMatch(/kill-jkt-b\s+inconclusive/u);
  expect(text).toContain('Inconclusive after kill-jkt-b: The effect of the fault was never observed.');
});

it('the probes of each node become cards on a narrow screen, so that no column is cut off', () => {
  expect(renderPage(passingRecord(), assets)).toMatch(
    /class="scroll cards" role="region" aria-label="Probe outages of/u,
  );
});

it('the glossary measures a heal outage by goodput, as the waterfall draws it beside slow brownouts', () => {
  expect(glossary['heal outage']).toContain('goodput is back at 99 %');
  expect(glossary['heal outage']).not.toMatch(/^Outage or brownout/u);
});
