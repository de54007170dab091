/** The risk gate: every check, at its edge; the first that says no decides. */
import { scenario } from '../test-scenario.js';

scenario(
  'known instrument, open to orders',
  `
  buy 1@100 ins:3          | 1.0 refused UnknownInstrument
  buy 1@100 ins:0          | 2.0 refused UnknownInstrument
  buy 1@100 ins:-1         | 3.0 refused UnknownInstrument
  buy 1@100 ins:8          | 4.0 refused UnknownInstrument
  buy 1@100 ins:2147483647 | 5.0 refused UnknownInstrument
  define ins:3 closed      | 6.0 accepted
  buy 1@100 ins:3          | 7.0 refused InstrumentClosed
  define ins:3             | 8.0 accepted
  buy 1@100 ins:3          | 9.0 accepted #1
  `,
);

scenario(
  'known account, enabled',
  `
  buy 1@100 acct:0         | 1.0 refused UnknownAccount
  buy 1@100 acct:3         | 2.0 refused UnknownAccount
  buy 1@100 acct:8         | 3.0 refused UnknownAccount
  buy 1@100 acct:65535     | 4.0 refused UnknownAccount
  define acct:1 disabled   | 5.0 accepted
  buy 1@100                | 6.0 refused AccountDisabled
  define acct:1            | 7.0 accepted
  buy 1@100                | 8.0 accepted #1
  `,
);

scenario(
  'known session; 0 is an order of no session',
  `
  buy 1@100 sess:7         | 1.0 accepted #1
  buy 1@100 sess:8         | 2.0 refused UnknownSession
  buy 1@100 sess:65535     | 3.0 refused UnknownSession
  buy 1@100 sess:0         | 4.0 accepted #2
  `,
);

scenario(
  'price bounds, both ends included',
  `
  define ins:3 min:-10 max:20 | 1.0 accepted
  buy 1@-11 ins:3          | 2.0 refused PriceOutOfRange
  buy 1@-10 ins:3          | 3.0 accepted #1
  buy 1@20 ins:3           | 4.0 accepted #2
  buy 1@21 ins:3           | 5.0 refused PriceOutOfRange
  buy 1@2147483647 ins:3   | 6.0 refused PriceOutOfRange
  buy 1@-2147483648 ins:3  | 7.0 refused PriceOutOfRange
  `,
);

scenario(
  'the quantity is whole, above zero and below 2^53',
  `
  define ins:3 lots:9007199254740991 notional:9007199254740991 ref:1 margin:0 | 1.0 accepted
  buy 0@1 ins:3                | 2.0 refused QuantityOutOfRange
  buy -1@1 ins:3               | 3.0 refused QuantityOutOfRange
  buy 1.5@1 ins:3              | 4.0 refused QuantityOutOfRange
  buy NaN@1 ins:3              | 5.0 refused QuantityOutOfRange
  buy Infinity@1 ins:3         | 6.0 refused QuantityOutOfRange
  buy -Infinity@1 ins:3        | 7.0 refused QuantityOutOfRange
  buy 9007199254740992@1 ins:3 | 8.0 refused QuantityOutOfRange
  buy 9007199254740993@1 ins:3 | 9.0 refused QuantityOutOfRange
  buy 9007199254740991@1 ins:3 | 10.0 accepted #1
  sell NaN market ins:3        | 11.0 refused QuantityOutOfRange
  sell 1 market ins:3          | 12.0 accepted #2
                               | 12.1 trade 1@1 maker #1 left 9007199254740990
  `,
);

scenario(
  'largest order',
  `
  define ins:3 lots:50     | 1.0 accepted
  buy 51@1 ins:3           | 2.0 refused MaxQuantityExceeded
  buy 50@1 ins:3           | 3.0 accepted #1
  `,
);

