/** The answer on downtime of whole runs: what follows a heal counts like the fault itself, and a goal of zero is broken by whatever happens. */
import { afterAll, describe, expect, it } from 'vitest';
import type { Answer } from '../../../src/model/run-record.js';
import { Scratch } from '../../fixtures/scratch.js';
import { answered, failed, faultEvents, type Script } from '../../fixtures/synthetic-run.js';
import { healed, healMs, killed, killMs, killPlan, KillRuns, outAt, type KillStory } from './kill-run.js';

const scratch = new Scratch();
const runs = new KillRuns(scratch);
afterAll(() => scratch[Symbol.dispose]());

const promised = killPlan('recovery: { objective: 8s, sustained: 5s }');
const unpromised = killPlan('recovery: { sustained: 5s }');

describe('a heal after a recovery in time', () => {
  it('from which half the payments fail until the end breaks the objective, and the sentence says so', async () => {
    const answer = await answerOf({ plan: promised, script: limpingFrom(healMs + 100, 60_000) });
    expect(answer).toMatchObject({ status: 'not-met' });
    expect(answer.sentence).toMatch(
      /^Recovery time 2\.00 ± 0\.01 s after kill; heal outage ≥ 20 s \(objective 8 s\): not met, because of the heal outage\.$/u,
    );
  });

  it('that impairs payments for longer than the objective breaks it', async () => {
    const answer = await answerOf({ plan: promised, script: limpingFrom(healMs + 100, healMs + 9_000) });
    expect(answer).toMatchObject({ status: 'not-met' });
    expect(answer.sentence).toMatch(
      /heal outage 8\.9\d+ ± 0\.005 s \(objective 8 s\): not met, because of the heal outage/u,
    );
  });

  it('that impairs payments for less than the objective keeps it, and is mentioned', async () => {
    const answer = await answerOf({ plan: promised, script: limpingFrom(healMs + 100, healMs + 7_000) });
    expect(answer).toMatchObject({ status: 'met' });
    expect(answer.sentence).toMatch(/heal outage 6\.9\d+ ± 0\.005 s \(objective 8 s\): met\.$/u);
  });

  it('that hurt, and was not watched for long enough after it, is undecided', async () => {
    const answer = await answerOf({
      plan: promised,
      faults: faultEvents({ ...killed, healMs: 54_000, healedMs: 54_500 }),
      script: limpingFrom(54_100, 57_000),
    });
    expect(answer).toMatchObject({ status: 'undecided' });
    expect(answer.sentence).toContain('but observation ended too soon to call it lasting.');
  });

  it('in the last moment of the load leaves the answer open', async () => {
    const faults = faultEvents({ ...killed, healMs: 59_800, healedMs: 59_900 });
    const answer = await answerOf({ plan: promised, faults });
    expect(answer).toMatchObject({ status: 'undecided' });
    expect(answer.sentence).toContain('Observation ended 200 ms after the heal, too soon to see what it did.');
  });

  it('that came after the load is no part of what was observed', async () => {
    const faults = faultEvents({ ...killed, healMs: 60_400, healedMs: 60_900 });
    expect(await answerOf({ plan: promised, faults })).toMatchObject({ status: 'met' });
  });
});

describe('an objective of 2 s', () => {
  const tight = killPlan('recovery: { objective: 2s, sustained: 5s }');

  it('is undecided by a recovery whose error bar reaches across it', async () => {
    const answer = await answerOf({ plan: tight });
    expect(answer).toMatchObject({ status: 'undecided' });
    expect(answer.sentence).toContain(
      '(objective 2 s): undecided, because the error bar reaches across the objective.',
    );
  });

  it('is not met by one that lies beyond it with its whole error bar', async () => {
    const answer = await answerOf({ plan: tight, script: outAt([killMs, killMs + 2_100]) });
    expect(answer).toMatchObject({ status: 'not-met' });
  });
});

describe('where nothing is promised, the goal of zero', () => {
  it('is not met when payments stumble long after the fault, and nobody is told that they never did', async () => {
    const faults = faultEvents(killed);
    const answer = await answerOf({ plan: unpromised, faults, script: limpingFrom(30_000, 33_000, killMs) });
    expect(answer).toMatchObject({ status: 'not-met' });
    expect(answer.sentence).toMatch(/^Recovery time 0 s after kill, but service was impaired for [34](\.\d+)? s[ ;]/u);
  });

  it('is met when nobody suffered, before the heal or after it', async () => {
    const answer = await answerOf({ plan: unpromised, script: outAt() });
    expect(answer).toMatchObject({ status: 'met' });
    expect(answer.sentence).toMatch(/^Goodput never fell below 99 % of its baseline after kill: recovery time 0 s/u);
  });
});

/** The kill costs two seconds, or as much as is said; then every other payment fails for a while. */
function limpingFrom(fromMs: number, toMs: number, backMs: number = killMs + 2_000): Script {
  return (atMs, index, unit) => {
    const isOut = atMs >= killMs && atMs < backMs;
    const isLimping = atMs >= fromMs && atMs < toMs && index % 2 === 0;
    return [isOut || isLimping ? failed(atMs, unit) : answered(atMs, unit)];
  };
}

async function answerOf(story: KillStory): Promise<Answer> {
  const { answers } = await runs.judged({ faults: faultEvents({ ...killed, ...healed }), ...story });
  return answers.downtime;
}
