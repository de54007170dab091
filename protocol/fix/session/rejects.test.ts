/** What is rejected, how, and what that does to the numbers. The dictionary's own reasons stand in `validator.test.ts`. */
import t from 'tap';
import { BusinessReject } from '../dictionary/reject-reasons.js';
import { type DialogueOptions, dialogue } from './test-dialogue.js';

const LOGON = '< 35=A|34=1|98=0|108=30|\n> 35=A|34=1|98=0|108=30|';
const script = (what: string, lines: string, options: DialogueOptions = {}) =>
  t.test(what, async (t) => dialogue(t, options, `${LOGON}\n${lines}`));

script(
  'a rejected message has had its number',
  `< 35=0|34=2|55=MSFT|
   > 35=3|34=2|45=2|58=Tag not defined for this message type|371=55|372=0|373=2|
   in 3
   < 35=0|34=5|55=MSFT|
   > 35=3|34=3|45=5|58=Tag not defined for this message type|371=55|372=0|373=2|
   in 3`,
);

script(
  'FIX 4.2 has fewer reasons',
  `< 35=0|34=2|112=A|112=B|
   > 35=3|34=2|45=2|58=Tag appears more than once|371=112|372=0|`,
  { versionName: 'FIX.4.2' },
);

script(
  'the route is turned round; empty parts of it are not',
  `< 35=0|34=2|115=A|116=B|144=C|55=X|
   > 35=3|34=2|128=A|129=B|145=C|45=2|58=Tag not defined for this message type|371=55|372=0|373=2|
   < 35=0|34=3|128=A|129=B|145=C|55=X|
   > 35=3|34=3|115=A|116=B|144=C|45=3|58=Tag not defined for this message type|371=55|372=0|373=2|
   < 35=0|34=4|115=A|116=|
   > 35=3|34=4|128=A|45=4|58=Tag specified without a value|371=116|372=0|373=4|`,
);

script(
  'the wrong names, or the wrong time: a reject and a goodbye',
  `< 35=0|34=2|49=WT|
   > 35=3|34=2|45=2|58=CompID problem|372=0|373=9|
   > 35=5|34=3|
   wait 3
   closes
   in 3
   connects
   < 35=A|34=3|98=0|108=30|
   > 35=A|34=4|98=0|108=30|
   < 35=0|34=4|52=+121|
   > 35=3|34=5|45=4|58=SendingTime accuracy problem|372=0|373=10|
   > 35=5|34=6|
   < 35=5|34=5|
   closes
   in 6`,
);

script(
  'no MsgSeqNum: goodbye',
  `< 35=0|
   > 35=5|34=2|58=Received message without MsgSeqNum|
   closes`,
);

script(
  'another version in the middle: goodbye',
  `< 8=FIX.4.1|35=0|34=2|
   > 35=5|34=2|58=Incorrect BeginString|
   < 35=5|34=3|
   closes`,
);

script(
  'garbled messages are not there: the next one shows the gap',
  `<< 8=FIX.4.4|9=5|35=0|10=000|
   in 2
   < 35=0|34=3|
   > 35=2|34=2|7=2|16=0|`,
);

script(
  'an application that cannot work with a message says so',
  `< 35=B|34=2|115=A|148=news|33=1|58=x|
   > 35=j|34=2|128=A|45=2|58=Unsupported Message Type|372=B|380=3|
   in 3`,
  { application: { onMessage: () => BusinessReject.UnsupportedMessageType } },
);

script(
  'or in words of its own',
  `< 35=B|34=2|148=news|33=1|58=x|
   > 35=j|34=2|45=2|58=no news today|372=B|379=N1|380=0|`,
  {
    application: {
      onMessage: (session, message) => {
        session.rejectBusiness(message, BusinessReject.Other, 'no news today', 'N1');
        return BusinessReject.None;
      },
    },
  },
);

script(
  'their rejects are for the application',
  `< 35=3|34=2|45=1|
   in 3`,
);
