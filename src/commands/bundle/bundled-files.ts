/** Which files of a run or a study are its evidence. A list of what is known, because what somebody else has put there may hold anything. */
import { readdir } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { eventFile, isAccessFile, isAttemptFile, operationsFolder, probeFile } from '../../journal/run-directory.js';
import type { Catalog } from '../../model/registry.js';
import { isRunFolder } from '../study/study-folder.js';
import { artefactsOf } from '../write-reports.js';

export interface BundledFiles {
  /** From the folder, with slashes. */
  readonly files: readonly string[];
  /** What else is there. */
  readonly leftOut: readonly string[];
}

const studyFiles = ['rto.json', 'rto.md', 'rto.html', 'rto.pdf'];
const earlierFolder = /^earlier-\d+$/u;

export async function filesOfRun(directory: string, catalog: Catalog): Promise<BundledFiles> {
  const artefacts = new Set([...artefactsOf(catalog), 'simulated-truth.json']);
  return gather(directory, {
    isFile: (name) => artefacts.has(name) || isJournal(name),
    isFolder: (name) => earlierFolder.test(name) || name === operationsFolder,
    inside: (folder) => {
      const isFile = basename(folder) === operationsFolder ? isOperation : (name: string) => artefacts.has(name);
      return gather(folder, { isFile, isFolder: () => false });
    },
  });
}

export function filesOfStudy(directory: string, catalog: Catalog): Promise<BundledFiles> {
  return gather(directory, {
    isFile: (name) => studyFiles.includes(name),
    isFolder: isRunFolder,
    inside: (folder) => filesOfRun(folder, catalog),
  });
}

/** What the run drew its contents from: without it nobody can judge the run again. */
function isOperation(name: string): boolean {
  return name.endsWith('.js');
}

function isJournal(name: string): boolean {
  return name === eventFile || name === probeFile || isAttemptFile(name) || isAccessFile(name);
}

interface Wanted {
  readonly isFile: (name: string) => boolean;
  readonly isFolder: (name: string) => boolean;
  readonly inside?: (folder: string) => Promise<BundledFiles>;
}

/** Links are left out: what they lead to is not in the folder. */
async function gather(directory: string, { isFile, isFolder, inside }: Wanted): Promise<BundledFiles> {
  const files: string[] = [];
  const leftOut: string[] = [];
  for (const entry of await readdir(directory, { withFileTypes: true })) {
    if (entry.isFile() && isFile(entry.name)) files.push(entry.name);
    else if (entry.isDirectory() && isFolder(entry.name) && inside !== undefined) {
      const found = await inside(join(directory, entry.name));
      files.push(...found.files.map((file) => `${entry.name}/${file}`));
      leftOut.push(...found.leftOut.map((file) => `${entry.name}/${file}`));
    } else leftOut.push(entry.name);
  }
  return { files, leftOut };
}
