/** Upkeep that customers must not notice: a node is backed up while it serves. What the backup is worth shows when it is restored and read, after the run. */
import { randomBytes } from 'node:crypto';
import { z } from 'zod';
import { findDumpProgram } from '../../host/backups/dump-process.js';
import { backupsOf } from '../../kit/capability-of.js';
import { describeTargets, mentionsOf, oneTarget, resolveTargets, targetShape } from '../../kit/fault-targets.js';
import { backupReadings, type BackupReading } from '../../model/backup.js';
import type { FaultContext, FaultKind, FaultTargets } from '../../model/fault.js';

const settings = z
  .strictObject({
    ...targetShape,
    reads: z
      .enum(backupReadings)
      .default('snapshot')
      .describe(
        'How it reads: from one snapshot while payments go on (`--single-transaction`); locked, so that writes wait until it is done (`--lock-tables`); or unguarded, table after table while rows move (neither), which is no backup and proves that this is noticed.',
      ),
  })
  .refine(oneTarget.check, oneTarget.message);

const readingWords: Readonly<Record<BackupReading, string>> = {
  snapshot: 'from one snapshot',
  locked: 'while its writes wait',
  unguarded: 'while rows move under it',
};

export const backup: FaultKind<z.output<typeof settings>> = {
  kind: 'backup',
  summary:
    'Backs servers up with mariadb-dump while they serve; what is not done by the heal is given up. Each backup is restored after the run, and its ledger audited.',
  label: 'backup',
  requires: ['backup'],
  isOnce: true,
  settings,
  describe: ({ reads, ...chosen }) =>
    `backs ${describeTargets(chosen)} up with mariadb-dump, ${readingWords[reads]}; given up where it is not done by the heal, restored and audited after the run`,
  mentions: mentionsOf,
  async obstacle() {
    if ((await findDumpProgram()) !== null) return null;
    return {
      reason: 'mariadb-dump is not installed.',
      alternative: 'Install the package mariadb-client; nothing else here copies a server while it serves.',
    };
  },
  // The heal finds each backup by what is noted here.
  resolve(chosen, cluster) {
    const nodes = resolveTargets(chosen, cluster);
    return { nodes, former: Object.fromEntries(nodes.map((node) => [node, randomBytes(4).toString('hex')])) };
  },
  async inject({ settings: { reads }, cluster, targets, boundMs, clock }) {
    const orders = backupsIn(targets).map((each) => ({ ...each, reads, boundMs, clock }));
    const begun = await Promise.allSettled(orders.map((order) => backupsOf(cluster).begin(order)));
    // The heal must not come while another is still being begun.
    for (const each of begun) if (each.status === 'rejected') throw each.reason;
  },
  async isEffective({ cluster, targets }: FaultContext) {
    const begun = await Promise.all(backupsIn(targets).map(({ id }) => backupsOf(cluster).isBegun(id)));
    return begun.length > 0 && begun.every(Boolean);
  },
  async heal({ cluster, targets }) {
    await Promise.all(backupsIn(targets).map(({ id }) => backupsOf(cluster).end(id)));
  },
};

function backupsIn({ former = {} }: FaultTargets): readonly { readonly node: string; readonly id: string }[] {
  return Object.entries(former).map(([node, id]) => ({ node, id }));
}
