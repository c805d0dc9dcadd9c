/** What a machine cannot do is refused with the reason and the nearest that it can, all of it at once. */
import { describe, expect, it } from 'vitest';
import { none as nothing } from '../../../src/catalog/faults/none.js';
import { refuseObstacles, tellPlan } from '../../../src/commands/obstacles.js';
import { createRegistry } from '../../../src/kit/registry.js';
import type { FaultKind, Obstacle } from '../../../src/model/fault.js';
import type { ScheduledFault } from '../../../src/model/plan.js';
import { testCatalog } from '../../fixtures/catalog.js';
import { planOf } from '../../fixtures/plan.js';

const catalog = testCatalog();
const none: FaultKind = nothing;
const orders = { inject: ['./cut db'], check: [], heal: ['./mend db'] };
const slowDisk = { reason: 'No tool here slows a disk.', alternative: 'Nearest is node-pause.' };

function withObstacle(obstacle: Obstacle | null) {
  const kind: FaultKind = { ...none, obstacle: async () => obstacle };
  return { ...catalog, faults: createRegistry<FaultKind>({ kind }) };
}

const fault: ScheduledFault = { name: 'slow', kind: 'none', settings: {}, injectAtMs: 1_000, healAtMs: 2_000 };
const second: ScheduledFault = { ...fault, name: 'slow-again' };
const plan = { ...planOf(), faults: [fault, second] };

describe('obstacles', () => {
  it('are refused all at once, each with its fault and what comes nearest', async () => {
    const refused = refuseObstacles(plan, withObstacle(slowDisk));
    const line = `(none): ${slowDisk.reason} ${slowDisk.alternative}`;
    await expect(refused).rejects.toThrow(
      `This machine cannot do what the scenario asks for:\n  slow ${line}\n  slow-again ${line}`,
    );
  });

  it('stand at the end of the plan', async () => {
    const told = await tellPlan(plan, withObstacle(slowDisk));
    expect(told).toMatch(/Impossible on this machine\n {2}slow \(none\): No tool here/u);
  });

  it('leave room for the word that a plan needs which acts on what others run', async () => {
    const kind: FaultKind = { ...none, orders: () => orders };
    const faults = createRegistry<FaultKind>({ kind });
    expect(await tellPlan(plan, { ...catalog, faults })).toContain('Only with --allow-exec\n');
    expect(await tellPlan(plan, withObstacle(null))).not.toContain('--allow-exec');
  });

  it('are none where the machine can do it', async () => {
    await refuseObstacles(plan, withObstacle(null));
    expect(await tellPlan(plan, withObstacle(null))).not.toContain('Impossible');
  });
});
