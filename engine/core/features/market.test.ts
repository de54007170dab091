/** Market orders: take what is there at any price; the remainder is cancelled, never rested. */
import { scenario } from '../test-scenario.js';

scenario(
  'fills at the resting prices, however far',
  `
  sell 1@100       | 1.0 accepted #1
  sell 2@900       | 2.0 accepted #2
  buy 3 market     | 3.0 accepted #3
                   | 3.1 trade 1@100 maker #1 filled
                   | 3.2 trade 2@900 maker #2 filled
  book             | empty
  `,
);

scenario(
  'the remainder is cancelled, whatever the time in force',
  `
  buy 2@100        | 1.0 accepted #1
  sell 5 market day | 2.0 accepted #2
                   | 2.1 trade 2@100 maker #1 filled
                   | 2.2 end #2 cancelled 3 of 5 ImmediateRemainder
  buy 2@100        | 3.0 accepted #3
  sell 5 market    | 4.0 accepted #4
                   | 4.1 trade 2@100 maker #3 filled
                   | 4.2 end #4 cancelled 3 of 5 ImmediateRemainder
  buy 2@100        | 5.0 accepted #5
  sell 5 market ioc | 6.0 accepted #6
                   | 6.1 trade 2@100 maker #5 filled
                   | 6.2 end #6 cancelled 3 of 5 ImmediateRemainder
  book             | empty
  `,
);

scenario(
  'with nothing on the other side it ends at once',
  `
  buy 5@100        | 1.0 accepted #1
  buy 5 market     | 2.0 accepted #2
                   | 2.1 end #2 cancelled 5 of 5 NoLiquidity
  book             | bid 5@100 #1
  `,
);

scenario(
  'fill or kill: all of it or nothing',
  `
  sell 3@100       | 1.0 accepted #1
  sell 3@500       | 2.0 accepted #2
  buy 7 market fok | 3.0 refused FillOrKillNotFillable
  buy 6 market fok | 4.0 accepted #3
                   | 4.1 trade 3@100 maker #1 filled
                   | 4.2 trade 3@500 maker #2 filled
  `,
);

scenario(
  'a price that comes with it means nothing',
  `
  sell 3@100       | 1.0 accepted #1
  buy 3@1 market   | 2.0 accepted #2
                   | 2.1 trade 3@100 maker #1 filled
  `,
);
