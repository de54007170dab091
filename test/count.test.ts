import t from 'tap';
import { countResults, line } from './count.js';

t.test('the closing line', async (t) => {
  const rows: [name: string, tap: string, expected: string][] = [
    ['all well', 'ok 1 - a\n# { total: 178, pass: 178 }\n', '178 passed, 0 failed'],
    ['some fail', '# { total: 11, pass: 3, fail: 5, todo: 1, skip: 2 }\n', '3 passed, 5 failed, 3 skipped'],
    [
      'the last total counts',
      '# { total: 1, pass: 1 }\n# { total: 2, pass: 1, fail: 1 }\n',
      '1 passed, 1 failed',
    ],
    ['a run that did not finish', 'ok 1 - a\n', '0 passed, 1 failed'],
  ];
  for (const [name, tap, expected] of rows) t.equal(line(countResults(tap)), expected, name);
});
