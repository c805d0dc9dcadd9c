/** Each anomaly in the shortest history that shows it, and the nearest history that does not. */
import { describe, expect, it, test } from 'vitest';
import { storyLines } from '../../../../src/kit/story-lines.js';
import { anomalyKinds, type AnomalyKind } from '../../../../src/model/anomaly.js';
import type { Story } from '../../../../src/model/anomaly-story.js';
import type { HistoryTransaction } from '../../../../src/model/history.js';
import {
  aborted,
  anomaliesIn,
  committed,
  inDoubt,
  kindsIn,
  lost,
  made,
  saw,
  searched,
  sideBySide as beside,
  updated,
} from '../../../fixtures/history.js';

interface Pair {
  readonly shows: readonly HistoryTransaction[];
  readonly without: readonly HistoryTransaction[];
}

/** An answer about a payment is no part of a history: find-false-absences.test.ts has those. */
type KindOfHistory = Exclude<AnomalyKind, 'false-absence'>;
const isOfHistory = (kind: AnomalyKind): kind is KindOfHistory => kind !== 'false-absence';

const pairs: Readonly<Record<KindOfHistory, Pair>> = {
  G0: {
    shows: [committed(1, beside, made(1, 1), made(2, 2)), committed(2, beside, made(1, 2), made(2, 1))],
    without: [committed(1, beside, made(1, 1), made(2, 1)), committed(2, beside, made(1, 2), made(2, 2))],
  },
  'unexplained-read': {
    shows: [committed(1, beside, made(1, 1, 100)), committed(2, beside, saw(1, 1, 170))],
    without: [committed(1, beside, made(1, 1, 100)), committed(2, beside, saw(1, 1, 100))],
  },
  G1a: {
    shows: [aborted(1, beside, updated(1, 1)), committed(2, beside, saw(1, 1))],
    without: [aborted(1, beside, updated(1, 1)), committed(2, beside, saw(1, 0))],
  },
  G1b: {
    shows: [committed(1, beside, made(1, 1), made(1, 2)), committed(2, beside, saw(1, 1))],
    without: [committed(1, beside, made(1, 1), made(1, 2)), committed(2, beside, saw(1, 2))],
  },
  G1c: {
    shows: [committed(1, beside, made(1, 1), saw(2, 1)), committed(2, beside, made(2, 1), saw(1, 1))],
    without: [committed(1, beside, made(1, 1)), committed(2, beside, made(2, 1), saw(1, 1))],
  },
  OTV: {
    shows: [committed(1, beside, made(1, 1), made(2, 1)), committed(2, beside, saw(1, 1), saw(2, 0))],
    without: [committed(1, beside, made(1, 1), made(2, 1)), committed(2, beside, saw(1, 1), saw(2, 1))],
  },
  'fractured-read': {
    shows: [committed(1, beside, made(1, 1), made(2, 1)), committed(2, beside, saw(1, 0), saw(2, 1))],
    without: [committed(1, beside, made(1, 1), made(2, 1)), committed(2, beside, saw(1, 0), saw(2, 0))],
  },
  PMP: {
    shows: [committed(1, beside, made(3, 1)), committed(2, beside, searched(3, 0), searched(3, 1))],
    without: [committed(1, beside, made(3, 1)), committed(2, beside, searched(3, 0), searched(3, 0))],
  },
  'lost-update': {
    shows: [committed(1, beside, saw(1, 0), made(1, 1, 110)), committed(2, beside, saw(1, 0), made(1, 1, 120))],
    without: [committed(1, beside, saw(1, 0), made(1, 1, 110)), committed(2, beside, saw(1, 1, 110), made(1, 2, 120))],
  },
  'G-single': {
    shows: [committed(1, beside, made(1, 1), made(2, 1)), committed(2, beside, saw(1, 0), updated(2, 2))],
    without: [committed(1, beside, made(1, 1), made(2, 1)), committed(2, beside, saw(1, 1), updated(2, 2))],
  },
  'G2-item': {
    shows: [committed(1, beside, saw(2, 0), updated(1, 1)), committed(2, beside, saw(1, 0), updated(2, 1))],
    without: [committed(1, beside, saw(2, 1), updated(1, 1)), committed(2, beside, saw(1, 0), updated(2, 1))],
  },
  G2: {
    shows: [committed(1, beside, searched(4, 0), made(3, 1)), committed(2, beside, searched(3, 0), made(4, 1))],
    without: [committed(1, beside, searched(4, 1), made(3, 1)), committed(2, beside, searched(3, 0), made(4, 1))],
  },
  'read-your-writes': {
    shows: [committed(1, [0, 10], updated(1, 1)), committed(1, [10, 30], saw(1, 0))],
    without: [committed(1, [0, 10], updated(1, 1)), committed(2, [10, 30], saw(1, 0))],
  },
  'monotonic-reads': {
    shows: [committed(2, [0, 50], updated(1, 1)), committed(1, [20, 30], saw(1, 1)), committed(1, [40, 49], saw(1, 0))],
    without: [
      committed(2, [0, 50], updated(1, 1)),
      committed(1, [20, 30], saw(1, 0)),
      committed(1, [40, 49], saw(1, 1)),
    ],
  },
  'session-cycle': {
    // What it had seen of account 2 was built on account 1 as it is not now.
    shows: [
      committed(2, beside, updated(1, 1), updated(2, 1)),
      committed(1, [0, 10], saw(2, 1)),
      committed(1, [20, 30], saw(1, 0)),
    ],
    without: [
      committed(2, beside, updated(1, 1), updated(2, 1)),
      committed(1, [0, 10], saw(1, 0)),
      committed(1, [20, 30], saw(2, 1)),
    ],
  },
  'G2-session': {
    shows: [
      committed(1, [0, 60], updated(1, 1)),
      committed(2, [0, 60], updated(2, 1)),
      committed(3, [5, 10], saw(1, 1)),
      committed(3, [20, 30], saw(2, 0)),
      committed(4, [5, 10], saw(2, 1)),
      committed(4, [20, 30], saw(1, 0)),
    ],
    without: [
      committed(1, [0, 60], updated(1, 1)),
      committed(2, [0, 60], updated(2, 1)),
      committed(3, [5, 10], saw(1, 1)),
      committed(3, [20, 30], saw(2, 0)),
      committed(4, [5, 10], saw(1, 1)),
      committed(4, [20, 30], saw(2, 0)),
    ],
  },
  'stale-read': {
    shows: [committed(1, [0, 10], updated(1, 1)), committed(2, [11, 20], saw(1, 0))],
    without: [committed(1, [0, 10], updated(1, 1)), committed(2, [10, 20], saw(1, 0))],
  },
  'real-time-cycle': {
    // The third began after one that had seen the first had ended; what it missed was never acknowledged in time.
    shows: [
      committed(1, [0, 100], updated(1, 1), updated(2, 1)),
      committed(2, [10, 20], saw(1, 1)),
      committed(3, [30, 40], saw(2, 0)),
    ],
    without: [
      committed(1, [0, 100], updated(1, 1), updated(2, 1)),
      committed(2, [10, 20], saw(1, 1)),
      committed(3, [20, 40], saw(2, 0)),
    ],
  },
  'G2-real-time': {
    // The third began after the second had ended, and missed the first, which had missed the second.
    shows: [
      committed(1, [0, 60], saw(1, 0), updated(2, 1)),
      committed(2, [10, 20], updated(1, 1)),
      committed(3, [30, 40], saw(2, 0)),
    ],
    without: [
      committed(1, [0, 60], saw(1, 0), updated(2, 1)),
      committed(2, [10, 20], updated(1, 1)),
      committed(3, [20, 40], saw(2, 0)),
    ],
  },
};

