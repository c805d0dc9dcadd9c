/** Writes how attempts and dropped arrivals ended into the journal of one thread. */
import type { AttemptWriter } from '../../../journal/attempt-file.js';
import type { AttemptResult } from '../../../model/operation.js';
import type { DropReason } from '../../../model/outcome.js';
import type { Pending } from './pending.js';

const noNode = 255;

export interface EndedAt {
  readonly node: number;
  readonly connection: number;
  readonly endMs: number;
  readonly isRetried: boolean;
}

export function logAttempt(writer: AttemptWriter, pending: Pending, result: AttemptResult, ended: EndedAt): void {
  writer.append({
    ...origin(pending),
    ...ended,
    attempt: pending.attempt,
    outcome: result.outcome,
    dropReason: 'none',
    step: result.step,
    errno: result.errno,
    startMs: pending.startMs,
  });
}

export function logDrop(writer: AttemptWriter, pending: Pending, dropReason: DropReason, atMs: number): void {
  writer.append({
    ...origin(pending),
    attempt: 0,
    node: noNode,
    connection: 0,
    outcome: 'dropped',
    dropReason,
    step: 'connect',
    errno: 0,
    isRetried: false,
    startMs: atMs,
    endMs: atMs,
  });
}

function origin({ index, intendedStartMs, content }: Pending) {
  return { arrival: index, intendedStartMs, operation: content.operation, zone: content.zone };
}
