/** What the tests of the report look at in a page. */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { Page } from 'playwright-core';

const axeFile = createRequire(import.meta.url).resolve('axe-core/axe.min.js');

export function axisLabels(page: Page): Promise<readonly string[]> {
  return page.locator('#timeline-axis text').allTextContents();
}

/** How many different colours each chart shows: an empty canvas has one. */
export function colorsPerCanvas(page: Page): Promise<readonly number[]> {
  return page.evaluate(() =>
    [...document.querySelectorAll('canvas')]
      .filter((canvas) => canvas.clientHeight > 0)
      .map((canvas) => {
        const { data } = canvas.getContext('2d')!.getImageData(0, 0, canvas.width, canvas.height);
        return new Set(new Uint32Array(data.buffer)).size;
      }),
  );
}

/** What would shut people out, with everything unfolded and the crosshair shown. */
export async function accessibilityViolations(page: Page): Promise<readonly string[]> {
  await page.evaluate(() => document.querySelectorAll('details').forEach((details) => (details.open = true)));
  // The policy forbids adding a script element; evaluating the text goes around it as a debugger does.
  await page.evaluate(readFileSync(axeFile, 'utf8'));
  return page.evaluate(async () => {
    const { axe } = globalThis as unknown as {
      axe: {
        run(options: {
          resultTypes: string[];
        }): Promise<{ violations: { id: string; nodes: { html: string; failureSummary: string }[] }[] }>;
      };
    };
    return (await axe.run({ resultTypes: ['violations'] })).violations.map(
      ({ id, nodes }) =>
        `${id}: ${nodes
          .slice(0, 3)
          .map((node) => `${node.html} ${node.failureSummary}`)
          .join(' | ')}`,
    );
  });
}
