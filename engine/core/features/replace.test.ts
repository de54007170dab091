/**
 * Replace carries the new total quantity. Priority is kept only when the price stays and the total falls; a total that
 * has executed already ends the order.
 */
import { scenario } from '../test-scenario.js';

scenario(
  'a smaller total at the same price keeps the place',
  `
  buy 5@100          | 1.0 accepted #1
  buy 5@100          | 2.0 accepted #2
  replace #1 3@100   | 3.0 accepted #1
  book               | bid 3@100 #1
                     | bid 5@100 #2
  sell 4@100         | 4.0 accepted #3
                     | 4.1 trade 3@100 maker #1 filled
                     | 4.2 trade 1@100 maker #2 left 4
  `,
);

scenario(
  'a larger total, the same total and another price lose the place',
  `
  buy 1@100          | 1.0 accepted #1
  buy 2@100          | 2.0 accepted #2
  buy 3@100          | 3.0 accepted #3
  replace #1 9@100   | 4.0 accepted #1
  book               | bid 2@100 #2
                     | bid 3@100 #3
                     | bid 9@100 #1
  replace #2 2@100   | 5.0 accepted #2
  book               | bid 3@100 #3
                     | bid 9@100 #1
                     | bid 2@100 #2
  replace #3 3@99    | 6.0 accepted #3
  replace #3 3@100   | 7.0 accepted #3
  book               | bid 9@100 #1
                     | bid 2@100 #2
                     | bid 3@100 #3
  `,
);

scenario(
  'a new price that reaches the other side trades at once, and the rest rests there',
  `
  sell 2@105         | 1.0 accepted #1
  buy 5@100          | 2.0 accepted #2
  replace #2 6@105   | 3.0 accepted #2
                     | 3.1 trade 2@105 maker #1 filled
  book               | bid 4@105 #2
  `,
);

scenario(
  'a replace of many trades is one group',
  `
  sell 1@101         | 1.0 accepted #1
  sell 1@101         | 2.0 accepted #2
  sell 1@102         | 3.0 accepted #3
  sell 1@103         | 4.0 accepted #4
  sell 1@103         | 5.0 accepted #5
  sell 1@103         | 6.0 accepted #6
  buy 9@100          | 7.0 accepted #7
  replace #7 6@103   | 8.0 accepted #7
                     | 8.1 trade 1@101 maker #1 filled
                     | 8.2 trade 1@101 maker #2 filled
                     | 8.3 trade 1@102 maker #3 filled
                     | 8.4 trade 1@103 maker #4 filled
                     | 8.5 trade 1@103 maker #5 filled
                     | 8.6 trade 1@103 maker #6 filled
  book               | empty
  `,
);

scenario(
  'open is total less executed: a fill in flight is never bought twice',
  `
  buy 10@100         | 1.0 accepted #1
  sell 4@100         | 2.0 accepted #2
                     | 2.1 trade 4@100 maker #1 left 6
  replace #1 10@101  | 3.0 accepted #1
  book               | bid 6@101 #1
  sell 9@101         | 4.0 accepted #3
                     | 4.1 trade 6@101 maker #1 filled
  `,
);

scenario(
  'a smaller total after a fill keeps the place too',
  `
  buy 10@100         | 1.0 accepted #1
  buy 1@100          | 2.0 accepted #2
  sell 4@100         | 3.0 accepted #3
                     | 3.1 trade 4@100 maker #1 left 6
  replace #1 7@100   | 4.0 accepted #1
  book               | bid 3@100 #1
                     | bid 1@100 #2
  `,
);

scenario(
  'a total of what has executed, or less, ends the order',
  `
  buy 10@100         | 1.0 accepted #1
  sell 4@100         | 2.0 accepted #2
                     | 2.1 trade 4@100 maker #1 left 6
  replace #1 4@100   | 3.0 accepted #1
                     | 3.1 end #1 cancelled 6 of 10 ReplacedToExecuted
  buy 10@100         | 4.0 accepted #3
  sell 4@100         | 5.0 accepted #4
                     | 5.1 trade 4@100 maker #3 left 6
  replace #3 1@90    | 6.0 accepted #3
                     | 6.1 end #3 cancelled 6 of 10 ReplacedToExecuted
  buy 10@100         | 7.0 accepted #5
  replace #5 0@9999  | 8.0 accepted #5
                     | 8.1 end #5 cancelled 10 of 10 ReplacedToExecuted
  book               | empty
  `,
);

scenario(
  'by client order id, which stays what it was',
  `
  buy 5@100 id:7     | 1.0 accepted #1
  replace id:7 6@101 | 2.0 accepted #1
  replace id:7 7@102 | 3.0 accepted #1
  cancel id:7        | 4.0 accepted #1
                     | 4.1 end #1 cancelled 7 of 7 CancelledByUser
  replace id:7 8@103 | 5.0 refused UnknownOrder
  `,
);

scenario(
  'of an order that is not there, or not yours',
  `
  buy 5@100             | 1.0 accepted #1
  replace #9 1@100      | 2.0 refused UnknownOrder
  replace id:7 1@100    | 3.0 refused UnknownOrder
  replace #1 4@100 acct:2 | 4.0 refused NotYourOrder
  book                  | bid 5@100 #1
  `,
);

scenario(
  "an instrument that is named must be the order's: in another one its ticks are another price",
  `
  buy 5@100 ins:1         | 1.0 accepted #1
  replace #1 4@90 ins:2   | 2.0 refused UnknownOrder
  replace #1 4@90 ins:5   | 3.0 refused UnknownOrder
  replace #1 4@90 ins:1   | 4.0 accepted #1
  replace #1 4@91         | 5.0 accepted #1
  `,
);

scenario(
  'what is new passes the risk gate, what only shrinks need not fit it any more',
  `
  buy 10@100                     | 1.0 accepted #1
  replace #1 10@1001             | 2.0 refused PriceOutOfRange
  replace #1 1001@100            | 3.0 refused MaxQuantityExceeded
  replace #1 2.5@100             | 4.0 refused QuantityOutOfRange
  replace #1 -1@100              | 5.0 refused QuantityOutOfRange
  replace #1 NaN@100             | 6.0 refused QuantityOutOfRange
  define ins:1 max:50 lots:5 notional:60 | 7.0 accepted
  replace #1 11@100              | 8.0 refused PriceOutOfRange
  replace #1 10@50               | 9.0 refused MaxQuantityExceeded
  replace #1 5@50                | 10.0 refused MaxNotionalExceeded
  replace #1 9@100               | 11.0 accepted #1
  book                           | bid 9@100 #1
  `,
);

scenario(
  'an instrument that is closed, or an account that is disabled, lets orders shrink only',
  `
  buy 10@100               | 1.0 accepted #1
  define ins:1 closed      | 2.0 accepted
  replace #1 11@100        | 3.0 refused InstrumentClosed
  replace #1 5@99          | 4.0 refused InstrumentClosed
  replace #1 9@100         | 5.0 accepted #1
  define ins:1             | 6.0 accepted
  define acct:1 disabled   | 7.0 accepted
  replace #1 10@100        | 8.0 refused AccountDisabled
  replace #1 9@101         | 9.0 refused AccountDisabled
  replace #1 8@100         | 10.0 accepted #1
  cancel #1                | 11.0 accepted #1
                           | 11.1 end #1 cancelled 8 of 8 CancelledByUser
  `,
);