describe.each(anomalyKinds.map(({ name }) => name).filter(isOfHistory))('%s', (kind) => {
  it('is found once, and nothing else, in the shortest history that shows it', () => {
    expect(kindsIn(...pairs[kind].shows)).toEqual([kind]);
  });

  it('is not found in the nearest history without it', () => {
    expect(kindsIn(...pairs[kind].without)).toEqual([]);
  });

  it('is told line by line, with who, where and when', () => {
    const [anomaly] = anomaliesIn(...pairs[kind].shows);
    const story = storyLines(anomaly?.stories[0] as Story);
    expect(story[0]).toMatch(
      /^T1 is payment \d on node-\d \(session \d\), from 0:00\.\d{3}(?: to 0:00\.\d{3})?, committed\.$/u,
    );
    expect(story.at(-1)).toMatch(/^T\d .*\.$/u);
  });
});

test('write skew is told so that a person can follow it', () => {
  expect(anomaliesIn(...pairs['G2-item'].shows)[0]?.stories.map(storyLines)).toEqual([
    [
      'T1 is payment 0 on node-1 (session 1), from 0:00.000 to 0:00.100, committed.',
      'T2 is payment 1 on node-2 (session 2), from 0:00.000 to 0:00.100, committed.',
      'T1 saw version 0 of account 2 (balance 0), and not that T2 made version 1 of account 2 (balance 100).',
      'T2 saw version 0 of account 1 (balance 0), and not that T1 made version 1 of account 1 (balance 100).',
    ],
  ]);
});

test('an anomaly of three is told by its shortest circle', () => {
  const [anomaly] = anomaliesIn(
    committed(1, beside, saw(1, 0), updated(2, 1)),
    committed(2, beside, saw(2, 0), updated(3, 1)),
    committed(3, beside, saw(3, 0), updated(1, 1)),
  );
  expect(anomaly).toMatchObject({ kind: 'G2-item', count: 1 });
  expect(storyLines(anomaly?.stories[0] as Story)).toHaveLength(6);
});

