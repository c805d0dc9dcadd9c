/** What every topology owes before anything is started: nodes that can be told apart, and words for what it will be. */
import { describe, expect, test } from 'vitest';
import * as topologies from '../../../src/catalog/topologies/index.js';
import { createRegistry } from '../../../src/kit/registry.js';
import { capabilities, type TopologyKind } from '../../../src/model/topology.js';
import { settingsOf } from './settings.js';

const all = createRegistry<TopologyKind>(topologies).all;

test('every topology has settings to be tried with', () => {
  expect(Object.keys(settingsOf).toSorted()).toEqual(all.map(({ kind }) => kind));
});

describe.each(all.map((topology) => [topology.kind, topology] as const))('%s', (kind, topology) => {
  const decoded = (settingsOf[kind] ?? []).map((each) => topology.settings.parse(each));

  test('names its nodes apart from each other, each in a zone', () => {
    for (const settings of decoded) {
      const nodes = topology.nodes(settings);
      expect(nodes.length).toBeGreaterThan(0);
      expect(new Set(nodes.map(({ name }) => name)).size).toBe(nodes.length);
      for (const { name, zone } of nodes) for (const text of [name, zone]) expect(text).toMatch(/^\S+$/u);
    }
  });

  test('names the same nodes each time', () => {
    for (const settings of decoded) expect(topology.nodes(settings)).toEqual(topology.nodes(settings));
  });

  test('is described in words, without the password to it', () => {
    expect(topology.summary).toMatch(/^[A-Z].*\.$/u);
    for (const settings of decoded) {
      expect(topology.describe(settings)).toMatch(/^(an? |one |\d+ )\S.*[^.\s]$/u);
      expect(topology.describe(settings)).not.toMatch(/undefined|\[object|S3cret/u);
    }
  });

  test('has only capabilities that there are, and none twice', () => {
    expect(topology.capabilities.filter((each) => !capabilities.includes(each))).toEqual([]);
    expect(new Set(topology.capabilities).size).toBe(topology.capabilities.length);
  });

  test('refuses a setting that it does not know', () => {
    const [first = {}] = settingsOf[kind] ?? [];
    expect(topology.settings.safeParse({ ...first, unheardOf: 1 }).success).toBe(false);
  });

  test('can be found again when paystorm started servers that outlive it', () => {
    const isGoneWithPaystorm = topology.takesBugs === true;
    expect(topology.attach !== undefined).toBe(topology.capabilities.includes('kill') && !isGoneWithPaystorm);
  });
});
