/** The proof of `compare` on a real MariaDB: runs of one seed do not differ, and a network that is 20 ms slower is found, and found to be 20 ms slower. */
import { beforeAll, describe, expect, it } from 'vitest';
import { contrastSamples } from '../../../src/contrast/contrast-samples.js';
import { mergeSamples } from '../../../src/contrast/sample-of.js';
import type { Contrast } from '../../../src/model/contrast.js';
import type { Effect } from '../../../src/model/effect.js';
import type { Sample } from '../../../src/model/sample.js';
import { SlowedServer } from '../../fixtures/slowed-server.js';

const addedMs = 20;
const lengthMs = 1_500;
const pairs = 5;
/** A machine that has other work makes a single run slower, and none faster. */
const disturbedMs = 12;
/** Pairs of which neither generator was disturbed. */
const decidedMin = 3;
/** Timers that hold bytes back are late by up to a millisecond each way, on a busy machine by more. */
const timersMs = 6;

let quick: Sample[];
let slow: Sample[];
beforeAll(async () => {
  await using server = await SlowedServer.open();
  [quick, slow] = [[], []];
  // In turns, so that whatever else the machine does befalls both.
  for (let pair = 0; pair < pairs; pair += 1) {
    quick.push(await server.play(lengthMs));
    slow.push(await server.playSlow(lengthMs, addedMs));
  }
}, 420_000);

describe('ten runs in turns, five of them 20 ms slower', () => {
  it('are two groups: the median response time is worse by 20 ms', () => {
    const contrast = contrastOf(mergeSamples(quick), mergeSamples(slow));
    expect(contrast.verdict, contrast.reasons.join(' ')).toBe('worse');
    const effect = medianTime(contrast);
    expect(effect).toMatchObject({ method: 'ranks', before: { runs: pairs } });
    const [low = 0, high = 0] = effect.interval ?? [];
    expect(low).toBeLessThan(addedMs + timersMs);
    expect(high).toBeGreaterThan(addedMs);
  });

  it('pair by pair, those of one seed are never taken to differ', () => {
    const verdicts = quick.slice(1).map((sample, index) => contrastOf(quick[index] as Sample, sample).verdict);
    expect(verdicts).not.toContain('worse');
  });

  it('pair by pair, one that is slower never passes as no worse, and most are worse, by 20 ms', () => {
    const contrasts = slow.map((sample, index) => contrastOf(quick[index] as Sample, sample));
    const verdicts = contrasts.map(({ verdict }) => verdict);
    expect(verdicts).not.toContain('no-worse');
    const decided = contrasts.filter(({ verdict }) => verdict === 'worse');
    expect(decided.length, verdicts.join(' ')).toBeGreaterThanOrEqual(decidedMin);
    for (const { shift } of decided.map(medianTime)) {
      expect(shift).toBeGreaterThan(addedMs - timersMs);
      expect(shift).toBeLessThan(addedMs + disturbedMs);
    }
  });

  it('nothing was lost on the way, before or after', () => {
    const { measures } = contrastOf(mergeSamples(quick), mergeSamples(slow));
    expect(measures.filter(({ isMoney, status }) => isMoney && status !== 'same')).toEqual([]);
  });
});

function contrastOf(before: Sample, after: Sample): Contrast {
  return contrastSamples({ name: 'before', sample: before }, { name: 'after', sample: after });
}

function medianTime({ measures }: Contrast): Effect {
  const found = measures.find(({ measure }) => measure === 'response_time.p50 during run')?.effect;
  if (found === null || found === undefined) throw new Error('There is no median response time.');
  return found;
}
