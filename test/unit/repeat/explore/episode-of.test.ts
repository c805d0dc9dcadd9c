/** What counts as trouble in one episode: wrong data, faults that stay, a service that does not return, failures without a cause. */
import { describe, expect, it } from 'vitest';
import { exitCodes } from '../../../../src/model/exit-code.js';
import type { RunRecord } from '../../../../src/model/run-record.js';
import { episodeOf, troublesOf } from '../../../../src/repeat/explore/episode-of.js';
import { faultFreeRecord } from '../../../fixtures/quiet-record.js';
import { passingRecord } from '../../../fixtures/record.js';

const place = { number: 2, purpose: 'faults', draw: 2, faults: [], folder: 'run-02', tookMs: 1 } as const;
const passing: RunRecord = { ...passingRecord(), gates: [] };
const [recovery] = passing.recoveries;
const sick = { ...passing.instrument, isHealthy: false, problems: ['A load thread stood still.'] };
const signatures = (record: RunRecord): readonly string[] => troublesOf(record).map(({ signature }) => signature);

describe('an episode', () => {
  it('that went well has no trouble, and tells how long its faults hurt', () => {
    const episode = episodeOf(passing, place);
    expect(episode).toMatchObject({ troubles: [], inconclusive: null, draw: 2 });
    expect(episode.recoveries).toMatchObject([{ kind: recovery!.kind, isEffective: true }]);
  });

  it('names a broken check, and the claim that admits one', () => {
    const check = { ...passing.checks[0]!, check: 'acknowledged-present', isDataViolation: true };
    const lost: RunRecord = { ...passing, checks: [{ ...check, verdict: 'fail' }] };
    expect(troublesOf(lost)).toMatchObject([
      { signature: 'check acknowledged-present', weight: 'data', explainedBy: null },
    ]);
    const admitted: RunRecord = { ...passing, checks: [{ ...check, verdict: 'pass', isAllowed: true }] };
    expect(troublesOf(admitted)[0]?.explainedBy).toBe('The scenario claims no better of its target.');
  });

  it('tells of a service that did not come back after the heal', () => {
    const healOutageMs = { valueMs: 20_000, errorMs: 0, isCensored: true };
    const stuck = { ...passing, recoveries: [{ ...recovery!, healOutageMs }] };
    expect(signatures(stuck)).toEqual([`no return after ${recovery!.kind}`]);
  });

  it('whose heal was not watched for long enough tells by its last seconds whether the service is there', () => {
    const unwatched = {
      healOutageMs: { valueMs: 20_000, errorMs: 0, isCensored: true },
      healInconclusive: 'The heal outlasted the load by 1.9 s, so what it did in the end was not seen.',
    };
    expect(signatures({ ...passing, recoveries: [{ ...recovery!, ...unwatched }] })).toEqual([]);
  });

  it('whose recovery could not be measured tells by its last seconds whether the service is there', () => {
    const unmeasured = { ...passing, recoveries: [{ ...recovery!, recoveryTimeMs: null, healOutageMs: null }] };
    expect(signatures(unmeasured)).toEqual([]);
    const { series } = passing;
    const goodPerSecond = [...series.goodPerSecond.slice(0, -1), 0];
    expect(signatures({ ...unmeasured, series: { ...series, goodPerSecond } })).toEqual([
      `no return after ${recovery!.kind}`,
    ]);
  });

  it('tells of a node that did not come back although the service did', () => {
    const timeToFullRedundancyMs = { valueMs: 120_000, errorMs: 0, isCensored: true };
    const fewer = { ...passing, recoveries: [{ ...recovery!, timeToFullRedundancyMs }] };
    expect(signatures(fewer)).toEqual([`not whole after ${recovery!.kind}`]);
  });

  it('tells of a fault that could not be healed', () => {
    const left = { ...passing, exitCode: exitCodes.healFailed, recoveries: [{ ...recovery!, heal: null }] };
    expect(signatures(left)).toEqual([`heal of ${recovery!.kind}`]);
  });

  it('tells of failures where nothing was broken, and only there', () => {
    const totals = { ...passing.totals, availabilityRatio: 0.999 };
    const quiet = faultFreeRecord('quiet', 60_000);
    const control = { ...quiet, gates: [], scenario: { ...quiet.scenario, faults: [] } };
    expect(signatures({ ...control, totals })).toEqual(['failures without a fault']);
    expect(signatures({ ...control, totals: { ...totals, availabilityRatio: 1 } })).toEqual([]);
    expect(signatures({ ...passing, totals })).toEqual([]);
  });

  it('is in doubt where a check could not decide, where a fault was never injected, or where no recovery could be measured', () => {
    const statement = 'Not every node could be compared: cloud (it is no member in service).';
    const unsure = { ...passing, checks: [{ ...passing.checks[0]!, verdict: 'inconclusive', statement } as const] };
    expect(episodeOf(unsure, place).inconclusive).toBe(statement);
    const inconclusive = 'Before the fault only 97.7 % of payments went through.';
    const unmeasured = { ...recovery!, recoveryTimeMs: null, inconclusive };
    expect(episodeOf({ ...passing, recoveries: [unmeasured] }, place).inconclusive).toBe(inconclusive);
    expect(episodeOf({ ...passing, recoveries: [unmeasured, recovery!] }, place).inconclusive).toBeNull();
    const kind = recovery!.kind;
    expect(episodeOf({ ...passing, recoveries: [] }, place).inconclusive).toBe(`The fault ${kind} was not injected.`);
  });

  it('blames nobody for service when its own instrument was sick, and says so', () => {
    const gate = { ...passingRecord().gates[0]!, verdict: 'fail', isWarning: false } as const;
    expect(signatures({ ...passing, gates: [gate] })).toEqual([`gate ${gate.gate}`]);
    const unsure = { ...passing, gates: [gate], instrument: sick };
    expect(signatures(unsure)).toEqual([]);
    expect(episodeOf(unsure, place).inconclusive).toBe('A load thread stood still.');
  });
});
