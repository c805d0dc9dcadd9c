/** JUnit XML for CI systems: one test case per gate and per check; a failure stays a failure, and what cannot be decided is an error. */
import type { ReporterKind } from '../../model/reporter.js';
import type { RunRecord } from '../../model/run-record.js';
import type { Verdict } from '../../model/verdict.js';
import { gateTitle, gateWord } from './words/status.js';

export const junit: ReporterKind = {
  kind: 'junit',
  summary: 'JUnit XML with a test case per gate and per check, for CI systems.',
  file: 'junit.xml',
  render: renderJunit,
};

interface TestCase {
  readonly name: string;
  readonly verdict: Verdict;
  readonly message: string;
  readonly detail: string;
}

function renderJunit(record: RunRecord): string {
  const suites = [
    { name: 'gates', cases: record.gates.map(caseOfGate) },
    { name: 'checks', cases: record.checks.map(caseOfCheck) },
  ];
  const all = suites.flatMap((suite) => suite.cases);
  const name = `${record.scenario.name}${record.isSimulated ? ' (SIMULATED)' : ''}`;
  const seconds = (record.durationMs / 1000).toFixed(3);
  const body = suites.map((suite) => renderSuite(suite.name, suite.cases, record)).join('');
  return `<?xml version="1.0" encoding="UTF-8"?>\n<testsuites${attributes({ name, ...countsOf(all), time: seconds })}>\n${body}</testsuites>\n`;
}

function renderSuite(name: string, cases: readonly TestCase[], record: RunRecord): string {
  const suite = attributes({
    name,
    ...countsOf(cases),
    skipped: 0,
    time: (record.durationMs / 1000).toFixed(3),
    timestamp: record.startedAt.replace(/\.\d+Z$/, ''),
  });
  const properties = Object.entries({
    'run-id': record.runId,
    seed: record.scenario.seed,
    verdict: record.verdict,
    'exit-code': record.exitCode,
    simulated: String(record.isSimulated),
  }).map(([key, value]) => `      <property${attributes({ name: key, value })}/>\n`);
  const className = `paystorm.${record.scenario.name}.${name}`;
  const body = cases.map((testCase) => renderCase(testCase, className)).join('');
  return `  <testsuite${suite}>\n    <properties>\n${properties.join('')}    </properties>\n${body}  </testsuite>\n`;
}

function renderCase(testCase: TestCase, className: string): string {
  const head = `    <testcase${attributes({ name: testCase.name, classname: className, time: '0.000' })}`;
  if (testCase.verdict === 'pass') {
    return `${head}>\n      <system-out>${escapeXml(testCase.detail)}</system-out>\n    </testcase>\n`;
  }
  const [tag, type] = testCase.verdict === 'fail' ? ['failure', 'fail'] : ['error', 'inconclusive'];
  const open = `<${tag}${attributes({ message: testCase.message, type })}>`;
  return `${head}>\n      ${open}${escapeXml(testCase.detail)}</${tag}>\n    </testcase>\n`;
}

function caseOfGate(gate: RunRecord['gates'][number]): TestCase {
  const message = `Observed ${gate.observed}, limit ${gate.limit}.`;
  return {
    name: gateTitle(gate),
    verdict: gate.isWarning && gate.verdict === 'fail' ? 'pass' : gate.verdict,
    message,
    detail: `${gateWord(gate).word}. ${message} Scope: ${gate.scope}. ${gate.reason}`,
  };
}

function caseOfCheck(check: RunRecord['checks'][number]): TestCase {
  return {
    name: check.check,
    verdict: check.verdict,
    message: check.statement,
    detail: [check.statement, ...check.examples].join('\n'),
  };
}

function countsOf(cases: readonly TestCase[]): Readonly<Record<string, number>> {
  const count = (verdict: Verdict): number => cases.filter((testCase) => testCase.verdict === verdict).length;
  return { tests: cases.length, failures: count('fail'), errors: count('inconclusive') };
}

function attributes(values: Readonly<Record<string, string | number>>): string {
  return Object.entries(values)
    .map(([name, value]) => ` ${name}="${escapeXml(String(value)).replace(/[\t\n\r]/g, ' ')}"`)
    .join('');
}

const xmlEntities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&apos;',
};

/** Escapes markup and removes what XML 1.0 cannot carry at all: control characters, lone surrogates, non-characters. */
export function escapeXml(text: string): string {
  return text
    .replace(/[^\t\n\r\u{20}-\u{d7ff}\u{e000}-\u{fffd}\u{10000}-\u{10ffff}]/gu, '')
    .replace(/[&<>"']/g, (character) => xmlEntities[character] ?? character);
}
