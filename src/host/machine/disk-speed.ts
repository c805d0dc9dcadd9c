/** The speed of a disk: the kernel passes on so many reads and writes of the server a second, and lets the others wait. */
import { existsSync } from 'node:fs';
import { readFile, realpath, rm, stat } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import type { Strain } from '../../model/machine.js';
import { runProgram } from '../run-program.js';
import { stateRoot } from '../state-directory.js';
import { confine, groupAround, groupObstacle, groupRelief } from './control-group.js';
import type { Strainable, StrainedNode } from './strainable.js';

/** How long a measurement should take at the limit: the kernel looks at its budget every tenth of a second. */
const measuredMs = 300;
/** A disk is as slow as it was told when it does not do this many times the operations. */
const toleratedFactor = 1.5;
const programTimeoutMs = 20_000;

export const diskSpeed: Strainable<Extract<Strain, { kind: 'disk-speed' }>> = {
  async obstacle() {
    const alternative =
      'Run paystorm as root where control groups can be written, with PAYSTORM_STATE on a real disk; what comes nearest is cpu-pressure, or replication-stop for a replica that falls behind.';
    const reason = await groupObstacle('io');
    if (reason !== null) return { reason, alternative };
    const root = stateRoot();
    if ((await diskUnder(await nearestThere(root))) !== null) return null;
    return { reason: `The directory ${root} lies on no disk whose operations the kernel counts.`, alternative };
  },
  relief: async (node) => groupRelief(node, 'io'),
  async take(node, { operationsPerSecond }) {
    const disk = await diskUnder(node.data);
    if (disk === null) throw new Error(`the data of ${node.name} lie on no disk that could be slow`);
    await confine(node, {
      controller: 'io',
      lines: (version) =>
        version === 1
          ? [
              ['blkio.throttle.read_iops_device', `${disk} ${operationsPerSecond}`],
              ['blkio.throttle.write_iops_device', `${disk} ${operationsPerSecond}`],
            ]
          : [['io.max', `${disk} riops=${operationsPerSecond} wiops=${operationsPerSecond}`]],
    });
  },
  /** Durable writes from within the server's group to its disk take as long as the limit wants. */
  async isFelt(node, { operationsPerSecond }) {
    const group = await groupAround(node, 'io');
    if (group === null) return false;
    const writes = Math.ceil((operationsPerSecond * measuredMs) / 1_000) + 1;
    const tookMs = await timeWrites(node, group, writes);
    return (writes * 1_000) / tookMs <= operationsPerSecond * toleratedFactor;
  },
};

const script = `echo $$ > "$1/cgroup.procs" && exec dd if=/dev/zero of="$2" bs=4096 count="$3" oflag=dsync status=none`;

async function timeWrites(node: StrainedNode, group: string, writes: number): Promise<number> {
  const real = await realpath(node.data);
  const file = join(dirname(real), `${basename(real)}.writes`);
  const startMs = node.clock.nowMs();
  try {
    await runProgram('/bin/sh', ['-c', script, 'paystorm-writes', group, file, String(writes)], {
      timeoutMs: programTimeoutMs,
    });
    return node.clock.nowMs() - startMs;
  } finally {
    await rm(file, { force: true });
  }
}

/** The directory that is there already, in which the others will be made. */
async function nearestThere(path: string): Promise<string> {
  return existsSync(path) ? path : nearestThere(dirname(path));
}

/** As "major:minor" of the whole disk; null for what is on none, such as memory and layered file systems of containers. */
async function diskUnder(path: string): Promise<string | null> {
  const { dev } = await stat(path, { bigint: true });
  // As the C library's major() and minor() take them apart.
  const major = ((dev >> 8n) & 0xfffn) | ((dev >> 32n) & ~0xfffn);
  const minor = (dev & 0xffn) | ((dev >> 12n) & ~0xffn);
  const entry = `/sys/dev/block/${major}:${minor}`;
  if (!existsSync(entry)) return null;
  if (!existsSync(join(entry, 'partition'))) return `${major}:${minor}`;
  return (await readFile(join(await realpath(entry), '..', 'dev'), 'utf8')).trim();
}
