/** Brings a scenario's own operations in: compiled from their files, and tried out with the accounts of the plan, before anything is started. */
import { OperationRefusal } from '../kit/own-operations.js';
import type { OperationLoader, TrialProblem } from '../model/operation-loader.js';
import type { OperationKind } from '../model/operation.js';
import type { Catalog } from '../model/registry.js';
import type { Scenario } from '../model/scenario.js';
import { loadMsMax, purityHint, tellThrown, withinMs } from '../own-operations/fence.js';
import { buildPlan } from '../plan/build-plan.js';
import { unsteadiness } from '../plan/try-operation.js';

/** The compiler comes with it, which few scenarios need: it is loaded when it is asked for. */
export const operationLoader: OperationLoader = {
  async load(path, file) {
    const { loadOperation } = await import('../own-operations/load-operation.js');
    return loadOperation(path, file);
  },
  async tryOut(scenario, catalog) {
    const own = (scenario.operations ?? []).map(({ kind }) => catalog.operations.get(kind));
    if (own.length === 0) return [];
    const { evaluateOperation } = await import('../own-operations/load-operation.js');
    return own.flatMap((operation) => {
      const again = operation.origin === undefined ? null : evaluateOperation(operation.origin).operation;
      return again === null ? [] : tryOne(again, scenario, catalog);
    });
  },
};

function tryOne(again: OperationKind, scenario: Scenario, catalog: Catalog): readonly TrialProblem[] {
  const { kind } = again;
  const file = again.origin?.file ?? '';
  const plan = buildPlan(scenario, catalog);
  try {
    const words = withinMs(loadMsMax, () => unsteadiness({ plan, catalog, again }));
    return words === null ? [] : [{ kind, message: `${file}: "${kind}" ${words}.`, hint: purityHint }];
  } catch (thrown) {
    if (thrown instanceof OperationRefusal) return [{ kind, message: thrown.message, hint: thrown.hint }];
    const { message, hint } = tellThrown(thrown, { file });
    return [{ kind, message: `${file}: "${kind}" failed: ${message}.`, hint }];
  }
}
