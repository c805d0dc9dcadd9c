/** Finds the report's bundled browser script and style sheet, which the build puts beside the compiled sources. */
import { readFileSync } from 'node:fs';
import { ToolError } from '../../../kit/error.js';

export interface Assets {
  readonly script: string;
  readonly style: string;
}

/** The same place seen from `src` and from `dist`: both lie four folders below the package. */
const folder = new URL('../../../../dist/report/', import.meta.url);

let loaded: Assets | undefined;

export function loadAssets(): Assets {
  loaded ??= { script: readAsset('report.js'), style: readAsset('report.css') };
  return loaded;
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
