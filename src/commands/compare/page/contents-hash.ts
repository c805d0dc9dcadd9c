/** Tells whether runs were asked for the same payments. */
import { createHash } from 'node:crypto';
import { canonicalJson } from '../../../kit/canonical-json.js';
import type { RunRecord } from '../../../model/run-record.js';

/** Equal where every payment was the same: of all that arrivals, and what they ask for, are drawn from. */
export function contentsHash({ scenario, nodes }: Pick<RunRecord, 'scenario' | 'nodes'>): string {
  const { mode: _mode, schema: _schema, ...ledger } = scenario.ledger;
  const zones = [...new Set(nodes.map(({ zone }) => zone))];
  const drawnFrom = { seed: scenario.seed, traffic: scenario.traffic, ledger, zones };
  return createHash('sha256').update(canonicalJson(drawnFrom)).digest('hex');
}
