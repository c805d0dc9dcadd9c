/** The part of the reference that lists what arrivals can ask for, and the mixes that have a name. */
import type { Catalog } from '../../model/registry.js';
import { mixPresets, presetMix } from '../mix-presets.js';

export function operationsPart(catalog: Catalog): string {
  const rows = catalog.operations.all.map(({ kind, summary, effect }) => {
    return `| \`${kind}\` | ${effect === 'posting' ? 'moves money' : 'reads'} | ${summary} |`;
  });
  const known = catalog.operations.all.map((operation) => operation.kind);
  const presets = Object.keys(mixPresets).map((name) => {
    const mix = presetMix(name, known);
    const total = Object.values(mix).reduce((sum, weight) => sum + weight, 0);
    return `| \`${name}\` | ${known.map((kind) => `${(((mix[kind] ?? 0) / total) * 100).toFixed(0)} %`).join(' | ')} |`;
  });
  return [
    '### Operations\n',
    '| operation | effect | what it does |\n|---|---|---|',
    ...rows,
    '\n### Mixes\n',
    'Modelled shares; there is no authoritative public mix. Write `mix: { transfer: 45, qr-payment: 25 }` for your own: only proportions count.\n',
    `| preset | ${known.join(' | ')} |\n|---|${known.map(() => '---|').join('')}`,
    ...presets,
    '',
  ].join('\n');
}
