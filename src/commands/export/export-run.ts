/** A stored run's figures as files for other tools. */
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { ToolError } from '../../kit/error.js';
import { postingsOf } from '../../kit/postings-of.js';
import { errorClasses } from '../../model/outcome.js';
import type { Catalog } from '../../model/registry.js';
import { createErrorClassifier } from '../../verdict/error-class.js';
import { gatherEvidence } from '../../verdict/gather-evidence.js';
import { replaceFile } from '../write-reports.js';
import { exportAttempts } from './export-attempts.js';
import { histogramFiles } from './export-histograms.js';
import { exportSeries } from './export-series.js';

/** Resolves to the names of the files. Rejects with a ToolError when the folder holds no run or one of them cannot be written; what is whole stays. */
export async function exportRun(directory: string, folder: string, catalog: Catalog): Promise<readonly string[]> {
  const { evidence, facts } = gatherEvidence(directory, catalog);
  const { header } = facts;
  await mkdir(folder, { recursive: true });
  const histograms = histogramFiles(evidence.arrivals, header);
  for (const { name, text } of histograms) {
    const why = await replaceFile(join(folder, name), text);
    if (why === null) continue;
    throw new ToolError(
      'setupFailed',
      `${name} could not be written: ${why}.`,
      'Free some space, or choose another place with --to.',
    );
  }
  exportSeries(join(folder, 'series.csv'), evidence.series);
  const classify = createErrorClassifier(
    catalog.flavors.has(header.flavor) ? catalog.flavors.get(header.flavor) : null,
  );
  exportAttempts(join(folder, 'attempts.csv'), {
    directory,
    header,
    postings: postingsOf(header.operations, catalog.operations),
    errorClassOf: (errno) => errorClasses[classify(errno)] ?? 'other',
  });
  return ['series.csv', 'attempts.csv', ...histograms.map(({ name }) => name)];
}
