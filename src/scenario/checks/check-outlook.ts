/** Checks each fault against what the target will be when it comes: who belongs to it by then, who the primary is, and what has been done for good. */
import { isGiven, needsOf } from '../../kit/capability-of.js';
import { printDuration } from '../../kit/duration.js';
import { foresee, type Outlook } from '../../kit/outlook.js';
import type { Draft } from '../draft.js';
import type { Report } from '../overlay.js';
import { problemAt, type ProblemText } from '../problem.js';
import { nodeAt, placeAt, positionedPath } from '../source.js';
import { strikeOf, type DraftFault } from './fault-window.js';

/** Says nothing while a fault is not understood: it may be the one that changes everything. */
export function checkOutlook(draft: Draft, report: Report): void {
  const { root, target, faults } = draft;
  const strikes = faults.map((_fault, index) => strikeOf(index, draft));
  if (target === null || strikes.includes(null)) return;
  const known = strikes.filter((each) => each !== null);
  for (const [index, outlook] of foresee(known, target).entries()) {
    const fault = faults[index]?.settings ?? null;
    // What the topology does not allow at all is told as that.
    if (fault === null || !needsOf(fault.definition, fault.settings).every((each) => isGiven(target.kind, each)))
      continue;
    const complain: Complain = (key, text) => {
      const place = ['faults', index];
      report(
        problemAt(placeAt(root, positionedPath(root, place, nodeAt(root, [...place, key]) ? key : `${key}s`)), text),
      );
    };
    const view = { fault, outlook, draft, complain };
    if (fault.definition.membership !== undefined) checkMove(view);
    else checkAim(view);
    checkRole(view);
    checkOnce(view, index);
    checkTimeToEnd(view);
  }
}

type Complain = (key: string, text: ProblemText) => void;

interface View {
  readonly fault: DraftFault;
  readonly outlook: Outlook;
  readonly draft: Draft;
  readonly complain: Complain;
}

function checkMove({ fault: { definition, settings, healAfterMs }, outlook, draft, complain }: View): void {
  const { members, membersAtHeal } = outlook;
  const isJoining = definition.membership === 'joins';
  for (const node of namedIn({ definition, settings }, draft)) {
    if (members.includes(node) === isJoining) {
      complain('node', isJoining ? inAlready(node) : outAlready(node));
    } else if (!isJoining && isLast(node, members)) {
      const message = `${node} is the last member by then, and somebody has to serve.`;
      complain('node', { message, remedy: 'Leave it, or add another node before.' });
    } else if (isJoining && healAfterMs !== null && isLast(node, membersAtHeal)) {
      const message = `${node} is the last member when it would be taken out again, and somebody has to serve.`;
      complain('heal', { message, remedy: 'Leave `heal:` out, or keep another node.' });
    }
  }
}

function isLast(node: string, members: readonly string[]): boolean {
  return members.every((each) => each === node);
}

function inAlready(node: string): ProblemText {
  const remedy = 'Leave it out, or have the node join later or removed before.';
  return { message: `${node} belongs to the target already by then.`, remedy };
}

function outAlready(node: string): ProblemText {
  return { message: `${node} does not belong to the target by then.`, remedy: 'Leave it out, or add the node before.' };
}

/** Links can also be cut of a node that joins while they are. */
function checkAim({ fault: { definition, settings }, outlook, draft, complain }: View): void {
  const isOfLinks = needsOf(definition, settings).includes('partition');
  const members = isOfLinks ? outlook.membersMeanwhile : outlook.members;
  const remedy = 'Aim it at a node that belongs to it then, or inject it while this one does.';
  for (const node of namedIn({ definition, settings }, draft).filter((each) => !members.includes(each))) {
    complain('node', { message: `${node} does not belong to the target by then.`, remedy });
  }
  if (definition.planned !== undefined) return;
  const present = draft.target?.nodes.filter(({ name }) => members.includes(name)).map(({ zone }) => zone) ?? [];
  const zones = new Set(draft.target?.nodes.map(({ zone }) => zone));
  for (const zone of definition.mentions(settings).zones.filter((each) => zones.has(each) && !present.includes(each))) {
    complain('zone', { message: `No node of zone ${zone} belongs to the target by then.`, remedy });
  }
}

/** Those that the target knows; of others it is told that it does not. */
function namedIn({ definition, settings }: Pick<DraftFault, 'definition' | 'settings'>, { target }: Draft) {
  const { nodes, told = [] } = definition.mentions(settings);
  const known = target?.nodes.map(({ name }) => name) ?? [];
  return [...new Set([...nodes, ...told])].filter((each) => known.includes(each));
}

function checkRole({ fault: { definition, settings }, outlook: { primary }, complain }: View): void {
  if (primary === null) return;
  if (definition.movesRole?.(settings).to === primary) {
    const message = `${primary} is the primary by then, so nothing would be moved.`;
    complain('to', { message, remedy: 'Name a replica, or leave `to` out for the best one.' });
  }
  if (definition.replicas?.(settings).includes(primary) === true) {
    const message = `${primary} is the primary by then, and this is done to replicas.`;
    complain('node', { message, remedy: 'Name replicas, or leave `nodes` out for all of them.' });
  }
}

function checkOnce({ fault, draft: { faults }, complain }: View, index: number): void {
  if (fault.definition.planned !== 'final') return;
  const first = faults.find(({ settings }) => settings?.kind === fault.kind);
  if (first === undefined || first === faults[index]) return;
  const message = `There is one ${fault.kind} at most, because nothing undoes "${first.name}".`;
  complain('fault', { message, remedy: 'Leave the second one out.' });
}

/** Of a fault the plan says how far it comes; what was planned is not to be undone before it is done. */
function checkTimeToEnd({ fault: { definition, settings, healAfterMs }, draft, complain }: View): void {
  const course = definition.course?.(settings, draft.target?.nodes ?? []);
  if (definition.planned === undefined || course === undefined || healAfterMs === null) return;
  if (course.takesMs <= healAfterMs) return;
  const message = `The heal comes ${printDuration(healAfterMs)} after it, and it takes ${printDuration(course.takesMs)} to be done: ${course.reach(healAfterMs)}`;
  complain('heal', { message, remedy: 'Heal it later, or let it take less time.' });
}
