/** The service that runs a target at Amazon changes the primary, or takes a machine away; which it ends by itself. */
import { z } from 'zod';
import { describeTargets, oneTarget } from '../../kit/fault-targets.js';
import { seenWhere, sightByWords } from './words/sight.js';
import type { Command } from './words/steps.js';
import { nameShape, steppedFault, steppedShape } from './words/stepped-fault.js';

const settings = z
  .strictObject({
    ...steppedShape,
    action: z
      .enum(['failover-cluster', 'reboot-with-failover'])
      .describe('A reader of the cluster becomes its writer; or an instance in two zones is restarted in the other.'),
    identifier: nameShape('Identifier of the cluster, or of the instance'),
    to: z
      .string()
      .min(1)
      .optional()
      .describe('The instance that is to become the writer of the cluster; any when left out.'),
    region: z.string().min(1).optional().describe('The region; that of the environment when left out.'),
    profile: z.string().min(1).optional().describe("Which of the program's profiles."),
  })
  .refine(oneTarget.check, oneTarget.message)
  .refine(({ action, to }) => to === undefined || action === 'failover-cluster', {
    path: ['to'],
    message: 'Only a cluster can be told who is to become its writer.',
  });
type Settings = z.output<typeof settings>;

export const rds = steppedFault<Settings>({
  kind: 'rds',
  summary:
    'Has Amazon RDS fail over, with aws; the heal waits until the service says that it is available. Needs --allow-exec.',
  label: 'failover by the service',
  settings,
  takes: ({ action }) => (action === 'failover-cluster' ? ['role'] : ['role', 'process']),
  describe: ({ action, identifier, ...aim }) =>
    `has RDS ${action === 'failover-cluster' ? 'fail over the cluster' : 'restart in the other zone the instance'} ${identifier === '{node}' ? 'of' : `${identifier} of`} ${describeTargets(aim)}`,
  script({ action, identifier, to, ...place }) {
    const isCluster = action === 'failover-cluster';
    const [what, list] = isCluster
      ? ['db-cluster', 'DBClusters[0].Status']
      : ['db-instance', 'DBInstances[0].DBInstanceStatus'];
    const named = [`--${what}-identifier`, identifier];
    const target = to === undefined ? [] : ['--target-db-instance-identifier', to];
    return {
      inject: [
        isCluster
          ? aws(place, ['failover-db-cluster', ...named, ...target])
          : aws(place, ['reboot-db-instance', ...named, '--force-failover']),
      ],
      heal: { none: 'The service ends it by itself; the roles stay exchanged.' },
      check: {
        step: aws(place, [`describe-${what}s`, ...named, '--query', list, '--output', 'text']),
        reads: sightByWords((status) => (isTold(status) ? seenWhere(status !== 'available') : 'unknown')),
      },
    };
  },
});

/** What is not there is None in the words of aws. */
function isTold(status: string): boolean {
  return status !== '' && status !== 'None';
}

function aws({ region, profile }: Pick<Settings, 'region' | 'profile'>, words: readonly string[]): Command {
  return { argv: ['aws', 'rds', ...words, ...option('--region', region), ...option('--profile', profile)] };
}

function option(name: string, value: string | undefined): readonly string[] {
  return value === undefined ? [] : [name, value];
}
