/** A simulated cluster in place of a scenario's own target: it keeps the nodes, so that the story stays the same. */
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { createCatalog } from '../../../src/catalog/index.js';
import type { Scenario } from '../../../src/model/scenario.js';
import type { ScenarioProblems } from '../../../src/scenario/problem.js';
import { readScenario, readScenarioText } from '../../../src/scenario/read-scenario.js';

const catalog = createCatalog();

async function story(name: string): Promise<Scenario> {
  const file = fileURLToPath(new URL(`../../../scenarios/${name}.yaml`, import.meta.url));
  const options = { topology: 'simulated', environment: { PAYSTORM_URL: 'mysql://u:p@127.0.0.1' } };
  return (await readScenario(file, options, catalog)).scenario;
}

function nodesOf({ target }: Scenario): unknown {
  return (target.settings as { readonly nodes: unknown }).nodes;
}

describe('--topology simulated', () => {
  it('keeps the nodes that a scenario names, with their zones', async () => {
    const scenario = await story('node-pause');
    expect(scenario.target.topology).toBe('simulated');
    expect(nodesOf(scenario)).toEqual([
      { name: 'jkt-a', zone: 'a' },
      { name: 'jkt-b', zone: 'b' },
      { name: 'cloud', zone: 'c' },
    ]);
    expect(scenario.faults).toHaveLength(1);
  });

  it('keeps the nodes that the topology has by itself where the scenario names none', async () => {
    expect(nodesOf(await story('steady-single'))).toEqual([{ name: 'db', zone: 'a' }]);
  });

  it('leaves a simulated target as it is, with its bugs', () => {
    const text = `name: story
target: { topology: simulated, latency: 3ms, bugs: [{ bug: lose-commit, share: 2% }] }
traffic: { phases: [{ name: steady, for: 5s, rate: 10/s }] }
`;
    const options = { topology: 'simulated', environment: {} };
    const { settings } = readScenarioText({ name: 'story.yaml', text }, options, catalog).target;
    const bugs = [{ kind: 'lose-commit', settings: { share: 0.02 }, fromMs: 0, toMs: null }];
    expect(settings).toMatchObject({ latency: 3, bugs });
  });

  it('says of a fault that needs more than it can do what would allow it', async () => {
    const problems = await story('semi-sync-failover').then(
      () => '',
      (thrown: unknown) => (thrown as ScenarioProblems).format({ color: false, frames: false }),
    );
    expect(problems).toContain('The topology "simulated" does not allow "replication-stop": it lacks replication.');
    expect(problems).toContain('one of the topologies primary-replica');
  });
});
