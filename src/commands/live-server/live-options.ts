/** The options that show a run to others while it goes on. */
import type { Argv } from 'yargs';
import { ToolError } from '../../kit/error.js';
import { metricsAddress, metricsPort, otlpUrl, pageAddress, pagePort, loopback, type Address } from './addresses.js';

export interface LiveArgs {
  readonly metrics?: string | undefined;
  readonly otlp?: string | undefined;
  readonly ui?: string | undefined;
}

/** Null for what nobody asked for. */
export interface LiveWishes {
  readonly metrics: Address | null;
  readonly page: Address | null;
  readonly otlp: string | null;
}

export function liveOptions<Args>(parser: Argv<Args>): Argv<Args & LiveArgs> {
  return parser
    .option('ui', {
      type: 'string',
      describe: `Serve a page with live charts on ${loopback}, which becomes the report when the run has ended: --ui, or --ui PORT (default: ${pagePort}, or a free one)`,
    })
    .option('metrics', {
      type: 'string',
      describe: `Serve live metrics for Prometheus: --metrics, or --metrics HOST:PORT (default: ${loopback}:${metricsPort})`,
    })
    .option('otlp', {
      type: 'string',
      describe:
        'Push the same metrics once a second to an OpenTelemetry collector over HTTP: --otlp URL (default: OTEL_EXPORTER_OTLP_ENDPOINT, or port 4318 here)',
    });
}

const valueOf = {
  '--ui': /^\d+$/u,
  '--metrics': /^(?:\S*:)?\d+$/u,
  '--otlp': /^https?:/u,
} as const satisfies Readonly<Record<string, RegExp>>;

/** Values of these options can be left out, so a word behind one that cannot be its value is none: the scenario may stand there. */
export function withOptionalValues(argv: readonly string[]): readonly string[] {
  return argv.map((word, index) => {
    const next = argv[index + 1];
    if (!(word in valueOf)) return word;
    const isValue = next !== undefined && valueOf[word as keyof typeof valueOf].test(next);
    return isValue || (next !== undefined && isMeant(next)) ? word : `${word}=`;
  });
}

/** Not a file of a scenario, nor another option: a slip of the pen is better told than overlooked. */
function isMeant(word: string): boolean {
  return !word.startsWith('-') && !/\.(?:ya?ml|json)$/u.test(word);
}

/** Throws a ToolError that names every problem. */
export function liveWishes(
  { metrics, otlp, ui }: LiveArgs,
  environment: Readonly<Record<string, string | undefined>>,
): LiveWishes {
  const problems: ToolError[] = [];
  const read = <Value>(given: string | undefined, parse: (text: string) => Value): Value | null => {
    if (given === undefined) return null;
    try {
      return parse(given);
    } catch (error) {
      if (!(error instanceof ToolError)) throw error;
      problems.push(error);
      return null;
    }
  };
  const wishes = {
    metrics: read(metrics, metricsAddress),
    page: read(ui, pageAddress),
    otlp: read(otlp, (text) => otlpUrl(text, environment)),
  };
  if (problems.length === 0) return wishes;
  throw new ToolError(
    'invalidScenario',
    problems.map(({ message }) => message).join('\n'),
    problems.map(({ hint }) => hint).join('\n        '),
  );
}

export function isAnythingShown({ metrics, page, otlp }: LiveWishes): boolean {
  return metrics !== null || page !== null || otlp !== null;
}
