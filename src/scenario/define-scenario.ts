/** A scenario written in TypeScript: the same keys and literals as in a file, the same checks, the same result. */
import type { z } from 'zod';
import type { Catalog } from '../model/registry.js';
import type { Scenario } from '../model/scenario.js';
import { readScenarioText } from './read-scenario.js';
import type { ScenarioSchema } from './schema/scenario-schema.js';

/** As in the file, but for what leads to other files: `extends`, `profiles` and `operations`. */
export type ScenarioInput = Omit<z.input<ScenarioSchema>, 'operations'>;

/** Throws ScenarioProblems; their lines count in the scenario's JSON, which the frames show. */
export function defineScenario(input: ScenarioInput, catalog: Catalog): Scenario {
  const source = { name: 'defineScenario', text: JSON.stringify(input, null, 2) };
  return readScenarioText(source, { environment: {} }, catalog);
}
