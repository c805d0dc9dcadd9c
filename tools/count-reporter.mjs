/** Ends a test run with plain lines that a log reader, human or not, finds at once: what failed, by name, and how many passed and failed. */

export default class CountReporter {
  onTestRunEnd(files, errors) {
    const tests = files.flatMap((file) => [...file.children.allTests()]);
    const count = (state) => tests.filter((test) => test.result().state === state).length;
    const broken = files.filter((file) => file.errors().length > 0).length;
    const parts = [`${count('passed')} passed`, `${count('failed')} failed`];
    if (count('skipped') > 0) parts.push(`${count('skipped')} skipped`);
    if (broken > 0) parts.push(`${broken} test files could not be run`);
    if (errors.length > 0) parts.push(`${errors.length} errors outside of tests`);
    for (const test of tests.filter((each) => each.result().state === 'failed'))
      console.log(`failed: ${test.module.relativeModuleId} > ${test.fullName}`);
    console.log(parts.join(', '));
  }
}
