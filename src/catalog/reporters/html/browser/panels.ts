/** What each panel of the timeline shows: its series, how they are drawn, and how a value is written. */
import { formatDuration, formatNumber } from '../../../../kit/format.js';
import type { Columns, Facts } from './series.js';

export interface SeriesStyle {
  /** Name of the column. */
  readonly column: string;
  readonly label: string;
  /** Name of the colour in the style sheet, without the dashes. */
  readonly color: string;
  readonly width: number;
  readonly dash?: readonly number[];
  readonly isArea?: boolean;
}

export interface Panel {
  readonly id: string;
  readonly series: readonly SeriesStyle[];
  readonly isLog: boolean;
  readonly isStacked: boolean;
  /** Said in place of an empty panel. */
  readonly none: string;
  write(value: number | null): string;
}

/** The style sheet has so many; more nodes than that share them. */
const nodeColors = 5;

export function panelsOf({ errorClasses, replicas }: Facts, columns: Columns): readonly Panel[] {
  const rates = { isLog: false, isStacked: false, write: formatNumber };
  const errors: SeriesStyle[] = errorClasses.map((name) => ({
    column: `error:${name}`,
    label: name,
    color: `error-${name}`,
    width: 1,
    isArea: true,
  }));
  const isAnyInDoubt = columns.get('inDoubt').some((value) => value !== null && value > 0);
  const inDoubt: SeriesStyle = { column: 'inDoubt', label: 'in doubt', color: 'in-doubt', width: 1, isArea: true };
  return [
    {
      ...rates,
      id: 'rate',
      none: 'Nothing was offered.',
      series: [
        { column: 'offered', label: 'offered', color: 'offered', width: 1, isArea: true },
        { column: 'achieved', label: 'ended', color: 'achieved', width: 1.75 },
        { column: 'good', label: 'good', color: 'good-line', width: 1.75, dash: [5, 2] },
      ],
    },
    {
      id: 'response',
      isLog: true,
      isStacked: false,
      none: 'Nothing was answered.',
      write: formatDuration,
      series: [
        { column: 'p999', label: 'p99.9', color: 'p999', width: 1.25, dash: [2, 2] },
        { column: 'p99', label: 'p99', color: 'p99', width: 2 },
        { column: 'p50', label: 'p50', color: 'p50', width: 1.25 },
      ],
    },
    {
      ...rates,
      id: 'errors',
      isStacked: true,
      none: 'No attempt failed, and nothing was in doubt.',
      series: isAnyInDoubt ? [...errors, inDoubt] : errors,
    },
    {
      ...rates,
      id: 'dropped',
      none: 'No arrival was dropped.',
      series: [{ column: 'dropped', label: 'dropped', color: 'dropped', width: 2, isArea: true }],
    },
    lagPanel(replicas),
  ];
}

function lagPanel(replicas: readonly string[]): Panel {
  return {
    id: 'lag',
    isLog: false,
    isStacked: false,
    none: 'No replica was behind.',
    write: formatDuration,
    series: replicas.map((node, index) => ({
      column: `lag:${node}`,
      label: node,
      color: `node-${(index % nodeColors) + 1}`,
      width: 1.5,
    })),
  };
}
