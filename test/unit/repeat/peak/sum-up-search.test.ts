/** What may be said at the end of a search, and with which exit code. */
import { describe, expect, it } from 'vitest';
import type { PeakStep } from '../../../../src/model/peak.js';
import type { Search } from '../../../../src/repeat/peak/search.js';
import { sumUpSearch } from '../../../../src/repeat/peak/sum-up-search.js';
import { collapsing, failing, playAgainst, searchOf, settings, sickening, stepWith } from '../../../fixtures/search.js';

const findingsOf = (steps: readonly PeakStep[], change: Partial<Search> = {}) => sumUpSearch(searchOf(steps, change));
const stopped = (...steps: readonly PeakStep[]) => findingsOf(steps, { state: 'interrupted' });
const upTo = (capacity: number, beyond: Partial<PeakStep>) => (rate: number) => (rate <= capacity ? {} : beyond);

const waits = { p50: 200, p90: 360, p99: 400, p999: 402, max: 403 };

const bent = (rate: number): Partial<PeakStep> => ({
  responseTimeMsP99: { valueMs: rate <= 1_600 ? 5 : 200, isAtLeast: false },
  ...(rate > 3_500 ? { ...sickening, responseTimeMsP99: { valueMs: 90_000, isAtLeast: false } } : {}),
});

describe('the findings', () => {
  it('of a peak name the rate, its holds, and the gate that failed close above', () => {
    expect(findingsOf(playAgainst(upTo(1_000, failing)))).toMatchObject({
      verdict: 'pass',
      exitCode: 0,
      end: 'peak',
      heldPerSecond: 1_000,
      isLowerBound: false,
      sentence:
        'The target holds every gate up to 1,000 payments/s (2 holds of 30s passed); at 1,050/s the gate "response_time.p99 < 250ms" failed: 412 ms.',
    });
  });

  it('of a pool whose connections were all taken, and answered as fast as ever, are a lower bound', () => {
    const poor = { ...failing, withoutConnection: 40, serviceTimeMsP50: 2.1 };
    const findings = findingsOf(playAgainst(upTo(1_000, poor)));
    expect(findings).toMatchObject({ end: 'peak', heldPerSecond: 1_000, isLowerBound: true, exitCode: 0 });
    expect(findings.sentence).toMatch(
      /^The scenario's 32 connections carry up to 1,000 payments\/s .* all taken and answered as fast as ever/u,
    );
    expect(findings.sentence).not.toContain('at least');
    const slow = findingsOf(playAgainst(upTo(1_000, { ...poor, serviceTimeMsP50: 9 })));
    expect(slow).toMatchObject({ isLowerBound: false });
    expect(slow.sentence).toContain('holds every gate up to');
  });

  it('of a pool in whose queue nobody was dropped are a lower bound, too, when a gate fails by the waiting alone', () => {
    const waiting = { ...failing, serviceTimeMsP50: 2.1, isSlowByWaiting: true, connectionWaitMs: waits };
    const findings = findingsOf(playAgainst(upTo(1_000, waiting)));
    expect(findings).toMatchObject({ end: 'peak', heldPerSecond: 1_000, isLowerBound: true, exitCode: 0 });
    expect(findings.sentence).toContain('connections carry up to 1,000 payments/s');
    expect(findings.cautions.join(' ')).toContain('one arrival in a hundred waited for 400 ms or longer');
    const { isSlowByWaiting: _fast, ...late } = { ...waiting, lateByWaiting: 3 };
    expect(findingsOf(playAgainst(upTo(1_000, late)))).toMatchObject({ isLowerBound: true });
  });

  it.each<[string, Partial<PeakStep>]>([
    ['each answer took longer than ever', { serviceTimeMsP50: 9 }],
    [
      'hardly anybody waited, as when the target stands still for a moment',
      { connectionWaitMs: { ...waits, p90: 0.1 } },
    ],
    ['the gate fails without the wait, too', { isSlowByWaiting: false }],
    ['an older record tells nothing of the wait', { connectionWaitMs: null }],
  ])('of a queue are the target’s where %s', (_why, change) => {
    const waiting = { ...failing, serviceTimeMsP50: 2.1, isSlowByWaiting: true, connectionWaitMs: waits };
    expect(findingsOf(playAgainst(upTo(1_000, { ...waiting, ...change })))).toMatchObject({
      end: 'peak',
      isLowerBound: false,
    });
  });

  it('are a lower bound, with a caution, where nobody knows how busy the generator was', () => {
    const findings = findingsOf(playAgainst(upTo(1_000, { ...failing, clientBusyRatio: null })));
    expect(findings).toMatchObject({ end: 'peak', isLowerBound: true });
    expect(findings.cautions.join(' ')).toContain('does not tell how busy paystorm was');
  });

  it('of a step that was cut after it had shown wrong data end the search there', () => {
    const cut = [{ step: 3, folder: 'run-03-cut-1', verdict: 'fail', exitCode: 120 }] as const;
    const findings = findingsOf([stepWith(1, 100), stepWith(2, 200)], { cut });
    expect(findings).toMatchObject({ verdict: 'fail', exitCode: 120, end: 'data-violation' });
    expect(findings.sentence).toContain('step 3');
  });

  it('of a search that found no end are a lower bound', () => {
    const bound = { ...settings, upToPerSecond: 400, isUpToAsked: true, holds: 1 };
    const findings = findingsOf(
      playAgainst(() => ({}), bound),
      { settings: bound },
    );
    expect(findings).toMatchObject({ verdict: 'pass', exitCode: 0, end: 'up-to', isLowerBound: true });
    expect(findings.sentence).toBe(
      'The target holds every gate at 400 payments/s (a hold of 30s passed), and nothing above was to be tried: its peak is at least that.',
    );
  });

  it('of a generator that gave in say what it could send, never that this is the peak', () => {
    const findings = findingsOf(playAgainst(upTo(900, sickening)));
    expect(findings).toMatchObject({ verdict: 'inconclusive', exitCode: 121, end: 'generator', isLowerBound: true });
    expect(findings.sentence).toMatch(/^The target takes at least 9\d\d? payments\/s .* paystorm could not send more/u);
    expect(findings.sentence).not.toContain('up to');
    expect(findings.sentence).toContain('too late for 400 of 4,000 arrivals');
  });

  it('of steps that decide nothing are open', () => {
    const undecided = { ...sickening, isGeneratorLimit: false };
    expect(findingsOf(playAgainst(upTo(900, undecided)))).toMatchObject({ end: 'open', exitCode: 121 });
    expect(findingsOf(playAgainst(() => undecided))).toMatchObject({
      end: 'unmeasured',
      exitCode: 121,
      heldPerSecond: null,
    });
  });

  it('of a target that fails at once are a failure', () => {
    const findings = findingsOf(playAgainst(() => failing));
    expect(findings).toMatchObject({ verdict: 'fail', exitCode: 99, end: 'below', heldPerSecond: null });
    expect(findings.sentence).toContain('even at 200 payments/s');
    expect(findings.sentence).toContain('"response_time.p99 < 250ms" failed: 412 ms');
  });

  it('of wrong data name the step, also when it was cut short', () => {
    const broken = { ...failing, exitCode: 120, why: '3 payments are lost.', gate: null };
    const findings = findingsOf(playAgainst((rate) => (rate > 400 ? broken : {})));
    expect(findings).toMatchObject({ verdict: 'fail', exitCode: 120, end: 'data-violation' });
    expect(findings.sentence).toBe('The search ended at once in step 3, at 800/s: 3 payments are lost.');
    const cut = [{ step: 1, folder: 'run-01-cut-1', verdict: 'fail', exitCode: 120 }] as const;
    expect(findingsOf(playAgainst(upTo(1_000, failing)), { cut })).toMatchObject({ verdict: 'fail', exitCode: 120 });
  });

  it('of a search that was stopped say how far it came', () => {
    expect(stopped()).toMatchObject({ exitCode: 105, verdict: 'inconclusive' });
    expect(stopped().sentence).toBe('The search was stopped before its first step was whole.');
    expect(stopped(stepWith(1, 200), stepWith(2, 400)).sentence).toBe(
      'The search was stopped. Every gate held in a step at 400 payments/s, which was not confirmed.',
    );
    expect(stopped(stepWith(1, 200), stepWith(2, 400, collapsing)).sentence).toBe(
      'The search was stopped. Every gate held in a step at 200 payments/s, which was not confirmed; at 400/s the gate "response_time.p99 < 250ms" failed: 412 ms.',
    );
  });

  it('find the knee without what the generator could not drive', () => {
    expect(findingsOf(playAgainst(bent)).kneePerSecond).toBe(1_600);
  });
});

