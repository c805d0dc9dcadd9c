/** Every fault that is tried on a single server, when its runner is killed. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readEvents } from '../../../src/journal/event-log.js';
import { openStateDirectory } from '../../../src/host/state-directory.js';
import { repairLeases } from '../../../src/run/faults/repair-leases.js';
import { describeDeath, inParts } from '../../fixtures/dead-runner.js';
import { breakAndDie } from '../../fixtures/doomed-runner.js';
import { aims, breaking, catalog } from '../../fixtures/fault-aims.js';
import type { Aim } from '../../fixtures/fault-place.js';
import { writeDocker, writeSystemctl } from '../../fixtures/stub-docker.js';
import { StubPrograms } from '../../fixtures/stub-programs.js';
import { TargetSite } from '../../fixtures/target-site.js';

describe('faults whose runner is killed', () => {
  let site: TargetSite;
  let stubs: StubPrograms;
  beforeAll(async () => {
    site = await TargetSite.open();
    await openStateDirectory();
    stubs = await StubPrograms.open();
    await writeDocker(stubs);
    await writeSystemctl(stubs);
  });
  afterAll(async () => {
    await site[Symbol.asyncDispose]();
    await stubs[Symbol.asyncDispose]();
  });

  const ofSingles = breaking.filter(([name]) => aims[name]?.topology === 'single');
  for (const broken of inParts(ofSingles, 5)) describeDeath(broken, () => site);

  it('are healed by the next command where no watchdog was left to do it, and the journal says so', async () => {
    const paused = aims['node-pause'] as Aim;
    const { directory } = await breakAndDie({
      kind: 'node-pause',
      aim: paused,
      journalDirectory: site.directory,
      isWatched: false,
    });
    const healed = await repairLeases({ catalog, clock: site.clock, onProgress: () => undefined });
    expect(healed.map(({ fault }) => fault)).toEqual(['a node-pause']);
    await using found = await catalog.topologies.get(paused.topology).attach?.(directory, site.options);
    expect(await found?.process?.state('db')).toBe('running');
    const healing = readEvents(site.directory).findLast((event) => event.kind === 'fault-healed');
    expect(healing).toMatchObject({ fault: 'a node-pause', by: 'heal' });
  });
});
