/** Processor time: the kernel lets the server run for its share of every tenth of a second, and holds it for the rest. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Strain } from '../../model/machine.js';
import { confine, groupAround, groupObstacle, groupRelief } from './control-group.js';
import type { Strainable, StrainedNode } from './strainable.js';

const periodMicros = 100_000;
/** What a core calculates in about one and a half to two periods. */
const hashesPerCore = 1_000_000;

export const cpu: Strainable<Extract<Strain, { kind: 'cpu' }>> = {
  async obstacle() {
    const reason = await groupObstacle('cpu');
    const alternative =
      'Run paystorm as root where control groups can be written; or use node-pause, which takes all of it, or flapping with by: pause, which takes it again and again.';
    return reason === null ? null : { reason, alternative };
  },
  relief: async (node) => groupRelief(node, 'cpu'),
  async take(node, { cores }) {
    const quotaMicros = Math.round(cores * periodMicros);
    await confine(node, {
      controller: 'cpu',
      lines: (version) =>
        version === 1
          ? [
              ['cpu.cfs_period_us', String(periodMicros)],
              ['cpu.cfs_quota_us', String(quotaMicros)],
            ]
          : [['cpu.max', `${quotaMicros} ${periodMicros}`]],
    });
  },
  /** Given something to calculate that takes more than its share, it is held: the kernel counts how often. */
  async isFelt(node, { cores }) {
    const before = await timesHeld(node);
    if (before === null) return false;
    await node.order(`SELECT BENCHMARK(${Math.ceil(hashesPerCore * cores)}, SHA1('paystorm'))`);
    return ((await timesHeld(node)) ?? 0) > before;
  },
};

async function timesHeld(node: StrainedNode): Promise<number | null> {
  const group = await groupAround(node, 'cpu');
  if (group === null) return null;
  const text = await readFile(join(group, 'cpu.stat'), 'utf8');
  return Number(/^nr_throttled (\d+)$/mu.exec(text)?.[1] ?? 0);
}
