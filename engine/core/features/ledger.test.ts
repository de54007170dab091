/** What trading does to positions, cost, realized profit and fees; contracts, executions at venues. */
import t from 'tap';
import { Side } from '../../../protocol/codes/enums.js';
import { defineInstrument, newOrder } from '../test-commands.js';
import { TestCore } from '../test-kit.js';
import { scenario } from '../test-scenario.js';

scenario(
  'both sides of each fill, at average cost',
  `
  buy 10@100                    | 1.0 accepted #1
  sell 10@100 acct:2            | 2.0 accepted #2
                                | 2.1 trade 10@100 maker #1 filled
  sell 4@120                    | 3.0 accepted #3
  buy 4@120 acct:2              | 4.0 accepted #4
                                | 4.1 trade 4@120 maker #3 filled
  position acct:1               | net 6 cost 600 realized 80 fees 0 open 0/0
  position acct:2               | net -6 cost -600 realized -80 fees 0 open 0/0
  sell 9@90                     | 5.0 accepted #5
  buy 9@90 acct:2               | 6.0 accepted #6
                                | 6.1 trade 9@90 maker #5 filled
  position acct:1               | net -3 cost -270 realized 20 fees 0 open 0/0
  position acct:2               | net 3 cost 270 realized -20 fees 0 open 0/0
  `,
);

scenario(
  'who trades with itself pays the fees of both sides and nothing else',
  `
  contract ins:1 maker:-1000 taker:2500 | 1.0 accepted
  buy 3@100                     | 2.0 accepted #1
  sell 5@100                    | 3.0 accepted #2
                                | 3.1 trade 3@100 maker #1 filled
  position acct:1               | net 0 cost 0 realized 0 fees 1 open 0/2
  `,
);

scenario(
  'fees by the instrument, by the account where it has its own; rounded up, rebates down',
  `
  contract ins:1 maker:-1500 taker:1500 | 1.0 accepted
  buy 10@100                    | 2.0 accepted #1
  sell 10@100 acct:2            | 3.0 accepted #2
                                | 3.1 trade 10@100 maker #1 filled
  position acct:1               | net 10 cost 1000 realized 0 fees -1 open 0/0
  position acct:2               | net -10 cost -1000 realized 0 fees 2 open 0/0
  fees acct:1 maker:0 taker:100 | 4.0 accepted
  sell 1@100                    | 5.0 accepted #3
  buy 1@100 acct:2              | 6.0 accepted #4
                                | 6.1 trade 1@100 maker #3 filled
  buy 1@100 acct:2              | 7.0 accepted #5
  sell 1@100                    | 8.0 accepted #6
                                | 8.1 trade 1@100 maker #5 filled
  position acct:1               | net 8 cost 800 realized 0 fees 0 open 0/0
  position acct:2               | net -8 cost -800 realized 0 fees 3 open 0/0
  fees acct:1 maker:1000001 taker:0 | 9.0 refused FieldOutOfRange
  `,
);

scenario(
  'a contract is what it is for as long as anybody has had to do with it; its fees may change',
  `
  contract ins:1 unit:50 ccy:2  | 1.0 accepted
  contract ins:1 unit:5 ccy:1   | 2.0 accepted
  buy 1@90                      | 3.0 accepted #1
  contract ins:1 unit:5 ccy:2   | 4.0 refused ContractInUse
  contract ins:1 unit:6 ccy:1   | 5.0 refused ContractInUse
  contract ins:1 unit:5 ccy:1 inverse | 6.0 refused ContractInUse
  contract ins:1 unit:5 ccy:1 maker:10 | 7.0 accepted
  contract ins:5                | 8.0 refused UnknownInstrument
  contract ins:2 ccy:64         | 9.0 refused UnknownCurrency
  contract ins:2 unit:0         | 10.0 refused FieldOutOfRange
  contract ins:2 unit:0.5       | 11.0 refused FieldOutOfRange
  contract ins:2 taker:1000001  | 12.0 refused FieldOutOfRange
  contract ins:2 unit:4503599627370496 | 13.0 refused FieldOutOfRange
  contract ins:2 unit:4503599627370 | 14.0 accepted
  define ins:2 max:1001         | 15.0 refused FieldOutOfRange
  define ins:2 min:-1001        | 16.0 refused FieldOutOfRange
  contract ins:2 unit:1000 inverse | 17.0 accepted
  define ins:2 min:0            | 18.0 refused FieldOutOfRange
  `,
);

