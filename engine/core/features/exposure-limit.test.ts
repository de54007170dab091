/** The exposure limit: what a position is worth in its settlement currency, with all working orders of the side executed. */
import { scenario } from '../test-scenario.js';

scenario(
  "at the mark or at the order's own price, whichever is more",
  `
  limit exposure 1000 ins:1     | 1.0 accepted
  buy 11@90                     | 2.0 refused ExposureLimitExceeded
  buy 6@90                      | 3.0 accepted #1
  buy 5@90                      | 4.0 refused ExposureLimitExceeded
  buy 4@100                     | 5.0 accepted #2
  sell 10@100                   | 6.0 accepted #3
                                | 6.1 trade 4@100 maker #2 filled
  sell 9@111                    | 7.0 refused ExposureLimitExceeded
  cancel #3                     | 8.0 accepted #3
                                | 8.1 end #3 cancelled 6 of 10 CancelledByUser
  sell 5@200                    | 9.0 accepted #4
  `,
);

scenario(
  'in the units of the contract; its own limit of an account goes first',
  `
  contract ins:1 unit:50          | 1.0 accepted
  limit exposure 10000 ins:1      | 2.0 accepted
  limit exposure 5000 acct:2 ins:1 | 3.0 accepted
  buy 2@100                       | 4.0 accepted #1
  buy 1@100                       | 5.0 refused ExposureLimitExceeded
  buy 2@90 acct:2                 | 6.0 refused ExposureLimitExceeded
  buy 1@90 acct:2                 | 7.0 accepted #2
  limit exposure 0 ins:1          | 8.0 accepted
  buy 100@100                     | 9.0 accepted #3
  buy 1@90 acct:2                 | 10.0 refused ExposureLimitExceeded
  `,
);

scenario(
  'an inverse contract is worth more at a lower price',
  `
  contract ins:1 inverse unit:1000000 | 1.0 accepted
  limit exposure 50000 ins:1      | 2.0 accepted
  buy 5@100                       | 3.0 accepted #1
  sell 6@110                      | 4.0 refused ExposureLimitExceeded
  sell 5@110                      | 5.0 accepted #2
  sell 1@200 acct:2               | 6.0 accepted #3
  buy 3@50 acct:2                 | 7.0 refused ExposureLimitExceeded
  buy 2@50 acct:2                 | 8.0 accepted #4
  `,
);
