/** The library: the stages of a rehearsal as functions, for those who drive paystorm from a program of their own. */
export { createCatalog } from './catalog/index.js';
export { rehearse, type RehearseOptions } from './commands/rehearse.js';
export { ToolError } from './kit/error.js';
export type { JournalEvent } from './model/journal.js';
export type { Plan } from './model/plan.js';
export type { Catalog } from './model/registry.js';
export type { RunRecord } from './model/run-record.js';
export type { Scenario } from './model/scenario.js';
export { buildPlan } from './plan/build-plan.js';
export { describePlan } from './plan/describe-plan.js';
export { defineScenario, type ScenarioInput } from './scenario/define-scenario.js';
export { readScenario, type ScenarioOptions } from './scenario/read-scenario.js';
export { judge } from './verdict/judge.js';