scenario(
  'an execution at a venue: the other side is its street account; no limit holds what has happened',
  `
  street acct:3                 | 1.0 accepted
  contract ins:1 maker:1000 taker:2000 | 2.0 accepted
  limit position 1 ins:1        | 3.0 accepted
  venue buy 5@100 acct:1 street:3 | 4.0 accepted
  position acct:1               | net 5 cost 500 realized 0 fees 1 open 0/0
  position acct:3               | net -5 cost -500 realized 0 fees 0 open 0/0
  venue sell 2@110 acct:1 street:3 maker | 5.0 accepted
  position acct:1               | net 3 cost 300 realized 20 fees 2 open 0/0
  position acct:3               | net -3 cost -300 realized -20 fees 0 open 0/0
  buy 1@90 acct:3               | 6.0 refused AccountDisabled
  bust 5.0                      | 7.0 accepted
                                | 7.1 busted 5.0 2@110
  position acct:1               | net 5 cost 520 realized 20 fees 1 open 0/0
  `,
);

scenario(
  'executions at venues that cannot be',
  `
  street acct:3                   | 1.0 accepted
  venue buy 5@100 acct:1 street:2 | 2.0 refused UnknownAccount
  venue buy 5@100 acct:3 street:3 | 3.0 refused UnknownAccount
  venue buy 5@100 acct:1 street:7 | 4.0 refused UnknownAccount
  venue buy 5@100 acct:1 street:3 ins:5 | 5.0 refused UnknownInstrument
  venue buy 0@100 acct:1 street:3 | 6.0 refused QuantityOutOfRange
  venue buy 1@-2147483648 acct:1 street:3 | 7.0 refused PriceOutOfRange
  venue buy 1@1 acct:1 street:3 sess:8 | 8.0 refused UnknownSession
  venue buy 9007199254740991@1 acct:1 street:3 | 9.0 accepted
  venue buy 1@1 acct:1 street:3   | 10.0 refused PositionLimitExceeded
  `,
);

scenario(
  'what is executed at venues counts for the throttle of its session',
  `
  street acct:3                   | 1.0 accepted
  limit executions 1 sess:1       | 2.0 accepted
  venue buy 5@100 acct:1 street:3 | 3.0 accepted
  buy 1@90                        | 4.0 refused ExecutionThrottled
  `,
);

scenario(
  'who trades with itself holds what it held, at what it cost; so when the trade is taken back',
  `
  contract ins:1 maker:1000 taker:2000 | 1.0 accepted
  buy 5@100                     | 2.0 accepted #1
  sell 5@100 acct:2             | 3.0 accepted #2
                                | 3.1 trade 5@100 maker #1 filled
  position acct:1               | net 5 cost 500 realized 0 fees 1 open 0/0
  buy 8@200                     | 4.0 accepted #3
  sell 8@200                    | 5.0 accepted #4
                                | 5.1 trade 8@200 maker #3 filled
  position acct:1               | net 5 cost 500 realized 0 fees 7 open 0/0
  correct 5.1 4@300             | 6.0 accepted
                                | 6.1 corrected 5.1 8@200 to 4@300
  position acct:1               | net 5 cost 500 realized 0 fees 6 open 0/0
  bust 5.1                      | 7.0 accepted
                                | 7.1 busted 5.1 4@300
  position acct:1               | net 5 cost 500 realized 0 fees 1 open 0/0
  `,
);

scenario(
  'a reference that the contract cannot count is refused: nobody divides by it',
  `
  define ins:2 ref:-7           | 1.0 accepted
  contract ins:2 inverse unit:1000 | 2.0 refused FieldOutOfRange
  define ins:2 ref:0            | 3.0 accepted
  contract ins:2 inverse unit:1000 | 4.0 accepted
  define ins:2 ref:-7           | 5.0 refused FieldOutOfRange
  define ins:1 ref:1001         | 6.0 accepted
  contract ins:1 unit:4503599627370 | 7.0 refused FieldOutOfRange
  `,
);

t.test(
  'a position is shown at the last trade, at 0 as well; before one at the reference, if there is one',
  async (t) => {
    const kit = new TestCore().standard();
    const { instruments } = kit.core.state;
    kit.send(defineInstrument(1, { min: -9, reference: 0 }));
    t.equal(instruments.shownAtTicks(1), null);
    kit.send(defineInstrument(1, { min: -9, reference: 7 }));
    t.equal(instruments.shownAtTicks(1), 7);
    kit.send(newOrder({ side: Side.Buy, lots: 1, price: 0 }));
    kit.send(newOrder({ side: Side.Sell, lots: 1, price: 0, account: 2 }));
    t.equal(instruments.shownAtTicks(1), 0);
  },
);
