/** Writing down one attempt, to a file on this machine's disk. */
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { AttemptWriter } from '../dist/journal/attempt-file.js';

/** @type {import('../dist/model/journal.js').Attempt} */
const attempt = {
  arrival: 1,
  attempt: 1,
  operation: 0,
  zone: 0,
  node: 0,
  connection: 3,
  outcome: 'acknowledged',
  dropReason: 'none',
  step: 'done',
  errno: 0,
  isRetried: false,
  opensSession: false,
  found: null,
  intendedStartMs: 1.25,
  startMs: 1.5,
  endMs: 4.75,
};
/** Begins a new file now and then, so that a long measurement does not fill the disk. */
const attemptsPerFile = 1_000_000;

export function benchJournal() {
  const folder = mkdtempSync(join(tmpdir(), 'paystorm-bench-'));
  let writer = new AttemptWriter(folder, 0);
  let written = 0;
  return {
    name: 'journal: one attempt of 40 bytes',
    run(count) {
      for (let done = 0; done < count; done += 1) {
        writer.append(attempt);
        written += 1;
        if (written % attemptsPerFile !== 0) continue;
        writer.close();
        for (const name of readdirSync(folder)) rmSync(join(folder, name));
        writer = new AttemptWriter(folder, 0);
      }
    },
    end() {
      writer.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
