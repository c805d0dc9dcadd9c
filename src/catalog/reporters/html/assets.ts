/** Finds the bundled browser scripts and the style sheet of the pages, which the build puts beside the compiled sources. */
import { readFileSync } from 'node:fs';
import { ToolError } from '../../../kit/error.js';

export interface Assets {
  readonly script: string;
  readonly style: string;
}

/** The same place seen from `src` and from `dist`: both lie four folders below the package. */
const folder = new URL('../../../../dist/report/', import.meta.url);

const loaded = new Map<string, Assets>();

/** The page of a run draws charts; that of a study is drawn already, and its script only explains terms. */
export function loadAssets(page: 'report' | 'study' = 'report'): Assets {
  const assets = loaded.get(page) ?? { script: readAsset(`${page}.js`), style: readAsset('report.css') };
  loaded.set(page, assets);
  return assets;
}

function readAsset(file: string): string {
  try {
    return readFileSync(new URL(file, folder), 'utf8');
  } catch (cause) {
    throw new ToolError('internalError', `The report cannot be written: ${file} is missing.`, 'Run `npm run build`.', {
      cause,
    });
  }
}
