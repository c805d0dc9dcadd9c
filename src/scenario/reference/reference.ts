/** The reference of scenario files as Markdown, generated from the schema, the catalog and the table of metrics, so that it is never older than the tool. */
import { z } from 'zod';
import { isGiven } from '../../kit/capability-of.js';
import type { Metric } from '../../model/metric.js';
import { metrics } from '../../model/metric.js';
import { capabilities as everyCapability } from '../../model/topology.js';
import type { Catalog } from '../../model/registry.js';
import { scenarioJsonSchema } from '../json-schema.js';
import { gatePresets } from '../gates/presets.js';
import { gateObject } from '../schema/gate-object.js';
import { apiPart } from './api-part.js';
import { flavorsPart } from './flavors-part.js';
import { operationsPart } from './operations-part.js';
import { asBelow, propertyTable, type PropertySchema } from './property-table.js';

export function scenarioReference(catalog: Catalog): string {
  const schema = scenarioJsonSchema(catalog) as PropertySchema;
  return [
    keysPart(schema),
    targetsPart(catalog),
    bugsPart(schema, catalog),
    trafficPart(schema, catalog),
    faultsPart(schema, catalog),
    gatesPart(),
    flavorsPart(catalog.flavors.all),
  ].join('\n');
}

function keysPart(schema: PropertySchema): string {
  const parts = ['ledger', 'client', 'blast_radius', 'recovery', 'probes', 'claims'].map((key) => {
    const section = schema.properties?.[key] ?? {};
    return `### \`${key}\`\n\n${section.description ?? ''}\n\n${propertyTable(section)}`;
  });
  const top = Object.fromEntries(
    Object.entries(schema.properties ?? {}).map(([key, { properties: _unused, items: _items, ...rest }]) => [
      key,
      rest,
    ]),
  );
  const required = schema.anyOf?.[0]?.required ?? [];
  const api = apiPart(schema.properties?.['api'] ?? {});
  return [`## Keys\n\n${propertyTable(withLinks({ properties: top, required }))}`, ...parts, api].join('\n');
}

/** Sections have a heading of their own further down. */
function withLinks({ properties = {}, required = [] }: PropertySchema): PropertySchema {
  const linked = Object.entries(properties).map(([key, property]) => {
    const isSection = [
      'ledger',
      'client',
      'blast_radius',
      'recovery',
      'probes',
      'claims',
      'api',
      'target',
      'traffic',
      'faults',
      'gates',
    ].includes(key);
    if (!isSection) return [key, property] as const;
    const { default: _unused, anyOf: _any, oneOf: _one, ...rest } = property;
    return [
      key,
      { ...rest, title: `[below](#${key})`, ...(required.includes(key) ? {} : { default: asBelow }) },
    ] as const;
  });
  return { properties: Object.fromEntries(linked), required };
}

function targetsPart(catalog: Catalog): string {
  const kinds = catalog.topologies.all.map(({ kind, summary, settings, capabilities, takesBugs }) => {
    const allows = `Allows: ${everyCapability.filter((each) => isGiven({ capabilities }, each)).join(', ')}.`;
    const bugs = takesBugs === true ? '\nIts `bugs` have [a part of their own](#bugs).\n' : '';
    return `### \`topology: ${kind}\`\n\n${summary} ${allows}\n\n${propertyTable(schemaOf(settings))}${bugs}`;
  });
  return ['## `target`\n\n`topology` names the kind of target; the other keys are its settings.\n', ...kinds].join(
    '\n',
  );
}

function bugsPart(schema: PropertySchema, catalog: Catalog): string {
  const targets = schema.properties?.['target']?.oneOf ?? [];
  const common = targets.find((each) => each.properties?.['bugs'])?.properties?.['bugs']?.items?.oneOf?.[0] ?? {};
  const shared = Object.fromEntries(
    Object.entries(common.properties ?? {}).filter(([key]) => ['from', 'to'].includes(key)),
  );
  const kinds = catalog.bugs.all.map(
    ({ kind, summary, settings }) => `#### \`bug: ${kind}\`\n\n${summary}\n\n${propertyTable(schemaOf(settings))}`,
  );
  const intro =
    '`target.bugs` of a simulated target plants bugs in it: `bugs: [{ bug: lose-commit, share: 0.5% }]`. The same scenario and seed harm the payments of the same arrivals, and `simulated-truth.json` in the folder of the run names every one of them. These keys are common to all.';
  return [`### \`bugs\`\n\n${intro}\n\n${propertyTable({ properties: shared, required: [] })}`, ...kinds].join('\n');
}

