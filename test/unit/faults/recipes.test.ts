/** Faults made of commands that others wrote: each is tried with programs that stand in for theirs, keep a state, and write down how they were called. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import * as faults from '../../../src/catalog/faults/index.js';
import { createFaultRegistry } from '../../../src/kit/fault-registry.js';
import { surroundings } from '../../fixtures/injection.js';
import { aimAtOthers, others, othersCluster } from '../../fixtures/others-cluster.js';
import { StubPrograms } from '../../fixtures/stub-programs.js';

const catalog = createFaultRegistry(faults);

interface Recipe {
  readonly kind: string;
  readonly settings: object;
  /** Script of the program: what it says and what becomes of its state. */
  readonly program: readonly [name: string, script: string];
  readonly injects: readonly string[];
  /** None where it ends by itself: then `$STUBS/ended` is what ends it. */
  readonly heals: readonly string[];
  /** As a plan shows it, where the heal holds what is only known at the injection. */
  readonly planned?: readonly string[];
}

const state = (rules: string): string => `STATE=$(cat "$STUBS/state" 2>/dev/null)
set_to() { printf %s "$1" > "$STUBS/state"; }
case "$*" in
${rules}
*) echo "unknown: $*" >&2; exit 9;;
esac`;

const container = state(`"pause db-2") set_to paused;;
"unpause db-2") [ "$STATE" = paused ] || { echo "not paused" >&2; exit 1; }; set_to running;;
"kill db-2"|"stop db-2") set_to exited;;
"start db-2") set_to running;;
"inspect --format {{.State.Status}} db-2") echo "\${STATE:-running}";;
"network disconnect shop db-2") set_to away;;
"inspect --format {{.HostConfig.AutoRemove}} db-2") echo false;;
"network connect --alias db --alias ledger --ip 172.20.0.7 shop db-2") set_to running;;
"inspect --format {{json .NetworkSettings.Networks}} db-2") [ "$STATE" = away ] && echo '{"lan":{}}' ||
  echo '{"lan":{},"shop":{"Aliases":["db","ledger"],"IPAMConfig":{"IPv4Address":"172.20.0.7"},"Gateway":"172.20.0.1"}}';;`);

const service = (prefix: string): string =>
  state(`"${prefix}systemctl kill --signal=SIGKILL mariadb.service") set_to failed;;
"${prefix}systemctl stop mariadb.service") set_to inactive;;
"${prefix}systemctl start mariadb.service") set_to active;;
"${prefix}systemctl is-active mariadb.service") echo "\${STATE:-active}"; [ "\${STATE:-active}" = active ] || exit 3;;
"${prefix}systemctl freeze mariadb.service") set_to frozen;;
"${prefix}systemctl thaw mariadb.service") set_to running;;
"${prefix}systemctl show --property=FreezerState --value mariadb.service") echo "\${STATE:-running}";;`);

const overSsh = '-o BatchMode=yes -o ConnectTimeout=5 root@two.test ';
const kubernetes = state(`"--context prod -n shop delete pod db-2 --force --grace-period=0") set_to gone;;
"--context prod -n shop get pod db-2 -o jsonpath={range .metadata.owner"*) echo "StatefulSet db";;
"--context prod -n shop get pod db-2 --ignore-not-found -o jsonpath"*) [ "$STATE" != gone ] && printf True;
  [ -e "$STUBS/ended" ] && set_to ready; exit 0;;
"-n shop apply -f -") set_to True;;
"-n shop delete networkchaos.chaos-mesh.org paystorm-db-2-"*" --ignore-not-found") set_to "";;
"-n shop get networkchaos.chaos-mesh.org paystorm-db-2-"*" --ignore-not-found -o jsonpath"*) printf %s "$STATE";;`);
const amazon =
  state(`"rds failover-db-cluster --db-cluster-identifier ledger --target-db-instance-identifier db-3 --region ap-southeast-3") set_to failing-over;;
"rds describe-db-clusters --db-cluster-identifier ledger --query DBClusters[0].Status --output text --region ap-southeast-3") echo "\${STATE:-available}"; [ -e "$STUBS/ended" ] && set_to available; exit 0;;
"rds reboot-db-instance --db-instance-identifier db-2 --force-failover") set_to rebooting;;
"rds describe-db-instances --db-instance-identifier db-2 --query DBInstances[0].DBInstanceStatus --output text") echo "\${STATE:-available}"; [ -e "$STUBS/ended" ] && set_to available; exit 0;;`);

