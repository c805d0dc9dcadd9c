/** One icon and one word per status, so that no reporter relies on colour and all of them say the same. */
import type { Question } from '../../../model/question.js';
import type { NodeState } from '../../../model/flavor.js';
import type { Answer, CheckResult, GateResult, RunRecord } from '../../../model/run-record.js';
import { exitCodes, exitCodeMeanings } from '../../../model/exit-code.js';
import type { Verdict } from '../../../model/verdict.js';

export type Tone = 'good' | 'violation' | 'warm' | 'quiet';

export interface StatusWord {
  readonly icon: string;
  readonly word: string;
  readonly tone: Tone;
}

export const verdictWords: Readonly<Record<Verdict, StatusWord>> = {
  pass: { icon: '✔', word: 'pass', tone: 'good' },
  fail: { icon: '✘', word: 'fail', tone: 'violation' },
  inconclusive: { icon: '?', word: 'inconclusive', tone: 'warm' },
};

export const answerWords: Readonly<Record<Answer['status'], StatusWord>> = {
  met: { icon: '✔', word: 'met', tone: 'good' },
  'not-met': { icon: '✘', word: 'not met', tone: 'violation' },
  undecided: { icon: '?', word: 'undecided', tone: 'warm' },
  'not-tested': { icon: '○', word: 'not tested', tone: 'quiet' },
};

export const questionTitles: Readonly<Record<Question, string>> = {
  downtime: 'Zero downtime?',
  'data-loss': 'Zero data loss?',
  consistency: 'Zero inconsistency?',
};

export const nodeStateWords: Readonly<Record<NodeState, StatusWord>> = {
  serving: { icon: '●', word: 'serving', tone: 'good' },
  'read-only': { icon: '◐', word: 'read-only', tone: 'quiet' },
  'not-ready': { icon: '◌', word: 'not ready', tone: 'warm' },
  joining: { icon: '↻', word: 'joining', tone: 'warm' },
  donating: { icon: '↗', word: 'donor', tone: 'warm' },
  hung: { icon: '‖', word: 'hung', tone: 'warm' },
  down: { icon: '✕', word: 'down', tone: 'warm' },
  absent: { icon: '○', word: 'no member', tone: 'quiet' },
  unknown: { icon: '?', word: 'unknown', tone: 'warm' },
};

export const finishSentences: Readonly<Record<RunRecord['finish'], string>> = {
  completed: 'The run was completed as planned.',
  interrupted: 'The run was interrupted; what follows covers the part that was driven.',
  aborted: 'A gate ended the run before its plan did.',
  'thread-died': 'A load thread died; the run is not a measurement of the target.',
  killed: 'The journal ends in the middle: the runner was killed, or its disk was full.',
};

/** A warning gate that fails is a warning, not a failure; a gate that may stop the run says whether it did. */
export function gateWord(gate: Pick<GateResult, 'verdict' | 'isWarning' | 'isStopGate'>): StatusWord {
  if (gate.isStopGate && gate.verdict === 'pass') return { icon: '✔', word: 'not reached', tone: 'good' };
  if (gate.isStopGate && gate.verdict === 'fail') return { icon: '✘', word: 'stopped run', tone: 'violation' };
  if (gate.verdict === 'fail' && gate.isWarning) return { icon: '!', word: 'warning', tone: 'warm' };
  return verdictWords[gate.verdict];
}

/** The gate with its name, and with what it does where that is not to judge. */
export function gateTitle({ gate, name, isStopGate }: Pick<GateResult, 'gate' | 'name' | 'isStopGate'>): string {
  return `${name === null ? '' : `${name}: `}${gate}${isStopGate ? ' (stops the run)' : ''}`;
}

/** What is wrong and allowed by the scenario's claims is no failure, but nothing that holds either. */
export function checkWord({ verdict, isAllowed }: Pick<CheckResult, 'verdict' | 'isAllowed'>): StatusWord {
  return isAllowed === true ? { icon: '!', word: 'allowed', tone: 'warm' } : verdictWords[verdict];
}

/** What an exit code tells a CI job; the empty string for a number that is not in the table. */
export function meaningOfExitCode(exitCode: number): string {
  const entry = Object.entries(exitCodes).find(([, code]) => code === exitCode);
  return entry === undefined ? '' : exitCodeMeanings[entry[0] as keyof typeof exitCodes];
}

/** The same of a run, which may pass although gates that only warn do not hold. */
export function meaningOfEnd({ exitCode, gates }: Pick<RunRecord, 'exitCode' | 'gates'>): string {
  const warned = gates.filter(({ isWarning, verdict }) => isWarning && verdict !== 'pass').length;
  const meaning = meaningOfExitCode(exitCode);
  if (exitCode !== exitCodes.pass || warned === 0) return meaning;
  return `${meaning} but ${warned === 1 ? '1 that only warns' : `${warned} that only warn`}`;
}
