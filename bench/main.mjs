/** The process that measures: which part and with which numbers, as `npm run bench` was asked. */
import { runBenchmarks } from './benchmarks.mjs';

const [part, ...numbers] = process.argv.slice(2);
process.exitCode = await runBenchmarks(part, numbers.map(Number));
