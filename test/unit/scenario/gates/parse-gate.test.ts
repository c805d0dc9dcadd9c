/** The gate grammar: what is understood, and which part of a gate is blamed when it is not. */
import { describe, expect, test } from 'vitest';
import { metrics } from '../../../../src/model/metric.js';
import { parseGate } from '../../../../src/scenario/gates/parse-gate.js';
import { printGate } from '../../../../src/scenario/gates/print-gate.js';

function gateOf(text: string) {
  const result = parseGate(text);
  if (!result.ok) throw new Error(result.problems[0]?.message);
  return result.gate;
}

describe('a gate that is understood', () => {
  test('names its metric, limit and fault', () => {
    expect(gateOf('recovery_time < 8s after lose-zone-b')).toEqual({
      text: 'recovery_time < 8s after lose-zone-b',
      name: null,
      metric: 'recovery_time',
      aggregate: null,
      tags: {},
      comparator: '<',
      limit: { kind: 'value', value: 8_000, unit: 'ms' },
      scope: { kind: 'after', fault: 'lose-zone-b' },
      withinMs: null,
      forMs: null,
      onBreach: 'fail',
      graceMs: 0,
    });
  });

  test('compares with a share of the offered load within a time', () => {
    const gate = gateOf('throughput >= 95% of offered after lose-zone-b within 30s');
    expect(gate.limit).toEqual({ kind: 'share-of-offered', percent: 95 });
    expect(gate.withinMs).toBe(30_000);
  });

  test('compares with the baseline and a floor', () => {
    const gate = gateOf('response_time.p99 <= baseline + 10% floor 5ms during settle');
    expect(gate.limit).toEqual({ kind: 'baseline', plusPercent: 10, floor: { value: 5, unit: 'ms' } });
  });

  test('sorts its tags', () => {
    const gate = gateOf('response_time.p99.9{zone=a, operation=transfer} < 250ms during steady for 5s');
    expect(Object.entries(gate.tags)).toEqual([
      ['operation', 'transfer'],
      ['zone', 'a'],
    ]);
    expect([gate.aggregate, gate.forMs]).toEqual(['p99.9', 5_000]);
  });

  test('says whether its scope was written', () => {
    expect(parseGate('errors.rate < 1% during run')).toMatchObject({
      hasScope: true,
      gate: { scope: { kind: 'run' } },
    });
    expect(parseGate('errors.rate < 1%')).toMatchObject({ hasScope: false, gate: { scope: { kind: 'run' } } });
  });

  test.each(metrics.map((metric) => metric.example))('is the example of the reference: %s', (example) => {
    const gate = gateOf(example);
    expect(gateOf(printGate(gate))).toEqual({ ...gate, text: printGate(gate) });
  });
});

/** The blamed part is marked by its own text. */
test.each([
  ['recoverytime < 8s', 'recoverytime', 'Did you mean "recovery_time"?'],
  ['recovery_time < 8', '8', 'Write 8s or 8ms.'],
  ['recovery_time.p99 < 8s', '.p99', 'Write recovery_time alone.'],
  [
    'response_time < 5ms',
    'response_time',
    'Write response_time.p99{operation=transfer} < 250ms during PHASE, for example.',
  ],
  ['response_time.p999 < 5ms', '.p999', 'Write p99.9.'],
  ['response_time.p101 < 5ms', '.p101', 'Write p50, p99 or p99.9, for example.'],
  ['response_time.mx < 5ms', '.mx', 'Did you mean ".max"?'],
  ['errors.p99 < 5%', '.p99', 'Write errors.rate{class=deadlock} < 0.1% during PHASE, for example.'],
  ['anomalies{kind=lost-updates} == 0', 'lost-updates', 'Did you mean "lost-update"?'],
  ['availability >= 99.9 during steady', '99.9', 'Write 99.9%.'],
  ['availability > 101%', '101%', 'Write a share of the whole.'],
  ['availability > 8s', '8s', 'Change the limit or the metric.'],
  ['lost_payments = 0', '=', 'Write ==.'],
  ['lost_payments ≤ 0', '≤', 'Write <=.'],
  ['errors.rate{class=deadlok} < 1%', 'deadlok', 'Did you mean "deadlock"?'],
  ['response_time.p99{phase=steady} < 1s', 'phase', 'Write during PHASE after the limit.'],
  ['response_time.p99{zone=a,zone=b} < 1s', 'zone', 'Write one gate for each value.'],
  ['response_time.p99{zone=a < 1s', '{', 'Write }.'],
  ['response_time.p99 >= baseline', 'baseline', 'Write <= before it.'],
  ['lost_payments <= baseline', 'baseline', 'Write lost_payments == 0, for example.'],
  ['availability >= 95% of offered', '95%', 'Write availability >= 99.9% during PHASE, for example.'],
  ['goodput >= 400/s during', 'during', 'Write the name after it.'],
  ['goodput >= 400/s during steady for', 'for', 'Write 30s, for example.'],
  ['goodput >= 400/s during steady for 0s', '0s', 'Write a longer one.'],
  ['goodput >= 400/s during steady for 5', '5', 'Write 5s or 5ms.'],
  ['lost_payments == 0 please', 'please', 'Remove it, or put the parts in this order.'],
])('the gate "%s" is refused because of "%s": %s', (text, blamed, remedy) => {
  const result = parseGate(text);
  if (result.ok) throw new Error('The gate was understood.');
  const blames = result.problems.map(({ offset, length, ...words }) => [
    text.slice(offset, offset + length),
    words.remedy,
  ]);
  expect(blames).toEqual([[blamed, remedy]]);
});

test('a gate without a limit is refused', () => {
  expect(parseGate('lost_payments ==')).toMatchObject({
    ok: false,
    problems: [{ message: 'The gate ends without a limit.' }],
  });
});

test.each([
  ['recovery_time < 8 after lose within 5', ['8', '5'], { kind: 'after', fault: 'lose' }],
  ['throughput >= 95 of offered during steady for 0s', ['95', '0s'], { kind: 'during', phase: 'steady' }],
  ['response_time.p99 < baseline + 10 floor 5ms after lose', ['10'], { kind: 'after', fault: 'lose' }],
])('a wrong limit of "%s" hides neither a wrong window nor when it is judged', (text, blamed, scope) => {
  const result = parseGate(text);
  if (result.ok) throw new Error('The gate was understood.');
  expect(result.problems.map(({ offset, length }) => text.slice(offset, offset + length))).toEqual(blamed);
  expect(result.understood?.gate.scope).toEqual(scope);
});
