/** Draw after draw until the time is over, and what is found once more. */
import { describe, expect, it } from 'vitest';
import { nextEpisode } from '../../../../src/repeat/explore/next-episode.js';
import { episodeWith, explorationOf, lostTrouble } from '../../../fixtures/exploration.js';

const troubles = [lostTrouble];
const replay = (number: number, draw: number, found = troubles) =>
  episodeWith(number, { purpose: 'replay', draw, troubles: found });

describe('an exploration', () => {
  it('begins with a control', () => {
    expect(nextEpisode(explorationOf([]))).toEqual({ number: 1, purpose: 'control', draw: 1 });
  });

  it('goes on with the next draw when nothing was found', () => {
    const played = explorationOf([episodeWith(1, { purpose: 'control' })]);
    expect(nextEpisode(played)).toEqual({ number: 2, purpose: 'faults', draw: 2 });
  });

  it('plays a draw twice more when something was found in it, whatever the replays show', () => {
    const first = episodeWith(2, { troubles });
    expect(nextEpisode(explorationOf([first]))).toMatchObject({ purpose: 'replay', draw: 2 });
    expect(nextEpisode(explorationOf([first, replay(3, 2, [])]))).toMatchObject({ purpose: 'replay', draw: 2 });
    const settled = explorationOf([first, replay(3, 2, []), replay(4, 2)]);
    expect(nextEpisode(settled)).toMatchObject({ purpose: 'faults', draw: 3 });
  });

  it('plays nothing once more that a claim admits', () => {
    const admitted = episodeWith(2, { troubles: [{ ...lostTrouble, explainedBy: 'The scenario claims it.' }] });
    expect(nextEpisode(explorationOf([admitted]))).toMatchObject({ draw: 3 });
  });

  it('ends when the time is over, but not before what was found is settled', () => {
    const long = { tookMs: 600_000 };
    expect(nextEpisode(explorationOf([episodeWith(2, long)]))).toBeNull();
    expect(nextEpisode(explorationOf([episodeWith(2, { ...long, troubles })]))).toMatchObject({ purpose: 'replay' });
  });

  it('plays one draw alone when only that is asked for', () => {
    const settings = { forMs: 600_000, kinds: ['node-kill'], only: 17 };
    expect(nextEpisode(explorationOf([], { settings }))).toMatchObject({ number: 1, purpose: 'faults', draw: 17 });
    expect(nextEpisode(explorationOf([episodeWith(1, { draw: 17 })], { settings }))).toBeNull();
  });
});
