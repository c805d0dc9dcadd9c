/** What a check of a bundle says to people. */
import { counted } from '../../kit/format.js';
import { wrapText } from '../../catalog/reporters/words/wrap.js';
import type { Terminal } from '../context.js';
import { toolVersion } from '../tool-version.js';
import type { BundleDescription } from './bundle-description.js';
import type { VerifiedBundle } from './verify-bundle.js';

const problemsShown = 50;
const unanchored =
  'Whoever changes a bundle can make its manifest anew: compare this digest with the one that was noted when it was made (--digest).';

/** `isAnchored`: nobody can have made the manifest anew, because its digest was noted elsewhere or has just been taken. */
export function tellBundle(
  verified: VerifiedBundle,
  isAnchored: boolean,
  terminal: Pick<Terminal, 'out' | 'columns' | 'isTty'>,
): void {
  const columns = terminal.isTty ? terminal.columns : Number.POSITIVE_INFINITY;
  for (const line of linesOf(verified, isAnchored)) terminal.out(`${wrapText(line, columns)}\n`);
}

function linesOf(
  { files, digest, description, tampered, otherwise }: VerifiedBundle,
  isAnchored: boolean,
): readonly string[] {
  if (tampered.length > 0) {
    const more = tampered.length > problemsShown ? [`  … and ${tampered.length - problemsShown} more.`] : [];
    return [
      '✘ The bundle is not as it was made:',
      ...tampered.slice(0, problemsShown).map((each) => `  ${each}`),
      ...more,
      'Nothing in it was judged. Ask for the original.',
    ];
  }
  const runs = description?.runs ?? [];
  const judged = runs.length === 1 ? 'its run' : `its ${counted(runs.length, 'run')}`;
  return [
    `✔ ${counted(files, 'file')}, each as the manifest says; none was added or taken away.`,
    ...(otherwise.length === 0
      ? [`✔ Judged again from the journal, ${judged} gave the same record: ${verdictsOf(runs)}.`]
      : [
          `✘ Judged again from the journal, something comes out otherwise${whence(description, otherwise)}:`,
          ...otherwise.map((each) => `  ${each}`),
        ]),
    `Manifest: SHA-256 ${digest}`,
    ...(isAnchored ? [] : [unanchored]),
  ];
}

function whence(description: BundleDescription | null, otherwise: readonly string[]): string {
  if (description === null) return '';
  const { toolVersion: madeWith, otherwise: known } = description;
  if (madeWith !== toolVersion) return ` (bundled with paystorm ${madeWith}, and this is ${toolVersion})`;
  return known.join() === otherwise.join() ? ', as was known when it was bundled' : '';
}

function verdictsOf(runs: readonly { readonly verdict: string; readonly exitCode: number }[]): string {
  const counts = new Map<string, number>();
  for (const { verdict, exitCode } of runs) {
    const words = `${verdict} (exit code ${exitCode})`;
    counts.set(words, (counts.get(words) ?? 0) + 1);
  }
  if (runs.length === 1) return [...counts.keys()].join('');
  return [...counts].map(([words, count]) => `${count} × ${words}`).join(', ');
}
