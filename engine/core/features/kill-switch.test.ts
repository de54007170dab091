/** The kill switch cancels the working orders of its scope and refuses new ones; cancels pass. */
import { scenario } from '../test-scenario.js';

const ORDERS = `
  buy 1@90 acct:1 ins:1 | 1.0 accepted #1
  buy 2@90 acct:2 ins:1 | 2.0 accepted #2
  buy 3@90 acct:1 ins:2 | 3.0 accepted #3
`;

scenario(
  'over the firm',
  `${ORDERS}
  kill on                  | 4.0 accepted
                           | 4.1 end #1 cancelled 1 of 1 KillSwitchCancel
                           | 4.2 end #2 cancelled 2 of 2 KillSwitchCancel
                           | 4.3 end #3 cancelled 3 of 3 KillSwitchCancel
                           | 4.4 report 3 KillSwitchCancel
  buy 1@90 acct:1          | 5.0 refused KillSwitchOn
  buy 1 market acct:2      | 6.0 refused KillSwitchOn
  cancel #1                | 7.0 refused UnknownOrder
  kill off                 | 8.0 accepted
  buy 1@90                 | 9.0 accepted #4
  `,
);

scenario(
  'over an account',
  `${ORDERS}
  kill on acct:1           | 4.0 accepted
                           | 4.1 end #1 cancelled 1 of 1 KillSwitchCancel
                           | 4.2 end #3 cancelled 3 of 3 KillSwitchCancel
                           | 4.3 report 2 KillSwitchCancel
  buy 1@90 acct:1          | 5.0 refused KillSwitchOn
  buy 1@90 acct:2          | 6.0 accepted #4
  kill off acct:1          | 7.0 accepted
  buy 1@90 acct:1          | 8.0 accepted #5
  `,
);

scenario(
  'over an instrument',
  `${ORDERS}
  kill on ins:1            | 4.0 accepted
                           | 4.1 end #1 cancelled 1 of 1 KillSwitchCancel
                           | 4.2 end #2 cancelled 2 of 2 KillSwitchCancel
                           | 4.3 report 2 KillSwitchCancel
  buy 1@90 ins:1           | 5.0 refused KillSwitchOn
  buy 1@90 ins:2           | 6.0 accepted #4
  `,
);

scenario(
  'over a session: a strategy is one',
  `
  buy 1@90 sess:1          | 1.0 accepted #1
  buy 2@90 sess:2          | 2.0 accepted #2
  kill on sess:1           | 3.0 accepted
                           | 3.1 end #1 cancelled 1 of 1 KillSwitchCancel
                           | 3.2 report 1 KillSwitchCancel
  buy 1@90 sess:1          | 4.0 refused KillSwitchOn
  buy 1@90 sess:2          | 5.0 accepted #3
  kill off sess:1          | 6.0 accepted
  buy 1@90 sess:1          | 7.0 accepted #4
  `,
);

scenario(
  'the switches do not open one another',
  `
  kill on                  | 1.0 accepted
                           | 1.1 report 0 KillSwitchCancel
  kill on acct:1           | 2.0 accepted
                           | 2.1 report 0 KillSwitchCancel
  kill off                 | 3.0 accepted
  buy 1@90 acct:1          | 4.0 refused KillSwitchOn
  buy 1@90 acct:2          | 5.0 accepted #1
  `,
);

scenario(
  'it has one scope at a time, and one that is there',
  `
  kill on acct:1 ins:1     | 1.0 refused InvalidScope
  kill on acct:5           | 2.0 refused InvalidScope
  kill on ins:5            | 3.0 refused InvalidScope
  kill on sess:8           | 4.0 refused InvalidScope
  kill on acct:1 sess:1    | 5.0 refused InvalidScope
  kill on buy              | 6.0 refused InvalidScope
  buy 1@90                 | 7.0 accepted #1
  `,
);

scenario(
  'cancels and mass cancels pass while it is on',
  `
  kill on ins:2            | 1.0 accepted
                           | 1.1 report 0 KillSwitchCancel
  buy 1@90 ins:1           | 2.0 accepted #1
  buy 2@90 ins:1           | 3.0 accepted #2
  kill on acct:2           | 4.0 accepted
                           | 4.1 report 0 KillSwitchCancel
  cancel #1                | 5.0 accepted #1
                           | 5.1 end #1 cancelled 1 of 1 CancelledByUser
  mass-cancel acct:1       | 6.0 accepted
                           | 6.1 end #2 cancelled 2 of 2 MassCancelled
                           | 6.2 report 1 MassCancelled
  `,
);
