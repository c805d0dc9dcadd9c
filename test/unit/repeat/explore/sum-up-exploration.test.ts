/** What all episodes say together: wrong money fails at once, a service failure when it comes back, and what never came back decides nothing. */
import { describe, expect, it } from 'vitest';
import { exitCodes } from '../../../../src/model/exit-code.js';
import type { Episode, Trouble } from '../../../../src/model/explore.js';
import { sumUpExploration } from '../../../../src/repeat/explore/sum-up-exploration.js';
import { episodeWith, explorationOf, lostTrouble, stuckTrouble } from '../../../fixtures/exploration.js';

const control = episodeWith(1, { purpose: 'control', recoveries: [] });
const cutWith = (exitCode: number) => [{ number: 2, folder: 'run-02-cut-1', verdict: 'fail' as const, exitCode }];
const found = (trouble: Trouble): Episode => episodeWith(2, { troubles: [trouble] });
const replay = (number: number, troubles: readonly Trouble[]): Episode =>
  episodeWith(number, { purpose: 'replay', draw: 2, troubles });
const dumb = (number: number, purpose: Episode['purpose'] = 'faults'): Episode =>
  episodeWith(number, { purpose, inconclusive: 'The generator was late.' });
const sumUp = (...episodes: readonly Episode[]) => sumUpExploration(explorationOf(episodes));

const recovery = (valueMs: number) => ({
  kind: 'node-kill',
  recoveryTimeMs: { valueMs, errorMs: 20, isCensored: false },
  healOutageMs: null,
  isEffective: valueMs > 0,
});

const after = (exitCode: number) =>
  sumUpExploration(explorationOf([control, episodeWith(2)], { cut: cutWith(exitCode) }));

describe('an exploration', () => {
  it('passes when faults struck and nothing was found', () => {
    const findings = sumUp(control, episodeWith(2));
    expect(findings).toMatchObject({ verdict: 'pass', exitCode: exitCodes.pass, controls: 1, faulted: 1 });
    expect(findings.acknowledged).toBe(2_000);
  });

  it('decides nothing when nothing was broken, or every broken episode tells nothing', () => {
    expect(sumUp(control).verdict).toBe('inconclusive');
    expect(sumUp(control, dumb(2))).toMatchObject({ verdict: 'inconclusive', exitCode: exitCodes.inconclusive });
  });

  it('decides nothing when a control tells nothing, or more than one in five of all', () => {
    expect(sumUp(dumb(1, 'control'), ...[2, 3, 4, 5, 6].map((each) => episodeWith(each))).verdict).toBe('inconclusive');
    const most = [control, ...[2, 3, 4].map((each) => episodeWith(each))];
    expect(sumUp(...most, dumb(5)).verdict).toBe('pass');
    const fewer = sumUp(...most, dumb(5), dumb(6));
    expect(fewer.verdict).toBe('inconclusive');
    expect(fewer.reasons).toEqual(['2 of 6 episodes told nothing: The generator was late.']);
  });

  it('fails by wrong money although it never came back', () => {
    const findings = sumUp(control, found(lostTrouble), replay(3, []), replay(4, []));
    expect(findings).toMatchObject({ verdict: 'fail', exitCode: exitCodes.dataViolation });
    expect(findings.found).toMatchObject([{ draws: [2], replays: 2, reproduced: 0 }]);
  });

  it('fails by a service that fails again, and decides nothing by one that does not', () => {
    const again = sumUp(control, found(stuckTrouble), replay(3, [stuckTrouble]), replay(4, []));
    expect(again).toMatchObject({ verdict: 'fail', exitCode: exitCodes.gateFailed });
    expect(again.found).toMatchObject([{ replays: 2, reproduced: 1 }]);
    const once = sumUp(control, found(stuckTrouble), replay(3, []), replay(4, []));
    expect(once).toMatchObject({ verdict: 'inconclusive', exitCode: exitCodes.inconclusive });
    expect(once.reasons[0]).toContain('came back in 0 of 2 replays');
  });

  it('counts what comes back in a replay that is in doubt about something else', () => {
    const doubt = { purpose: 'replay', draw: 2, inconclusive: 'Not every node could be compared.' } as const;
    const shown = episodeWith(3, { ...doubt, troubles: [stuckTrouble] });
    const silent = episodeWith(4, doubt);
    const findings = sumUp(control, found(stuckTrouble), shown, silent);
    expect(findings).toMatchObject({ verdict: 'fail', found: [{ replays: 1, reproduced: 1 }] });
  });

  it('passes with what the claims admit, and shows it', () => {
    const admitted = sumUp(control, found({ ...lostTrouble, explainedBy: 'It is claimed.' }));
    expect(admitted).toMatchObject({ verdict: 'pass', found: [{ explainedBy: 'It is claimed.' }] });
  });

  it('names a fault that stayed before all else', () => {
    const stayed: Trouble = { ...stuckTrouble, signature: 'heal of node-kill', weight: 'heal' };
    const findings = sumUp(control, found(lostTrouble), episodeWith(3, { troubles: [stayed] }));
    expect(findings.exitCode).toBe(exitCodes.healFailed);
  });

  it('says that it was interrupted only when it found nothing', () => {
    const state = { state: 'interrupted' } as const;
    expect(sumUpExploration(explorationOf([control, episodeWith(2)], state)).exitCode).toBe(exitCodes.interrupted);
    const bad = sumUpExploration(explorationOf([control, found(lostTrouble)], state));
    expect(bad.exitCode).toBe(exitCodes.dataViolation);
  });

  it('keeps the worst of every kind of fault', () => {
    const findings = sumUp(control, episodeWith(2, { recoveries: [recovery(0), recovery(2_100)] }));
    expect(findings.kinds).toMatchObject([
      { kind: 'node-kill', strikes: 2, unseen: 1, longestRecovery: { valueMs: 2_100 }, longestHealOutage: null },
    ]);
  });

  it('keeps what an episode had shown for good before it was cut short', () => {
    expect(after(exitCodes.dataViolation)).toMatchObject({ verdict: 'fail', exitCode: exitCodes.dataViolation });
    expect(after(exitCodes.dataViolation).reasons[0]).toContain('run-02-cut-1');
    expect(after(exitCodes.healFailed)).toMatchObject({ verdict: 'fail', exitCode: exitCodes.healFailed });
    expect(after(exitCodes.interrupted)).toMatchObject({ verdict: 'pass', exitCode: exitCodes.pass });
  });

  it('decides nothing when no fault was seen to do anything', () => {
    const unseen = episodeWith(2, { recoveries: [recovery(0)] });
    expect(sumUp(control, unseen)).toMatchObject({ verdict: 'inconclusive', exitCode: exitCodes.inconclusive });
    expect(sumUp(control, unseen).reasons).toContain('No fault was seen to have an effect.');
  });

  it('counts only those replays that tell something', () => {
    const silent = { ...replay(3, []), inconclusive: 'The generator was late.' };
    const findings = sumUp(control, found(stuckTrouble), silent, replay(4, [stuckTrouble]));
    expect(findings.found).toMatchObject([{ replays: 1, reproduced: 1 }]);
  });
});
