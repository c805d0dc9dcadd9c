/** Response and service times of each operation as logs of HdrHistogram: an interval for each second of intended starts. */
import { createHistogramLog } from '../../kit/histogram-log.js';
import type { ArrivalTable } from '../../model/evidence.js';
import type { RunHeader } from '../../model/journal.js';

const stepMs = 1_000;

/** `<what>-<operation>.hlog` for each. Warm-up is in them; what never had an answer is not. */
export function histogramFiles(
  arrivals: ArrivalTable,
  { operations, wallClock, plan, runId }: RunHeader,
): readonly { readonly name: string; readonly text: string }[] {
  const measures = [
    ['response-time', arrivals.responseTimeMs],
    ['service-time', arrivals.serviceTimeMs],
  ] as const;
  return measures.flatMap(([what, values]) =>
    operations.map((operation, position) => {
      const parts: string[] = [];
      const comment = `[paystorm, ${plan.scenario.name}, run ${runId}: ${what} of ${operation}]`;
      const log = createHistogramLog(comment, Date.parse(wallClock), (text) => void parts.push(text));
      for (const [fromMs, own] of bySecond(arrivals, position, values)) log.interval(fromMs, fromMs + stepMs, own);
      return { name: `${what}-${operation}.hlog`, text: parts.join('') };
    }),
  );
}

/** Arrivals stand in the order of their intended starts. */
function* bySecond(
  { count, intendedStartMs, operation }: ArrivalTable,
  position: number,
  values: Float32Array,
): Generator<readonly [fromMs: number, values: readonly number[]]> {
  let fromMs = 0;
  let own: number[] = [];
  for (let index = 0; index < count; index += 1) {
    const startMs = intendedStartMs[index] as number;
    if (startMs >= fromMs + stepMs) {
      yield [fromMs, own];
      [fromMs, own] = [Math.floor(startMs / stepMs) * stepMs, []];
    }
    if (operation[index] === position) own.push(values[index] as number);
  }
  yield [fromMs, own];
}
