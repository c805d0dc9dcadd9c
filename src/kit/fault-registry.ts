/** Indexes the faults of the catalog, and makes those that are made of others out of these: no entry of the catalog knows another one. */
import type { ComposedFault, FaultKind } from '../model/fault.js';
import type { Registry } from '../model/registry.js';
import { createRegistry } from './registry.js';

export function createFaultRegistry(entries: Readonly<Record<string, FaultKind | ComposedFault>>): Registry<FaultKind> {
  const plain = Object.values(entries).filter((each): each is FaultKind => !('compose' in each));
  const whole = Object.entries(entries).map(([name, each]): readonly [string, FaultKind] => [
    name,
    'compose' in each ? each.compose(plain) : each,
  ]);
  return createRegistry<FaultKind>(Object.fromEntries(whole));
}
