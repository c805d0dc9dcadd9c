/** Bugs that cost time and no money: what is measured is what the simulator did. */
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { FaultRecovery, Measured } from '../../../src/model/recovery.js';
import { timedCases, timedScenarioOf } from '../../fixtures/timed-bugs.js';
import { catalog, play, type PlantedRun } from '../../fixtures/planted-runs.js';
import { TargetSite } from '../../fixtures/target-site.js';

/** A payment that is asked for in the last moment of an outage is answered in time, and so it was never out for that customer. */
const deadlineMs = 150;
const toleranceMs = 120;

describe('recovery from outages of known length', () => {
  let site: TargetSite;
  beforeAll(async () => {
    site = await TargetSite.open();
  });
  afterAll(() => site[Symbol.asyncDispose]());

  it.each(timedCases.map((each) => [each.name, each] as const))(
    'after a kill with %s the times are those of the outages',
    async (name, timed) => {
      const scenario = timedScenarioOf(timed, catalog);
      let run = await play(scenario, join(site.directory, name));
      // A machine that stutters in the wrong second makes a run rightly inconclusive; twice in a row it is a defect.
      if (run.record.recoveries[0]?.inconclusive !== null)
        run = await play(scenario, join(site.directory, `${name}-2`));
      const [recovery] = run.record.recoveries;
      expect(recovery?.inconclusive).toBeNull();
      // Who was served by the heal had waited for it: an outage that follows is still the fault's, and also the heal's.
      expect(distance(recovery?.recoveryTimeMs, lastOutageEnd(run) - injectionOf(recovery))).toBeLessThan(toleranceMs);
      if (name === 'relapse')
        expect(distance(recovery?.healOutageMs, lastOutageEnd(run) - (recovery?.heal?.startedMs ?? 0))).toBeLessThan(
          toleranceMs,
        );
      const broken = run.record.gates.filter(({ verdict }) => verdict === 'fail').map(({ gate }) => gate);
      expect(broken).toEqual(timed.broken);
      expect(run.record.checks.filter(({ verdict }) => verdict === 'fail')).toEqual([]);
    },
  );
});

/** How far a measurement is from the truth, beyond its own error; what was not measured is infinitely far. */
function distance(measured: Measured | null | undefined, trueMs: number): number {
  if (!measured || measured.isCensored) return Number.POSITIVE_INFINITY;
  const lateMs = measured.valueMs - measured.errorMs - trueMs;
  const earlyMs = trueMs - deadlineMs - measured.valueMs - measured.errorMs;
  return Math.max(lateMs, earlyMs, 0);
}

function lastOutageEnd({ truth }: PlantedRun): number {
  return Math.max(...truth.outages.map(({ toMs }) => toMs ?? 0));
}

function injectionOf(recovery: FaultRecovery | undefined): number {
  const { issuedMs = 0, verifiedMs = 0 } = recovery?.injection ?? {};
  return (issuedMs + (verifiedMs ?? issuedMs)) / 2;
}
