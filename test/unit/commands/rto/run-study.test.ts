/** A study goes on where it was, whatever ended it; nothing is counted twice, chosen among, or dropped in silence. */
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { runStudy, type StudyOptions } from '../../../../src/commands/rto/run-study.js';
import { rtoFolder } from '../../../../src/commands/rto/study-folder.js';
import type { Plan } from '../../../../src/model/plan.js';
import type { RtoRecord } from '../../../../src/model/rto.js';
import { buildPlan } from '../../../../src/plan/build-plan.js';
import { varyScenario } from '../../../../src/repeat/vary-scenario.js';
import { injected } from '../../../../src/run/faults/injected.js';
import type { Study } from '../../../../src/verdict/evidence/study.js';
import { leaseOf } from '../../../fixtures/leases.js';
import { pretendRehearsal, repeatedScenario, repeatingCatalog, type Pretended } from '../../../fixtures/rehearsal.js';
import { Scratch } from '../../../fixtures/scratch.js';
import { auditOf, nodeAuditOf, syntheticRunId } from '../../../fixtures/synthetic-run.js';
import { studyOf } from '../../../fixtures/study.js';

const catalog = repeatingCatalog();
let scratch: Scratch;
let directory: string;
beforeEach(() => {
  scratch = new Scratch();
  directory = scratch.path('study');
  mkdirSync(directory);
});
afterEach(() => {
  scratch[Symbol.dispose]();
  injected.clear();
});

const begun = (wanted: number, change: Partial<Study> = {}): Study =>
  studyOf([], { scenario: repeatedScenario, wanted, state: 'running', ...change });

/** Plays what the script says, one entry a rehearsal, the last one again and again; and remembers what it was asked to play. */
function playing(script: readonly (Pretended | Error)[], change: Partial<StudyOptions> = {}) {
  const played: Plan[] = [];
  const told: string[] = [];
  let nowMs = 0;
  const options: StudyOptions = {
    directory,
    scenario: repeatedScenario,
    catalog,
    spare: 0,
    signal: new AbortController().signal,
    nowMs: () => (nowMs += 45_000),
    store: (record) => rtoFolder.store(directory, record),
    rehearse: (plan, runDirectory) => {
      const next = script[Math.min(played.length, script.length - 1)] as Pretended | Error;
      played.push(plan);
      if (next instanceof Error) return Promise.reject(next);
      pretendRehearsal(plan, runDirectory, next);
      return Promise.resolve();
    },
    onRepetition: ({ folder }) => told.push(folder),
    onTrouble: (text) => told.push(text),
    ...change,
  };
  return { options, played, told };
}

/** A journal without the event that says what was rehearsed. */
function leaveNonsense(_plan: Plan, runDirectory: string): Promise<void> {
  writeFileSync(`${runDirectory}/events.ndjson`, '{"kind":"load-started","atMs":0}\n');
  return Promise.resolve();
}

/** A journal that broke before it could say what was left broken. */
function leaveDirty(plan: Plan, runDirectory: string): Promise<void> {
  pretendRehearsal(plan, runDirectory, { killedMs: 15_000 });
  injected.set(leaseOf({ runId: syntheticRunId }), { breaks: [], takes: [] });
  return Promise.reject(new Error('ENOSPC'));
}

const stored = (): RtoRecord => JSON.parse(readFileSync(`${directory}/rto.json`, 'utf8')) as RtoRecord;
const plannedFor = (repetition: number): Plan =>
  buildPlan(varyScenario(repeatedScenario, { repetition, phaseWindowMs: 1_000, catalog }).scenario, catalog);

