import { describe, expect, it } from 'vitest';
import { junit } from '../../../src/catalog/reporters/junit.js';
import { hostileTexts } from '../../fixtures/hostile.js';
import { dataLossRecord, inconclusiveRecord, passingRecord } from '../../fixtures/record.js';
import { elementsOf, parseXml } from '../../fixtures/xml.js';

const options = { hasColor: false, columns: 80, directory: 'reports/x' };
const render = (record: Parameters<typeof junit.render>[0]) => parseXml(junit.render(record, options));

describe('junit.xml', () => {
  it('has one test case per gate and per check', () => {
    const record = dataLossRecord();
    const names = elementsOf(render(record), 'testcase').map(({ attributes }) => attributes['name']);
    expect(names).toEqual([...record.gates.map(({ gate }) => gate), ...record.checks.map(({ check }) => check)]);
  });

  it('makes a failed check a failure and an undecided one an error', () => {
    const root = render(dataLossRecord());
    expect(elementsOf(root, 'failure').map(({ attributes }) => attributes['message'])).toEqual([
      'Observed 1,224 of 48,211, limit == 0.',
      '1,224 of 48,211 acknowledged payments are absent.',
    ]);
    expect(elementsOf(root, 'error').map(({ attributes }) => attributes['type'])).toEqual(['inconclusive']);
  });

  it('says in its name that a run was simulated', () => {
    const [real, simulated] = [false, true].map(
      (isSimulated) => render({ ...passingRecord(), isSimulated }).attributes,
    );
    expect(simulated?.['name']).toBe(`${real?.['name']} (SIMULATED)`);
  });

  it('counts in its head what it holds', () => {
    const root = render(dataLossRecord());
    const { tests, failures, errors } = root.attributes;
    expect([tests, failures, errors].map(Number)).toEqual([
      elementsOf(root, 'testcase').length,
      elementsOf(root, 'failure').length,
      elementsOf(root, 'error').length,
    ]);
  });

  it('never lets an undecided gate look like a pass', () => {
    const cases = elementsOf(render(inconclusiveRecord()), 'testcase');
    expect(cases[0]!.children.map((child) => child.name)).toEqual(['error']);
  });

  it('does not fail the pipeline for a gate that only warns', () => {
    const warning = elementsOf(render(passingRecord()), 'testcase').find(({ attributes }) =>
      attributes['name']!.startsWith('availability'),
    );
    expect(warning!.children.map((child) => child.name)).toEqual(['system-out']);
    expect(warning!.children[0]!.text).toContain('warning');
  });

  it.each(hostileTexts)('stays well-formed with the text %j in it', (text) => {
    const record = dataLossRecord();
    const checks = record.checks.map((check) => ({ ...check, statement: text, examples: [text] }));
    const root = render({ ...record, scenario: { ...record.scenario, name: text }, checks });
    expect(elementsOf(root, 'testcase')).toHaveLength(record.gates.length + checks.length);
  });
});
