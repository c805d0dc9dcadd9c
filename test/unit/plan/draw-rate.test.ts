/** The drawing of a planned rate: what a reader must find in it, and that it fits a terminal of 80 columns. */
import { expect, test } from 'vitest';
import { describePlan } from '../../../src/plan/describe-plan.js';
import { drawRate } from '../../../src/plan/draw-rate.js';
import { testCatalog } from '../../fixtures/catalog.js';
import { planOf, soundPlan } from '../../fixtures/plan.js';

test('it shows rate, times, phases and faults under each other', () => {
  expect(drawRate(soundPlan())).toEqual([
    '500/s │                               ▄███████████████████████████████████████',
    '      │                             ▁▇████████████████████████████████████████',
    '      │                            ▄██████████████████████████████████████████',
    '250/s │     ▃▃▃▃▃▃▃▃▃▃▃▃▃▃▃▃▃▃▃▃▃▃▇███████████████████████████████████████████',
    '      │▂▂▂▂▂██████████████████████████████████████████████████████████████████',
    '      │███████████████████████████████████████████████████████████████████████',
    '  0/s └┬────────────┬────────────┬────────────┬────────────┬────────────┬─────',
    '       0:00         0:12         0:24         0:36         0:48         1:00',
    '       │war…│steady               │spike',
    '                                        ×━━━━━━━━━━━━━━━━━━━━━ kill-b',
  ]);
});

test('it keeps the top of a wave that is shorter than a column', () => {
  const phases =
    '[{ name: long, for: 1h, rate: 10/s }, { name: wave, for: 100ms, rate: 900/s }, { name: after, for: 1h, rate: 10/s }]';
  const [first = '', ...others] = drawRate(planOf({ phases }));
  expect(first.replaceAll(/[^█]/gu, '')).toBe('█');
  expect(first.startsWith('900/s')).toBe(true);
  expect(others[4]).toMatch(/│[▁█]+$/u);
});

test('it leaves silence white, and shows what hardly arrives', () => {
  const phases =
    '[{ name: a, for: 10s, rate: 1k/s }, { name: b, for: 10s, shape: pause }, { name: c, for: 10s, rate: 1/s }]';
  expect(drawRate(planOf({ phases }))[5]).toMatch(/│█{24} {23,24}▁{24}$/u);
});

test.each(['5k/s', '1234.5/s', '7/m', '0.001/s'])('it fits 80 columns at %s, whatever the names are', (rate) => {
  const name = 'x'.repeat(70);
  const phases = `[{ name: a, for: 23h, rate: ${rate} }, { name: ${name}, for: 10m, rate: ${rate} }, { name: b, for: 40m, rate: ${rate} }]`;
  const faults = Array.from({ length: 10 }, (_unused, index) => {
    return `{ name: ${index % 2 === 0 ? 'short' : name}-${index}, fault: node-kill, node: jkt-b, at: b + ${index}m, heal: 10s }`;
  });
  const plan = planOf({ phases, keys: `faults: [${faults.join(', ')}]` });
  const lines = describePlan(plan, testCatalog()).split('\n');
  const drawn = lines.slice(lines.indexOf('Rate over time') + 1, lines.indexOf('Client') - 1);
  expect(drawn.length).toBe(6 + 3 + 8 + 1);
  expect(drawn.filter((line) => line.length > 80)).toEqual([]);
  expect(drawn.at(-1)?.trim()).toBe('and 2 more faults');
});

test('a fault that stays goes on to the end', () => {
  const plan = planOf({ keys: 'faults: [{ name: more, fault: grow, node: jkt-b, at: only + 5s }]' });
  expect(drawRate(plan).at(-1)).toMatch(/^ +more ×━{34,36}$/u);
});
