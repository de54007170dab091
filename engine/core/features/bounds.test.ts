/** What happens when a pool is full. */
import { SMALL } from '../test-kit.js';
import { scenario } from '../test-scenario.js';

scenario(
  'the order pool: one order more is refused, even one that would not stay; what ends makes room',
  `
  buy 1@90               | 1.0 accepted #1
  buy 2@90               | 2.0 accepted #2
  buy 3@90               | 3.0 accepted #3
  buy 4@90               | 4.0 refused TooManyOpenOrders
  sell 1@90 ioc          | 5.0 refused TooManyOpenOrders
  replace #3 9@91        | 6.0 accepted #3
  cancel #1              | 7.0 accepted #1
                         | 7.1 end #1 cancelled 1 of 1 CancelledByUser
  sell 1@90 ioc          | 8.0 accepted #4
                         | 8.1 trade 1@91 maker #3 left 8
  `,
  { limits: { ...SMALL, orders: 4 } },
);

scenario(
  'price levels: an order that cannot rest ends, after it has taken what it could',
  `
  buy 1@32               | 1.0 accepted #1
  sell 2@640             | 2.0 accepted #2
  buy 3@33               | 3.0 accepted #3
  buy 4@64               | 4.0 accepted #4
                         | 4.1 end #4 cancelled 4 of 4 TooManyPriceLevels
  sell 1@630             | 5.0 accepted #5
  buy 5@700              | 6.0 accepted #6
                         | 6.1 trade 1@630 maker #5 filled
                         | 6.2 trade 2@640 maker #2 filled
  book                   | bid 2@700 #6
                         | bid 3@33 #3
                         | bid 1@32 #1
  sell 1@900             | 7.0 accepted #7
                         | 7.1 end #7 cancelled 1 of 1 TooManyPriceLevels
  replace #6 5@600       | 8.0 accepted #6
  replace #1 2@800       | 9.0 accepted #1
                         | 9.1 end #1 cancelled 2 of 2 TooManyPriceLevels
  `,
  { limits: { ...SMALL, levelChunks: 2 } },
);

scenario(
  'a price level holds less than 2^53 lots',
  `
  define ins:3 lots:9007199254740991 notional:9007199254740991 | 1.0 accepted
  buy 9007199254740990@1 ins:3 | 2.0 accepted #1
  buy 2@1 ins:3 acct:2         | 3.0 accepted #2
                               | 3.1 end #2 cancelled 2 of 2 LevelQuantityOverflow
  buy 1@1 ins:3 acct:2         | 4.0 accepted #3
  sell 9007199254740991 ioc ins:3 | 5.0 refused PriceOutOfRange
  sell 9007199254740991@1 ioc ins:3 | 6.0 accepted #4
                               | 6.1 trade 9007199254740990@1 maker #1 filled
                               | 6.2 trade 1@1 maker #3 filled
  `,
);
