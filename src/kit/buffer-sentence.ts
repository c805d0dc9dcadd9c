/** What became of buffered credits, in a sentence or two. */
import type { BufferStory } from '../model/buffer.js';
import { counted, formatClock, formatCount, formatDuration, formatMoney } from './format.js';

/** Empty where nothing was buffered, as the scenario wanted it. */
export function bufferSentence(story: BufferStory | undefined): string {
  if (story === undefined) return '';
  const { waitingMax, waitingMaxAtMs, delayMsMax, posted, batches, failures, left } = story;
  const at = waitingMaxAtMs === null ? '' : ` (at ${formatClock(waitingMaxAtMs)})`;
  const waited =
    waitingMax === null
      ? 'the buffer could never be looked into'
      : `at most ${formatCount(waitingMax)} waited at once${at}, none for longer than ${formatDuration(delayMsMax)}`;
  const repeated = failures === 0 ? '' : ` The job failed ${counted(failures, 'time')} and went on.`;
  const rest =
    left === null || left.credits === 0
      ? ''
      : ` ${counted(left.credits, 'credit')} of ${formatMoney(left.money)} still waited when the ledger was read: they are in the books, and on no account yet.`;
  return `Buffered posting: ${counted(posted, 'credit')} posted in ${counted(batches, 'transaction')}; ${waited}.${repeated}${rest}`;
}
