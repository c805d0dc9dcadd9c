/** The names of the files in a run's folder. */
import { join } from 'node:path';

export const eventFile = 'events.ndjson';
export const probeFile = 'probes.bin';
const attemptFile = /^attempts-(\d+)\.bin$/u;

const accessFile = /^accesses-(\d+)\.bin$/u;

export function attemptFileName(thread: number): string {
  return `attempts-${thread}.bin`;
}

export function isAttemptFile(name: string): boolean {
  return attemptFile.test(name);
}

export function accessFileName(thread: number): string {
  return `accesses-${thread}.bin`;
}

export function isAccessFile(name: string): boolean {
  return accessFile.test(name);
}

/** What operations of one's own were compiled to. */
export const operationsFolder = 'operations';

export function operationFile(kind: string): string {
  return `${operationsFolder}/${kind}.js`;
}

export function eventPath(directory: string): string {
  return join(directory, eventFile);
}

export function probePath(directory: string): string {
  return join(directory, probeFile);
}
