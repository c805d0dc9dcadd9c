/** `--pdf`: which browser prints the page, known before anything is started. */
import { findBrowser } from '../host/browser.js';

export interface PdfArgs {
  readonly pdf?: boolean | undefined;
}

export const pdfOption = {
  type: 'boolean',
  describe: 'Print the HTML page as PDF beside it, with the Chromium of this machine (CHROMIUM names another)',
} as const;

/** Null when no PDF is asked for. Throws a ToolError where nothing could print it. */
export async function browserFor({ pdf }: PdfArgs): Promise<string | null> {
  return pdf === true ? await findBrowser() : null;
}
