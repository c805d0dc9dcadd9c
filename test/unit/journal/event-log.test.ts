/** The event log outlives a crash at any byte, and goes on after it on a line of its own. */
import { appendFileSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { EventLog, readEvents } from '../../../src/journal/event-log.js';
import { eventPath } from '../../../src/journal/run-directory.js';
import { RunJournal } from '../../../src/journal/run-journal.js';
import { readProbes } from '../../../src/journal/probe-file.js';
import type { JournalEvent } from '../../../src/model/journal.js';
import { Scratch } from '../../fixtures/scratch.js';
import { toolErrorOf } from '../../fixtures/thrown-by.js';

const trouble = (atMs: number, text = `at ${atMs}`): JournalEvent => ({ kind: 'trouble', atMs, text });
/** Signs of several bytes, so that a cut can go through one; and what would break a line. */
const hostileText = 'rp 10.000 – 支付 💸 "quoted" \\ \n \r\n \u2028 {"kind":';
const events = [trouble(-300), trouble(0, hostileText), trouble(1_500.25), trouble(4_000)];

it('events come back as they were written, whatever they say', () => {
  using scratch = new Scratch();
  write(scratch, events);
  expect(readEvents(scratch.directory)).toEqual(events);
});

it('a secret in clear is not written down, and not told to whoever listens', () => {
  using scratch = new Scratch();
  const heard: JournalEvent[] = [];
  using journal = new RunJournal(
    scratch.directory,
    (event) => void heard.push(event),
    () => undefined,
  );
  journal.append(trouble(0, "`curl -H 'Authorization: Bearer hunter2' db` ended with 1"));
  const redacted = [trouble(0, "`curl -H 'Authorization: Bearer ***' db` ended with 1")];
  expect(heard).toEqual(redacted);
  expect(readEvents(scratch.directory)).toEqual(redacted);
});

it('a log cut at any byte gives every event that is whole, and takes further ones', () => {
  using scratch = new Scratch();
  write(scratch, events);
  const bytes = readFileSync(eventPath(scratch.directory));
  for (let length = bytes.length; length >= 0; length -= 1) {
    writeFileSync(eventPath(scratch.directory), bytes.subarray(0, length));
    const whole = bytes.subarray(0, length).toString('utf8').split('\n').length - 1;
    expect(readEvents(scratch.directory), `cut after ${length} bytes`).toEqual(events.slice(0, whole));
    write(scratch, [trouble(9_000)]);
    expect(readEvents(scratch.directory), `resumed after ${length} bytes`).toEqual([
      ...events.slice(0, whole),
      trouble(9_000),
    ]);
  }
});

it('a log that is opened again keeps what it holds', () => {
  using scratch = new Scratch();
  write(scratch, events.slice(0, 2));
  write(scratch, events.slice(2));
  expect(readEvents(scratch.directory)).toEqual(events);
});

it('a broken line before the last is refused with its place', () => {
  using scratch = new Scratch();
  write(scratch, events);
  appendFileSync(eventPath(scratch.directory), '{"kind":"tro\n');
  write(scratch, events);
  const error = toolErrorOf(() => readEvents(scratch.directory));
  expect(error.message).toBe(`${eventPath(scratch.directory)}:5 is not a journal event.`);
  expect(error.hint).toContain('Restore');
});

it('a log that cannot be written says so, with the place and what to do', () => {
  using scratch = new Scratch();
  const log = new EventLog(scratch.directory);
  log.close();
  const error = toolErrorOf(() => log.append(trouble(0)));
  expect(error.message).toContain(`The journal ${eventPath(scratch.directory)} cannot be written`);
  expect(error.hint).toContain('--out');
});

it('the journal of a run keeps events and probes, and lets a listener hear each event', () => {
  using scratch = new Scratch();
  const heard: JournalEvent[] = [];
  const sample = { node: 1, outcome: 'written', errno: 0, intendedStartMs: -20, endMs: 3 } as const;
  {
    using journal = new RunJournal(
      scratch.directory,
      (event) => heard.push(event),
      (error) => expect.fail(String(error)),
    );
    for (const event of events) journal.append(event);
    journal.appendProbe(sample);
  }
  expect(heard).toEqual(events);
  expect(readEvents(scratch.directory)).toEqual(events);
  expect(readProbes(scratch.directory)).toEqual([sample]);
});

it('the reserve of a journal is gone when it is closed', () => {
  using scratch = new Scratch();
  const journal = new RunJournal(
    scratch.directory,
    () => undefined,
    (error) => expect.fail(String(error)),
  );
  expect(readdirSync(scratch.directory)).toContain('reserve');
  journal[Symbol.dispose]();
  expect(readdirSync(scratch.directory)).not.toContain('reserve');
});

it('an event after the end of the run is heard, but never written', () => {
  using scratch = new Scratch();
  const heard: JournalEvent[] = [];
  const journal = new RunJournal(
    scratch.directory,
    (event) => heard.push(event),
    (error) => expect.fail(String(error)),
  );
  journal[Symbol.dispose]();
  journal.append(trouble(1));
  expect(heard).toEqual([trouble(1)]);
  expect(readEvents(scratch.directory)).toEqual([]);
  expect(journal.failure).toBeNull();
});

function write({ directory }: Scratch, all: readonly JournalEvent[]): void {
  const log = new EventLog(directory);
  for (const event of all) log.append(event);
  log.close();
}
