/** Checks faults against the target and the clock: what the topology can do, whom they aim at, and that they are healed inside the run. */
import { isGiven, needsOf } from '../../kit/capability-of.js';
import { closestWord } from '../../kit/did-you-mean.js';
import { printDuration } from '../../kit/duration.js';
import { takenTwice, wordOfTaking, type Aimed } from '../../kit/takings.js';
import { printMoment } from '../../kit/word-literal.js';
import type { Catalog } from '../../model/registry.js';
import type { Draft } from '../draft.js';
import type { Report } from '../overlay.js';
import { problemAt, type ProblemText } from '../problem.js';
import { nodeAt, placeAt, positionedPath } from '../source.js';
import { checkNames } from './check-names.js';
import { windowOf, type DraftFault, type Window } from './fault-window.js';

export function checkFaults(draft: Draft, catalog: Catalog, report: Report): void {
  const { root, faults } = draft;
  checkNames({ root, list: ['faults'], names: faults.map((fault) => fault.name), reserved: [], what: 'fault' }, report);
  const windows = faults.map(({ settings }) => (settings === null ? null : windowOf(settings, draft)));
  for (const [index, { settings, phase }] of faults.entries()) {
    const complain = (key: string, text: ProblemText): void => {
      report(problemAt(placeAt(root, positionedPath(root, ['faults', index], key)), text));
    };
    checkPhase(phase, draft, complain);
    if (settings === null) continue;
    checkCapabilities(settings, draft, catalog, complain);
    checkMentions(settings, draft, index, complain);
    checkRole(settings, draft, complain);
    checkHeal(settings, nodeAt(root, ['faults', index, 'heal']) !== undefined, complain);
    checkTime(settings, windows[index] ?? null, draft, complain);
    for (const [before, other] of faults.slice(0, index).entries()) {
      if (other.settings === null || !doOverlap(windows[index], windows[before])) continue;
      const taken = takenTwice(aimedBy(settings), aimedBy(other.settings), draft.target?.nodes ?? []);
      if (taken === null) continue;
      complain('at', overlapOf(settings, { ...other.settings, taken }));
      break;
    }
  }
}

type Complain = (key: string, text: ProblemText) => void;

function checkCapabilities(
  { definition, settings }: DraftFault,
  { target }: Draft,
  catalog: Catalog,
  complain: Complain,
): void {
  if (target === null) return;
  const needs = needsOf(definition, settings);
  const lacking = needs.filter((capability) => !isGiven(target.kind, capability));
  if (lacking.length === 0) return;
  const able = catalog.topologies.all
    .filter((topology) => needs.every((capability) => isGiven(topology, capability)))
    .map((topology) => topology.kind);
  complain('fault', {
    message: `The topology "${target.kind.kind}" does not allow "${definition.kind}": it lacks ${lacking.join(' and ')}.`,
    expected: able.length === 0 ? 'another fault' : `one of the topologies ${able.join(', ')}, or another fault`,
  });
}

function checkMentions(
  { definition, settings }: DraftFault,
  { target, root }: Draft,
  index: number,
  complain: Complain,
): void {
  if (target === null) return;
  const { nodes, zones, told = [] } = definition.mentions(settings);
  const flaw = definition.flaw?.(settings, target.nodes) ?? null;
  const known = {
    node: target.nodes.map((node) => node.name),
    zone: [...new Set(target.nodes.map((node) => node.zone))],
  };
  for (const [what, mentioned] of [['node', [...nodes, ...told]] as const, ['zone', zones] as const]) {
    for (const name of mentioned.filter((each) => !known[what].includes(each))) {
      const meant = closestWord(name, known[what]);
      complain(keyOf(what, index, root), {
        message: `The target has no ${what} "${name}".`,
        expected: `one of ${known[what].join(', ')}`,
        remedy: meant === null ? null : `Did you mean "${meant}"?`,
      });
    }
  }
  const isKnown = nodes.every((each) => known.node.includes(each)) && zones.every((each) => known.zone.includes(each));
  if (flaw !== null && isKnown) complain('fault', { message: flaw.reason, remedy: flaw.alternative });
}

