const { default: TestSequencer } = require('@jest/test-sequencer');

/** The longest, which mostly wait: other suites run beside them. */
const FIRST = [/eventstore\.e2e/, /unanswered-appends/, /frozen-server/, /lease\.spec/];
const GRADES = ['proof', 'e2e', 'broker', 'int', 'unit'];

/**
 * The grades that take longest begin, so that no worker is left alone with the longest of all at the end. A clean
 * clone has no times of former runs to go by; where there are some, they order the suites within a grade.
 */
module.exports = class HeaviestFirst extends TestSequencer {
  sort(tests) {
    const grade = ({ context }) => GRADES.indexOf(context.config.displayName?.name);
    const turn = ({ path }) => {
      const index = FIRST.findIndex((name) => name.test(path));
      return index === -1 ? FIRST.length : index;
    };
    const byGrade = [...super.sort(tests)].sort((one, other) => grade(one) - grade(other));
    return byGrade.sort((one, other) => turn(one) - turn(other));
  }
};
