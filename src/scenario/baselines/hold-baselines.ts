/** Puts into each gate that names a baseline what that holds of its metric, so that a journal can be judged without the file; or says why it cannot be compared. */
import { printIndicator } from '../../kit/indicator.js';
import { indicatorParts } from '../../kit/parse-indicator.js';
import { differingFacts } from '../../kit/differing-facts.js';
import { otherRehearsals, scenarioFacts } from '../../kit/scenario-facts.js';
import type { Gate, StoredBaselineLimit } from '../../model/gate.js';
import type { Baseline } from '../../model/sample.js';
import type { Scenario } from '../../model/scenario.js';
import { heldFigures } from '../../statistics/held-figures.js';
import type { ReadGate } from '../gates/read-gates.js';
import type { Report } from '../overlay.js';
import { problemAt, type ProblemText } from '../problem.js';
import { findBaseline } from './find-baseline.js';

export interface BaselineSite {
  /** Where baselines are kept. */
  readonly folder: string;
  readonly scenario: Scenario;
  readonly report: Report;
}

/** In the order of the gates; those that could not be understood are left out. */
export function holdBaselines(gates: readonly (ReadGate | null)[], site: BaselineSite): readonly Gate[] {
  return gates.flatMap((read) => {
    if (read === null) return [];
    const { limit } = read.gate;
    return [limit.kind === 'stored-baseline' ? { ...read.gate, limit: held(read, limit, site) } : read.gate];
  });
}

function held({ gate, placeOf }: ReadGate, limit: StoredBaselineLimit, site: BaselineSite): StoredBaselineLimit {
  const complain = (text: ProblemText): StoredBaselineLimit => {
    site.report(problemAt(placeOf(limit.baseline), text));
    return limit;
  };
  const found = findBaseline(limit.baseline, site.folder);
  if (!found.ok) return complain(found);
  const { scenario, environment, toolVersion, runs } = found.baseline;
  const facts = scenarioFacts(site.scenario);
  const [path, ...others] = otherRehearsals(scenario, facts);
  if (path !== undefined) return complain(otherScenario(path, others.length, found.baseline, site));
  const key = printIndicator(gate);
  const own = heldFigures(key, runs);
  if (own.figures.length === 0) return complain(notHeld(key, limit.baseline, found.baseline));
  const runIds = runs.map(({ runId }) => runId);
  return {
    ...limit,
    held: own,
    around: { runIds, toolVersion, environment, scenario: differingFacts(scenario, facts) },
  };
}

function otherScenario(path: string, more: number, { scenario }: Baseline, site: BaselineSite): ProblemText {
  const [before, now] = [scenario[path] ?? 'absent', scenarioFacts(site.scenario)[path] ?? 'absent'];
  return {
    message: `The baseline is of another rehearsal: ${path} is ${before} there and ${now} here${more === 0 ? '' : `, and ${more === 1 ? 'one more setting differs' : `${more} more settings differ`}`}.`,
    remedy: 'Save one of this scenario, with this profile, under another name.',
  };
}

function notHeld(key: string, name: string, { runs }: Baseline): ProblemText {
  const why = runs.map(({ measures }) => measures.unmeasured[key]).find((each) => each !== undefined);
  const { metric } = indicatorParts(key);
  const known = Object.keys(runs[0]?.measures.figures ?? {}).filter((each) => indicatorParts(each).metric === metric);
  return {
    message: `The baseline "${name}" holds no ${key}${why === undefined ? '' : `: ${why.replace(/\.$/u, '')}`}.`,
    ...(known.length === 0 ? {} : { expected: `one of ${known.filter((each) => !each.includes('{')).join(', ')}` }),
    remedy: 'Ask for what it holds, or write a value.',
  };
}
