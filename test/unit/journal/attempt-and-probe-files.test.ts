/** Attempts and probes come back from their files as they were written, at the edges of every field. */
import * as fc from 'fast-check';
import { renameSync, statSync, truncateSync, writeFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { AttemptWriter, readAttempts, readLatestAttempts } from '../../../src/journal/attempt-file.js';
import { ProbeWriter, readProbes } from '../../../src/journal/probe-file.js';
import { attemptFileName, probePath } from '../../../src/journal/run-directory.js';
import type { Attempt, ProbeSample } from '../../../src/model/journal.js';
import { steps } from '../../../src/model/operation.js';
import { driverErrno, dropReasons, outcomes } from '../../../src/model/outcome.js';
import { Scratch } from '../../fixtures/scratch.js';
import { toolErrorOf } from '../../fixtures/thrown-by.js';

const attemptBytes = 40;
const headerBytes = 16;
const dayMs = 24 * 3_600_000;
/** Before the first phase, long after the last, and to a fraction of a nanosecond. */
const timeMs = fc.oneof(fc.double({ noNaN: true, min: -1e6, max: 10 * dayMs }), fc.constantFrom(-0.25, 0, 10 * dayMs));
const edges = (max: number) => fc.oneof(fc.constantFrom(0, 1, max - 1, max), fc.nat({ max }));

const attempts: fc.Arbitrary<Attempt> = fc.record({
  arrival: edges(2 ** 32 - 1),
  attempt: edges(100),
  operation: edges(254),
  zone: edges(254),
  node: edges(255),
  connection: edges(4_095),
  outcome: fc.constantFrom(...outcomes),
  dropReason: fc.constantFrom(...dropReasons),
  step: fc.constantFrom(...steps),
  errno: fc.oneof(fc.constantFrom(...Object.values(driverErrno)), edges(65_535)),
  isRetried: fc.boolean(),
  opensSession: fc.boolean(),
  found: fc.constantFrom(null, true, false),
  intendedStartMs: timeMs,
  startMs: timeMs,
  endMs: timeMs,
});

const probes: fc.Arbitrary<ProbeSample> = fc.record({
  node: edges(254),
  outcome: fc.constantFrom('written', 'refused', 'failed', 'timeout'),
  errno: fc.oneof(fc.constantFrom(...Object.values(driverErrno)), edges(65_535)),
  intendedStartMs: timeMs,
  endMs: timeMs,
});

const oneAttempt = { ...fc.sample(attempts, { numRuns: 1, seed: 1 })[0] } as Attempt;

it('attempts come back as they were written, thread by thread', () => {
  fc.assert(
    fc.property(fc.array(attempts, { maxLength: 20 }), fc.array(attempts, { maxLength: 20 }), (first, second) => {
      using scratch = new Scratch();
      write(scratch, 0, first);
      write(scratch, 1, second);
      expect(read(scratch)).toEqual([...first, ...second]);
    }),
    { numRuns: 100 },
  );
});

it('attempts cut at any byte give every whole one, and those of other threads', () => {
  using scratch = new Scratch();
  const written = [1, 2, 3].map((arrival) => ({ ...oneAttempt, arrival }));
  write(scratch, 0, written);
  write(scratch, 1, [{ ...oneAttempt, arrival: 9 }]);
  const path = scratch.path(attemptFileName(0));
  for (let length = statSync(path).size; length >= 0; length -= 1) {
    truncateSync(path, length);
    const whole = Math.max(0, Math.floor((length - headerBytes) / attemptBytes));
    expect(
      read(scratch).map(({ arrival }) => arrival),
      `cut after ${length} bytes`,
    ).toEqual([...[1, 2, 3].slice(0, whole), 9]);
  }
});

it('an attempt is flushed without being closed, as a thread does that may be killed', () => {
  using scratch = new Scratch();
  const writer = new AttemptWriter(scratch.directory, 0);
  writer.append(oneAttempt);
  writer.flush();
  expect(read(scratch)).toEqual([oneAttempt]);
  writer.close();
});

it('probes come back as they were written, in order', () => {
  fc.assert(
    fc.property(fc.array(probes, { maxLength: 20 }), (samples) => {
      using scratch = new Scratch();
      const writer = new ProbeWriter(scratch.directory);
      for (const sample of samples) writer.append(sample);
      writer.close();
      expect(readProbes(scratch.directory)).toEqual(samples);
    }),
    { numRuns: 100 },
  );
});

it('a run without a probe file has no probes', () => {
  using scratch = new Scratch();
  expect(readProbes(scratch.directory)).toEqual([]);
});

it('a file of probes is not read as attempts', () => {
  using scratch = new Scratch();
  new ProbeWriter(scratch.directory).close();
  renameSync(probePath(scratch.directory), scratch.path(attemptFileName(0)));
  expect(toolErrorOf(() => read(scratch)).message).toContain('attempts-0.bin is not a journal file');
});

it('other files of the run are left alone', () => {
  using scratch = new Scratch();
  for (const name of ['attempts-0.bin.gz', 'old-attempts-0.bin', 'attempts-x.bin']) {
    writeFileSync(scratch.path(name), 'something else, and long enough to have a header');
  }
  expect(read(scratch)).toEqual([]);
});

function write(scratch: Scratch, thread: number, all: readonly Attempt[]): void {
  const writer = new AttemptWriter(scratch.directory, thread);
  for (const attempt of all) writer.append(attempt);
  writer.close();
}

function read(scratch: Scratch): readonly Attempt[] {
  const all: Attempt[] = [];
  // The reader reuses one object.
  readAttempts(scratch.directory, (attempt) => all.push({ ...attempt }));
  return all;
}

it.each([
  [3, [8, 9, 10]],
  [10, [1, 2, 3, 4, 5, 6, 7, 8, 9, 10]],
  [99, [1, 2, 3, 4, 5, 6, 7, 8, 9, 10]],
])('the latest %i of a file that is still being written are its last whole ones', (count, expected) => {
  using scratch = new Scratch();
  const writer = new AttemptWriter(scratch.directory, 0);
  for (let arrival = 1; arrival <= 11; arrival += 1) writer.append({ ...oneAttempt, arrival });
  writer.flush();
  const path = `${scratch.directory}/${attemptFileName(0)}`;
  truncateSync(path, headerBytes + 10 * attemptBytes + 7);
  const found: number[] = [];
  readLatestAttempts(scratch.directory, count, ({ arrival }) => found.push(arrival));
  expect(found).toEqual(expected);
  writer.close();
});
