/** Checks the target's nodes and the bugs planted in it: routes, faults, bugs and reports call nodes by name, so every name must be one node's. */
import { closestWord } from '../../kit/did-you-mean.js';
import { printDuration } from '../../kit/duration.js';
import type { BugSettings } from '../../model/bug.js';
import type { Catalog } from '../../model/registry.js';
import type { Draft } from '../draft.js';
import type { Report } from '../overlay.js';
import { problemAt, type ProblemText } from '../problem.js';
import { placeAt, positionedPath } from '../source.js';

export function checkTarget(draft: Draft, catalog: Catalog, report: Report): void {
  const { root, target } = draft;
  const names = target?.nodes.map((node) => node.name) ?? [];
  for (const [index, name] of names.entries()) {
    if (names.indexOf(name) === index) continue;
    const place = placeAt(root, ['target', 'nodes', index, 'name']);
    report(problemAt(place, { message: `Two nodes are called "${name}".`, remedy: 'Give each a name of its own.' }));
  }
  const { bugs = [] } = (target?.settings ?? {}) as { readonly bugs?: readonly BugSettings[] };
  for (const [index, bug] of bugs.entries()) {
    const complain = (key: string, text: ProblemText): void => {
      report(problemAt(placeAt(root, positionedPath(root, ['target', 'bugs', index], key)), text));
    };
    checkBug(bug, { names, catalog, complain });
  }
}

interface BugContext {
  readonly names: readonly string[];
  readonly catalog: Catalog;
  readonly complain: (key: string, text: ProblemText) => void;
}

function checkBug({ kind, settings, fromMs, toMs }: BugSettings, { names, catalog, complain }: BugContext): void {
  const mentioned = catalog.bugs.get(kind).mentions?.(settings) ?? [];
  for (const name of mentioned.filter((each) => !names.includes(each))) {
    const meant = closestWord(name, names);
    complain('node', {
      message: `The target has no node "${name}".`,
      expected: `one of ${names.join(', ')}`,
      remedy: meant === null ? null : `Did you mean "${meant}"?`,
    });
  }
  if (toMs === null || toMs > fromMs) return;
  const message = `The bug ends at ${printDuration(toMs)}, before it wakes up at ${printDuration(fromMs)}.`;
  complain('to', { message, remedy: 'Let it end later, or leave `to` out.' });
}
