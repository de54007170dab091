/** Credit: all positions with their working orders are covered by what the account owns and its limit. */
import { scenario } from '../test-scenario.js';

scenario(
  'working orders and positions need credit, over all instruments',
  `
  limit credit 1000 acct:1      | 1.0 accepted
  buy 6@100                     | 2.0 accepted #1
  buy 5@100 ins:2               | 3.0 refused CreditLimitExceeded
  buy 4@100 ins:2               | 4.0 accepted #2
  sell 6@100 acct:2             | 5.0 accepted #3
                                | 5.1 trade 6@100 maker #1 filled
  buy 1@100 ins:2               | 6.0 refused CreditLimitExceeded
  cancel #2                     | 7.0 accepted #2
                                | 7.1 end #2 cancelled 4 of 4 CancelledByUser
  buy 4@100 ins:2               | 8.0 accepted #4
  buy 1@100 acct:2              | 9.0 accepted #5
  `,
);

scenario(
  'what only reduces passes; what turns the position round is counted',
  `
  buy 5@100                     | 1.0 accepted #1
  sell 5@100 acct:2             | 2.0 accepted #2
                                | 2.1 trade 5@100 maker #1 filled
  limit credit 100 acct:1       | 3.0 accepted
  buy 1@100                     | 4.0 refused CreditLimitExceeded
  sell 5@100                    | 5.0 accepted #3
  sell 6@100                    | 6.0 refused CreditLimitExceeded
  replace #3 5@99               | 7.0 accepted #3
  `,
);

scenario(
  'profit is credit, loss and fees are not; a price worse than the mark costs its difference',
  `
  contract ins:1 taker:10000    | 1.0 accepted
  sell 5@80 acct:2              | 2.0 accepted #1
  buy 5@80                      | 3.0 accepted #2
                                | 3.1 trade 5@80 maker #1 filled
  buy 5@120 acct:2              | 4.0 accepted #3
  sell 5@120                    | 5.0 accepted #4
                                | 5.1 trade 5@120 maker #3 filled
  position acct:1               | net 0 cost 0 realized 200 fees 10 open 0/0
  limit credit 1 acct:1         | 6.0 accepted
  buy 2@120                     | 7.0 refused CreditLimitExceeded
  buy 1@191                     | 8.0 accepted #5
  cancel #5                     | 9.0 accepted #5
                                | 9.1 end #5 cancelled 1 of 1 CancelledByUser
  buy 1@192                     | 10.0 refused CreditLimitExceeded
  `,
);

scenario(
  'over currencies by their rates, and not without one',
  `
  contract ins:1 ccy:1          | 1.0 accepted
  contract ins:2 ccy:2          | 2.0 accepted
  limit credit 1000 acct:1 ccy:1 | 3.0 accepted
  buy 5@100 ins:1               | 4.0 accepted #1
  buy 1@100 ins:2               | 5.0 refused NoCurrencyRate
  rate ccy:1 1                  | 6.0 accepted
  rate ccy:2 5/2                | 7.0 accepted
  buy 3@100 ins:2               | 8.0 refused CreditLimitExceeded
  buy 2@100 ins:2               | 9.0 accepted #2
  buy 1@100 ins:1               | 10.0 refused CreditLimitExceeded
  rate ccy:2 1/3                | 11.0 accepted
  buy 4@100 ins:1               | 12.0 accepted #3
  `,
);

scenario(
  'limits and rates that make no sense are refused',
  `
  limit credit 1000 acct:1 ccy:64 | 1.0 refused UnknownCurrency
  limit credit 1000 acct:1 ccy:-1 | 2.0 refused UnknownCurrency
  rate ccy:-1 1                 | 3.0 refused UnknownCurrency
  rate ccy:1 0                  | 4.0 refused FieldOutOfRange
  rate ccy:1 1/0                | 5.0 refused FieldOutOfRange
  rate ccy:1 1.5                | 6.0 refused FieldOutOfRange
  rate ccy:1 2147483648         | 7.0 refused FieldOutOfRange
  rate ccy:1 NaN                | 8.0 refused FieldOutOfRange
  `,
);

scenario(
  'a replace that only moves the price, and one that adds to it too: all that is open counts at the new price',
  `
  limit credit 1000 acct:1      | 1.0 accepted
  buy 5@100                     | 2.0 accepted #1
  replace #1 5@201              | 3.0 refused CreditLimitExceeded
  replace #1 6@168              | 4.0 refused CreditLimitExceeded
  replace #1 6@166              | 5.0 accepted #1
  sell 9@200 acct:2             | 6.0 accepted #2
  replace #1 5@200              | 7.0 accepted #1
                                | 7.1 trade 5@200 maker #2 left 4
  `,
);
