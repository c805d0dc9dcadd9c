/** How a scenario says which nodes a fault is meant for, shared by every fault on nodes. */
import { z } from 'zod';
import { ToolError } from './error.js';
import { membersOf } from './members-of.js';
import type { Cluster, NodeName } from '../model/topology.js';

export const targetShape = {
  node: z.string().optional().describe('Name of the node.'),
  zone: z.string().optional().describe('Every node of this zone.'),
  role: z
    .enum(['primary', 'replica'])
    .optional()
    .describe(
      'The node in this role when the fault is injected: the primary, or the first replica. Of several nodes that others run, name the one.',
    ),
};

export interface TargetSettings {
  readonly node?: string | undefined;
  readonly zone?: string | undefined;
  readonly role?: 'primary' | 'replica' | undefined;
}

export const oneTarget = {
  check: (settings: TargetSettings): boolean =>
    [settings.node, settings.zone, settings.role].filter((each) => each !== undefined).length === 1,
  message: 'Say which node is meant by exactly one of node, zone and role.',
};

export function mentionsOf(settings: TargetSettings) {
  return {
    nodes: settings.node === undefined ? [] : [settings.node],
    zones: settings.zone === undefined ? [] : [settings.zone],
    role: settings.role,
  };
}

export function describeTargets({ node, zone, role }: TargetSettings): string {
  if (node !== undefined) return `node ${node}`;
  if (zone !== undefined) return `every node of zone ${zone}`;
  return role === 'primary' ? 'the primary' : 'the first replica';
}

/** Chosen at the moment of injection: roles may have moved since the plan was made. */
export function resolveTargets({ node, zone, role }: TargetSettings, cluster: Cluster): readonly string[] {
  const members = membersOf(cluster);
  const names = cluster.nodes
    .filter((each) => members.includes(each.name) && (each.name === node || each.zone === zone))
    .map((each) => each.name);
  if (role === 'primary') names.push(cluster.replication?.primary() ?? cluster.route().writable[0] ?? '');
  if (role === 'replica') names.push(cluster.replication?.replicas()[0] ?? '');
  const found = names.filter((name) => name !== '');
  if (found.length > 0) return found;
  throw new ToolError(
    'setupFailed',
    `The cluster has no node that is ${describeTargets({ node, zone, role })}.`,
    'See paystorm cluster status.',
  );
}

/** Examples of a fault: at each node alone, with each of these settings; with none but its defaults when left out. */
export function atEachNode(...variants: readonly Readonly<Record<string, unknown>>[]) {
  const each = variants.length === 0 ? [{}] : variants;
  return (nodes: readonly NodeName[]) =>
    nodes.flatMap(({ name }) => each.map((settings) => ({ node: name, ...settings })));
}
