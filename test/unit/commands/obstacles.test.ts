/** What a machine cannot do is refused with the reason and the nearest that it can, all of it at once. */
import { afterEach, describe, expect, it, vi } from 'vitest';
import { none as nothing } from '../../../src/catalog/faults/none.js';
import { refuseObstacles, tellPlan } from '../../../src/commands/obstacles.js';
import { warnOfState } from '../../../src/commands/state-warning.js';
import { createRegistry } from '../../../src/kit/registry.js';
import type { FaultKind, Obstacle } from '../../../src/model/fault.js';
import type { ScheduledFault } from '../../../src/model/plan.js';
import { testCatalog } from '../../fixtures/catalog.js';
import { planOf } from '../../fixtures/plan.js';

afterEach(() => vi.unstubAllEnvs());

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

  it('are told where the machine may forget how to undo what is done to others', async () => {
    vi.stubEnv('PAYSTORM_STATE', '/dev/shm/paystorm');
    const kind: FaultKind = { ...none, orders: () => orders };
    const ordering = { ...catalog, faults: createRegistry<FaultKind>({ kind }) };
    const told = await tellPlan(plan, ordering);
    expect(told).toContain('Unsafe on this machine\n  How to undo what it does to what paystorm did not start');
    expect(told).toContain('/dev/shm/paystorm, which may be gone');
    expect(told).toContain('PAYSTORM_STATE=<a directory on disk>');
    expect(await tellPlan(plan, withObstacle(null))).not.toContain('Unsafe');
    const errors: string[] = [];
    const terminal = { isTty: false, columns: 80, err: (text: string) => void errors.push(text) };
    const planned = { plan, catalog: ordering };
    await warnOfState([planned, planned], terminal);
    await warnOfState([planned], { ...terminal, isTty: true });
    expect(errors).toEqual([
      expect.stringMatching(/^warning: .*it is in memory \(tmpfs\).*\n$/u),
      expect.stringMatching(/^warning: [^\n]{1,71}\n(?: {2}[^\n]{1,78}\n)+$/u),
    ]);
  });

  it('are none where the machine can do it', async () => {
    await refuseObstacles(plan, withObstacle(null));
    expect(await tellPlan(plan, withObstacle(null))).not.toContain('Impossible');
  });
});
