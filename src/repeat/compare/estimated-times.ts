/** What a run tells of its response times to be held against those of another: in quiet times, which is the price of a setting, and over all, each with its error. */
import { indicatorParts } from '../../kit/parse-indicator.js';
import type { EstimatedTime, QuietTimes } from '../../model/comparison.js';
import type { RunRecord } from '../../model/run-record.js';
import { figureValue, type HeldFigures, type LoadBlock, type RunMeasures } from '../../model/sample.js';
import { blockEstimate, reachOf } from '../../statistics/block-estimate.js';
import { heldFigures } from '../../statistics/held-figures.js';
import { figureOfBlocks, readBlock } from '../../statistics/pooled-blocks.js';

type Measured = Pick<RunRecord, 'measures' | 'phases' | 'phaseLoads' | 'recoveries' | 'scenario'>;

/** Null where it was not measured. */
export function slowestOf({ measures }: Pick<RunRecord, 'measures'>): EstimatedTime | null {
  const key = 'response_time.p99 during run';
  const held = measures === undefined ? null : heldFigures(key, [{ measures }]);
  const [figure] = held?.figures ?? [];
  if (held === null || figure === undefined) return null;
  return estimated(key, { ...held, figures: [figure] }, typeof figure !== 'number');
}

/** Before the first fault, or of the whole run where none came. Null where nothing was seen then. */
export function quietTimesOf(record: Measured): QuietTimes | null {
  const { measures } = record;
  const blocks = measures === undefined ? [] : quietBlocks(record, measures);
  const [first] = blocks;
  if (measures === undefined || first === undefined) return null;
  const side = { blocks, deadlineMs: measures.deadlineMs, scheduleLag: lagIn(record, blocks) };
  return {
    lengthMs: sumOf(blocks, ({ lengthMs }) => lengthMs),
    arrivals: sumOf(blocks, ({ arrivals }) => arrivals),
    responseTimeMsP50: ofBlocks('response_time.p50', side),
    responseTimeMsP99: ofBlocks('response_time.p99', side),
  };
}

/** Of whole phases where one was over before the first fault: they have one rate, and blocks enough to tell an error from. */
function quietBlocks({ phases, recoveries, scenario }: Measured, { blocks = [] }: RunMeasures): readonly LoadBlock[] {
  const firstMs = Math.min(Infinity, ...recoveries.map(({ injection }) => injection.issuedMs));
  // Who is waiting when the fault strikes suffers from it.
  const untilMs = firstMs - scenario.client.deadlineMs;
  const isOver = new Set(phases.filter(({ endMs }) => endMs <= untilMs).map(({ name }) => name));
  const whole = blocks.filter(({ phase }) => isOver.has(phase));
  if (whole.length > 0) return whole;
  return phases.flatMap(({ name, startMs }) =>
    blocks
      .filter(({ phase }) => phase === name)
      .filter(({ lengthMs }, index) => startMs + (index + 1) * lengthMs <= untilMs),
  );
}

/** As late as the generator was in the phases that are looked at. */
function lagIn({ measures, phaseLoads }: Measured, blocks: readonly LoadBlock[]): RunMeasures['scheduleLag'] {
  const own = new Set(blocks.map(({ phase }) => phase));
  const worst = phaseLoads.flatMap(({ phase, scheduleLagMsP99 }) => (own.has(phase) ? (scheduleLagMsP99 ?? []) : []));
  return { typicalMs: measures?.scheduleLag.typicalMs ?? 0, worstMs: Math.max(0, ...worst) };
}

function ofBlocks(name: string, side: Omit<HeldFigures, 'figures'>): EstimatedTime {
  const { metric, aggregate } = indicatorParts(name);
  const blocks = side.blocks.map((block) => readBlock(block, side.deadlineMs));
  const valueMs = figureOfBlocks(metric, aggregate)?.figureOf(blocks) ?? Number.NaN;
  const asked = sumOf(side.blocks, ({ arrivals }) => arrivals);
  const answered = asked - sumOf(side.blocks, ({ unanswered }) => unanswered);
  const isAtLeast = Math.ceil((Number(aggregate?.slice(1)) / 100) * asked) > answered;
  return estimated(name, { ...side, figures: [isAtLeast ? { atLeast: valueMs } : valueMs] }, isAtLeast);
}

function estimated(key: string, side: HeldFigures, isAtLeast: boolean): EstimatedTime {
  const estimate = blockEstimate(indicatorParts(key), side);
  const [figure = Number.NaN] = side.figures;
  const valueMs = figureValue(figure);
  const errorMs = estimate === null ? null : Number(reachOf(estimate).toPrecision(6));
  // Times are not negative: an error as large as the time itself tells only that nobody knows.
  return { valueMs, errorMs: errorMs === null || errorMs < valueMs ? errorMs : null, isAtLeast };
}

function sumOf(blocks: readonly LoadBlock[], part: (block: LoadBlock) => number): number {
  return blocks.reduce((sum, block) => sum + part(block), 0);
}
