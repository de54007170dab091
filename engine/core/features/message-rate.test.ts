/** Messages of a session in a second of core time: orders and replaces have one budget, cancels another. */
import { scenario } from '../test-scenario.js';

scenario(
  'orders and replaces, also those that are refused for something else',
  `
  limit orders 3 sess:1         | 1.0 accepted
  buy 1@90                      | 2.0 accepted #1
  buy 0@90                      | 3.0 refused QuantityOutOfRange
  replace #1 2@90               | 4.0 accepted #1
  buy 1@90                      | 5.0 refused OrderRateExceeded
  replace #1 1@90               | 6.0 refused OrderRateExceeded
  buy 1@90 sess:2               | 7.0 accepted #2
  cancel #1                     | 8.0 accepted #1
                                | 8.1 end #1 cancelled 2 of 2 CancelledByUser
  time 1                        | 9.0 accepted
  buy 1@90                      | 10.0 accepted #3
  `,
);

scenario(
  'cancels and mass cancels have their own',
  `
  limit cancels 2 sess:1        | 1.0 accepted
  buy 1@90                      | 2.0 accepted #1
  cancel #9                     | 3.0 refused UnknownOrder
  mass-cancel acct:2 sess:1     | 4.0 accepted
                                | 4.1 report 0 MassCancelled
  cancel #1                     | 5.0 refused CancelRateExceeded
  mass-cancel acct:1 sess:1     | 6.0 refused CancelRateExceeded
  cancel #1 sess:2              | 7.0 accepted #1
                                | 7.1 end #1 cancelled 1 of 1 CancelledByUser
  buy 1@90 at:5                 | 8.0 accepted #2
  cancel #2                     | 9.0 accepted #2
                                | 9.1 end #2 cancelled 1 of 1 CancelledByUser
  `,
);

scenario(
  'limits change within the second, and go',
  `
  limit orders 1 sess:1         | 1.0 accepted
  buy 1@90                      | 2.0 accepted #1
  limit orders 2 sess:1         | 3.0 accepted
  buy 1@90                      | 4.0 accepted #2
  buy 1@90                      | 5.0 refused OrderRateExceeded
  limit orders 0 sess:1         | 6.0 accepted
  buy 1@90                      | 7.0 accepted #3
  limit orders 1 sess:8         | 8.0 refused UnknownSession
  `,
);
