import { describe, expect, it } from 'vitest';
import { markdown } from '../../../src/catalog/reporters/markdown.js';
import { hostileTexts } from '../../fixtures/hostile.js';
import { dataLossRecord, inconclusiveRecord, passingRecord, zoneOutageRecord } from '../../fixtures/record.js';

const options = { hasColor: false, columns: 80, directory: 'reports/x' };

describe('summary.md', () => {
  it('leads with the verdict and the three answers', () => {
    const text = markdown.render(passingRecord(), options);
    expect(text.split('\n')[0]).toBe('## ✔ pass: payday-spike-node-kill');
    expect(text).toContain('| Zero data loss? | ✔ met | 0 of 48,211 acknowledged payments were lost');
  });

  it('lists lost payments by id, at most twenty', () => {
    const text = markdown.render(dataLossRecord(), options);
    expect(text.match(/^\| 45035996\d+ \|/gm)).toHaveLength(20);
    expect(text).toContain('Lost: 1,224 payments (6,180,400 minor units)');
  });

  it('tells how far apart the nodes of a zone were hit', () => {
    const text = markdown.render(zoneOutageRecord(), options);
    expect(text).toContain('kill-jkt-b: The first node was hit at 0:40.01, the last 12 ms later.');
    expect(markdown.render(passingRecord(), options)).not.toContain('The first node');
  });

  it('says that a simulated run is simulated before anything else', () => {
    expect(markdown.render(inconclusiveRecord(), options).split('\n')[0]).toContain('**SIMULATED**');
  });

  it.each(hostileTexts)('keeps %j from becoming markup or breaking a table', (text) => {
    const record = passingRecord({ name: text });
    const gates = record.gates.map((gate) => ({ ...gate, gate: text, observed: text }));
    const plain = markdown.render(passingRecord(), options);
    const rendered = markdown.render({ ...record, gates }, options);
    expect(rendered.split('\n')).toHaveLength(plain.split('\n').length);
    const row = rendered.split('\n').find((line) => line.startsWith('| ! warning |'))!;
    expect(row.replaceAll('\\|', '').split('|')).toHaveLength(7);
    const outsideCode = rendered.replace(/(`+).*?\1/g, '');
    expect(outsideCode).not.toMatch(/<(?!\/?(details|summary)>)/);
  });
});
