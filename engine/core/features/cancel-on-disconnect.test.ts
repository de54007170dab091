/** Orders marked cancel-on-disconnect end when their session is gone for longer than its grace time. */
import { scenario } from '../test-scenario.js';

scenario(
  'a session that does not come back in time',
  `
  time 100                     | 1.0 accepted
  buy 1@90 sess:1 cod          | 2.0 accepted #1
  buy 2@90 sess:1              | 3.0 accepted #2
  buy 3@90 sess:2 cod          | 4.0 accepted #3
  logoff sess:1 grace:5000     | 5.0 accepted
  time 104.999999999           | 6.0 accepted
  time 105                     | 7.0 accepted
                               | 7.1 end #1 cancelled 1 of 1 CancelOnDisconnect
                               | 7.2 report 1 CancelOnDisconnect
  time 200                     | 8.0 accepted
  book                         | bid 2@90 #2
                               | bid 3@90 #3
  `,
);

scenario(
  'a session that comes back in time keeps its orders',
  `
  time 100                     | 1.0 accepted
  buy 1@90 cod                 | 2.0 accepted #1
  logoff sess:1 grace:5000     | 3.0 accepted
  time 104                     | 4.0 accepted
  logon sess:1                 | 5.0 accepted
  time 106                     | 6.0 accepted
  book                         | bid 1@90 #1
  `,
);

scenario(
  'gone again, its time begins anew',
  `
  time 100                     | 1.0 accepted
  buy 1@90 cod                 | 2.0 accepted #1
  logoff sess:1 grace:5000     | 3.0 accepted
  logoff sess:1 grace:1        | 4.0 accepted
  time 104                     | 5.0 accepted
  logon sess:1                 | 6.0 accepted
  logoff sess:1 grace:5000     | 7.0 accepted
  time 108.999                 | 8.0 accepted
  time 109                     | 9.0 accepted
                               | 9.1 end #1 cancelled 1 of 1 CancelOnDisconnect
                               | 9.2 report 1 CancelOnDisconnect
  `,
);

scenario(
  'the grace time is counted in nanoseconds',
  `
  time 100.999999999           | 1.0 accepted
  buy 1@90 cod                 | 2.0 accepted #1
  logoff sess:1 grace:1        | 3.0 accepted
  time 101.000999998           | 4.0 accepted
  time 101.000999999           | 5.0 accepted
                               | 5.1 end #1 cancelled 1 of 1 CancelOnDisconnect
                               | 5.2 report 1 CancelOnDisconnect
  `,
);

scenario(
  'no grace at all: the next time command',
  `
  time 100                     | 1.0 accepted
  buy 1@90 cod                 | 2.0 accepted #1
  logoff sess:1 grace:0        | 3.0 accepted
  time 100                     | 4.0 accepted
                               | 4.1 end #1 cancelled 1 of 1 CancelOnDisconnect
                               | 4.2 report 1 CancelOnDisconnect
  `,
);

scenario(
  'several sessions at once, in one report',
  `
  time 100                     | 1.0 accepted
  buy 1@90 sess:1 cod          | 2.0 accepted #1
  buy 2@90 sess:2 cod          | 3.0 accepted #2
  buy 3@90 sess:3 cod          | 4.0 accepted #3
  logoff sess:1 grace:1000     | 5.0 accepted
  logoff sess:3 grace:2000     | 6.0 accepted
  time 102                     | 7.0 accepted
                               | 7.1 end #1 cancelled 1 of 1 CancelOnDisconnect
                               | 7.2 end #3 cancelled 3 of 3 CancelOnDisconnect
                               | 7.3 report 2 CancelOnDisconnect
  book                         | bid 2@90 #2
  `,
);

scenario(
  'an order to be cancelled on disconnect needs a session that is connected',
  `
  logoff sess:1 grace:5000     | 1.0 accepted
  buy 1@90 sess:1 cod          | 2.0 refused NotLoggedOn
  buy 1@90 sess:4 cod          | 3.0 refused NotLoggedOn
  buy 1@90 sess:0 cod          | 4.0 refused NotLoggedOn
  buy 1@90 sess:1              | 5.0 accepted #1
  logon sess:1                 | 6.0 accepted
  buy 1@90 sess:1 cod          | 7.0 accepted #2
  `,
);

scenario(
  'sessions that cannot be are refused',
  `
  logon sess:0                 | 1.0 refused UnknownSession
  logon sess:8                 | 2.0 refused UnknownSession
  logoff sess:8 grace:1        | 3.0 refused UnknownSession
  logoff sess:0 grace:1        | 4.0 refused UnknownSession
  `,
);