function trafficPart(schema: PropertySchema, catalog: Catalog): string {
  const traffic = schema.properties?.['traffic'] ?? {};
  const { phases, ...rest } = traffic.properties ?? {};
  const plain = phases?.items?.oneOf?.[0] ?? phases?.items?.anyOf?.[0] ?? {};
  const shapes = catalog.shapes.all
    .filter((shape) => shape.kind !== 'constant')
    .map(
      ({ kind, summary, settings }) => `#### \`shape: ${kind}\`\n\n${summary}\n\n${propertyTable(schemaOf(settings))}`,
    );
  return [
    `## \`traffic\`\n\n${propertyTable({ ...traffic, properties: rest, ...(phases === undefined ? {} : { properties: { ...rest, phases: { ...phases, items: { type: 'object' } } } }) })}`,
    `### Phases\n\n${propertyTable(plain, ['shape'])}`,
    addedRates,
    'Instead of `rate`, a phase can have a `shape` and its settings:\n',
    ...shapes,
    operationsPart(catalog),
  ].join('\n');
}

const addedRates =
  'What is listed under `rate` adds up: `rate: [500/s, { shape: pulse-train, base: 0/s, peak: 2k/s, every: 10s, width: 1s }]` is a steady rate with waves on top of it.\n';

function faultsPart(schema: PropertySchema, catalog: Catalog): string {
  const common = schema.properties?.['faults']?.items?.oneOf?.[0] ?? {};
  const shared = Object.fromEntries(
    Object.entries(common.properties ?? {}).filter(([key]) => ['name', 'at', 'heal'].includes(key)),
  );
  const kinds = catalog.faults.all.map((fault) => {
    const { kind, summary, settings, composedOf = [fault] } = fault;
    const able = catalog.topologies.all.filter((topology) =>
      composedOf.some(({ requires }) => requires.every((each) => isGiven(topology, each))),
    );
    return `### \`fault: ${kind}\`\n\n${summary} Topologies: ${able.map((topology) => topology.kind).join(', ') || 'none'}.\n\n${propertyTable(schemaOf(settings))}`;
  });
  const intro =
    '`fault` names the kind; these keys are common to all. Every fault is healed inside the run, and on every way out of it.';
  return [
    `## \`faults\`\n\n${intro}\n\n${propertyTable({ properties: shared, required: common.required ?? [] })}`,
    ...kinds,
  ].join('\n');
}

function gatesPart(): string {
  const rows = metrics.map((metric) => {
    return `| \`${metric.name}\` | ${spelled(metric)} | ${unitWords[metric.unit]} | ${metric.tags.join(', ') || '–'} | ${scopeWords(metric)} | ${metric.summary} |`;
  });
  const examples = metrics.map((metric) => `- ${metric.example}`);
  return [
    '## `gates`\n',
    '```\nmetric[.aggregate][{tag=value}]  <  <=  ==  >=  >  limit  [during PHASE | during run | after FAULT]  [for WINDOW | within TIME]\n```\n',
    'The limit is a value with its unit, `95% of offered` (goodput, throughput), or `baseline + 10% floor 5ms` (response and service time, against the time before the first fault).\n',
    storedBaselines,
    '| metric | aggregates | limit | tags | scope | what it is |\n|---|---|---|---|---|---|',
    ...rows,
    '\n```yaml\ngates:',
    ...examples.map((example) => `  ${example}`),
    '```\n',
    `The long form has these keys:\n\n${propertyTable(schemaOf(gateObject))}`,
    'Published figures are there by name, as objectives to hold a target of your own against:\n',
    '```yaml\ngates:\n  - preset: dana\n```\n',
    '| preset | gates |\n|---|---|',
    ...Object.entries(gatePresets).map(([name, { summary }]) => `| \`${name}\` | ${summary} |`),
  ].join('\n');
}

const storedBaselines =
  '`baseline(NAME) + 10% floor 5ms` compares with runs that `paystorm baseline save NAME` has kept, of the same traffic, faults and kind of target; where less is worse, write `>= baseline(NAME) - 1%`. ' +
  'A breach counts beyond the larger of both allowances, and with p < 0.05 where the runs tell what chance does: five stored ones by the spread between them, fewer by what varies within them; where nothing tells, the allowance decides. Beyond the limit by what chance may do is inconclusive. ' +
  'A time that was not over when observation ended fails whatever chance does. Each gate is judged for itself: unlike in `paystorm compare`, p is not corrected for their number, and the allowance is not doubled against few runs. What the baseline holds goes into the plan, so that the journal alone can judge.\n';

const unitWords = {
  ms: 'duration',
  percent: 'percentage',
  count: 'count',
  'per-second': 'rate',
  money: 'minor units',
} as const;

function spelled({ aggregates }: Metric): string {
  return aggregates.map((each) => (each === 'percentile' ? '`.p0`–`.p100`' : `\`.${each}\``)).join(', ') || '–';
}

function scopeWords({ scopes }: Metric): string {
  if (scopes.length > 1) return 'phase, fault or run';
  return scopes[0] === 'after' ? 'after a fault' : 'whole run';
}

function schemaOf(schema: z.ZodType): PropertySchema {
  return z.toJSONSchema(schema, { io: 'input' }) as PropertySchema;
}
