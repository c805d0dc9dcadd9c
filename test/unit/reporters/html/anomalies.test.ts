/** How anomalies read on the page: who, in which order, where, and why it cannot be. */
import { expect, it } from 'vitest';
import { renderPage } from '../../../../src/catalog/reporters/html/page.js';
import { anomalyRecord } from '../../../fixtures/anomaly-record.js';
import { passingRecord } from '../../../fixtures/record.js';

const assets = { script: '', style: '', icon: 'data:,' };

it('each story names who took part, on which node, when, and what happened step by step', () => {
  const page = renderPage(anomalyRecord(), assets);
  const section = page.slice(page.indexOf('<section id="anomalies"'), page.indexOf('<section id="checks"'));
  const text = section.replace(/<[^>]+>/gu, '').replace(/\s+/gu, ' ');
  expect(text).toContain('forbidden G2-item 23 ×');
  expect(text).toContain('It breaks the claim of serializable isolation. One is told here.');
  expect(text).toMatch(/T1 transfer, payment 12 .*jkt-a, session 5, committed, 0:00\.430 to 0:00\.572/u);
  expect(text).toContain('T1 saw version 10 of account 8, and not that T2 made version 11 of it.');
  expect(text).toContain('no order of these transactions');
  expect(section.match(/class="member (?:committed|aborted)/gu)).toHaveLength(2);
});

it('a run without anomalies has no such section, and nothing that leads to it', () => {
  expect(renderPage(passingRecord(), assets)).not.toContain('#anomalies');
  expect(renderPage(anomalyRecord(), assets)).toContain('href="#anomalies"');
});