describe('a study that nothing interrupts', () => {
  it('plays each repetition once, varied, and keeps its journal and reports in a folder of its own', async () => {
    const { options, played, told } = playing([{ stallMs: 1_500 }, { stallMs: 2_500 }]);
    const record = await runStudy(begun(2), options);
    expect(played).toEqual([plannedFor(1), plannedFor(2)]);
    expect(told).toEqual(['run-01', 'run-02']);
    expect(readdirSync(directory)).toEqual(['rto.json', 'run-01', 'run-02']);
    expect(readdirSync(`${directory}/run-02`)).toEqual(expect.arrayContaining(['events.ndjson', 'report.html']));
    expect(record).toMatchObject({ state: 'finished', findings: { verdict: 'pass', exitCode: 0, conclusive: 2 } });
    expect(record).toEqual(stored());
  });

  it('finds the times that were pretended, at the victims that were chosen', async () => {
    const { options } = playing([{ stallMs: 1_500 }, { stallMs: 2_500 }]);
    const { repetitions, findings } = await runStudy(begun(2), options);
    const times = repetitions.map((each) => each.recoveries[0]?.recoveryTimeMs?.valueMs ?? 0);
    expect(times[0]).toBeCloseTo(1_500, -2);
    expect(times[1]).toBeCloseTo(2_500, -2);
    expect(findings.faults[0]?.maximum?.valueMs).toBe(times[1]);
    for (const { recoveries, variation } of repetitions)
      expect(recoveries[0]?.nodes).toEqual([variation.victims[0]?.aim]);
    expect(repetitions.map((each) => each.tookMs)).toEqual([45_000, 45_000]);
  });

  it('is stored before the first repetition and after each', async () => {
    const states: string[] = [];
    const { options } = playing([{}], {
      store: (record) => {
        states.push(`${record.state} ${record.repetitions.length}`);
        return Promise.resolve();
      },
    });
    await runStudy(begun(2), options);
    expect(states).toEqual(['running 0', 'running 1', 'running 2', 'finished 2']);
  });

  it('plays stand-ins for inconclusive repetitions, and no more than it may', async () => {
    const one = playing([{}, { isEffective: false }, {}], { spare: 2 });
    const mended = await runStudy(begun(2), one.options);
    expect(one.played).toHaveLength(3);
    expect(mended.findings).toMatchObject({ conclusive: 2, inconclusive: 1, exitCode: 0 });
  });

  it('ends inconclusive when stand-ins are used up', async () => {
    const { options, played } = playing([{ isEffective: false }], { spare: 1 });
    const record = await runStudy(begun(2), options);
    expect(played).toHaveLength(3);
    expect(record.findings).toMatchObject({ conclusive: 0, inconclusive: 3, verdict: 'inconclusive', exitCode: 121 });
  });
});

describe('a study that goes on', () => {
  it('plays only what is missing, and keeps what was measured as it is', async () => {
    const first = await runStudy(begun(2), playing([{ stallMs: 1_000 }]).options);
    const { options, played } = playing([{ stallMs: 3_000 }]);
    const second = await runStudy({ ...first, wanted: 3 }, options);
    expect(played).toEqual([plannedFor(3)]);
    expect(second.repetitions.slice(0, 2)).toEqual(first.repetitions);
    expect(second.findings.conclusive).toBe(3);
  });

  it('plays nothing when all is there', async () => {
    const first = await runStudy(begun(1), playing([{}]).options);
    const { options, played } = playing([{}]);
    expect((await runStudy(first, options)).repetitions).toEqual(first.repetitions);
    expect(played).toEqual([]);
  });

  it('plays a repetition that was killed in the middle again, and keeps the cut one aside', async () => {
    pretendRehearsal(plannedFor(1), `${directory}/run-01`, { killedMs: 15_000 });
    const { options, played } = playing([{}]);
    const record = await runStudy(begun(1), options);
    expect(played).toEqual([plannedFor(1)]);
    expect(record.cut).toEqual([{ repetition: 1, folder: 'run-01-cut-1', verdict: 'inconclusive', exitCode: 121 }]);
    expect(readdirSync(`${directory}/run-01-cut-1`)).toContain('events.ndjson');
    expect(record.findings).toMatchObject({ conclusive: 1, exitCode: 0 });
    expect(record.findings.cannot.join(' ')).toContain('cut short and done again');
  });

  it('keeps a second cut apart from the first', async () => {
    pretendRehearsal(plannedFor(1), `${directory}/run-01-cut-1`, { killedMs: 15_000 });
    pretendRehearsal(plannedFor(1), `${directory}/run-01`, { killedMs: 16_000 });
    const record = await runStudy(begun(1), playing([{}]).options);
    expect(record.cut.map((each) => each.folder)).toEqual(['run-01-cut-1', 'run-01-cut-2']);
  });

  it('still knows of a cut repetition that had violated data, when the runner died before it was stored', async () => {
    const audit = auditOf({
      nodes: [nodeAuditOf('jkt-a', 'authority', { lost: { count: 3, money: 30, examples: [] } })],
    });
    pretendRehearsal(plannedFor(1), `${directory}/run-01-cut-1`, { finish: 'interrupted', audit });
    const record = await runStudy(begun(1), playing([{}]).options);
    expect(record.cut).toEqual([{ repetition: 1, folder: 'run-01-cut-1', verdict: 'fail', exitCode: 120 }]);
    expect(record.findings).toMatchObject({ conclusive: 1, verdict: 'fail', exitCode: 120 });
    expect((await runStudy(record, playing([{}]).options)).cut).toEqual(record.cut);
  });

  it('takes a repetition that was whole when the runner died, for playing it again would choose among results', async () => {
    pretendRehearsal(plannedFor(1), `${directory}/run-01`, { stallMs: 4_000 });
    const { options, played } = playing([{ stallMs: 1_000 }]);
    const record = await runStudy(begun(2), options);
    expect(played).toEqual([plannedFor(2)]);
    expect(record.repetitions[0]).toMatchObject({ folder: 'run-01', tookMs: null });
    expect(record.findings.faults[0]?.maximum?.valueMs).toBeCloseTo(4_000, -2);
  });

  it('never takes a whole run of another plan for its own', async () => {
    pretendRehearsal(plannedFor(2), `${directory}/run-01`);
    const { options, played } = playing([{}]);
    const record = await runStudy(begun(1), options);
    expect(played).toEqual([plannedFor(1)]);
    expect(record.cut.map((each) => each.folder)).toEqual(['run-01-cut-1']);
  });

  it('uses the empty folder of a repetition that never sent anything', async () => {
    mkdirSync(`${directory}/run-01`);
    expect((await runStudy(begun(1), playing([{}]).options)).cut).toEqual([]);
  });

  it('sets aside a folder in which nothing can be judged', async () => {
    mkdirSync(`${directory}/run-01`);
    writeFileSync(`${directory}/run-01/events.ndjson`, '{"kind":"run-sta');
    const record = await runStudy(begun(1), playing([{}]).options);
    expect(record.cut).toEqual([{ repetition: 1, folder: 'run-01-cut-1', verdict: null, exitCode: null }]);
  });
});

