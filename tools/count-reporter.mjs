/** Ends a test run with one plain line that a log reader, human or not, finds at once: how many passed and how many failed. */

export default class CountReporter {
  onTestRunEnd(files, errors) {
    const tests = files.flatMap((file) => [...file.children.allTests()]);
    const count = (state) => tests.filter((test) => test.result().state === state).length;
    const broken = files.filter((file) => file.errors().length > 0).length;
    const parts = [`${count('passed')} passed`, `${count('failed')} failed`];
    if (count('skipped') > 0) parts.push(`${count('skipped')} skipped`);
    if (broken > 0) parts.push(`${broken} test files could not be run`);
    if (errors.length > 0) parts.push(`${errors.length} errors outside of tests`);
    console.log(parts.join(', '));
  }
}
