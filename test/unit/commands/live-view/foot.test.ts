/** What is said while a live view is drawn stands above it, whole; nothing of the view stays behind doubled, also not after Ctrl-C. */
import { describe, expect, it } from 'vitest';
import { createTerminal } from '../../../../src/commands/create-terminal.js';
import { startLiveView } from '../../../../src/commands/start-live-view.js';
import type { CommandContext } from '../../../../src/commands/context.js';
import type { Plan } from '../../../../src/model/plan.js';
import { createCatalog } from '../../../../src/catalog/index.js';
import { loadIntervalOf } from '../../../fixtures/load-interval.js';
import { passingRecord } from '../../../fixtures/record.js';
import { SeenScreen } from '../../../fixtures/screen.js';

const record = passingRecord();
const catalog = createCatalog();
const plan = {
  scenario: {
    ...record.scenario,
    target: { topology: 'simulated', settings: { nodes: [{ name: 'jkt-b', zone: 'b' }] } },
  },
  phases: record.phases,
  durationMs: record.durationMs,
  faults: [
    {
      name: 'kill-jkt-b',
      kind: 'node-kill',
      settings: catalog.faults.get('node-kill').settings.parse({ node: 'jkt-b' }),
      injectAtMs: 40_000,
      healAtMs: 55_000,
    },
  ],
} as unknown as Plan;

function open(title?: string, isTty = true) {
  const screen = new SeenScreen();
  const write = (text: string): void => screen.write(text);
  const terminal = createTerminal({ isTty, columns: 110, hasColor: true, out: write, err: write });
  const context = { argv: [], terminal, environment: {}, signal: new AbortController().signal } as CommandContext;
  const view = startLiveView(plan, catalog, context, { isSilent: false, title });
  const phase = (atMs: number): void => view.onEvent({ kind: 'phase-started', atMs, phase: record.phases[0]!.name });
  return { screen, terminal, view, phase, write };
}

const said = 'SIGINT: stopping, and healing what was broken.';

describe.each([
  ['the dashboard of a run', undefined],
  ['the line of a study', 'repetition 3 of 10'],
])('%s', (_what, title) => {
  it('goes on below what is said at a Ctrl-C, and leaves nothing behind', () => {
    const { screen, terminal, view, phase, write } = open(title);
    view.onProgress('starting node jkt-b');
    phase(1_000);
    write('^C');
    terminal.err(`\n${said}\n`);
    phase(2_000);
    expect(screen.text.split('\n')[0]).toBe(said);
    expect(screen.text.split(title ?? record.scenario.name)).toHaveLength(2);
    expect(screen.text).not.toContain('^C');
  });

  it('gives the cursor back when the process leaves at once', () => {
    const { screen, terminal, phase, write } = open(title);
    phase(1_000);
    expect(screen.isCursorShown).toBe(false);
    write('^C');
    terminal.leaveFoot();
    terminal.err('\nStill injected: kill-jkt-b\n');
    expect(screen.isCursorShown).toBe(true);
    expect(screen.text.split('\n').at(-1)).toBe('Still injected: kill-jkt-b');
  });
});

describe('the line of a run within a study', () => {
  it('says which it is, what it will break, and then where in it we are', () => {
    const { screen, view, phase } = open('repetition 3 of 10');
    view.onProgress('starting node jkt-b');
    expect(screen.text).toBe(
      'repetition 3 of 10: starting node jkt-b; kills node jkt-b with SIGKILL and starts it again to heal',
    );
    view.onEvent({ kind: 'load-started', atMs: 0, wallClock: '2026-11-23T07:12:00.000Z' });
    phase(14_000);
    expect(screen.text).toBe('repetition 3 of 10: 0:14 of 1:30  ◇ kill-jkt-b in 0:26');
    view[Symbol.dispose]();
    expect(screen.text).toBe('');
    expect(screen.isCursorShown).toBe(true);
  });

  it('tells a log what breaks and heals, and not every second', () => {
    const { screen, view, phase } = open('repetition 3 of 10', false);
    view.onProgress('starting node jkt-b');
    phase(14_000);
    view.onEvent({ kind: 'fault-injected', atMs: 40_030, fault: 'kill-jkt-b', issuedMs: 40_000, verifiedMs: 40_030 });
    expect(screen.text.split('\n')).toEqual([
      'repetition 3 of 10: kills node jkt-b with SIGKILL and starts it again to heal',
      '  [0:40.0] Fault kill-jkt-b took effect after 30 ms.',
    ]);
  });
});

it('a frame that grows in its middle leaves nothing of the one before', () => {
  const { screen, view } = open();
  const detail = 'receiving Yes, applying Yes, and all that a server says of itself when it is asked';
  for (const [index, state] of (['read-only', 'serving', 'read-only', 'serving'] as const).entries())
    view.onEvent({
      kind: 'node-state',
      atMs: index - 10,
      node: 'jkt-b',
      state,
      detail,
      clusterSize: 1,
      replicaLagMs: null,
    });
  const before = screen.text.split('\n');
  const interval = { ...loadIntervalOf(0, 400), errors: {} };
  view.onEvent({ kind: 'interval', atMs: 400, interval });
  const after = screen.text.split('\n');
  expect(after.length).toBeGreaterThan(before.length);
  expect(after.filter((line) => line.includes(detail))).toEqual(before.filter((line) => line.includes(detail)));
  expect(after.find((line) => line.startsWith('errors'))).toMatch(/^errors {2}none$/u);
});
