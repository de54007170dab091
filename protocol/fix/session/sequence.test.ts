/** Numbers too high and too low, resend requests both ways, sequence resets, duplicates. */
import t from 'tap';
import { dialogue } from './test-dialogue.js';

const LOGON = '< 35=A|34=1|98=0|108=30|\n> 35=A|34=1|98=0|108=30|';
const NEWS = '148=news|33=1|58=x|';
const AGAIN = '43=Y|122=20261126-12:00:00.000|';
const script = (what: string, lines: string, options = {}) =>
  t.test(what, async (t) => dialogue(t, options, `${LOGON}\n${lines}`));

script(
  'a gap is asked for once; what came early is taken in its turn',
  `< 35=B|34=4|${NEWS}
   > 35=2|34=2|7=2|16=0|
   < 35=1|34=5|112=HI|
   < 35=B|34=2|43=Y|122=+0|${NEWS}
   app 35=B|34=2|43=Y|122=20261126-12:00:00|${NEWS}
   < 35=B|34=3|43=Y|122=+0|${NEWS}
   > 35=0|34=3|112=HI|
   app 35=B|34=3|43=Y|122=20261126-12:00:00|${NEWS}
   app 35=B|34=4|${NEWS}
   in 6`,
);

script(
  'a counterparty that sends nothing again: a gap is the end',
  `< 35=B|34=4|${NEWS}
   > 35=5|34=2|58=MsgSeqNum 2 is missing, received 4|
   closes`,
  { asksAgain: false },
);

script(
  'a second gap behind the first is asked for when the first is filled',
  `< 35=0|34=3|
   > 35=2|34=2|7=2|16=0|
   < 35=0|34=5|
   < 35=0|34=2|43=Y|122=+0|
   in 4
   < 35=0|34=6|
   > 35=2|34=3|7=4|16=0|`,
);

script(
  'nobody answers a ResendRequest: it is repeated after a while',
  `< 35=0|34=3|
   > 35=2|34=2|7=2|16=0|
   wait 9
   < 35=0|34=4|
   wait 2
   < 35=0|34=5|
   > 35=2|34=3|7=2|16=0|`,
);

script(
  'a number too low is a goodbye, unless it is a duplicate',
  `< 35=B|34=2|${NEWS}
   app 35=B|34=2|${NEWS}
   < 35=B|34=2|43=Y|122=+0|${NEWS}
   in 3
   < 35=B|34=2|${NEWS}
   > 35=5|34=2|58=MsgSeqNum too low, expecting 3 but received 2|
   closes`,
);

script(
  'a duplicate says when it was sent first',
  `< 35=B|34=2|43=Y|${NEWS}
   > 35=3|34=2|45=2|58=Required tag missing|371=122|372=B|373=1|
   in 3
   < 35=B|34=2|43=Y|122=+10|${NEWS}
   > 35=3|34=3|45=2|58=SendingTime accuracy problem|372=B|373=10|
   > 35=5|34=4|
   < 35=5|34=3|
   closes`,
);

script(
  'resending: application messages again, one gap fill for each run of others',
  `< 35=1|34=2|112=A|
   > 35=0|34=2|112=A|
   send 35=B|${NEWS}
   > 35=B|34=3|${NEWS}
   < 35=1|34=3|112=B|
   > 35=0|34=4|112=B|
   < 35=1|34=4|112=C|
   > 35=0|34=5|112=C|
   send 35=B|${NEWS}
   > 35=B|34=6|${NEWS}
   < 35=2|34=5|7=1|16=0|
   > 35=4|34=1|${AGAIN}36=3|123=Y|
   > 35=B|34=3|${AGAIN}${NEWS}
   > 35=4|34=4|${AGAIN}36=6|123=Y|
   > 35=B|34=6|${AGAIN}${NEWS}
   < 35=2|34=6|7=3|16=3|
   > 35=B|34=3|${AGAIN}${NEWS}
   < 35=2|34=7|7=4|16=999999|
   > 35=4|34=4|${AGAIN}36=6|123=Y|
   > 35=B|34=6|${AGAIN}${NEWS}
   < 35=2|34=8|7=7|16=0|
   < 35=2|34=9|7=5|16=5|
   > 35=4|34=5|${AGAIN}36=6|123=Y|
   in 10
   out 7`,
);

script(
  'the application may keep an old order back',
  `send 35=B|${NEWS}
   > 35=B|34=2|${NEWS}
   < 35=2|34=2|7=2|16=0|
   > 35=4|34=2|${AGAIN}36=3|123=Y|`,
  { application: { mayResend: () => false } },
);

script(
  'header fields of the application stand in what is sent again',
  `send 35=B|97=Y|128=JCD|${NEWS}
   > 35=B|34=2|97=Y|128=JCD|${NEWS}
   < 35=2|34=2|7=2|16=0|
   > 35=B|34=2|43=Y|97=Y|122=20261126-12:00:00.000|128=JCD|${NEWS}`,
);

script(
  'two sides that miss each other: the request is served though its number is too high, and not twice',
  `send 35=B|${NEWS}
   > 35=B|34=2|${NEWS}
   < 35=2|34=4|7=2|16=0|
   > 35=B|34=2|${AGAIN}${NEWS}
   > 35=2|34=3|7=2|16=0|
   < 35=4|34=2|43=Y|122=+0|36=4|123=Y|
   in 5`,
);

script(
  'a gap fill takes its turn; it never goes back',
  `< 35=4|34=2|36=10|123=Y|
   in 10
   < 35=4|34=10|36=9|123=Y|
   > 35=3|34=2|45=10|58=Value is incorrect (out of range) for this tag|372=4|373=5|
   in 10
   < 35=4|34=12|36=20|123=Y|
   > 35=2|34=3|7=10|16=0|
   < 35=4|34=10|36=12|123=Y|
   in 20
   < 35=4|34=3|43=Y|36=30|123=Y|
   in 20
   < 35=4|34=3|36=30|123=Y|
   > 35=5|34=4|58=MsgSeqNum too low, expecting 20 but received 3|
   closes`,
);

script(
  'a reset counts whatever its own number is; it never goes back',
  `< 35=4|34=0|36=25|
   in 25
   < 35=4|34=99|36=25|123=N|
   in 25
   < 35=4|34=0|36=24|
   > 35=3|34=2|45=0|58=Value is incorrect (out of range) for this tag|372=4|373=5|
   in 25`,
);

script(
  'what a reset passes over is forgotten',
  `< 35=B|34=5|${NEWS}
   > 35=2|34=2|7=2|16=0|
   < 35=4|34=0|36=9|
   in 9
   < 35=1|34=9|112=HI|
   > 35=0|34=3|112=HI|`,
);
