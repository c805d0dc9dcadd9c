/** What cannot be done to connections that nobody on the way can read is refused when the scenario is read, and never drawn by chance. */
import { describe, expect, it } from 'vitest';
import { createCatalog } from '../../../src/catalog/index.js';
import { findChoices } from '../../../src/commands/explore/choices.js';
import { buildPlan } from '../../../src/plan/build-plan.js';
import type { ScenarioProblems } from '../../../src/scenario/problem.js';
import { readScenarioText } from '../../../src/scenario/read-scenario.js';
import { toolErrorOf } from '../../fixtures/thrown-by.js';

const catalog = createCatalog();
const plain = 'mysql://app@10.0.0.1/?tls=off';
const encrypted = 'mysql://app@10.0.0.2/';

function scenarioWith(fault: string, urls: readonly string[] = [plain, encrypted]) {
  const nodes = urls.map((url, index) => `{ name: db-${index + 1}, url: "${url}" }`).join(', ');
  const text = `name: story
target: { topology: external, nodes: [${nodes}] }
traffic: { mix: { transfer: 1 }, phases: [{ name: calm, for: 60s, rate: 10/s }] }
faults: [{ name: spoiled, fault: ${fault}, at: calm + 5s, heal: 5s }]
gates: [lost_payments == 0]
`;
  return readScenarioText({ name: 'story.yaml', text }, { environment: {} }, catalog);
}

describe('answers to COMMIT', () => {
  it.each(['node: db-2', 'zone: a'])('cannot be lost where %s is encrypted', (aim) => {
    const error = toolErrorOf(() => scenarioWith(`commit-ack-loss, ${aim}`)) as ScenarioProblems;
    expect(error.problems.map(({ message, remedy }) => [message, remedy])).toEqual([
      [expect.stringContaining('What db-2 answers is encrypted by TLS'), expect.stringContaining('black-hole')],
    ]);
  });

  it('can be lost on a node that is not', () => {
    expect(scenarioWith('commit-ack-loss, node: db-1').faults).toHaveLength(1);
  });

  it.each(['latency', 'bandwidth', 'slicing', 'black-hole', 'connection-reset', 'slow-close'])(
    'are all that %s does not need',
    (kind) => {
      expect(scenarioWith(`${kind}, node: db-2`).faults).toHaveLength(1);
    },
  );

  it('are lost by chance only where they can be', async () => {
    const drawn = (await drawnAt([plain, encrypted])) as readonly { readonly node: string }[];
    expect(new Set(drawn.map(({ node }) => node))).toEqual(new Set(['db-1']));
    expect(await drawnAt([encrypted])).toBeUndefined();
  });
});

/** What chance may choose of losing answers, on servers at these addresses. */
async function drawnAt(urls: readonly string[]): Promise<unknown> {
  const plan = buildPlan(scenarioWith('latency, node: db-1', urls), catalog);
  return (await findChoices(plan, catalog)).choices.find(({ kind }) => kind.kind === 'commit-ack-loss')?.examples;
}

it('an authority whose file is not there is refused by its line, before anything is connected', () => {
  const error = toolErrorOf(() => scenarioWith('none', ['mysql://app@10.0.0.2/?tls=verify&ca=/nonexistent']));
  expect((error as ScenarioProblems).problems.map(({ line, message }) => [line, message])).toEqual([
    [2, 'The file of the authority, ca=/nonexistent, cannot be read on this machine.'],
  ]);
});
