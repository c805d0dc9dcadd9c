/** JSON Schemas of the files that runs and studies write for other tools, generated from the types in src/model/. */
import { fileURLToPath } from 'node:url';
import { createGenerator } from 'ts-json-schema-generator';

const root = fileURLToPath(new URL('../', import.meta.url));

/** File that is written, its module in src/model/, its type, and what it is. */
const records = [
  ['record', 'run-record', 'RunRecord', 'record.json: the result of one run'],
  ['rto', 'rto', 'RtoRecord', 'rto.json: the result of a study of recovery times'],
  ['trend', 'trend', 'TrendRecord', 'trend.json: studies of recovery times, release by release'],
  ['comparison', 'comparison', 'ComparisonRecord', 'comparison.json: the same run with one setting changed'],
  ['peak', 'peak', 'PeakRecord', 'peak.json: the result of a search for the highest rate'],
  ['contrast', 'contrast', 'ContrastRecord', 'contrast.json: stored runs of before and after, compared'],
  ['baseline', 'sample', 'Baseline', 'a baseline: what runs measured, kept under a name'],
  ['explore', 'explore', 'ExploreRecord', 'explore.json: the result of an exploration by random faults'],
];

/** Each file's path from the root of the repository and its text. */
export function recordSchemas() {
  const generator = createGenerator({
    path: `${root}src/model/{${records.map(([, module]) => module).join()}}.ts`,
    tsconfig: `${root}tsconfig.json`,
    expose: 'export',
    skipTypeCheck: true,
    // A later version may say more; what a version says, it says as described.
    additionalProperties: true,
  });
  return records.map(([file, , type, title]) => {
    const schema = { title: `paystorm ${title}`, ...generator.createSchema(type) };
    return { path: `schema/${file}.schema.json`, text: `${JSON.stringify(schema, null, 2)}\n` };
  });
}
