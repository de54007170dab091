/** Cancel: by engine id or client id, own account only, and past every check. */
import { scenario } from '../test-scenario.js';

scenario(
  'by engine order id',
  `
  buy 5@100        | 1.0 accepted #1
  cancel #1        | 2.0 accepted #1
                   | 2.1 end #1 cancelled 5 of 5 CancelledByUser
  cancel #1        | 3.0 refused UnknownOrder
  book             | empty
  `,
);

scenario(
  'by client order id',
  `
  buy 5@100 id:77          | 1.0 accepted #1
  cancel id:77 acct:2      | 2.0 refused UnknownOrder
  cancel id:77             | 3.0 accepted #1
                           | 3.1 end #1 cancelled 5 of 5 CancelledByUser
  cancel id:77             | 4.0 refused UnknownOrder
  cancel id:0              | 5.0 refused UnknownOrder
  `,
);

scenario(
  'what has executed stays executed',
  `
  buy 5@100        | 1.0 accepted #1
  sell 2@100       | 2.0 accepted #2
                   | 2.1 trade 2@100 maker #1 left 3
  cancel #1        | 3.0 accepted #1
                   | 3.1 end #1 cancelled 3 of 5 CancelledByUser
  cancel #2        | 4.0 refused UnknownOrder
  `,
);

scenario(
  'of another account is refused, from another session of the same one not',
  `
  buy 5@100 sess:1        | 1.0 accepted #1
  cancel #1 acct:2        | 2.0 refused NotYourOrder
  cancel #1 sess:2        | 3.0 accepted #1
                          | 3.1 end #1 cancelled 5 of 5 CancelledByUser
  `,
);

scenario(
  'an old id never means the order that has its slot now',
  `
  buy 5@100        | 1.0 accepted #1
  cancel #1        | 2.0 accepted #1
                   | 2.1 end #1 cancelled 5 of 5 CancelledByUser
  buy 6@100        | 3.0 accepted #2
  cancel #1        | 4.0 refused UnknownOrder
  book             | bid 6@100 #2
  `,
);

scenario(
  'passes whatever is closed, disabled or killed',
  `
  buy 1@100 ins:1          | 1.0 accepted #1
  buy 1@100 ins:2          | 2.0 accepted #2
  define ins:1 closed      | 3.0 accepted
  define acct:1 disabled   | 4.0 accepted
  cancel #1                | 5.0 accepted #1
                           | 5.1 end #1 cancelled 1 of 1 CancelledByUser
  kill on acct:2           | 6.0 accepted
                           | 6.1 report 0 KillSwitchCancel
  cancel #2 acct:2         | 7.0 refused NotYourOrder
  cancel #2                | 8.0 accepted #2
                           | 8.1 end #2 cancelled 1 of 1 CancelledByUser
  `,
);

scenario(
  'who names an instrument means no order in another one',
  `
  buy 5@100 ins:1        | 1.0 accepted #1
  cancel #1 ins:2        | 2.0 refused UnknownOrder
  cancel #1 ins:1        | 3.0 accepted #1
                         | 3.1 end #1 cancelled 5 of 5 CancelledByUser
  `,
);