test('a session that misses what it was built on is told of, also where the one that it misses is part of a skew', () => {
  const kinds = kindsIn(
    committed(2, beside, saw(3, 0), updated(1, 1), updated(2, 1)),
    committed(5, beside, saw(1, 0), updated(3, 1)),
    committed(1, [0, 10], saw(2, 1)),
    committed(1, [20, 30], saw(1, 0)),
  );
  expect(kinds).toEqual(['G2-item', 'session-cycle']);
});

describe('a transaction in doubt', () => {
  it('counts as committed when a committed one saw what it made: then it can be missed', () => {
    const doubtful = inDoubt(1, 0, made(1, 1), made(2, 1));
    expect(kindsIn(doubtful, committed(2, beside, saw(1, 1), saw(2, 0)))).toEqual(['OTV']);
  });

  it('is no reason for a finding when nobody saw it, whatever it would have made', () => {
    const doubtful = inDoubt(1, 0, updated(1, 1, 170));
    expect(
      kindsIn(doubtful, committed(2, [50, 60], updated(1, 1, 150)), committed(3, [70, 80], saw(1, 1, 150))),
    ).toEqual([]);
  });

  it('was never acknowledged, so that nobody read it too late', () => {
    const doubtful = inDoubt(1, 0, updated(1, 1));
    expect(kindsIn(doubtful, committed(2, [50, 60], saw(1, 0)), committed(3, [70, 80], saw(1, 1)))).toEqual([]);
  });

  it('and its retry, which made the same, are one effect: whoever saw it saw the retry', () => {
    const [first, retry] = [inDoubt(1, 0, updated(1, 1)), committed(1, [20, 30], updated(1, 1))];
    expect(kindsIn(first, retry, committed(2, [40, 50], saw(1, 1)), committed(2, [60, 70], updated(1, 2)))).toEqual([]);
    // The version that the retry made is a version like any other: whoever still sees it later reads the past.
    const next = committed(2, [40, 50], updated(1, 2));
    expect(kindsIn(first, retry, next, committed(3, [60, 70], saw(1, 1)))).toEqual(['stale-read']);
  });
});

describe('an aborted transaction', () => {
  it('whose retry made the same version and balance is not what was seen', () => {
    const [first, retry] = [aborted(1, [0, 10], updated(1, 1)), committed(1, [20, 30], updated(1, 1))];
    expect(kindsIn(first, retry, committed(2, [40, 50], saw(1, 1)))).toEqual([]);
  });

  it('may have seen anything itself', () => {
    expect(kindsIn(committed(1, [0, 10], updated(1, 1)), aborted(1, [20, 30], saw(1, 0)))).toEqual([]);
  });
});

test('payments that a failover has lost may have been seen, and their versions made again', () => {
  expect(
    kindsIn(
      committed(1, [0, 10], updated(1, 1)),
      lost(1, [20, 30], updated(1, 2, 210)),
      committed(2, [40, 50], saw(1, 2, 210)),
      committed(1, [60, 70], updated(1, 2, 220)),
      committed(3, [80, 90], saw(1, 2, 220)),
    ),
  ).toEqual([]);
});

test('its own writes are what a transaction may always see', () => {
  expect(kindsIn(committed(1, beside, made(1, 1), saw(1, 1), made(1, 2), saw(1, 2)))).toEqual([]);
});

test('the ages of stale reads are told from the oldest on', () => {
  const [anomaly] = anomaliesIn(
    committed(1, [0, 10], updated(1, 1)),
    committed(2, [15, 20], saw(1, 0)),
    committed(3, [60, 70], saw(1, 0)),
  );
  expect(anomaly).toMatchObject({ kind: 'stale-read', count: 2, agesMs: [50, 5] });
});

test('a reader that missed the same writer twice is told once, as what it is', () => {
  expect(kindsIn(committed(1, beside, saw(2, 0), saw(2, 0), saw(2, 1)), committed(2, beside, made(2, 1)))).toEqual([
    'fractured-read',
  ]);
});

test('of many only the first are told, and all are counted', () => {
  const skews = Array.from({ length: 40 }, (_each, index) => [
    committed(2 * index, beside, saw(2 * index + 2, 0), updated(2 * index + 1, 1)),
    committed(2 * index + 1, beside, saw(2 * index + 1, 0), updated(2 * index + 2, 1)),
  ]).flat();
  const [anomaly, ...others] = anomaliesIn(...skews);
  expect(others).toEqual([]);
  expect(anomaly).toMatchObject({ kind: 'G2-item', count: 40, isAtLeast: false });
  expect(anomaly?.stories).toHaveLength(3);
});

test('nothing is found in nothing', () => {
  expect(kindsIn()).toEqual([]);
});
