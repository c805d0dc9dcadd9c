/** Indexes a catalog folder's exports by kind, refusing duplicates, so that registration is one export line. */
import type { Registry } from '../model/registry.js';

export function createRegistry<Kind extends { readonly kind: string }>(
  entries: Readonly<Record<string, Kind>>,
): Registry<Kind> {
  const byKind = new Map<string, Kind>();
  for (const entry of Object.values(entries)) {
    if (byKind.has(entry.kind)) throw new Error(`Two catalog entries are called "${entry.kind}".`);
    byKind.set(entry.kind, entry);
  }
  return {
    // A module's exports have no order to rely on: Node sorts them by name, bundlers keep that of the file.
    all: [...byKind.values()].sort((left, right) => (left.kind < right.kind ? -1 : 1)),
    has: (kind) => byKind.has(kind),
    get: (kind) => {
      const entry = byKind.get(kind);
      if (entry === undefined) throw new Error(`The catalog has no "${kind}".`);
      return entry;
    },
  };
}
