/** The reason codes: each in a range, with a text, and in the document as it is in the code. */
import { readFileSync } from 'node:fs';
import t from 'tap';
import { REASON_TEXT, Reason } from '../protocol/codes/reasons.js';
import { allReasons, PAGE, renderReasonCodes, roomsByReason } from './documents/reason-codes.js';

t.test('the document says what the code says', async (t) => {
  t.equal(readFileSync(PAGE, 'utf8'), renderReasonCodes(), `run "npm run generate" and commit ${PAGE}`);
});

t.test('every code is in a range and has a text of its own', async (t) => {
  const page = renderReasonCodes();
  const codes = allReasons().filter((code) => code !== Reason.None);
  for (const code of codes) {
    t.ok(
      page.includes(`| ${code} | \`${Reason[code]}\` | `),
      `${code} ${Reason[code]} stands in the document`,
    );
    t.ok(REASON_TEXT[code].length > 10, `${code} has a text`);
  }
  t.equal(new Set(codes.map((code) => REASON_TEXT[code])).size, codes.length, 'no text twice');
});

t.test('what the sources give is in the table, and somebody gives what is there', async (t) => {
  const given = roomsByReason();
  for (const reason of given.keys()) t.ok(reason in Reason, reason);
  for (const code of allReasons()) t.ok(given.has(Reason[code]), `${Reason[code]} is given`);
});
