import t from 'tap';
import { countResults, failures, line } from './count.js';

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

t.test('what failed is told with its details, what passed is not', async (t) => {
  const tap = [
    '# Subtest: dist/a.test.js',
    '    ok 1 - fine',
    '    not ok 2 - wrong',
    '      ---',
    '      found: 1',
    '      ...',
    'not ok 1 - dist/a.test.js',
    'ok 2 - dist/b.test.js',
  ];
  t.strictSame(failures(tap.join('\n')), [tap.slice(2, 6).join('\n'), tap[6]]);
});
