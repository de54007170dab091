/** Who is let in, and with which numbers. */
import t from 'tap';
import { dialogue } from './test-dialogue.js';

const LOGON = '< 35=A|34=1|98=0|108=30|\n> 35=A|34=1|98=0|108=30|';

t.test('a good Logon is answered, with the HeartBtInt that it asks for', async (t) =>
  dialogue(t, {}, '< 35=A|34=1|98=0|108=17|\n> 35=A|34=1|98=0|108=17|\nin 2\nout 2'),
);

t.test('nobody else gets an answer', async (t) => {
  const cases: [string, string][] = [
    ['another SenderCompID', '35=A|34=1|49=WT|98=0|108=30|'],
    ['another TargetCompID', '35=A|34=1|56=DLSI|98=0|108=30|'],
    ['another version', '8=FIX.4.1|35=A|34=1|98=0|108=30|'],
    ['a clock that is wrong', '35=A|34=1|52=-121|98=0|108=30|'],
    ['not a Logon', '35=0|34=1|'],
    ['a required field missing', '35=A|34=1|98=0|'],
    ['no MsgSeqNum', '35=A|98=0|108=30|'],
    ['a field that does not belong', '35=A|34=1|98=0|108=30|55=X|'],
  ];
  for (const [what, message] of cases)
    t.test(what, async (t) => dialogue(t, {}, `< ${message}\ncloses\nin 1\nout 1`));
  t.test('bytes that are no message', async (t) => dialogue(t, {}, '<< 8=FIX.4.4|9=5|35=A|10=000|\ncloses'));
});

t.test('some are told why not', async (t) => {
  const cases: [string, string, string][] = [
    ['encryption', '98=1|108=30|', 'EncryptMethod must be 0'],
    ['a negative HeartBtInt', '98=0|108=-1|', 'HeartBtInt must not be negative'],
    ['the application does not want it', '98=0|108=30|553=eve|', 'who is eve?'],
  ];
  const application = {
    checkLogon: (_: unknown, message: { text(i: number): string; find(tag: number): number }) =>
      message.text(message.find(553)) === 'eve' ? 'who is eve?' : undefined,
  };
  for (const [what, fields, text] of cases)
    t.test(what, async (t) =>
      dialogue(t, { application }, `< 35=A|34=1|${fields}\n> 35=5|34=1|58=${text}|\ncloses`),
    );
});

t.test('a Logon that is refused resets nothing, and its answer takes no number', async (t) => {
  const application = {
    checkLogon: (_: unknown, message: { text(i: number): string; find(tag: number): number }) =>
      message.text(message.find(553)) === 'eve' ? 'who is eve?' : undefined,
  };
  dialogue(
    t,
    { application },
    `${LOGON}
     < 35=0|34=2|
     drops
     connects
     < 35=A|34=1|98=0|108=30|141=Y|553=eve|
     > 35=5|34=2|58=who is eve?|
     closes
     connects
     < 35=A|34=1|52=+121|98=0|108=30|141=Y|
     closes
     in 3
     out 2`,
  );
});

t.test('nothing comes: the connection ends', async (t) => dialogue(t, {}, 'wait 9\nwait 2\ncloses'));

t.test('a number too high is let in, and what is missing asked for', async (t) =>
  dialogue(
    t,
    {},
    `< 35=A|34=5|98=0|108=30|
     > 35=A|34=1|98=0|108=30|
     > 35=2|34=2|7=1|16=0|
     < 35=4|34=1|43=Y|122=+0|36=6|123=Y|
     in 6
     < 35=1|34=6|112=HI|
     > 35=0|34=3|112=HI|`,
  ),
);

t.test('numbers go on after a new connection; too low is a goodbye', async (t) =>
  dialogue(
    t,
    {},
    `${LOGON}
     drops
     connects
     < 35=A|34=2|98=0|108=30|
     > 35=A|34=2|98=0|108=30|
     drops
     connects
     < 35=A|34=2|98=0|108=30|
     > 35=5|34=3|58=MsgSeqNum too low, expecting 3 but received 2|
     closes`,
  ),
);

t.test('resetOnLogon: from 1 with every logon', async (t) =>
  dialogue(t, { resetOnLogon: true }, `${LOGON}\ndrops\nconnects\n${LOGON}\nin 2`),
);

t.test('ResetSeqNumFlag: at logon and in the middle of a session, theirs and ours', async (t) =>
  dialogue(
    t,
    {},
    `${LOGON}
     < 35=0|34=2|
     < 35=A|34=1|98=0|108=30|141=Y|
     > 35=A|34=1|98=0|108=30|141=Y|
     in 2
     < 35=1|34=2|112=HI|
     > 35=0|34=2|112=HI|
     reset
     > 35=A|34=1|98=0|108=30|141=Y|
     # sent before the other side knew
     < 35=0|34=3|
     in 1
     < 35=A|34=1|98=0|108=30|141=Y|
     in 2
     out 2
     drops
     connects
     < 35=A|34=1|98=0|108=30|141=Y|
     > 35=A|34=1|98=0|108=30|141=Y|`,
  ),
);

t.test('a second Logon without it ends the session', async (t) =>
  dialogue(t, {}, `${LOGON}\n< 35=A|34=2|98=0|108=30|\ncloses`),
);

t.test('FIX 5.0 SP2 says which version the application speaks', async (t) => {
  const options = { versionName: 'FIX.5.0SP2' } as const;
  dialogue(t, options, '< 35=A|34=1|98=0|108=30|1137=9|\n> 35=A|34=1|98=0|108=30|1137=9|');
  dialogue(t, options, '< 35=A|34=1|98=0|108=30|\ncloses');
  dialogue(t, options, '< 35=A|34=1|98=0|108=30|1137=7|\n> 35=5|34=1|58=DefaultApplVerID must be 9|\ncloses');
});

t.test('NextExpectedMsgSeqNum fills gaps without being asked', async (t) =>
  dialogue(
    t,
    { useNextExpected: true },
    `< 35=A|34=1|98=0|108=30|789=1|
     > 35=A|34=1|98=0|108=30|789=2|
     send 35=B|148=news|33=1|58=x|
     > 35=B|34=2|148=news|33=1|58=x|
     drops
     connects
     # they have not seen the news; we have not seen their 2 and 3
     < 35=A|34=4|98=0|108=30|789=2|
     > 35=A|34=3|98=0|108=30|789=2|
     > 35=B|34=2|43=Y|122=20261126-12:00:00.000|148=news|33=1|58=x|
     > 35=4|34=3|43=Y|122=20261126-12:00:00.000|36=4|123=Y|
     < 35=4|34=2|43=Y|122=+0|36=5|123=Y|
     in 5
     drops
     connects
     < 35=A|34=5|98=0|108=30|789=9|
     > 35=A|34=4|98=0|108=30|789=6|
     > 35=5|34=5|58=NextExpectedMsgSeqNum too high, at most 4 but received 9|
     closes`,
  ),
);
