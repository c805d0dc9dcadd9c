/** Stored runs become one study, or a trend, or are refused with every reason. */
import { cpSync, mkdirSync, writeFileSync } from 'node:fs';
import { basename } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { groupRuns } from '../../../../src/commands/rto-report/group-runs.js';
import { poolRuns, refuseOthers } from '../../../../src/commands/rto-report/pool-runs.js';
import { filesOfPool, filesOfTrend } from '../../../../src/commands/rto-report/report-files.js';
import { storedRuns, type StoredRun } from '../../../../src/commands/rto-report/stored-runs.js';
import { trendOf } from '../../../../src/commands/rto-report/trend-of.js';
import { exitCodes } from '../../../../src/model/exit-code.js';
import type { RtoRecord } from '../../../../src/model/rto.js';
import { buildPlan } from '../../../../src/plan/build-plan.js';
import { pretendRehearsal, repeatedScenario } from '../../../fixtures/rehearsal.js';
import { Scratch } from '../../../fixtures/scratch.js';
import { storeStudy, storedCatalog as catalog } from '../../../fixtures/stored-study.js';

const scratch = new Scratch();
const [before, after, other] = ['before', 'after', 'other'].map((name) => scratch.path(name)) as [
  string,
  string,
  string,
];
const options = { catalog, command: ['paystorm', 'rto-report'], directory: scratch.path('report') };
let played: RtoRecord;

beforeAll(async () => {
  played = await storeStudy(before, { wanted: 2, stallsMs: [2_000, 3_000] });
  await storeStudy(after, { wanted: 1, stallsMs: [4_000], isCutOnce: true });
  const traffic = { ...repeatedScenario.traffic, mix: { ...repeatedScenario.traffic.mix, transfer: 7 } };
  const recovery = { ...repeatedScenario.recovery, objectiveMs: 9_000 };
  await storeStudy(other, { wanted: 1, scenario: { ...repeatedScenario, traffic, recovery } });
});
afterAll(() => scratch[Symbol.dispose]());

describe('the runs of a study, judged again together', () => {
  it('say what the study said, with the same victims and phases, though nobody played it', async () => {
    const { findings, repetitions } = poolRuns(await storedRuns([before], catalog), options);
    expect(findings.faults).toEqual(played.findings.faults);
    expect(repetitions.map(({ variation }) => variation)).toEqual(played.repetitions.map(({ variation }) => variation));
    expect(findings.quote).toContain('2 conclusive repetitions (stored runs)');
    expect(findings.cannot.join(' ')).toContain('chosen by whoever made this report');
  });

  it('are linked from where the report is', async () => {
    const record = poolRuns(await storedRuns([before], catalog), options);
    const page = filesOfPool(record).find(({ file }) => file === 'rto.html')?.text;
    expect(page).toContain('href="./../before/run-01/report.html"');
  });

  it('can be those of several studies, and runs of no study', async () => {
    const alone = scratch.path('alone');
    pretendRehearsal(buildPlan(repeatedScenario, catalog), alone, { runId: 'alone', stallMs: 1_000 });
    const runs = await storedRuns([before, after, alone], catalog);
    refuseOthers(runs, catalog);
    expect(poolRuns(runs, options)).toMatchObject({ findings: { conclusive: 4, verdict: 'pass' }, isSimulated: false });
  });

  it('tell those that were cut short, do not count them, and do not pass without one that no other stands in for', async () => {
    const cut = scratch.path('cut');
    pretendRehearsal(buildPlan(repeatedScenario, catalog), cut, { runId: 'cut', killedMs: 20_000 });
    const record = poolRuns(await storedRuns([after, cut], catalog), options);
    expect(record.findings.conclusive).toBe(1);
    expect(record.cut.map(({ folder }) => folder)).toEqual(['../after/run-01-cut-1', '../cut']);
    expect(record.findings).toMatchObject({ verdict: 'inconclusive', exitCode: exitCodes.inconclusive });
    expect(record.findings.reasons.join(' ')).toContain('was cut short, and does not count (../cut)');
    const repeated = poolRuns(await storedRuns([after], catalog), options);
    expect(repeated.findings.verdict).toBe('pass');
  });
});

describe('a run that decides nothing', () => {
  it('keeps a study from passing that asked for as many as there are', async () => {
    const [first, second] = await storedRuns([before], catalog);
    expect(verdictOf([first!, undecided(second!)])).toEqual(['inconclusive', exitCodes.inconclusive, 1]);
  });

  it('keeps runs of no study from passing, because no other stands in for it', async () => {
    const alone = (await storedRuns([before], catalog)).map((run) => ({ ...run, study: null }));
    expect(verdictOf(alone)).toEqual(['pass', exitCodes.pass, 2]);
    expect(verdictOf([alone[0]!, undecided(alone[1]!)])).toEqual(['inconclusive', exitCodes.inconclusive, 1]);
  });

  it('has a stand-in where its study has all that it asked for', async () => {
    const [first, second] = await storedRuns([before], catalog);
    expect(verdictOf(asking(1, [first!, undecided(second!)]))).toEqual(['pass', exitCodes.pass, 1]);
    // One that was stopped early wants more than it holds, a part of one no more than was chosen.
    expect(verdictOf(asking(3, [first!, second!]))).toEqual(['inconclusive', exitCodes.inconclusive, 2]);
    expect(verdictOf(asking(3, [first!]))).toEqual(['pass', exitCodes.pass, 1]);
  });
});

