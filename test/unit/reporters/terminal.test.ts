import { describe, expect, it } from 'vitest';
import { terminal } from '../../../src/catalog/reporters/terminal/terminal.js';
import { visibleLength } from '../../../src/catalog/reporters/words/wrap.js';
import { hostileTexts } from '../../fixtures/hostile.js';
import {
  dataLossRecord,
  faultFreeRecord,
  inconclusiveRecord,
  passingRecord,
  zoneOutageRecord,
} from '../../fixtures/record.js';

const escape = String.fromCharCode(27);
const options = { hasColor: false, columns: 80, directory: 'reports/x' };
const records = { passingRecord, dataLossRecord, inconclusiveRecord, faultFreeRecord };

describe('the terminal summary', () => {
  it.each(Object.entries(records))(
    'of %s fits into 80 columns and has no colours without a terminal',
    (_name, build) => {
      const text = terminal.render(build(), options);
      expect(text).not.toContain(escape);
      expect(text.split('\n').filter((line) => visibleLength(line) > 80)).toEqual([]);
    },
  );

  it('answers the three questions with a word before it shows a gate', () => {
    const text = terminal.render(dataLossRecord(), options);
    expect(text).toMatch(/Zero downtime\?\s+✔ met/);
    expect(text).toMatch(/Zero data loss\?\s+✘ not met/);
    expect(text).toMatch(/Zero inconsistency\?\s+\? undecided/);
    expect(text.indexOf('Zero data loss?')).toBeLessThan(text.indexOf('\nverdict '));
  });

  it('names lost payments, their money, and how many more there are', () => {
    const text = terminal.render(dataLossRecord(), options);
    expect(text).toContain('✘ Lost: 1,224 payments, 6,180,400 minor units');
    expect(text).toContain('4503599627370497');
    expect(text).toContain('and 1,219 more in the report');
  });

  it('tells of a fault whose customers were served, and whom a server refused', () => {
    const text = terminal.render(passingRecord(), options).replaceAll(/\s+/gu, ' ');
    expect(text).toMatch(/until \S+ was healed, by zone: a 90 %; b 80 % with 12 refusals; c 70 % with 24 refusals\./u);
  });

  it('ends with the report and the meaning of the exit code', () => {
    const { gates, ...record } = passingRecord();
    const holding = { ...record, gates: gates.filter(({ verdict }) => verdict === 'pass') };
    const lines = terminal.render(holding, options).trimEnd().split('\n');
    expect(lines.slice(-2)).toEqual(['Report: reports/x/report.html', 'Exit code 0: every gate holds.']);
  });

  it('does not say that every gate holds where one warns', () => {
    expect(passingRecord().gates).toContainEqual(expect.objectContaining({ isWarning: true, verdict: 'fail' }));
    const text = terminal.render(passingRecord(), options);
    expect(text.trimEnd()).toMatch(/Exit code 0: every gate holds but 1 that only warns\.$/u);
  });

  it('names no report and no exit code that are not there when files could not be written', () => {
    const unwritten = { exitCode: 100, files: ['report.html', 'junit.xml'] };
    const lines = terminal
      .render(passingRecord(), { ...options, unwritten })
      .trimEnd()
      .split('\n');
    expect(lines.slice(-2)).toEqual([
      'Not written: report.html, junit.xml in reports/x.',
      'Exit code 100, because reports are missing; with them it would be 0.',
    ]);
  });

  it('says what the exit code means where it is the same without them', () => {
    const record = dataLossRecord();
    const text = terminal.render(record, {
      ...options,
      unwritten: { exitCode: record.exitCode, files: ['junit.xml'] },
    });
    expect(text.trimEnd()).toContain('\nExit code 120: data violation');
  });

  it('shows the way to a report that was written, also when other files could not be', () => {
    const unwritten = { exitCode: 100, files: ['junit.xml'] };
    const text = terminal.render(passingRecord(), { ...options, unwritten });
    expect(text).toContain('Report: reports/x/report.html\nNot written: junit.xml in reports/x.');
  });

  it('is the same text with colours as without', () => {
    const colored = terminal.render(dataLossRecord(), { ...options, hasColor: true });
    expect(colored).toContain(`${escape}[31m`);
    const plain = terminal.render(dataLossRecord(), options).split('\n');
    expect(colored.split('\n').map(visibleLength)).toEqual(plain.map(visibleLength));
  });

  it('tells how far apart the nodes of a zone were hit, and nothing of it where one was', () => {
    const text = terminal.render(zoneOutageRecord(), options);
    expect(text).toContain('The first node was hit at 0:40.01, the last 12 ms later.');
    expect(terminal.render(passingRecord(), options)).not.toContain('The first node');
  });

  it('puts SIMULATED first', () => {
    expect(terminal.render(inconclusiveRecord(), options)).toMatch(/^SIMULATED/);
  });

  it.each(hostileTexts)('does not let %j control the terminal', (text) => {
    const record = passingRecord({ name: text });
    const gates = record.gates.map((gate) => ({ ...gate, gate: text, observed: text }));
    const rendered = terminal.render({ ...record, gates, reasons: [text] }, options);
    expect(rendered).not.toMatch(/[\p{Cf}]|(?!\n)\p{Cc}/u);
  });
});
