/** The run that is audited: the same plan and header for whoever fills the ledger and for whoever reads it back. */
import { fileURLToPath } from 'node:url';
import { buildPlan } from '../../dist/plan/build-plan.js';
import { createContents, operationNames } from '../../dist/plan/contents.js';
import { readScenario } from '../../dist/scenario/read-scenario.js';

const scenarioFile = fileURLToPath(new URL('../../scenarios/steady-single.yaml', import.meta.url));
/** @type {any} */
const unknownEnvironment = null;
const ratePerSecond = 10_000;

/** `mix` as a scenario writes it. Wallets are full enough that nobody is declined. */
export async function prepareAudit({ payments, mix }, catalog) {
  const changes = [
    `traffic.mix=${mix}`,
    `traffic.phases=[{ name: only, for: ${payments / ratePerSecond}s, rate: ${ratePerSecond}/s }]`,
    'traffic.arrivals=even',
    'ledger.accounts=100k',
    'ledger.opening_balance=1_000_000_000',
    'gates=[]',
  ];
  const { scenario } = await readScenario(scenarioFile, { set: changes, environment: {} }, catalog);
  const plan = buildPlan(scenario, catalog);
  const header = {
    journalVersion: 1,
    toolVersion: 'bench',
    command: ['bench'],
    topology: 'single',
    isSimulated: false,
    nodes: [],
    environment: unknownEnvironment,
    runId: 'bench',
    runTag: 700_001,
    wallClock: '2026-11-26T00:00:00.000Z',
    plan,
    flavor: 'mariadb',
    operations: operationNames(plan),
  };
  return { plan, header, contents: createContents(plan, catalog.operations) };
}
