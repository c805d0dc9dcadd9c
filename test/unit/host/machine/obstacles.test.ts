/** What this machine cannot take from one node alone is told before anything is started, and asking changes nothing. */
import { existsSync } from 'node:fs';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { strainKinds, strainObstacle } from '../../../../src/host/machine/strainables.js';

/** In memory, which is no disk that could be slow. */
const stateInMemory = '/dev/shm/paystorm-never-made';

beforeEach(() => {
  vi.stubEnv('PAYSTORM_STATE', stateInMemory);
});
afterEach(() => {
  vi.unstubAllEnvs();
});

it('a slow disk is refused where data would not lie on one', async () => {
  const obstacle = await strainObstacle('disk-speed');
  expect(obstacle?.reason).toMatch(/lies on no disk whose operations the kernel counts|[Cc]ontrol groups/u);
  expect(obstacle?.alternative).toContain('cpu-pressure');
});

it.each(strainKinds)('%s is possible, or refused with a reason and what comes nearest', async (kind) => {
  const obstacle = await strainObstacle(kind);
  for (const sentence of obstacle === null ? [] : Object.values(obstacle)) expect(sentence).toMatch(/^[A-Zl].+\.$/u);
  expect(existsSync(stateInMemory)).toBe(false);
});
