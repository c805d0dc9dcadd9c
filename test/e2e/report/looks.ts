/** What the tests of the report look at in a page. */
import type { Page } from 'playwright-core';

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