describe('a study that is stopped', () => {
  it('ends interrupted after Ctrl-C, with the cut repetition aside', async () => {
    const stop = new AbortController();
    const { options } = playing([{}], {
      signal: stop.signal,
      rehearse: (plan, runDirectory) => {
        stop.abort();
        pretendRehearsal(plan, runDirectory, { finish: 'interrupted' });
        return Promise.resolve();
      },
    });
    const record = await runStudy(begun(3), options);
    expect(record).toMatchObject({ state: 'interrupted', repetitions: [], findings: { exitCode: 105 } });
    expect(record.cut.map((each) => each.folder)).toEqual(['run-01-cut-1']);
    expect(stored().state).toBe('interrupted');
  });

  it('counts the repetition that was whole when Ctrl-C came, and plays no other', async () => {
    const stop = new AbortController();
    const { options, played } = playing([{}], { signal: stop.signal, onRepetition: () => stop.abort() });
    const record = await runStudy(begun(3), options);
    expect(played).toHaveLength(1);
    expect(record).toMatchObject({ state: 'interrupted', findings: { conclusive: 1, exitCode: 105 } });
  });

  it('rejects with what kept a repetition from being played, and has stored the others', async () => {
    const { options } = playing([{}, new Error('The target is down.')]);
    await expect(runStudy(begun(3), options)).rejects.toThrow('The target is down.');
    expect(stored()).toMatchObject({ state: 'interrupted', cut: [], findings: { conclusive: 1 } });
  });

  it('rejects with why a repetition that was played cannot be judged, and keeps it aside', async () => {
    await expect(runStudy(begun(1), { ...playing([{}]).options, rehearse: leaveNonsense })).rejects.toMatchObject({
      name: 'ToolError',
    });
    expect(stored()).toMatchObject({ state: 'interrupted', cut: [{ folder: 'run-01-cut-1', exitCode: null }] });
  });

  it('is no error when the set-up was stopped by Ctrl-C', async () => {
    const stop = new AbortController();
    const rehearse = (): Promise<void> => {
      stop.abort();
      return Promise.reject(new Error('Stopped by SIGINT.'));
    };
    const { options } = playing([{}], { signal: stop.signal, rehearse });
    expect(await runStudy(begun(1), options)).toMatchObject({ state: 'interrupted', findings: { exitCode: 105 } });
  });

  it('plays nothing more on a target that is left dirty', async () => {
    const { options, played } = playing([{ healFailure: 'It does not start' }]);
    const record = await runStudy(begun(3), options);
    expect(played).toHaveLength(1);
    expect(record).toMatchObject({ state: 'interrupted', findings: { exitCode: 123 } });
  });

  it('plays nothing more on a target that is left dirty, also when no journal could say so', async () => {
    const { options, played } = playing([{}]);
    const rehearse: typeof options.rehearse = async (...run) => {
      await options.rehearse(...run);
      injected.set(leaseOf({ runId: syntheticRunId }), { breaks: [], takes: [] });
    };
    const record = await runStudy(begun(3), { ...options, rehearse });
    expect(played).toHaveLength(1);
    expect(record).toMatchObject({ state: 'interrupted', findings: { exitCode: 123 } });
  });

  it('knows of a target that is left dirty also from a repetition whose journal broke', async () => {
    await expect(runStudy(begun(3), { ...playing([]).options, rehearse: leaveDirty })).rejects.toThrow('ENOSPC');
    expect(stored().cut).toMatchObject([{ folder: 'run-01-cut-1', exitCode: 123 }]);
  });

  it('rejects when nothing can be stored before the first repetition, and plays none', async () => {
    const { options, played } = playing([{}], { store: () => Promise.reject(new Error('The disk is full.')) });
    await expect(runStudy(begun(1), options)).rejects.toThrow('The disk is full.');
    expect(played).toEqual([]);
  });
});
