import { readFileSync } from 'node:fs';
import { contrastSamples } from '../src/contrast/contrast-samples.js';
import { mergeSamples } from '../src/contrast/sample-of.js';
import type { Sample } from '../src/model/sample.js';
for (const f of process.argv.slice(2)) {
  const { base, slow } = JSON.parse(readFileSync(f, 'utf8')) as { base: Sample[]; slow: Sample[] };
  const show = (c: any) =>
    console.log(
      c.verdict.padEnd(13),
      c.measures
        .filter((m: any) => m.isHeadline && m.effect && !m.isMoney && /response/.test(m.measure))
        .map(
          (m: any) =>
            `${m.measure.slice(14, 17)} ${m.effect.before.value.toFixed(2)}->${m.effect.after.value.toFixed(2)} [${m.effect.interval?.map((x: number) => x.toFixed(2))}] p=${m.pCorrected?.toFixed(4)} ${m.status}`,
        )
        .join('  '),
      c.measures
        .filter((m: any) => m.isHeadline && !/response/.test(m.measure) && m.status !== 'same')
        .map((m: any) => m.measure + ':' + m.status + ' ' + m.reason)
        .join(';'),
    );
  const side = (sample: Sample) => ({ name: 'x', sample });
  for (let i = 0; i + 1 < base.length; i += 1) show(contrastSamples(side(base[i]!), side(base[i + 1]!)));
  console.log('---slow');
  for (let i = 0; i < slow.length; i += 1) show(contrastSamples(side(base[i]!), side(slow[i]!)));
  console.log('---many');
  show(contrastSamples(side(mergeSamples(base.slice(0, 5))), side(mergeSamples(base.slice(5, 10)))));
  show(contrastSamples(side(mergeSamples(base)), side(mergeSamples(slow))));
  show(contrastSamples(side(mergeSamples(base.slice(0, 10))), side(base[10]!)));
  show(contrastSamples(side(mergeSamples(base)), side(slow[0]!)));
}
