/** What a bundle says of itself: what it holds, and what was judged when it was made. */
import type { Verdict } from '../../model/verdict.js';

export const bundleVersion = 1;
export const descriptionFile = 'bundle.json';
/** The run's folder, or the study's, as it was. */
export const evidenceFolder = 'evidence';

export interface BundleDescription {
  readonly version: number;
  /** That judged the runs when the bundle was made. */
  readonly toolVersion: string;
  readonly madeAt: string;
  readonly holds: 'run' | 'study';
  readonly scenario: string;
  readonly runs: readonly BundledRun[];
  /** What came out otherwise than it is stored when the runs were judged for the bundle: records of an earlier version, mostly. Whole sentences. */
  readonly otherwise: readonly string[];
}

export interface BundledRun {
  /** Inside the bundle. */
  readonly folder: string;
  readonly runId: string;
  readonly verdict: Verdict;
  readonly exitCode: number;
}

/** For whoever unpacks it years later. */
export function bundleReadme({ holds, scenario, runs, toolVersion, madeAt }: BundleDescription): string {
  return `Evidence of a rehearsal by paystorm ${toolVersion}: the ${holds} of ${scenario}, bundled ${madeAt}.

  ${evidenceFolder}/       the ${holds} as it was: journal, record and reports
  scenario.json   the scenario as it was understood, every default filled in
  plans/          what was to happen when, one file for each run
  environment.json  machines and servers
  ${descriptionFile}     what this bundle holds, and the verdict of ${runs.length === 1 ? 'its run' : 'each of its runs'}
  ${manifestFileWords}

Passwords are removed when a run is written down, and every text in here was looked through once more for what looks
like one. Files that end in .bin hold numbers, and a PDF what stands in the HTML beside it.

To check it without paystorm:    sha256sum -c SHA256SUMS
To check it and judge it again:  paystorm verify --bundle .

Whoever can change a file can change SHA256SUMS, too. So its own SHA-256 was printed when the bundle was made: note it
elsewhere, or sign it, and compare it with:  paystorm verify --bundle . --digest DIGEST
`;
}

const manifestFileWords = 'SHA256SUMS      the SHA-256 of every file';
