/** The exit codes: what a CI job may rely on. */

export const exitCodes = {
  pass: 0,
  internalError: 1,
  gateFailed: 99,
  setupFailed: 100,
  invalidScenario: 104,
  interrupted: 105,
  dataViolation: 120,
  inconclusive: 121,
  guardRefused: 122,
  healFailed: 123,
} as const;

export type ExitCode = (typeof exitCodes)[keyof typeof exitCodes];

export const exitCodeMeanings: Readonly<Record<keyof typeof exitCodes, string>> = {
  pass: 'every gate holds',
  internalError: 'internal error',
  gateFailed: 'a gate failed',
  setupFailed: 'the target is unreachable or set-up failed',
  invalidScenario: 'the scenario or the command line is invalid; nothing was sent',
  interrupted: 'interrupted; faults healed, partial report written',
  dataViolation: 'data violation: lost, duplicate, partial or drifted; wins over 99; never retry',
  inconclusive: 'inconclusive: the run cannot decide',
  guardRefused: 'a safety guard refused',
  healFailed: 'a fault could not be healed; the target is left dirty',
};
