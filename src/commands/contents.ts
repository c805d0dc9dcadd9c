/** The table of contents of the command line. A command is loaded when it is asked for, so that none waits for what only others need. */
import { listed, type Command } from './define-command.js';

export const commands: readonly Command[] = [
  listed(
    'run <scenario>',
    'Rehearse a scenario: load, faults, healing, reconciliation, verdict, reports',
    async () => (await import('./run-command.js')).runCommand,
  ),
  listed(
    'rto <scenario>',
    'Rehearse a scenario many times, with phase and victim varied, and say what that proves about recovery',
    async () => (await import('./rto-command.js')).rtoCommand,
  ),
  listed(
    'rto-report <runs..>',
    'Judge stored runs of one scenario together as a study, or release by release as a trend; nothing is played',
    async () => (await import('./rto-report-command.js')).rtoReportCommand,
  ),
  listed(
    'find-peak <scenario>',
    'Find the highest rate at which every gate holds, step by step, and the curve on the way there',
    async () => (await import('./find-peak-command.js')).findPeakCommand,
  ),
  listed(
    'explore <scenario>',
    'Break what chance chooses, episode after episode, and play again from its seed whatever is found',
    async () => (await import('./explore-command.js')).exploreCommand,
  ),
  listed(
    'plan [scenario]',
    'Say in sentences what a run would do, and do none of it; or make a scenario of what production counted',
    async () => (await import('./plan-command.js')).planCommand,
  ),
  listed(
    'validate <scenario..>',
    'Show every problem of scenario files at once; exit 104 when there is one',
    async () => (await import('./validate-command.js')).validateCommand,
  ),
  listed(
    'report [run]',
    'Judge a stored run again and write its reports anew, from its journal alone',
    async () => (await import('./report-command.js')).reportCommand,
  ),
  listed(
    'compare <before> <after..>',
    'Compare stored runs: what got better or worse, by how much, and whether chance may have done it',
    async () => (await import('./compare-command.js')).compareCommand,
  ),
  listed(
    'baseline <action> [what..]',
    'Keep what runs measured under a name: to compare later runs with it, and for gates such as baseline(main)',
    async () => (await import('./baseline-command.js')).baselineCommand,
  ),
  listed(
    'export [run]',
    'Write the figures of a stored run for other tools: the timeline and every attempt as CSV, HdrHistogram logs',
    async () => (await import('./export-command.js')).exportCommand,
  ),
  listed(
    'verify [run]',
    'Reconcile a stored run with the ledger again, and judge it anew; also after its runner was killed',
    async () => (await import('./verify-command.js')).verifyCommand,
  ),
  listed(
    'bundle [run]',
    'Put a stored run or study, journal and all, into one file that an auditor can check and judge again',
    async () => (await import('./bundle-command.js')).bundleCommand,
  ),
  listed(
    'calibrate',
    'Rehearse known truths on servers of its own, and show how far each answer is from them',
    async () => (await import('./calibrate-command.js')).calibrateCommand,
  ),
  listed(
    'cluster <action> [node]',
    'Start servers to look at, see how they are, kill or restart one, end them',
    async () => (await import('./cluster-command.js')).clusterCommand,
  ),
  listed(
    'heal',
    'Heal what an ended run left broken; exit 123 when something could not be healed',
    async () => (await import('./heal-command.js')).healCommand,
  ),
  listed(
    'doctor',
    'Say what this machine can do for a rehearsal, and how to mend what it cannot; exit 100 when something is missing',
    async () => (await import('./doctor-command.js')).doctorCommand,
  ),
  listed(
    'list [kind]',
    'Everything a scenario can name: faults, topologies, operations, shapes, checks …',
    async () => (await import('./list-command.js')).listCommand,
  ),
  listed(
    'schema [of]',
    'Print the JSON Schema of scenario files, or of a file that a run or study writes',
    async () => (await import('./schema-command.js')).schemaCommand,
  ),
  listed(
    'init [file]',
    'Write a commented first scenario to begin with',
    async () => (await import('./init-command.js')).initCommand,
  ),
];
