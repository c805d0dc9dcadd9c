/** What people see of an exploration: what is announced, a line for each episode, the summary at its end. */
import { describe, expect, it } from 'vitest';
import { visibleLength, wrapLines } from '../../../../src/catalog/reporters/words/wrap.js';
import { announceExploration } from '../../../../src/commands/explore/announce.js';
import type { ExplorePlace } from '../../../../src/commands/explore/run-explore.js';
import { terminalSummary } from '../../../../src/commands/explore/terminal-summary.js';
import { sumUpExploration } from '../../../../src/repeat/explore/sum-up-exploration.js';
import { createCatalog } from '../../../../src/catalog/index.js';
import { episodeWith, explorationOf, lostTrouble, stuckTrouble } from '../../../fixtures/exploration.js';
import { readText, soundScenario } from '../../../fixtures/scenario-text.js';

const escape = String.fromCharCode(27);
const colour = new RegExp(`${escape}\\[\\d+m`, 'g');

const exploration = explorationOf([
  episodeWith(1, { purpose: 'control', recoveries: [] }),
  episodeWith(2, { troubles: [{ ...lostTrouble, statement: `${escape}[2J3 are lost.` }] }),
  episodeWith(3, { troubles: [{ ...stuckTrouble, explainedBy: 'It is claimed.' }] }),
]);
const record = { ...exploration, findings: sumUpExploration(exploration) };
const summary = terminalSummary(record, {
  hasColor: true,
  columns: 80,
  directory: `reports/${'long-'.repeat(12)}name`,
});

describe('the summary of an exploration', () => {
  it('colours its marks with whole codes, and lets no text bring codes of its own', () => {
    expect(summary).toContain(`${escape}[33m!${escape}[39m `);
    expect(summary.replaceAll(colour, '')).not.toMatch(/\[\d+m|(?!\n)\p{Cc}/u);
  });

  it('breaks no word at the edge of the terminal', () => {
    const wide = summary.split('\n').filter((line) => visibleLength(line) > 80);
    expect(wide.filter((line) => line.trim().includes(' '))).toEqual([]);
  });
});

const { faults } = createCatalog();
const kill = faults.get('node-kill');
const place: ExplorePlace = {
  scenario: readText(soundScenario),
  choices: [{ kind: kill, examples: [{ node: 'jkt-b' }] }],
  leftOut: [
    { kind: 'clock-skew', why: 'libfaketime is not installed.' },
    { kind: 'disk-full', why: 'This user may not mount.' },
    { kind: 'disk-slow', why: 'This user may not mount.' },
  ],
  window: { fromMs: 10_000, toMs: 40_000, quietMs: 6_000 },
  stakes: { nodes: [{ name: 'jkt-b', zone: 'b' }], nodesAtOnceMax: 1 },
  episodeMs: 80_000,
};
const announced = (forMs: number) => announceExploration(place, { forMs, only: null, wanted: undefined });

describe('the announcement of an exploration', () => {
  it('shows as many draws as fit into its time, and says how many', () => {
    const text = announced(150_000);
    expect(text).toContain('An episode takes about 1 min 20 s, so about 2 draws fit.');
    expect(text.match(/Draw \d+:/gu)).toEqual(['Draw 1:', 'Draw 2:']);
    expect(text).not.toContain('and so on');
  });

  it('shows no more than a screen of them', () => {
    const text = announced(3_600_000);
    expect(text).toContain('so about 45 draws fit.');
    expect(text.match(/Draw \d+:/gu)).toHaveLength(12);
    expect(text).toContain('… and so on, to about draw 45.');
  });

  it('says why kinds are left out, those with the same reason together', () => {
    expect(announced(60_000)).toContain('Left out: clock-skew. libfaketime is not installed.');
    expect(announced(60_000)).toContain('Left out: disk-full, disk-slow. This user may not mount.');
  });

  it('fits the terminal without breaking words', () => {
    const lines = wrapLines(announced(3_600_000), 80).split('\n');
    expect(lines.filter((line) => line.length > 80)).toEqual([]);
    expect(lines.filter((line) => /^ {2}\S/u.test(line)).length).toBeGreaterThan(12);
  });
});
