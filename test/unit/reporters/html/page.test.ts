import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { pageDataOf } from '../../../../src/catalog/reporters/html/page-data.js';
import { renderPage } from '../../../../src/catalog/reporters/html/page.js';
import { jsonForScript } from '../../../../src/catalog/reporters/html/shell.js';
import {
  dataLossRecord,
  faultFreeRecord,
  inconclusiveRecord,
  passingRecord,
  zoneOutageRecord,
} from '../../../fixtures/record.js';

const assets = { script: 'globalThis.started = true;', style: 'body{color:red}', icon: 'data:,' };
const hashOf = (text: string): string => `'sha256-${createHash('sha256').update(text).digest('base64')}'`;
const bodyText = (page: string): string =>
  page
    .slice(page.indexOf('<body>'))
    .replace(/<script[\s\S]*$/, '')
    .replace(/<[^>]+>/g, ' ')
    .replace(/\s+/g, ' ');

describe('the page', () => {
  it('tells in reading order: verdict, answers, gates, recovery, timeline, latency, outcomes, reconciliation, checks, environment', () => {
    const ids = [...renderPage(passingRecord(), assets).matchAll(/<section id="([\w-]+)"/g)].map(([, id]) => id);
    expect(ids).toEqual([
      'answers',
      'gates',
      'recovery',
      'timeline',
      'latency',
      'outcomes',
      'reconciliation',
      'checks',
      'instrument',
      'environment',
      'reproduce',
      'glossary',
    ]);
  });

  it('allows exactly the scripts and styles it contains, and nothing from elsewhere', () => {
    const page = renderPage(passingRecord(), assets);
    const policy = /Content-Security-Policy" content="([^"]+)"/.exec(page)![1]!.replaceAll('&#39;', "'");
    const styles = [...page.matchAll(/<style>([\s\S]*?)<\/style>/g)].map(([, text]) => hashOf(text!));
    const scripts = [...page.matchAll(/<script>([\s\S]*?)<\/script>/g)].map(([, text]) => hashOf(text!));
    expect(policy).toBe(
      `default-src 'none'; script-src ${scripts.join(' ')}; style-src ${styles.join(' ')}; img-src data:; base-uri 'none'; form-action 'none'`,
    );
    expect(page).not.toMatch(/\sstyle="|\son\w+="|https?:\/\/(?!www\.w3\.org\/2000\/svg)/);
  });

  it('tells how far apart the nodes of a zone were hit', () => {
    const text = bodyText(renderPage(zoneOutageRecord(), assets));
    expect(text).toContain('The first node was hit at 0:40.01, the last 12 ms later.');
    expect(bodyText(renderPage(passingRecord(), assets))).not.toContain('The first node');
  });

  it('states loss with its number, its money, its age and the payments', () => {
    const text = bodyText(renderPage(dataLossRecord(), assets));
    expect(text).toContain('Zero data loss? not met');
    expect(text).toContain(
      '1,224 acknowledged payments are gone, 6,180,400 minor units in all. The oldest was acknowledged 204 ms before the fault.',
    );
    expect(text.match(/45035996\d{8}/g)).toHaveLength(101);
  });

  it('says "not tested" where nothing was tested, "undecided" where nothing can be told, and SIMULATED across the top', () => {
    const text = bodyText(renderPage(inconclusiveRecord(), assets));
    expect(text.match(/not tested/g)).toHaveLength(2);
    expect(text.match(/undecided/g)).toHaveLength(1);
    expect(text.trimStart()).toMatch(/^SIMULATED/);
    expect(text).toContain('The journal holds no reading of the ledger, so no payment was reconciled.');
    expect(bodyText(renderPage(passingRecord(), assets))).not.toContain('SIMULATED');
  });

  it('does not draw recovery for a run without a fault', () => {
    const page = renderPage(faultFreeRecord(), assets);
    expect(page).not.toContain('class="waterfall"');
    expect(bodyText(page)).toContain('The scenario injects no fault, so recovery was not tested.');
  });

  it('does not say that an operation stays which was not seen to be done', () => {
    const record = passingRecord();
    const planned = { stays: true, tookMs: null, served: [] };
    const recoveries = record.recoveries.map((one) => ({ ...one, planned, heal: null }));
    const text = bodyText(renderPage({ ...record, recoveries }, assets));
    expect(text).toContain('Planned operation not seen to be done');
    expect(text).not.toContain('and stays');
  });

  it('asks of a single server no redundancy', () => {
    const record = passingRecord();
    const { nodes } = record;
    expect(bodyText(renderPage(record, assets))).toContain('Redundant again');
    expect(bodyText(renderPage({ ...record, nodes: nodes.slice(0, 1) }, assets))).not.toContain('Redundant again');
  });

  it('never prints a censored recovery time as a plain number', () => {
    const record = passingRecord();
    const recoveries = record.recoveries.map((one) => ({
      ...one,
      recoveryTimeMs: { valueMs: 42_000, errorMs: 30, isCensored: true },
    }));
    expect(bodyText(renderPage({ ...record, recoveries }, assets))).toMatch(/Recovered ≥ 42 s/);
  });
});

it('the timeline goes on as long as anything was seen, beyond the last arrival', () => {
  const record = passingRecord();
  const recoveries = record.recoveries.map((one) => ({ ...one, heal: { startedMs: 88_000, verifiedMs: 96_500 } }));
  expect(pageDataOf({ ...record, recoveries })).toMatchObject({ durationMs: 96_500, faults: [{ toMs: 96_500 }] });
});

it('data for the script cannot end its element or open a comment', () => {
  const value = { text: '</script><!-- <script> \u2028' };
  const json = jsonForScript(value);
  expect(json).not.toMatch(/[<>\u2028]/);
  expect(JSON.parse(json)).toEqual(value);
});
