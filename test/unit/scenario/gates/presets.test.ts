/** Published objectives by name: what they expand to, and when they are refused. */
import { expect, it } from 'vitest';
import { createCatalog } from '../../../../src/catalog/index.js';
import { gatePresets } from '../../../../src/scenario/gates/presets.js';
import { readScenarioText } from '../../../../src/scenario/read-scenario.js';
import { problemLines, readText, soundScenario } from '../../../fixtures/scenario-text.js';

const withGates = (gates: string): string => soundScenario.replace(/gates:[^]*$/u, `gates:\n${gates}\n`);
const textsOf = (gates: string): readonly string[] => readText(withGates(gates)).gates.map(({ text }) => text);

it.each(Object.keys(gatePresets))('%s is made of gates that a scenario with a fault can have', (name) => {
  const gates = textsOf(`  - preset: ${name}`);
  expect(gates).toContain('lost_payments == 0');
  expect(gates.some((text) => text.startsWith('recovery_time'))).toBe(gatePresets[name]?.needsFault === true);
});

it('what a preset judges of recovery it judges after each fault, and not after the control that breaks nothing', () => {
  const text = `name: story
target: { topology: simulated }
traffic: { mix: weekday, phases: [{ name: steady, for: 90s, rate: 100/s }] }
faults:
  - { name: kill-b, fault: node-kill, node: node-b, at: steady + 20s, heal: 10s }
  - { name: slow, fault: latency, node: node-a, delay: 20ms, at: steady + 50s, heal: 10s }
  - { name: control, fault: none, at: steady + 70s, heal: 5s }
gates: [{ preset: dana }]
`;
  const { gates } = readScenarioText({ name: 'story.yaml', text }, { environment: {} }, createCatalog());
  const after = gates.filter(({ scope }) => scope.kind === 'after').map((gate) => gate.text);
  expect(after).toEqual(['recovery_time < 8s after kill-b', 'recovery_time < 8s after slow']);
});

it('what the scenario writes itself, or two presets say, is there once, and in the order of writing', () => {
  const gates = textsOf('  - { preset: money }\n  - lost_payments == 0\n  - preset: uber');
  expect(gates[0]).toBe('lost_payments == 0');
  expect(new Set(gates).size).toBe(gates.length);
  expect(gates).toContain('recovery_time < 10s after kill-b');
});

it.each([
  ['one that there is not', '  - preset: dan', '12:13 "dan" is not known here.'],
  ['one with a key of a gate', '  - { preset: dana, during: spike }', '12:21 The key "during" is unknown here.'],
])('%s is refused', (_what, gates, line) => {
  expect(problemLines(withGates(gates))).toEqual([expect.stringContaining(line)]);
});

it('one that judges recovery is refused where nothing is broken', () => {
  const quiet = withGates('  - preset: aurora').replace(/faults:\n.*\n/u, '');
  expect(problemLines(quiet)).toEqual([expect.stringMatching(/The preset judges how the service recovers/u)]);
});
