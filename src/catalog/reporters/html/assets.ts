/** Finds the bundled browser scripts and style sheets, which the build puts beside the compiled sources. */
import { readFileSync } from 'node:fs';
import { ToolError } from '../../../kit/error.js';

export interface Assets {
  readonly script: string;
  readonly style: string;
  /** An address that holds the picture itself. */
  readonly icon: string;
}

/** The same place seen from `src` and from `dist`: both lie four folders below the package. */
const folder = new URL('../../../../dist/report/', import.meta.url);
const icon =
  'data:image/svg+xml,%3Csvg xmlns=%22http://www.w3.org/2000/svg%22 viewBox=%220 0 16 16%22%3E%3Cpath d=%22M9 1 3 9h4l-1 6 7-9H9z%22 fill=%22%230067a6%22/%3E%3C/svg%3E';

const loaded = new Map<string, Assets>();

const styles = { report: 'report.css', study: 'report.css', live: 'live.css' } as const;

/** Of a finished run, of a study, whose drawings are finished and whose script only explains terms, or of a run that goes on. */
export function loadAssets(page: keyof typeof styles): Assets {
  const assets = loaded.get(page) ?? { script: readAsset(`${page}.js`), style: readAsset(styles[page]), icon };
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
