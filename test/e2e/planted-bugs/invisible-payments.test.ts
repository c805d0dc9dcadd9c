/** Payments that a cluster acknowledges long before it shows them: whoever asks after the failover is told that nothing was paid. */
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { scenarioOf, type PlantedCase } from '../../fixtures/planted-bugs.js';
import { catalog, play, type PlantedRun } from '../../fixtures/planted-runs.js';
import { TargetSite } from '../../fixtures/target-site.js';

const late: PlantedCase = {
  name: 'acknowledge-early',
  bugs: ['{ bug: acknowledge-early, share: 10%, delay: 1500ms }'],
  red: [],
  mix: '{ transfer: 100 }',
  faults: ['{ name: kill, fault: node-kill, node: node-b, at: steady + 1s, heal: 1s }'],
};
let site: TargetSite;
beforeAll(async () => {
  site = await TargetSite.open();
});
afterAll(() => site[Symbol.asyncDispose]());

it('are told apart from those that are lost', async () => {
  const { record, acknowledged } = await rehearsed(late);
  const [look] = record.reconciliation?.firstLooks ?? [];
  expect(look).toMatchObject({ fault: 'kill', node: expect.stringMatching(/^node-[ac]$/u) });
  const { count = 0, payments = [] } = look?.temporarilyInvisible ?? {};
  expect(count).toBeGreaterThan(0);
  expect(payments).toHaveLength(count);
  const lost = record.reconciliation?.lost?.payments.map(({ payment }) => payment) ?? [];
  expect(lost.length).toBeGreaterThan(0);
  expect(payments.filter((payment) => lost.includes(payment) || !acknowledged.has(payment))).toEqual([]);
  expect(record.answers['data-loss'].sentence).toContain(`back in the end: ${count} on ${look?.node} after kill.`);
});

it('are none where the cluster keeps its word', async () => {
  const { record } = await rehearsed({ ...late, bugs: [] });
  const [look, ...others] = record.reconciliation?.firstLooks ?? [];
  expect(others).toEqual([]);
  expect(look).toMatchObject({ fault: 'kill', temporarilyInvisible: { count: 0, payments: [] } });
  expect(look?.lookedFor).toBeGreaterThan(70);
  expect(record.answers['data-loss'].sentence).not.toContain('invisible');
});

function rehearsed(planted: PlantedCase): Promise<PlantedRun> {
  return play(scenarioOf(planted, catalog), join(site.directory, `run-${planted.bugs.length}`));
}
