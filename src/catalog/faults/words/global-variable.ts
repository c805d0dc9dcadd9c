/** Global variables that a fault changes: what they were before is noted with the targets, and so stands in the lease. */
import { administrationOf } from '../../../kit/capability-of.js';
import { namedTargets, type TargetSettings } from '../../../kit/fault-targets.js';
import type { AimOptions, FaultTargets, Orders, OrderSite } from '../../../model/fault.js';
import type { Cluster } from '../../../model/topology.js';
import { readVariables } from '../../../mysql/read-variables.js';
import { lineOf } from './steps.js';

interface Change {
  readonly variable: string;
  readonly value: string;
}

interface Place {
  readonly node: string;
  readonly cluster: Cluster;
  readonly signal?: AbortSignal;
}

/** In a trial, rejects where the account may not change it: it could neither break anything nor restore it. */
export async function noteFormer(
  variable: string,
  nodes: readonly string[],
  { isTrial = false, ...place }: Omit<Place, 'node'> & Pick<AimOptions, 'isTrial'>,
): Promise<FaultTargets> {
  const values = await Promise.all(
    nodes.map(async (node) => {
      const { cluster, signal } = place;
      // The server puts in what it is: whoever promotes the node meanwhile must not find it undone.
      if (isTrial) await administrationOf(cluster).order(node, changeOf(variable, `@@GLOBAL.${variable}`), { signal });
      const value = await readGlobal(variable, { node, ...place });
      mustBeWord(variable, value);
      return [node, value] as const;
    }),
  );
  return { nodes, former: Object.fromEntries(values) };
}

/** What such a fault sends to others' servers to change it on those that are named, and to change it back. */
export function changesOf(change: Change, aim: TargetSettings, { nodes, isOthers }: OrderSite): Orders | null {
  if (!isOthers) return null;
  const { variable, value } = change;
  const changes = (to: string): readonly string[] =>
    namedTargets(aim, nodes).map((on) => lineOf({ on, sql: changeOf(variable, to) }));
  return { inject: changes(value), check: [], heal: changes('<as before>') };
}

export function formerOf(node: string, { former }: FaultTargets): string {
  const value = former?.[node];
  if (value === undefined) throw new Error(`What ${node} was set to before is not known.`);
  return value;
}

export async function readGlobal(variable: string, { node, cluster, signal }: Place): Promise<string> {
  const values = await readVariables([variable])((sql) => administrationOf(cluster).order(node, sql, { signal }));
  const value = values[variable];
  if (value === undefined) throw new Error(`${node} knows no variable ${variable}.`);
  return value;
}

/** Does nothing where it is so already. Rejects when the server does not say afterwards that it is. */
export async function writeGlobal(variable: string, value: string, { node, cluster }: Place): Promise<void> {
  if ((await readGlobal(variable, { node, cluster })) === value) return;
  await order(variable, value, { node, cluster });
  const found = await readGlobal(variable, { node, cluster });
  if (found !== value) throw new Error(`${variable} is ${found} on ${node} and not ${value}.`);
}

async function order(variable: string, value: string, { node, cluster, signal }: Place): Promise<void> {
  mustBeWord(variable, value);
  await administrationOf(cluster).order(node, changeOf(variable, value), { signal });
}

/** It may come from a file, and becomes part of a statement. */
function mustBeWord(variable: string, value: string): void {
  if (!/^\w+$/u.test(value)) throw new Error(`"${value}" is no value for ${variable}.`);
}

function changeOf(variable: string, value: string): string {
  return `SET GLOBAL ${variable} = ${value}`;
}

/** A server that is down comes back with its own settings: on it, nothing is changed and nothing has to be restored. */
export async function nodesUp(nodes: readonly string[], cluster: Cluster): Promise<readonly string[]> {
  const states = await Promise.all(nodes.map(async (node) => (await cluster.process?.state(node)) ?? 'running'));
  return nodes.filter((_node, index) => states[index] !== 'down');
}