describe('what to know of it', () => {
  it('is the number of connections where they ran out', () => {
    const crowded = { ...collapsing, withoutConnection: 512 };
    const { cautions } = findingsOf(playAgainst(upTo(1_000, crowded)));
    expect(cautions.join(' ')).toContain("512 arrivals got none of the scenario's");
  });

  it('is that a hold fell where a step had passed, and that luck decided', () => {
    const falling = findingsOf(
      playAgainst((rate, purpose) => (rate > 400 || (purpose === 'hold' && rate > 385) ? failing : {})),
    );
    expect(falling.heldPerSecond).toBe(381);
    expect(falling.cautions.join(' ')).toContain('A step passed at 400/s, but the holds did not');
    expect(falling.sentence).toContain('at 400/s the gate "response_time.p99 < 250ms" failed in a hold');
    const lucky = findingsOf(playAgainst((rate, _purpose, step) => (rate > 400 || step === 2 ? failing : {})));
    expect(lucky.cautions.join(' ')).toContain('At 400/s one step failed before another passed');
  });

  it('is what was left out and what was assumed', () => {
    const asked = {
      gates: ['availability >= 99.9% during step'],
      assumed: ['availability >= 99.9% during step'],
      leftOut: [],
      faults: ['kill-b'],
    };
    const { cautions } = findingsOf(playAgainst(upTo(1_000, failing)), { asked });
    expect(cautions.join(' ')).toContain('kill-b left out');
    expect(cautions.join(' ')).toContain('assumed is "availability >= 99.9%"');
    expect(findingsOf(playAgainst(upTo(1_000, failing))).cautions).toEqual([]);
  });
});
