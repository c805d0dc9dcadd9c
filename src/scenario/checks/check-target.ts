/** Checks the target's nodes: routes, faults and reports call them by name, so every name must be one node's. */
import type { Draft } from '../draft.js';
import type { Report } from '../overlay.js';
import { problemAt } from '../problem.js';
import { placeAt } from '../source.js';

export function checkTarget({ root, target }: Draft, report: Report): void {
  const names = target?.nodes.map((node) => node.name) ?? [];
  for (const [index, name] of names.entries()) {
    if (names.indexOf(name) === index) continue;
    const place = placeAt(root, ['target', 'nodes', index, 'name']);
    report(problemAt(place, { message: `Two nodes are called "${name}".`, remedy: 'Give each a name of its own.' }));
  }
}
