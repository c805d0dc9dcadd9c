/** Reads back the name of a figure: `response_time.p99{operation=transfer} during spike`. */

export interface IndicatorParts {
  readonly metric: string;
  readonly aggregate: string | null;
  /** Metric and aggregate, as one word. */
  readonly measure: string;
  readonly isTagged: boolean;
  readonly scope: string;
  /** The phase, where it is one; null for the whole run and for what comes after a fault. */
  readonly phase: string | null;
}

const written =
  /^(?<metric>[a-z_]+)(?:\.(?<aggregate>[a-z\d.]+))?(?<tags>\{[^}]*\})?(?: (?<scope>(?:during|after) (?<name>.+)))?$/u;

export function indicatorParts(key: string): IndicatorParts {
  const { metric = key, aggregate, tags, scope = '', name = '' } = written.exec(key)?.groups ?? {};
  return {
    metric,
    aggregate: aggregate ?? null,
    measure: aggregate === undefined ? metric : `${metric}.${aggregate}`,
    isTagged: tags !== undefined,
    scope,
    phase: scope.startsWith('during') && name !== 'run' ? name : null,
  };
}
