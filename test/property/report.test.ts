import { array, assert, constantFrom, double, integer, oneof, property, string } from 'fast-check';
import { expect, it } from 'vitest';
import { clampRange } from '../../src/catalog/reporters/html/browser/range.js';
import { unpack } from '../../src/catalog/reporters/html/browser/series.js';
import { html } from '../../src/catalog/reporters/html/markup.js';
import { pack } from '../../src/catalog/reporters/html/page-data.js';
import { escapeXml } from '../../src/catalog/reporters/junit.js';
import { hostileTexts } from '../fixtures/hostile.js';
import { parseXml } from '../fixtures/xml.js';

const anyText = oneof(string({ unit: 'binary' }), string(), constantFrom(...hostileTexts));
const printable = string({ unit: 'grapheme-ascii' });

it('no text becomes markup in the page, neither as content nor in an attribute', () => {
  assert(
    property(anyText, (text) => {
      const page = html`<p title="${text}">${text}</p>`.text;
      const [, attribute, content] = /^<p title="([^]*)">([^]*)<\/p>$/.exec(page)!;
      for (const part of [attribute, content]) expect(part).not.toMatch(/[<>"'`]|&(?!(amp|lt|gt|quot|#39|#96);)/);
    }),
  );
});

it('a reader of the page sees the text as it was', () => {
  const entities: Readonly<Record<string, string>> = {
    '&amp;': '&',
    '&lt;': '<',
    '&gt;': '>',
    '&quot;': '"',
    '&#39;': "'",
    '&#96;': '`',
  };
  assert(
    property(printable, (text) => {
      expect(html`${text}`.text.replace(/&[^;]+;/g, (entity) => entities[entity]!)).toBe(text);
    }),
  );
});

it('an object that looks like markup is not taken for it', () => {
  assert(
    property(string(), (text) => {
      const forged = JSON.parse(JSON.stringify({ text: `<b>${text}` })) as string;
      expect(html`${forged}`.text).not.toContain('<b>');
    }),
  );
});

it('any text can stand in the XML', () => {
  assert(
    property(anyText, (text) => {
      expect(() => parseXml(`<a b="${escapeXml(text)}">${escapeXml(text)}</a>`)).not.toThrow();
    }),
  );
});

it('columns come out of the page as they went in', () => {
  const value = oneof(constantFrom(0, null), integer({ min: 0, max: 5 }));
  assert(
    property(array(value, { maxLength: 200 }), (values) => {
      expect(unpack(JSON.parse(JSON.stringify(pack(values))))).toEqual(values);
    }),
  );
});

it('a zoom stays within the run, in order, and at least as long as allowed', () => {
  const time = double({ min: -1e6, max: 1e6, noNaN: true });
  assert(
    property(time, time, (fromMs, toMs) => {
      const range = clampRange({ fromMs, toMs }, 90_000, 4_000);
      expect(range.fromMs).toBeGreaterThanOrEqual(0);
      expect(range.toMs).toBeLessThanOrEqual(90_000 + 1e-6);
      expect(range.toMs - range.fromMs).toBeGreaterThan(4_000 - 1e-6);
    }),
  );
});