scenario(
  'largest notional, also beyond 2^53 and at negative prices',
  `
  define ins:3 notional:1000 min:-1000 lots:9007199254740991 | 1.0 accepted
  buy 10@100 ins:3         | 2.0 accepted #1
  buy 11@100 ins:3         | 3.0 refused MaxNotionalExceeded
  buy 1@1000 ins:3         | 4.0 accepted #2
  sell 11@-100 ins:3       | 5.0 refused MaxNotionalExceeded
  define ins:3 notional:9007199254740991 max:2147483647 lots:9007199254740991 | 6.0 accepted
  buy 9007199254740991@2147483647 ins:3 | 7.0 refused MaxNotionalExceeded
  buy 4503599627370496@2 ins:3 | 8.0 refused MaxNotionalExceeded
  `,
);

scenario(
  'a market order is priced at the reference and a margin, later at the last trade',
  `
  define ins:3 ref:100 margin:10 notional:1100 | 1.0 accepted
  buy 11 market ins:3      | 2.0 refused MaxNotionalExceeded
  buy 10 market ins:3      | 3.0 accepted #1
                           | 3.1 end #1 cancelled 10 of 10 NoLiquidity
  sell 1@50 ins:3          | 4.0 accepted #2
  buy 1@50 ins:3           | 5.0 accepted #3
                           | 5.1 trade 1@50 maker #2 filled
  buy 21 market ins:3      | 6.0 refused MaxNotionalExceeded
  buy 20 market ins:3      | 7.0 accepted #4
                           | 7.1 end #4 cancelled 20 of 20 NoLiquidity
  `,
);

scenario(
  'the margin is rounded up',
  `
  define ins:3 ref:15 margin:10 notional:16 | 1.0 accepted
  buy 1 market ins:3       | 2.0 refused MaxNotionalExceeded
  define ins:3 ref:15 margin:10 notional:17 | 3.0 accepted
  buy 1 market ins:3       | 4.0 accepted #1
                           | 4.1 end #1 cancelled 1 of 1 NoLiquidity
  `,
);

scenario(
  'a market order without last trade and reference cannot be priced',
  `
  define ins:3 ref:0       | 1.0 accepted
  buy 1 market ins:3       | 2.0 refused NoReferencePrice
  sell 1@7 ins:3           | 3.0 accepted #1
  buy 1@7 ins:3            | 4.0 accepted #2
                           | 4.1 trade 1@7 maker #1 filled
  buy 1 market ins:3       | 5.0 accepted #3
                           | 5.1 end #3 cancelled 1 of 1 NoLiquidity
  `,
);

scenario(
  'a last trade at 0 prices nothing: the reference does, and without one nothing',
  `
  define ins:3 ref:50 margin:0 min:-10 notional:100 | 1.0 accepted
  sell 1@0 ins:3           | 2.0 accepted #1
  buy 1@0 ins:3            | 3.0 accepted #2
                           | 3.1 trade 1@0 maker #1 filled
  buy 3 market ins:3       | 4.0 refused MaxNotionalExceeded
  buy 2 market ins:3       | 5.0 accepted #3
                           | 5.1 end #3 cancelled 2 of 2 NoLiquidity
  define ins:3 ref:0 margin:0 min:-10 notional:100 | 6.0 accepted
  buy 1 market ins:3       | 7.0 refused NoReferencePrice
  `,
);

scenario(
  'of a replaced order the open quantity is its notional, the total its size',
  `
  define ins:3 lots:20 notional:1000 | 1.0 accepted
  buy 10@100 ins:3         | 2.0 accepted #1
  sell 8@100 ins:3         | 3.0 accepted #2
                           | 3.1 trade 8@100 maker #1 left 2
  replace #1 19@100        | 4.0 refused MaxNotionalExceeded
  replace #1 18@100        | 5.0 accepted #1
  replace #1 21@10         | 6.0 refused MaxQuantityExceeded
  `,
);

