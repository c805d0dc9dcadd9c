/** The one schema of a scenario, put together from the catalog: what it accepts is what can be run, and the reference is generated from it. */
import { z } from 'zod';
import { durationBetween, rateOverTimeBetween, sizeBetween } from '../../kit/literal-schema.js';
import { momentSchema } from '../../kit/word-schema.js';
import { limits } from '../../model/limits.js';
import type { Catalog } from '../../model/registry.js';
import { mixPresets } from '../mix-presets.js';
import { apiSection } from './api-section.js';
import { gateObject, presetObject } from './gate-object.js';
import { blastRadiusSection, claimsSection, clientSection, ledgerSection, nameSchema, probesSection, recoverySection } from './sections.js';
import { unionByKind } from '../../kit/union-by-kind.js';

const phaseDuration = durationBetween({ min: 100, max: limits.durationMsMax });

/** Keys that every phase has, whatever its shape. */
const phaseKeys = {
  name: nameSchema.describe('What gates and faults call it.'),
  for: phaseDuration.describe('Length of the phase.'),
  warmup: z.boolean().optional().describe('Driven, but not measured; true for a phase called `warmup` unless it says otherwise.'),
};

const faultKeys = {
  name: nameSchema.optional().describe('What gates call it; the kind of the fault when left out.'),
  at: momentSchema.describe('When it is injected, counted from the start of a phase.'),
  heal: durationBetween({ min: 100, max: limits.durationMsMax })
    .optional()
    .describe('Time from the injection to the heal; only a planned operation may be left as it is, without one.'),
};

const bugKeys = {
  from: durationBetween({ max: limits.durationMsMax }).prefault('0s').describe('When it wakes up, counted from the start of the run.'),
  to: durationBetween({ min: 1, max: limits.durationMsMax }).optional().describe('When it ends; with the run when left out.'),
};

function createScenarioSchema(catalog: Catalog) {
  const mix = mixSchema(catalog);
  return z.strictObject({
    name: nameSchema.max(80).describe('Name of the story; reports and folders carry it.'),
    description: z.string().max(2000).default('').describe('What happens and why, in a sentence.'),
    seed: sizeBetween({}).prefault(1).describe('The same seed repeats every arrival and every amount.'),
    target: unionByKind({ key: 'topology', kinds: targetKinds(catalog), keys: {} }).describe('What the payments are sent to.'),
    ledger: ledgerSection.prefault({}).describe('The accounts that payments move money between.'),
    client: clientSection.prefault({}).describe('How the application in front of the database behaves.'),
    api: apiSection(catalog.operations.all).optional().describe('A payment API that payments are sent to instead; the target is the database behind it.'),
    traffic: z.strictObject({
      mix: mix.default('weekday').describe('Operations and their weights, or the name of a preset.'),
      arrivals: z.enum(['poisson', 'even']).default('poisson').describe('`poisson` as real customers come, `even` like a metronome.'),
      phases: z.array(phaseSchema(catalog, mix)).min(1).max(limits.phasesMax).describe('What arrives, one stretch after the other.'),
      drain: durationBetween({ max: 600_000 }).prefault('10s').describe('How long answers are awaited after the last arrival.'),
    }).describe('What arrives.'),
    operations: z
      .array(z.string().min(1))
      .max(limits.ownOperationsMax)
      .optional()
      .describe('Files of operations that the scenario brings with it, relative to this one; each is then named in mixes and gates as the built-in ones are.')
      .meta({ examples: [['operations/split-bill.ts']] }),
    faults: z
      .array(unionByKind({ key: 'fault', kinds: catalog.faults.all, keys: faultKeys }))
      .max(limits.faultsMax)
      .default([])
      .describe('What goes wrong, and when it is healed.'),
    blast_radius: blastRadiusSection.prefault({}).describe('How far the faults may go together.'),
    claims: claimsSection.prefault({}).describe('What the target promises.'),
    recovery: recoverySection.prefault({}).describe('When the service counts as recovered.'),
    probes: probesSection.prefault({}).describe('Small writes on every node, outside the load, that time outages finely.'),
    gates: z
      .array(z.union([z.string(), gateObject, presetObject]))
      .max(limits.gatesMax)
      .default([])
      .describe('What must hold; each is judged and reported with its margin.'),
  });
}

export type ScenarioSchema = ReturnType<typeof createScenarioSchema>;

const made = new WeakMap<Catalog, ScenarioSchema>();

/** Made once for each catalog: that takes longer than to read a scenario by it. */
export function scenarioSchemaOf(catalog: Catalog): ScenarioSchema {
  const known = made.get(catalog);
  if (known !== undefined) return known;
  const schema = createScenarioSchema(catalog);
  made.set(catalog, schema);
  return schema;
}

/** Simulated targets take bugs beside their own settings. */
function targetKinds(catalog: Catalog) {
  const bug = unionByKind({ key: 'bug', kinds: catalog.bugs.all, keys: bugKeys });
  const bugs = z.array(bug).max(limits.faultsMax).optional().describe('Bugs that are planted in it.');
  return catalog.topologies.all.map((kind) => {
    if (kind.takesBugs !== true || !(kind.settings instanceof z.ZodObject)) return kind;
    return { ...kind, settings: kind.settings.safeExtend({ bugs }) };
  });
}

function mixSchema(catalog: Catalog) {
  const weights = catalog.operations.all.map(({ kind, summary }) => {
    return [kind, z.number().min(0).max(1e9).optional().describe(summary)] as const;
  });
  const presets = Object.keys(mixPresets) as [string, ...string[]];
  // Which operations a scenario brings with it, no editor can know beforehand.
  const ofOwn = { type: 'number', minimum: 0, description: 'An operation that the scenario brings with it.' };
  return z.union([z.enum(presets), z.strictObject(Object.fromEntries(weights)).meta({ additionalProperties: ofOwn })]);
}

/** A phase is written with `rate:`, or with `shape:` and that shape's settings; a rate may be a list of both, which add up. */
function phaseSchema(catalog: Catalog, mix: z.ZodType) {
  const keys = {
    ...phaseKeys,
    mix: mix.optional().describe('What this phase asks for instead of `traffic.mix`, written as that is.'),
  };
  const kinds = catalog.shapes.all.filter((shape) => shape.kind !== 'constant');
  const rate = rateOverTimeBetween({ max: limits.ratePerSecondMax });
  const part = z.union([rate, unionByKind({ key: 'shape', kinds, keys: {} })]);
  const parts = z.array(part).min(1).max(limits.partsMax).meta({ title: 'list of rates and shapes' });
  const plain = z.strictObject({
    ...keys,
    shape: z.literal('constant').optional(),
    rate: z
      .union([rate, parts])
      .describe('Arrivals per unit of time, a ramp whose last rate holds until the phase ends, or a list of these and of shapes, which add up.'),
  });
  return unionByKind({ key: 'shape', kinds, keys, others: [plain] });
}
