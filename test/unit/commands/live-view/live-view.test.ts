import { describe, expect, it } from 'vitest';
import { visibleLength } from '../../../../src/catalog/reporters/words/wrap.js';
import { createLiveView, type LiveView } from '../../../../src/commands/live-view/live-view.js';
import type { Plan } from '../../../../src/model/plan.js';
import { loadIntervalOf } from '../../../fixtures/load-interval.js';
import { passingRecord } from '../../../fixtures/record.js';

const record = passingRecord();
const nodes = record.nodes.map(({ node, zone }) => ({ name: node, zone }));
const plan = {
  scenario: record.scenario,
  phases: record.phases,
  durationMs: record.durationMs,
  faults: [{ name: 'kill-jkt-b', kind: 'node-kill', settings: {}, injectAtMs: 40_000, healAtMs: 55_000 }],
} as unknown as Plan;
const escape = String.fromCharCode(27);
const escapeSequence = new RegExp(`${escape}\\[[?\\d]*[a-zA-Z]`, 'g');

interface Shown {
  readonly view: LiveView;
  readonly text: () => string;
}

function open(options: {
  readonly isTty: boolean;
  readonly columns?: number;
  readonly write?: (text: string) => void;
}): Shown {
  const written: string[] = [];
  const write = options.write ?? ((text: string) => void written.push(text));
  return {
    view: createLiveView({ isTty: options.isTty, columns: options.columns ?? 80, hasColor: false, write, plan, nodes }),
    text: () => written.join(''),
  };
}

function kill(view: LiveView): void {
  view.onEvent({
    kind: 'fault-injecting',
    atMs: 40_000,
    fault: 'kill-jkt-b',
    faultKind: 'node-kill',
    targets: { nodes: ['jkt-b'] },
    sentence: 'kills node jkt-b with SIGKILL',
  });
  view.onEvent({ kind: 'fault-injected', atMs: 40_030, fault: 'kill-jkt-b', issuedMs: 40_000, verifiedMs: 40_030 });
  view.onEvent({
    kind: 'node-state',
    atMs: 40_040,
    node: 'jkt-b',
    state: 'down',
    detail: 'refused',
    clusterSize: 2,
    replicaLagMs: null,
  });
}

describe('the live view in a log', () => {
  it('writes one line every five seconds, without escape sequences', () => {
    const { view, text } = open({ isTty: false });
    for (let second = 1; second <= 12; second += 1)
      for (const thread of [0, 1]) view.onInterval(loadIntervalOf(thread, second * 1_000));
    expect(text().match(/^\[0:\d\d\] /gm)).toEqual(['[0:05] ', '[0:10] ']);
    expect(text()).toContain('offered 1,000/s, acknowledged 1,000/s, p99 21 ms, in flight 20');
    expect(text()).not.toContain(escape);
  });

  it('writes one line for each notable event, and none when a node repeats its state', () => {
    const { view, text } = open({ isTty: false });
    kill(view);
    kill(view);
    expect(
      text()
        .split('\n')
        .filter((line) => line.includes('Node jkt-b is down')),
    ).toHaveLength(1);
    expect(text()).toContain('[0:40.0] Fault kill-jkt-b: kills node jkt-b with SIGKILL.');
  });

  it('tells what set-up is doing', () => {
    const { view, text } = open({ isTty: false });
    view.onProgress('starting node jkt-b');
    expect(text()).toBe('starting node jkt-b\n');
  });
});

describe('the live view on a terminal', () => {
  it.each([60, 80, 120])('never draws a line wider than %i columns', (columns) => {
    const { view, text } = open({ isTty: true, columns });
    for (let second = 1; second <= 42; second += 1)
      for (const thread of [0, 1]) view.onInterval(loadIntervalOf(thread, second * 1_000, second === 41 ? 0 : 500));
    kill(view);
    const widest = Math.max(...text().replace(escapeSequence, '').split('\n').map(visibleLength));
    expect(widest).toBeGreaterThan(40);
    expect(widest).toBeLessThan(columns);
  });

  it('shows the fault with a countdown to its heal and the node with icon and word', () => {
    const shown = open({ isTty: true });
    shown.view.onInterval(loadIntervalOf(0, 42_000));
    kill(shown.view);
    expect(shown.text()).toContain('kill-jkt-b on jkt-b is active, heals in 0:13');
    expect(shown.text()).toContain('✕ jkt-b down');
  });

  it('says no later time than that of the plan while it waits for the last answers', () => {
    const { view, text } = open({ isTty: true });
    view.onInterval(loadIntervalOf(0, plan.durationMs + 1_300));
    expect(text()).toContain('1:30 of 1:30');
    expect(text()).toContain('draining');
  });

  it('counts an interval once, even when it comes as an event too', () => {
    const shown = open({ isTty: true });
    const interval = loadIntervalOf(0, 1_000);
    shown.view.onInterval(interval);
    shown.view.onEvent({ kind: 'interval', atMs: 1_000, interval });
    expect(shown.text()).toContain('acknowledged 500   declined 1');
    expect(shown.text()).not.toContain('acknowledged 1,000');
  });

  it('gives the cursor back exactly once', () => {
    const { view, text } = open({ isTty: true });
    view.onProgress('starting');
    view.dispose();
    view.dispose();
    view.onProgress('too late');
    expect(text().split(`${escape}[?25h`)).toHaveLength(2);
    expect(text()).not.toContain('too late');
  });

  it('does not throw when the terminal is gone', () => {
    let isGone = false;
    const write = (): void => {
      if (isGone) throw new Error('EPIPE');
    };
    const { view } = open({ isTty: true, write });
    isGone = true;
    expect(() => {
      view.onInterval(loadIntervalOf(0, 1_000));
      kill(view);
      view.dispose();
    }).not.toThrow();
  });
});