scenario(
  'who and what, then the switches, then the numbers, then the history',
  `
  buy 1@100 id:1                    | 1.0 accepted #1
  kill on                           | 2.0 accepted
                                    | 2.1 end #1 cancelled 1 of 1 KillSwitchCancel
                                    | 2.2 report 1 KillSwitchCancel
  buy 0@9999 id:1 ins:7 acct:7      | 3.0 refused UnknownInstrument
  buy 0@9999 id:1 acct:7            | 4.0 refused UnknownAccount
  buy 0@9999 id:1 post ioc          | 5.0 refused KillSwitchOn
  kill off                          | 6.0 accepted
  buy 0@9999 id:1 post ioc          | 7.0 refused InvalidCombination
  buy 0@9999 id:1                   | 8.0 refused PriceOutOfRange
  buy 0@100 id:1                    | 9.0 refused QuantityOutOfRange
  buy 1001@1000 id:1                | 10.0 refused MaxQuantityExceeded
  buy 1@100 id:1                    | 11.0 refused DuplicateClientOrderId
  `,
);

scenario(
  'definitions that make no sense are refused and change nothing',
  `
  define ins:1 min:10 max:9           | 1.0 refused FieldOutOfRange
  define ins:1 min:-2147483648        | 2.0 refused FieldOutOfRange
  define ins:1 lots:0                 | 3.0 refused FieldOutOfRange
  define ins:1 lots:1.5               | 4.0 refused FieldOutOfRange
  define ins:1 lots:9007199254740992  | 5.0 refused FieldOutOfRange
  define ins:1 notional:NaN           | 6.0 refused FieldOutOfRange
  define ins:1 notional:-1            | 7.0 refused FieldOutOfRange
  define ins:0                        | 8.0 refused UnknownInstrument
  define ins:8                        | 9.0 refused UnknownInstrument
  define acct:0                       | 10.0 refused UnknownAccount
  define acct:8                       | 11.0 refused UnknownAccount
  buy 1000@1000                       | 12.0 accepted #1
  `,
);

scenario(
  'without a price of its own it is held at the worst that it can get: the best opposite price is no secret',
  `
  define ins:1 notional:1000 margin:10 ref:100 | 1.0 accepted
  sell 9@500                     | 2.0 refused MaxNotionalExceeded
  sell 2@500 acct:2              | 3.0 accepted #1
  buy 2 market                   | 4.0 refused MaxNotionalExceeded
  buy 3 mtl                      | 5.0 refused MaxNotionalExceeded
  buy 2 market protect:1         | 6.0 refused MaxNotionalExceeded
  buy 2 mtl                      | 7.0 accepted #2
                                 | 7.1 restate #2 2 of 2 @500 PricedAtBest behind
                                 | 7.2 trade 2@500 maker #1 filled
  `,
);

scenario(
  'protected it is held at its best and its points, not at the margin',
  `
  define ins:1 notional:1030 margin:10 ref:100 | 1.0 accepted
  sell 99@10 acct:2              | 2.0 accepted #1
  sell 9@100 acct:2              | 3.0 accepted #2
  buy 10 market                  | 4.0 refused MaxNotionalExceeded
  buy 10 market protect:94       | 5.0 refused MaxNotionalExceeded
  buy 10 market protect:93       | 6.0 accepted #3
                                 | 6.2 trade 10@10 maker #1 left 89
  limit protection-ticks 4 ins:1 | 7.0 accepted
  buy 74 market                  | 8.0 refused MaxNotionalExceeded
  buy 73 market                  | 9.0 accepted #4
                                 | 9.1 trade 73@10 maker #1 left 16
  `,
);

scenario(
  'a stop is held at its trigger where that is worse than the last trade, replaced or not',
  `
  define ins:1 notional:1100 margin:10 ref:100 | 1.0 accepted
  buy 6 stop:200                 | 2.0 refused MaxNotionalExceeded
  buy 5 stop:200                 | 3.0 accepted #1
  replace #1 6@0                 | 4.0 refused MaxNotionalExceeded
  sell 11 stop:50                | 5.0 refused MaxNotionalExceeded
  sell 10 stop:50                | 6.0 accepted #2
  `,
);
