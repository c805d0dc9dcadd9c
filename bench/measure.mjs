/** Times a function that does its operation `count` times: several samples, of which the fastest tells most about the code and their spread about the machine. */

const warmUpMs = 300;
const sampleMs = 200;
const samples = 9;

/** Resolves to operations per second: the best sample and the median one. */
export function measure(run) {
  let count = 1_000;
  for (const start = performance.now(); performance.now() - start < warmUpMs;) run(count);
  while (millisecondsOf(run, count) < sampleMs) count *= 2;
  const rates = Array.from({ length: samples }, () => (count / millisecondsOf(run, count)) * 1_000).sort(
    (a, b) => a - b,
  );
  return { best: rates.at(-1), median: rates[Math.floor(samples / 2)] };
}

export function describe(name, { best, median }) {
  return `${name.padEnd(42)} ${grouped(median).padStart(12)} ops/s (best ${grouped(best)})`;
}

function millisecondsOf(run, count) {
  const start = performance.now();
  run(count);
  return performance.now() - start;
}

function grouped(number) {
  return Math.round(number).toLocaleString('en-US');
}