describe('what cannot be judged together', () => {
  it('is refused with each run and every aspect that differs', async () => {
    const runs = await storedRuns([before, other], catalog);
    expect(() => refuseOthers(runs, catalog)).toThrow(
      /other\/run-01 differs from .*before\/run-01 in: load, recovery and objective\.$/u,
    );
    expect(() => refuseOthers(runs, catalog)).toThrow(expect.objectContaining({ code: 'guardRefused' }));
  });

  it('is a simulated run beside a real one', async () => {
    const [first, second] = await storedRuns([before], catalog);
    const simulated = { ...second!, record: { ...second!.record, isSimulated: true } };
    expect(() => refuseOthers([first!, simulated], catalog)).toThrow('whether a real database took part');
  });

  it('is named all at once: no run, a copy, and a folder that is not there', async () => {
    mkdirSync(scratch.path('empty'));
    cpSync(`${before}/run-01`, scratch.path('copy'), { recursive: true });
    const asked = storedRuns([before, scratch.path('empty'), scratch.path('copy'), scratch.path('absent')], catalog);
    await expect(asked).rejects.toThrow(
      /empty is no folder of a run.*\n.*absent is no folder of a run.*\n.*copy is the same run as .*run-01\.$/u,
    );
  });

  it('is more than a thousand runs, which are refused before any is judged', async () => {
    const many = scratch.path('many');
    for (let number = 1_000; number <= 2_000; number += 1) {
      mkdirSync(`${many}/run-${number}`, { recursive: true });
      writeFileSync(`${many}/run-${number}/events.ndjson`, 'no journal');
    }
    await expect(storedRuns([many], catalog)).rejects.toThrow(/^These are 1001 runs; 1000 at most/u);
  });

  it('is the same folder twice, which counts once', async () => {
    expect(await storedRuns([before, `${before}/run-01`], catalog)).toHaveLength(2);
  });
});

describe('a trend', () => {
  it('has a study for each release, named by its argument, and says nothing of a change that so few cannot show', async () => {
    const trend = trendOf(groupRuns(await storedRuns([`2.3=${before}`, `2.4=${after}`], catalog), 'folder'), options);
    expect(trend.releases.map(({ name, study }) => [name, study.findings.conclusive])).toEqual([
      ['2.3', 2],
      ['2.4', 1],
    ]);
    expect(trend.findings.changes.map(({ from, to, change }) => [from, to, change])).toEqual([
      ['2.3', '2.4', 'undecided'],
    ]);
    expect(filesOfTrend(trend).map(({ file }) => file)).toEqual(['trend.json', 'trend.md', 'trend.html']);
    for (const { text } of filesOfTrend(trend)) expect(text).toContain('2.4');
  });

  it('goes by the order in which releases are named, whichever was rehearsed first: the last is the one in question', async () => {
    for (const named of [
      [before, after],
      [after, before],
    ]) {
      const groups = await byFolder(...named);
      expect(groups.map(({ name }) => name)).toEqual(named.map((folder) => basename(folder)));
    }
  });

  it('refuses folders that are called alike, unless that is said', async () => {
    const namesake = scratch.path('later/before');
    cpSync(after, namesake, { recursive: true });
    await expect(byFolder(before, namesake)).rejects.toThrow(
      /before and .*later\/before would both be the release before/u,
    );
    await expect(byFolder(`before=${other}`, before)).rejects.toMatchObject({
      hint: expect.stringContaining('NAME=FOLDER') as string,
    });
    const named = await byFolder(`1=${before}`, `1=${other}`, `2=${namesake}`);
    expect(named.map(({ name, runs }) => [name, runs.length])).toEqual([
      ['1', 3],
      ['2', 2],
    ]);
  });

  it('of one release is none', async () => {
    const runs = await storedRuns([before, after], catalog);
    expect(() => groupRuns(runs, 'version')).toThrow(/one release by version, 10\.11\.19-MariaDB/u);
  });
});

function undecided(run: StoredRun): StoredRun {
  const { record } = run;
  const reasons = ['It was too short.'];
  return { ...run, record: { ...record, verdict: 'inconclusive', exitCode: exitCodes.inconclusive, reasons } };
}

function verdictOf(runs: readonly StoredRun[]): unknown {
  const { verdict, exitCode, conclusive } = poolRuns(runs, options).findings;
  return [verdict, exitCode, conclusive];
}

/** As if their study had asked for so many. */
function asking(wanted: number, runs: readonly StoredRun[]): readonly StoredRun[] {
  return runs.map((run) => ({ ...run, study: { ...run.study!, wanted } }));
}

async function byFolder(...named: readonly string[]): Promise<ReturnType<typeof groupRuns>> {
  return groupRuns(await storedRuns(named, catalog), 'folder');
}
