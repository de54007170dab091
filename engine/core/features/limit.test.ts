/** Limit orders: trade at the resting order's price, up to the limit; what is left rests. */
import { scenario } from '../test-scenario.js';

scenario(
  'rests when nothing is there to trade with',
  `
  buy 5@100        | 1.0 accepted #1
  sell 3@101       | 2.0 accepted #2
  book             | bid 5@100 #1
                   | offer 3@101 #2
  `,
);

scenario(
  'trades at the price of the one who was there first',
  `
  sell 5@100       | 1.0 accepted #1
  buy 5@107        | 2.0 accepted #2
                   | 2.1 trade 5@100 maker #1 filled
  buy 4@90         | 3.0 accepted #3
  sell 4@80        | 4.0 accepted #4
                   | 4.1 trade 4@90 maker #3 filled
  book             | empty
  `,
);

scenario(
  'takes level by level up to its limit, and the rest rests there',
  `
  sell 1@100       | 1.0 accepted #1
  sell 2@102       | 2.0 accepted #2
  sell 4@103       | 3.0 accepted #3
  buy 9@102        | 4.0 accepted #4
                   | 4.1 trade 1@100 maker #1 filled
                   | 4.2 trade 2@102 maker #2 filled
  book             | bid 6@102 #4
                   | offer 4@103 #3
  `,
);

scenario(
  'leaves the rest of a larger resting order where it stands',
  `
  buy 10@100       | 1.0 accepted #1
  sell 4@100       | 2.0 accepted #2
                   | 2.1 trade 4@100 maker #1 left 6
  sell 6@99        | 3.0 accepted #3
                   | 3.1 trade 6@100 maker #1 filled
  book             | empty
  `,
);

scenario(
  'never trades with another instrument',
  `
  sell 5@100 ins:1 | 1.0 accepted #1
  buy 5@100 ins:2  | 2.0 accepted #2
  book 1           | offer 5@100 #1
  book 2           | bid 5@100 #2
  `,
);

scenario(
  'a sweep through many orders is one event group, however small the ring',
  `
  sell 1@100       | 1.0 accepted #1
  sell 1@100       | 2.0 accepted #2
  sell 1@100       | 3.0 accepted #3
  sell 1@100       | 4.0 accepted #4
  sell 1@101       | 5.0 accepted #5
  sell 1@101       | 6.0 accepted #6
  sell 1@102       | 7.0 accepted #7
  buy 8@101        | 8.0 accepted #8
                   | 8.1 trade 1@100 maker #1 filled
                   | 8.2 trade 1@100 maker #2 filled
                   | 8.3 trade 1@100 maker #3 filled
                   | 8.4 trade 1@100 maker #4 filled
                   | 8.5 trade 1@101 maker #5 filled
                   | 8.6 trade 1@101 maker #6 filled
  book             | bid 2@101 #8
                   | offer 1@102 #7
  `,
);

scenario(
  'prices may be zero and negative',
  `
  define ins:3 min:-50 max:50 ref:0 | 1.0 accepted
  sell 5@-3 ins:3                   | 2.0 accepted #1
  sell 5@0 ins:3                    | 3.0 accepted #2
  buy 7@2 ins:3                     | 4.0 accepted #3
                                    | 4.1 trade 5@-3 maker #1 filled
                                    | 4.2 trade 2@0 maker #2 left 3
  `,
);
