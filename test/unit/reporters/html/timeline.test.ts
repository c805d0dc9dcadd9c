/** The frame of the timeline, and the columns that the page carries for it. */
import { expect, it } from 'vitest';
import { pageDataOf } from '../../../../src/catalog/reporters/html/page-data.js';
import { unpack } from '../../../../src/catalog/reporters/html/browser/series.js';
import { timelineSection } from '../../../../src/catalog/reporters/html/sections/timeline.js';
import { faultStrips, type Segment } from '../../../../src/catalog/reporters/html/sections/tracks.js';
import { wholeWords } from '../../../../src/catalog/reporters/html/whole-words.js';
import { html } from '../../../../src/catalog/reporters/html/markup.js';
import type { RunRecord } from '../../../../src/model/run-record.js';
import { passingRecord } from '../../../fixtures/record.js';

it('faults that overlap stand on strips of their own, others share one', () => {
  const windows = [span('cut', 10, 30), span('kill', 11, 25), span('later', 30, 40)];
  const rows = faultStrips(windows, 60).map(({ text }) => [...text.matchAll(/<title>(\w+)/gu)].map(([, name]) => name));
  expect(rows).toEqual([['cut', 'later'], ['kill']]);
});

it('a lag holds until the next one is told, and of several in a step the highest counts', () => {
  const record = withLag({ timeMs: [500, 1_200, 1_400, 2_700], lagMs: [40, 900, 60, null] });
  expect(unpack(pageDataOf(record).columns['lag:jkt-b']!).slice(0, 8)).toEqual([null, 40, 900, 60, 60, 60, null, null]);
});

it('draws the lag only where a replica told one, and the heat map only where there is one', () => {
  expect(timelineSection(withLag({ timeMs: [0], lagMs: [1] })).text).toContain('data-panel="lag"');
  expect(timelineSection(passingRecord()).text).not.toContain('data-panel="lag"');
  expect(timelineSection({ ...passingRecord(), heatMap: null }).text).not.toContain('data-panel="heat"');
});

it('the name of a fault is not broken at its hyphens, but for one that is longer than a column', () => {
  expect(html`${wholeWords('after kill-jkt-b')}`.text).toBe('after <span class="whole">kill-jkt-b</span>');
  expect(html`${wholeWords(`after ${'very-'.repeat(9)}`)}`.text).not.toContain('<span');
});

function span(label: string, fromMs: number, toMs: number): Segment {
  return { fromMs, toMs, kind: 'fault-window', label };
}

function withLag(replicaLag: {
  readonly timeMs: readonly number[];
  readonly lagMs: readonly (number | null)[];
}): RunRecord {
  const record = passingRecord();
  return {
    ...record,
    nodes: record.nodes.map((lane) => (lane.node === 'jkt-b' ? { ...lane, replicaLag } : lane)),
  };
}
