/** A gate against stored runs: what is a breach whatever chance does, what chance may do, and what the reader is told of both sides. */
import { describe, expect, it } from 'vitest';
import type { StoredBaselineLimit } from '../../../../src/model/gate.js';
import type { Figure, RunMeasures } from '../../../../src/model/sample.js';
import { parseGate } from '../../../../src/scenario/gates/parse-gate.js';
import { heldFigures } from '../../../../src/statistics/held-figures.js';
import type { GateEvidence, Observed } from '../../../../src/verdict/gates/gate-evidence.js';
import { againstBaseline, storedLimit } from '../../../../src/verdict/gates/stored-baseline.js';
import type { Judged } from '../../../../src/verdict/gates/judge-gate.js';
import { planOf } from '../../../fixtures/plan.js';
import { measuresOf } from '../../../fixtures/samples.js';
import { blockOf } from '../../../fixtures/synthetic-blocks.js';
import { headerOf } from '../../../fixtures/synthetic-run.js';

const recovery = 'recovery_time after kill';
const availability = 'availability during run';
const header = headerOf(planOf());

describe('a breach', () => {
  it('of a baseline whose runs were all the same fails', () => {
    const stored = Array.from({ length: 10 }, () => 100);
    const own = { ...measuresOf({ [availability]: 10 }), blocks: [blockOf(900, '400*90')] };
    const found = judged(availability.replace(' ', ' >= baseline(main) - 1% '), stored, { own });
    expect(found.verdict).toBe('fail');
    expect(found.reason).toContain('More than chance does (p < 0.001, by the spread between the stored runs).');
  });

  const scattered = [2_000, 30_000, 4_000, 50_000, 6_000];
  it('that chance may have made is inconclusive', () => {
    const own = measuresOf({ [recovery]: 42_000 });
    expect(judged('recovery_time <= baseline(main) after kill', scattered, { own }).verdict).toBe('inconclusive');
  });

  it('by a time that did not end while anybody looked fails: that is no matter of chance', () => {
    const own = measuresOf({ [recovery]: { atLeast: 42_000 } });
    const observed = { value: 42_000, text: 'at least 42 s', isCensored: true };
    expect(judged('recovery_time <= baseline(main) after kill', scattered, { own, observed })).toMatchObject({
      verdict: 'fail',
      reason: 'Over the limit.',
    });
  });
});

describe('the limit', () => {
  it('says of how many runs it is, and that some were not over', () => {
    const { gate, limit } = gateAgainst('recovery_time <= baseline(main) + 10% after kill', [
      4_000,
      { atLeast: 42_000 },
      42_000,
      null,
    ]);
    expect(storedLimit(gate, limit).text).toBe(
      '<= at least 46.2 s (main: at least 42 s in 3 runs, 1 of 4 hold none, and the allowance)',
    );
  });
});

it('a run that the baseline holds proves nothing against it', () => {
  const around = { runIds: [header.runId], toolVersion: header.toolVersion, environment: {}, scenario: [] };
  const own = measuresOf({ [recovery]: 2_000 });
  const before = { verdict: 'pass', reason: 'Within the limit.' } as const;
  expect(judged('recovery_time <= baseline(main) after kill', [2_000], { own, around, before })).toEqual({
    verdict: 'inconclusive',
    reason: 'The baseline main holds this very run.',
  });
});

describe('what is not the same around both', () => {
  const environment = { 'target is simulated': 'no', 'servers.version': '11.4.2-MariaDB', 'machine.cores': '64' };
  it('is told beside the verdict, also when it is a pass', () => {
    const around = { runIds: ['another'], toolVersion: header.toolVersion, environment, scenario: [] };
    const own = measuresOf({ [recovery]: 2_000 });
    const { verdict, reason } = judged('recovery_time <= baseline(main) after kill', [2_000], {
      own,
      around,
      before: { verdict: 'pass', reason: 'Within the limit.' },
    });
    expect(verdict).toBe('pass');
    expect(reason).toMatch(/^Within the limit\. Not the same as for main: machine\.cores \(64 there, 2 here\), /u);
    expect(reason).toMatch(/, and \d+ more\.$/u);
  });

  it('is not told where all is the same', () => {
    const own = measuresOf({ [recovery]: 2_000 });
    expect(judged('recovery_time <= baseline(main) after kill', [2_000], { own }).reason).not.toContain('Not the same');
  });
});

function gateAgainst(text: string, stored: readonly (Figure | null)[]) {
  const read = parseGate(text);
  if (!read.ok || read.gate.limit.kind !== 'stored-baseline') throw new Error(`${text} names no baseline.`);
  const { gate } = read;
  const key = text.replace(/ [<>]=.*(?= (?:after|during))/u, '');
  const held = heldFigures(
    key,
    stored.map((figure) => ({ measures: measuresOf(figure === null ? {} : { [key]: figure }) })),
  );
  const limit: StoredBaselineLimit = { ...read.gate.limit, held };
  return { gate: { ...gate, limit }, limit };
}

interface Told {
  readonly own: RunMeasures;
  readonly observed?: Observed;
  readonly around?: NonNullable<StoredBaselineLimit['around']>;
  readonly before?: Judged;
}

function judged(text: string, stored: readonly Figure[], { own, around, ...told }: Told): Judged {
  const { gate, limit } = gateAgainst(text, stored);
  const { observed = { value: 1, text: '' }, before = { verdict: 'fail', reason: 'Over the limit.' } } = told;
  const held = around === undefined ? gate : { ...gate, limit: { ...limit, around } };
  const evidence = { facts: { header } } as unknown as GateEvidence;
  return againstBaseline(held, before, evidence, { observed, measures: own });
}
