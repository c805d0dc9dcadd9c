import { getPriority } from 'node:os';
import { execFileSync } from 'node:child_process';
import { expect, it } from 'vitest';
import { atOrdinaryPriority, raisePriority } from '../../../src/kit/priority.js';

/** As the shell that is started counts it. */
function priorityOfChild(): number {
  return Number(execFileSync('nice', { encoding: 'utf8' }));
}

it('what is started meanwhile does not inherit the priority of who measures', () => {
  const before = getPriority();
  const mayRaise = process.getuid?.() === 0;
  {
    using _raised = raisePriority();
    expect(getPriority()).toBe(mayRaise ? -10 : before);
    expect(priorityOfChild()).toBe(getPriority());
    expect(atOrdinaryPriority(priorityOfChild)).toBe(mayRaise ? 0 : before);
    expect(getPriority()).toBe(mayRaise ? -10 : before);
  }
  expect(getPriority()).toBe(before);
});
