/** Heartbeats, test requests, logouts, and the initiator's part. */
import t from 'tap';
import { Role } from './config.js';
import { type DialogueOptions, dialogue } from './test-dialogue.js';

const LOGON = '< 35=A|34=1|98=0|108=10|\n> 35=A|34=1|98=0|108=10|';
const script = (what: string, lines: string, options: DialogueOptions = {}) =>
  t.test(what, async (t) => dialogue(t, options, `${LOGON}\n${lines}`));

script(
  'silence on our side is a heartbeat, on theirs a question, and then the end',
  `wait 9
   wait 1
   > 35=0|34=2|
   < 35=0|34=2|
   wait 10
   > 35=0|34=3|
   wait 2
   > 35=1|34=4|112=TEST|
   < 35=0|34=3|112=TEST|
   wait 10
   > 35=0|34=5|
   wait 2
   > 35=1|34=6|112=TEST|
   wait 11
   wait 1
   closes`,
);

script(
  'what we send puts the next heartbeat off',
  `wait 6
   send 35=B|148=x|33=1|58=x|
   > 35=B|34=2|148=x|33=1|58=x|
   < 35=0|34=2|
   wait 9
   wait 1
   > 35=0|34=3|`,
);

t.test('HeartBtInt 0: none at all', async (t) =>
  dialogue(t, {}, '< 35=A|34=1|98=0|108=0|\n> 35=A|34=1|98=0|108=0|\nwait 100\nin 2'),
);

script('a Logout is answered', '< 35=5|34=2|\n> 35=5|34=2|\ncloses\nin 3\nout 3');

script(
  'our Logout is answered, or not',
  `logout bye
   > 35=5|34=2|58=bye|
   # still served until the answer is here
   < 35=1|34=2|112=HI|
   > 35=0|34=3|112=HI|
   < 35=5|34=3|
   closes
   connects
   < 35=A|34=4|98=0|108=10|
   > 35=A|34=4|98=0|108=10|
   logout
   > 35=5|34=5|
   wait 2
   closes`,
);

script('resetOnLogout', '< 35=5|34=2|\n> 35=5|34=2|\ncloses\nin 1\nout 1', { resetOnLogout: true });

const INITIATOR = { role: Role.Initiator, heartBtIntSeconds: 10 } as const;

t.test('an initiator speaks first, and waits for the answer', async (t) => {
  const logon = '> 35=A|34=1|98=0|108=10|';
  dialogue(t, INITIATOR, `${logon}\n< 35=A|34=1|98=0|108=10|\nin 2\nsend 35=B|58=x|\n> 35=B|34=2|58=x|`);
  dialogue(t, INITIATOR, `${logon}\n< 35=5|34=1|58=go away|\ncloses`);
  dialogue(t, INITIATOR, `${logon}\nwait 10\ncloses`);
  dialogue(
    t,
    { ...INITIATOR, resetOnLogon: true },
    `> 35=A|34=1|98=0|108=10|141=Y|
     < 35=A|34=1|98=0|108=10|141=Y|
     in 2
     out 2`,
  );
});

t.test('an answer to ResetSeqNumFlag need not repeat it', async (t) =>
  dialogue(
    t,
    { ...INITIATOR, resetOnLogon: true },
    `> 35=A|34=1|98=0|108=10|141=Y|
     < 35=A|34=1|98=0|108=10|
     in 2
     < 35=1|34=2|112=HI|
     > 35=0|34=2|112=HI|`,
  ),
);

t.test('an initiator whose connection broke goes on where it was', async (t) =>
  dialogue(
    t,
    INITIATOR,
    `> 35=A|34=1|98=0|108=10|
     < 35=A|34=1|98=0|108=10|
     send 35=B|58=x|
     > 35=B|34=2|58=x|
     drops
     connects
     > 35=A|34=3|98=0|108=10|
     < 35=A|34=4|98=0|108=10|
     > 35=2|34=4|7=2|16=0|
     < 35=2|34=5|7=2|16=0|
     > 35=B|34=2|43=Y|122=20261126-12:00:00.000|58=x|
     > 35=4|34=3|43=Y|122=20261126-12:00:00.000|36=5|123=Y|
     < 35=4|34=2|43=Y|122=+0|36=4|123=Y|
     in 6`,
  ),
);

t.test('a Logon carries what the application adds, a signature over its header for instance', async (t) => {
  const application: DialogueOptions['application'] = {
    buildLogon: (session, logon, { msgSeqNum, sendingTime }) => {
      const { senderCompId, targetCompId } = session.settings;
      const signed = ['A', senderCompId, targetCompId, msgSeqNum, sendingTime].join('\x01');
      logon.data(95, 96, Buffer.from(signed)).text(553, 'user');
    },
  };
  dialogue(
    t,
    { ...INITIATOR, application },
    '> 35=A|34=1|98=0|108=10|95=33|96=A|ISLD|TW|1|20261126-12:00:00.000|553=user|',
  );
});
