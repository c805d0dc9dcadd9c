/** Seconds as even as a time axis: of a run of many hours only some are stored, each under its own time. */
import type { Series } from '../../../model/run-record.js';

/** Each stored second holds until the next one, so that all stand where they were, and none between them is made up. */
export function evenSeries(series: Series): Series {
  const positions = positionsOf(series);
  if (positions.length === series.timeMs.length) return series;
  const pick = <Value>(column: readonly Value[]): readonly Value[] => positions.map((at) => column[at] as Value);
  const startMs = series.timeMs[0] as number;
  return {
    stepMs: series.stepMs,
    timeMs: positions.map((_at, step) => startMs + step * series.stepMs),
    offeredPerSecond: pick(series.offeredPerSecond),
    achievedPerSecond: pick(series.achievedPerSecond),
    goodPerSecond: pick(series.goodPerSecond),
    responseTimeMsP50: pick(series.responseTimeMsP50),
    responseTimeMsP99: pick(series.responseTimeMsP99),
    responseTimeMsP999: pick(series.responseTimeMsP999),
    errorsPerSecond: Object.fromEntries(
      Object.entries(series.errorsPerSecond).map(([name, column]) => [name, pick(column)]),
    ),
    inDoubtPerSecond: pick(series.inDoubtPerSecond),
    droppedPerSecond: pick(series.droppedPerSecond),
  };
}

/** For each step of the axis the position of the last second that was stored by then. */
function positionsOf({ timeMs, stepMs }: Series): readonly number[] {
  const positions: number[] = [];
  timeMs.forEach((startMs, at) => {
    const steps = Math.round(((timeMs[at + 1] ?? startMs + stepMs) - startMs) / stepMs);
    for (let step = 0; step < steps; step += 1) positions.push(at);
  });
  return positions;
}