/** Found out at the injection, when it is too late for what nobody can find out. */
function checkRole({ definition, settings }: DraftFault, { target }: Draft, complain: Complain): void {
  const { role } = definition.mentions(settings);
  if (target === null || role === undefined) return;
  const { kind, nodes } = target;
  const remedy = `Name it by \`node:\`: ${nodes.map((node) => node.name).join(', ')}.`;
  if (kind.reach !== undefined && nodes.length > 1) {
    const message = `Which of the servers that others run is the ${role} is not known to paystorm.`;
    complain('role', { message, remedy });
  } else if (role === 'replica' && !isGiven(kind, 'replication')) {
    complain('role', {
      message: `The topology "${kind.kind}" has no node that is a replica and nothing else.`,
      remedy,
    });
  }
}

/** A fault that takes several nodes calls its key by the plural. */
function keyOf(what: string, index: number, root: Draft['root']): string {
  return nodeAt(root, ['faults', index, what]) === undefined ? `${what}s` : what;
}

/** One that is written wrongly was complained of already. */
function checkHeal({ definition }: DraftFault, isWritten: boolean, complain: Complain): void {
  const { kind, planned } = definition;
  if (!isWritten && planned === undefined) {
    const message = `Nothing says when "${kind}" is healed.`;
    complain('heal', { message, remedy: 'Give it `heal:`; only a planned operation may stay.' });
  }
  if (isWritten && planned === 'final') {
    complain('heal', { message: `Nothing undoes "${kind}".`, remedy: 'Leave `heal:` out.' });
  }
}

function checkPhase(phase: string | null, { phases }: Draft, complain: Complain): void {
  const names = [...new Set(phases.map(({ name }) => name).filter((name) => name !== null))];
  if (phase === null || names.includes(phase)) return;
  const meant = closestWord(phase, names);
  complain('at', {
    message: `There is no phase "${phase}".`,
    expected: `start, or one of ${names.join(', ')}`,
    remedy: meant === null ? 'Name a phase, or start.' : `Did you mean "${meant}"?`,
  });
}

function checkTime(fault: DraftFault, window: Window | null, { phases }: Draft, complain: Complain): void {
  if (window === null || phases.some((each) => each.settings === null)) return;
  const endMs = phases.reduce((sum, each) => sum + (each.settings?.durationMs ?? 0), 0);
  if (window.injectAtMs >= endMs) {
    const message = `${printMoment(fault.at)} is ${printDuration(window.injectAtMs)} after the start, but the last phase ends after ${printDuration(endMs)}.`;
    complain('at', { message, remedy: 'Inject it earlier, or make a phase longer.' });
  } else if (window.healAtMs > endMs) {
    const lateMs = window.healAtMs - endMs;
    const message = `The heal would come ${printDuration(lateMs)} after the last phase; a rehearsal heals inside the run.`;
    complain('heal', {
      message,
      remedy: `Make the last phase at least ${printDuration(lateMs)} longer, or heal earlier.`,
    });
  }
}

function doOverlap(left: Window | null | undefined, right: Window | null | undefined): boolean {
  if (!left || !right) return false;
  return left.injectAtMs < right.healAtMs && right.injectAtMs < left.healAtMs;
}

function aimedBy({ definition, settings }: DraftFault): Aimed {
  return { kind: definition, settings };
}

function overlapOf({ kind }: DraftFault, other: DraftFault & { readonly taken: string }): ProblemText {
  if (other.taken === 'role') return moveInMove(kind, other.name);
  const what = kind === other.kind ? '' : `: both take its ${wordOfTaking(other.taken)}`;
  return {
    message: `This ${kind} overlaps "${other.name}" on the same node${what}, and the first heal would undo both.`,
    remedy: 'Inject it after the other has been healed, or on another node.',
  };
}

function moveInMove(kind: string, other: string): ProblemText {
  return {
    message: `This ${kind} comes before "${other}" is healed: both move the role of the primary, and one move has to end before the next.`,
    remedy: 'Inject it after the other has been healed.',
  };
}
