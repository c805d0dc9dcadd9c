/** OceanBase's own statements, sent by an administrator of its sys tenant: a zone is stopped, or a tenant changes places with its standby. */
import { z } from 'zod';
import { describeTargets, oneTarget } from '../../kit/fault-targets.js';
import type { Sight } from './words/sight.js';
import type { Script } from './words/steps.js';
import { steppedFault, steppedShape } from './words/stepped-fault.js';

const word = z.string().regex(/^[\w.{}-]+$/u, 'A name has letters, digits, dots, dashes and underscores.');

const settings = z
  .strictObject({
    ...steppedShape,
    action: z
      .enum(['stop-zone', 'force-stop-zone', 'switchover'])
      .describe(
        'A zone is stopped when its logs are in sync, or in any case; or a tenant changes places with its standby.',
      ),
    zone_name: word.default('{zone}').describe('What OceanBase calls the zone; the zone of the node when left out.'),
    tenant: word.optional().describe('The tenant, for a `switchover`.'),
    standby: z
      .string()
      .optional()
      .describe('The node by which the standby cluster is reached, for a `switchover`; `node` is in the primary one.'),
  })
  .refine(oneTarget.check, oneTarget.message)
  .refine(
    ({ action, tenant, standby }) => (action === 'switchover') === (tenant !== undefined && standby !== undefined),
    { path: ['tenant'], message: 'For a `switchover`, and only then, tenant and standby are named.' },
  );
type Settings = z.output<typeof settings>;

export const oceanbase = steppedFault<Settings>({
  kind: 'oceanbase',
  summary:
    "Stops a zone of OceanBase, or switches a tenant over to its standby, by OceanBase's own statements; the heal undoes it. Needs --allow-exec.",
  label: 'OceanBase ordered',
  requires: ['administration'],
  settings,
  describe: ({ action, zone_name: zoneName, tenant = '', standby = '', ...aim }) =>
    action === 'switchover'
      ? `switches the tenant ${tenant} over from ${describeTargets(aim)} to its standby at ${standby}, and back to heal`
      : `stops ${zoneName === '{zone}' ? 'the OceanBase zone' : `the OceanBase zone ${zoneName}`} of ${describeTargets(aim)} and starts it again to heal`,
  script: (chosen) => (chosen.action === 'switchover' ? switchover(chosen) : stopZone(chosen)),
});

function stopZone({ action, zone_name: zone }: Settings): Script {
  return {
    inject: [{ sql: `ALTER SYSTEM ${action === 'stop-zone' ? 'STOP' : 'FORCE STOP'} ZONE '${zone}'` }],
    heal: [{ sql: `ALTER SYSTEM START ZONE '${zone}'` }],
    check: {
      step: { sql: `SELECT status FROM oceanbase.DBA_OB_ZONES WHERE zone = '${zone}'` },
      reads: ({ out }) => readBetween(out, { seen: 'INACTIVE', gone: 'ACTIVE' }),
    },
  };
}

/** First down, then up: two primaries must never be. */
function switchover({ tenant = '', standby = '' }: Settings): Script {
  const become = (role: string): string => `ALTER SYSTEM SWITCHOVER TO ${role} TENANT ${tenant}`;
  return {
    inject: [{ sql: become('STANDBY') }, { sql: become('PRIMARY'), on: standby }],
    heal: [{ sql: become('STANDBY'), on: standby }, { sql: become('PRIMARY') }],
    check: {
      step: { sql: `SELECT tenant_role FROM oceanbase.DBA_OB_TENANTS WHERE tenant_name = '${tenant}'` },
      reads: ({ out }) => readBetween(out, { seen: 'STANDBY', gone: 'PRIMARY' }),
    },
  };
}

/** Between the two it is on its way from one to the other. */
function readBetween(state: string, words: Readonly<Record<'seen' | 'gone', string>>): Sight {
  if (state === words.seen) return 'seen';
  return state === words.gone ? 'gone' : 'unknown';
}
