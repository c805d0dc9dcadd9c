/** The library: the stages of a rehearsal as functions, for those who drive paystorm from a program of their own. */
export { createCatalog } from './catalog/index.js';
export {
  authorise,
  defineOperation,
  drawAmount,
  move,
  settle,
  type SettlementTerms,
} from './catalog/operations/words/define-operation.js';
export { operationLoader } from './commands/operation-loader.js';
export { rehearse } from './commands/rehearse.js';
export type { RehearseOptions } from './commands/rehearse-options.js';
export { ToolError } from './kit/error.js';
export type { JournalEvent } from './model/journal.js';
export type { Draws, OperationContent, OperationDefinition, Posting, Settlement } from './model/operation.js';
export type { LedgerLayout, Plan } from './model/plan.js';
export type { Catalog } from './model/registry.js';
export type { RunRecord } from './model/run-record.js';
export type { Scenario } from './model/scenario.js';
export { buildPlan } from './plan/build-plan.js';
export { describePlan } from './plan/describe-plan.js';
export { defineScenario, type ScenarioInput } from './scenario/define-scenario.js';
export { readScenario, type ScenarioOptions, type Story } from './scenario/read-scenario.js';
export { judge } from './verdict/judge.js';
