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

scenario(
  'a replace is held where its price makes more of the order than its old one and the mark, whatever its size',
  `
  limit exposure 1000 ins:1     | 1.0 accepted
  buy 10@50                     | 2.0 accepted #1
  replace #1 10@100             | 3.0 accepted #1
  replace #1 10@101             | 4.0 refused ExposureLimitExceeded
  replace #1 5@201              | 5.0 refused ExposureLimitExceeded
  replace #1 5@200              | 6.0 accepted #1
  limit exposure 400 ins:1      | 7.0 accepted
  replace #1 5@200              | 8.0 accepted #1
  replace #1 5@199              | 9.0 accepted #1
  replace #1 5@201              | 10.0 refused ExposureLimitExceeded
  replace #1 4@199              | 11.0 accepted #1
  quote id:7 2@50 0 acct:2      | 12.0 accepted
                                | 12.2 bid #2 entered 2 of 2 @50
  quote id:7 2@201 0 acct:2     | 13.0 accepted
                                | 13.2 bid refused ExposureLimitExceeded
                                | 13.3 end #2 cancelled 2 of 2 QuoteSideReplaced
  `,
);

scenario(
  'of an inverse contract an order without a price is held at the lowest that it can get',
  `
  contract ins:1 inverse unit:1000000 | 1.0 accepted
  limit exposure 50000 ins:1    | 2.0 accepted
  sell 3 stop:50                | 3.0 refused ExposureLimitExceeded
  sell 2 stop:50                | 4.0 accepted #1
  replace #1 3@0                | 5.0 refused ExposureLimitExceeded
  cancel #1                     | 6.0 accepted #1
                                | 6.1 end #1 cancelled 2 of 2 CancelledByUser
  sell 3 stop:190               | 7.0 accepted #2
  `,
);