const recipes: readonly Recipe[] = [
  {
    kind: 'docker',
    settings: { action: 'kill' },
    program: ['docker', container],
    injects: ['docker kill db-2'],
    heals: ['docker start db-2'],
  },
  {
    kind: 'docker',
    settings: { action: 'stop' },
    program: ['docker', container],
    injects: ['docker stop db-2'],
    heals: ['docker start db-2'],
  },
  {
    kind: 'docker',
    settings: { action: 'pause' },
    program: ['docker', container],
    injects: ['docker pause db-2'],
    heals: ['docker unpause db-2'],
  },
  {
    kind: 'docker',
    settings: { action: 'disconnect', network: 'shop' },
    program: ['docker', container],
    injects: ['docker network disconnect shop db-2'],
    heals: ['docker network connect --alias db --alias ledger --ip 172.20.0.7 shop db-2'],
    planned: ['docker network connect --alias {alias} --ip {ip} shop db-2'],
  },
  {
    kind: 'systemd',
    settings: { action: 'kill', unit: 'mariadb.service', ssh: 'root@{host}', sudo: true },
    program: ['ssh', service(`${overSsh}sudo -n `)],
    injects: [`ssh ${overSsh}sudo -n systemctl kill --signal=SIGKILL mariadb.service`],
    heals: [`ssh ${overSsh}sudo -n systemctl start mariadb.service`],
  },
  {
    kind: 'systemd',
    settings: { action: 'stop', unit: 'mariadb.service', ssh: 'root@{host}' },
    program: ['ssh', service(overSsh)],
    injects: [`ssh ${overSsh}systemctl stop mariadb.service`],
    heals: [`ssh ${overSsh}systemctl start mariadb.service`],
  },
  {
    kind: 'systemd',
    settings: { action: 'freeze', unit: 'mariadb.service' },
    program: ['systemctl', service('').replaceAll('"systemctl ', '"')],
    injects: ['systemctl freeze mariadb.service'],
    heals: ['systemctl thaw mariadb.service'],
  },
  {
    kind: 'pod-delete',
    settings: { namespace: 'shop', context: 'prod' },
    program: ['kubectl', kubernetes],
    injects: ['kubectl --context prod -n shop delete pod db-2 --force --grace-period=0'],
    heals: [],
  },
  {
    kind: 'chaos-mesh',
    settings: { namespace: 'shop', experiment: 'NetworkChaos', spec: { action: 'partition', direction: 'both' } },
    program: ['kubectl', kubernetes],
    injects: ['kubectl -n shop apply -f -'],
    heals: ['kubectl -n shop delete networkchaos.chaos-mesh.org paystorm-db-2-# --ignore-not-found'],
    planned: ['kubectl -n shop delete networkchaos.chaos-mesh.org paystorm-{unique} --ignore-not-found'],
  },
  {
    kind: 'rds',
    settings: { action: 'failover-cluster', identifier: 'ledger', to: 'db-3', region: 'ap-southeast-3' },
    program: ['aws', amazon],
    injects: [
      'aws rds failover-db-cluster --db-cluster-identifier ledger --target-db-instance-identifier db-3 --region ap-southeast-3',
    ],
    heals: [],
  },
  {
    kind: 'rds',
    settings: { action: 'reboot-with-failover' },
    program: ['aws', amazon],
    injects: ['aws rds reboot-db-instance --db-instance-identifier db-2 --force-failover'],
    heals: [],
  },
];

const isQuestion = /inspect|is-active|show|\bget\b|describe/u;

describe('recipes made of commands', () => {
  let stubs: StubPrograms;
  beforeEach(async () => {
    stubs = await StubPrograms.open();
  });
  afterEach(async () => {
    await stubs[Symbol.asyncDispose]();
  });

  it.each(recipes.map((recipe) => [`${recipe.kind} ${JSON.stringify(recipe.settings)}`, recipe] as const))(
    '%s orders exactly what it shows, is seen while it lasts, and may be healed twice',
    async (_name, recipe) => {
      const { program, injects, heals, planned = heals } = recipe;
      await stubs.write(...program);
      const kind = catalog.get(recipe.kind);
      const context = await aimAtOthers(kind, { node: 'db-2', ...recipe.settings }, othersCluster());
      expect(await kind.obstacle?.(context.settings)).toBeNull();
      expect(await kind.isEffective(context)).toBe(false);
      await stubs.calls();

      await kind.inject({ ...context, ...surroundings() });
      expect(await kind.isEffective(context)).toBe(true);
      expect(await ordered()).toEqual(injects);
      const shown = kind.orders?.(context.settings, { nodes: others, lastsMs: 50_000, isOthers: true });
      expect(bare(shown?.inject)).toEqual(injects);
      expect(bare(shown?.heal)).toEqual(planned);
      expect(bare(kind.byHand?.(context.settings, context.targets))).toEqual(heals);

      if (heals.length === 0) await stubs.write('ended', '');
      await kind.heal(context);
      expect(await kind.isEffective(context)).toBe(false);
      expect(await ordered()).toEqual(heals);
      await kind.heal(context);
      expect(await kind.isEffective(context)).toBe(false);
    },
  );

  it('chaos-mesh gives the experiment a duration that ends it there, a little after the heal', async () => {
    await stubs.write('kubectl', kubernetes);
    const kind = catalog.get('chaos-mesh');
    const settings = { namespace: 'shop', experiment: 'NetworkChaos', spec: { action: 'partition' } };
    const context = await aimAtOthers(kind, { node: 'db-2', ...settings }, othersCluster());
    await kind.inject({ ...context, ...surroundings(), boundMs: 39_200 });
    const [applied] = await stubs.calls();
    expect(JSON.parse(applied?.input ?? '')).toEqual({
      apiVersion: 'chaos-mesh.org/v1alpha1',
      kind: 'NetworkChaos',
      metadata: { name: context.targets.former?.['db-2'], namespace: 'shop' },
      spec: { mode: 'all', selector: { pods: { shop: ['db-2'] } }, action: 'partition', duration: '40s' },
    });
  });

  it('are refused before a run where their program is missing', async () => {
    const kind = catalog.get('exec');
    const settings = kind.settings.parse({ node: 'db-2', do: ['no-such-program'], undo: ['true'] });
    expect(await kind.obstacle?.(settings)).toMatchObject({ reason: 'no-such-program is not found on this machine.' });
  });

  async function ordered(): Promise<readonly string[]> {
    const lines = (await stubs.calls()).map(({ argv }) => argv.join(' '));
    return lines.filter((line) => !isQuestion.test(line)).map(withoutChance);
  }
});

/** Without what feeds them, and the quotes for a shell. */
function bare(lines: readonly string[] = []): readonly string[] {
  return lines.map((line) => line.replace(/^printf .* \| /u, '').replaceAll("'", '')).map(withoutChance);
}

function withoutChance(line: string): string {
  return line.replace(/(paystorm-db-2-)[0-9a-f]{8}/u, '$1#');
}
