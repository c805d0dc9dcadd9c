/** Checks that everything in a list can be called by its name: no name twice, none that means something else already. */
import type { Report } from '../overlay.js';
import { problemAt } from '../problem.js';
import { placeAt, positionedPath, type SourceNode } from '../source.js';
import { positionOf } from '../code-frame.js';

export interface NamedList {
  readonly root: SourceNode;
  readonly list: readonly string[];
  readonly names: readonly (string | null)[];
  readonly reserved: readonly string[];
  /** What such a thing is called in a sentence. */
  readonly what: string;
}

export function checkNames({ root, list, names, reserved, what }: NamedList, report: Report): void {
  for (const [index, name] of names.entries()) {
    if (name === null) continue;
    const place = placeAt(root, positionedPath(root, [...list, index], 'name'));
    if (reserved.includes(name)) {
      const message = `A ${what} cannot be called "${name}": the word has a meaning of its own.`;
      report(problemAt(place, { message, remedy: 'Choose another name.' }));
    }
    const first = names.indexOf(name);
    if (first === index) continue;
    const { line } = positionOf(placeAt(root, [...list, first]));
    const message = `Two things are called "${name}": the other ${what} is in line ${line}.`;
    report(problemAt(place, { message, remedy: 'Give each a name of its own.' }));
  }
}
