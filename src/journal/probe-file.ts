/**
 * The journal of the probe lanes.
 *
 * Record, 24 bytes: node u8, outcome u8, errno u16, flags u32 (1: on a fresh connection), intended start f64, end f64 (ms on the plan's axis).
 */
import { existsSync } from 'node:fs';
import type { FileSeal, ProbeSample } from '../model/journal.js';
import { readRecords, RecordWriter, type RecordFormat } from './record-file.js';
import { probePath } from './run-directory.js';

export const probeFormat: RecordFormat = { kind: 2, bytes: 24 };
const freshFlag = 1;
/** Order is the wire format: append only. */
const probeOutcomes = ['written', 'refused', 'failed', 'timeout'] as const satisfies readonly ProbeSample['outcome'][];

export class ProbeWriter {
  readonly #records: RecordWriter;

  constructor(directory: string) {
    this.#records = new RecordWriter(probePath(directory), probeFormat);
  }

  append(sample: ProbeSample): void {
    this.#records.append((view, at) => {
      view.setUint8(at, sample.node);
      view.setUint8(at + 1, probeOutcomes.indexOf(sample.outcome));
      view.setUint16(at + 2, sample.errno, true);
      view.setUint32(at + 4, sample.isFresh === true ? freshFlag : 0, true);
      view.setFloat64(at + 8, sample.intendedStartMs, true);
      view.setFloat64(at + 16, sample.endMs, true);
    });
  }

  flush(): void {
    this.#records.flush();
  }

  close(): void {
    this.#records.close();
  }

  seal(): FileSeal {
    return this.#records.seal();
  }
}

/** All samples in order of completion; a run without a probe file has none. */
export function readProbes(directory: string): readonly ProbeSample[] {
  const samples: ProbeSample[] = [];
  if (!existsSync(probePath(directory))) return samples;
  readRecords(probePath(directory), probeFormat, (view, at) => {
    samples.push({
      node: view.getUint8(at),
      outcome: probeOutcomes[view.getUint8(at + 1)] ?? 'failed',
      errno: view.getUint16(at + 2, true),
      intendedStartMs: view.getFloat64(at + 8, true),
      endMs: view.getFloat64(at + 16, true),
      ...((view.getUint32(at + 4, true) & freshFlag) === 0 ? {} : { isFresh: true }),
    });
  });
  return samples;
}
