/** The most open orders that an account may have. */
import { scenario } from '../test-scenario.js';

scenario(
  'what leaves makes room; a replace needs none',
  `
  limit open-orders 2 acct:1    | 1.0 accepted
  buy 1@90                      | 2.0 accepted #1
  sell 1@110 ins:2              | 3.0 accepted #2
  buy 1@90                      | 4.0 refused OpenOrderLimitExceeded
  buy 1@90 acct:2               | 5.0 accepted #3
  replace #1 5@91               | 6.0 accepted #1
  sell 5@91 acct:2              | 7.0 accepted #4
                                | 7.1 trade 5@91 maker #1 filled
  buy 1@90 ioc                  | 8.0 accepted #5
                                | 8.1 end #5 cancelled 1 of 1 ImmediateRemainder
  buy 1@90                      | 9.0 accepted #6
  buy 1@90                      | 10.0 refused OpenOrderLimitExceeded
  mass-cancel acct:1            | 11.0 accepted
                                | 11.1 end #2 cancelled 1 of 1 MassCancelled
                                | 11.2 end #6 cancelled 1 of 1 MassCancelled
                                | 11.3 report 2 MassCancelled
  buy 1@90                      | 12.0 accepted #7
  buy 1@90                      | 13.0 accepted #8
  limit open-orders 1 acct:1    | 14.0 accepted
  cancel #7                     | 15.0 accepted #7
                                | 15.1 end #7 cancelled 1 of 1 CancelledByUser
  buy 1@90                      | 16.0 refused OpenOrderLimitExceeded
  limit open-orders 0 acct:1    | 17.0 accepted
  buy 1@90                      | 18.0 accepted #9
  `,
);
