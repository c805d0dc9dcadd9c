/** Metrics of what is rehearsed on: its nodes, and what is broken of it. */
import { nodeStates } from '../../../model/flavor.js';
import { counter, gauge, point, stateSet, type Family } from './family.js';
import type { Story } from '../story/story.js';

const milli = 1_000;
const faultPhases = ['planned', 'injecting', 'injected', 'healing', 'healed', 'ineffective', 'heal-failed'] as const;
const activePhases: ReadonlySet<string> = new Set(['injecting', 'injected', 'healing', 'heal-failed']);

export function targetFamilies(story: Story): readonly Family[] {
  return [...nodeFamilies(story), ...faultFamilies(story)];
}

function nodeFamilies({ nodes, state, route, replicaLagMs }: Story): readonly Family[] {
  const writable = new Set(route?.writable ?? []);
  const lags = [...replicaLagMs].flatMap(([node, lagMs]) => (lagMs === null ? [] : [point({ node }, lagMs / milli)]));
  return [
    gauge(
      'paystorm_node_state',
      'What a node does, as seen from outside: 1 for its state.',
      nodes.flatMap(({ name, zone }) =>
        stateSet({ node: name, zone }, 'state', nodeStates, state.nodes.get(name) ?? 'unknown'),
      ),
    ),
    gauge(
      'paystorm_node_writable',
      'Whether clients send their writes to a node: the role of a primary or member.',
      nodes.map(({ name, zone }) => point({ node: name, zone }, writable.has(name) ? 1 : 0)),
    ),
    gauge('paystorm_node_replica_lag_seconds', 'How far a replica is behind.', lags),
  ];
}

function faultFamilies({ plan, state, injections, heals }: Story): readonly Family[] {
  const faults = plan.faults.map(({ name, kind, stays }) => {
    const phase = state.faults.get(name)?.status ?? 'planned';
    return { labels: { fault: name, kind }, name, phase, isDone: stays === true && phase === 'injected' };
  });
  return [
    gauge(
      'paystorm_fault_active',
      'Whether a fault is in force, from its injection to its verified heal.',
      faults.map(({ labels, phase, isDone }) => point(labels, activePhases.has(phase) && !isDone ? 1 : 0)),
    ),
    gauge(
      'paystorm_fault_phase',
      'How far a fault has come: 1 for its phase.',
      faults.flatMap(({ labels, phase }) => stateSet(labels, 'phase', faultPhases, phase)),
    ),
    counter(
      'paystorm_fault_injections_total',
      'Verified injections.',
      faults.map(({ labels, name }) => point(labels, injections.get(name) ?? 0)),
    ),
    counter(
      'paystorm_fault_heals_total',
      'Verified heals.',
      faults.map(({ labels, name }) => point(labels, heals.get(name) ?? 0)),
    ),
  ];
}
