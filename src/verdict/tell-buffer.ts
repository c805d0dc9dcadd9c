/** Puts together what the job that posts buffered credits told of itself, and what the ledger held of them in the end. */
import { addLooks, noLooks } from '../kit/buffer-looks.js';
import type { BufferStory } from '../model/buffer.js';
import type { JournalFacts } from './read-journal.js';

export function tellBuffer({ bufferLooks, audit }: Pick<JournalFacts, 'bufferLooks' | 'audit'>): BufferStory {
  const all = bufferLooks.reduce((sum, { looks }) => addLooks(sum, looks), noLooks);
  const most = bufferLooks.find(({ looks }) => looks.waitingMax !== null && looks.waitingMax === all.waitingMax);
  return {
    ...all,
    waitingMaxAtMs: all.waitingMax === 0 ? null : (most?.atMs ?? null),
    left: audit?.nodes.find(({ node }) => node === audit.authority)?.buffered ?? null,
  };
}
