const { default: TestSequencer } = require('@jest/test-sequencer');

const GRADES = ['e2e', 'broker', 'int', 'unit'];

/**
 * The grades that take longest begin, so that no worker is left alone with the longest of all at the end. A clean
 * clone has no times of former runs to go by; where there are some, they order the suites within a grade.
 */
module.exports = class HeaviestFirst extends TestSequencer {
  sort(tests) {
    const grade = ({ context }) => GRADES.indexOf(context.config.displayName?.name);
    return [...super.sort(tests)].sort((one, other) => grade(one) - grade(other));
  }
};
