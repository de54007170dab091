/** Trailing stops: the trigger follows the best last price since entry by a fixed offset and never goes back. */
import { scenario } from '../test-scenario.js';

scenario(
  'a trailing stop follows the best last price and never goes back',
  `
  buy 1@100      | 1.0 accepted #1
  sell 1@100     | 2.0 accepted #2
                 | 2.1 trade 1@100 maker #1 filled
  buy 9@80       | 3.0 accepted #3
  sell 2 trail:5 | 4.0 accepted #4
  sell 1@105     | 5.0 accepted #5
  buy 1@105      | 6.0 accepted #6
                 | 6.1 trade 1@105 maker #5 filled
  sell 1@101     | 7.0 accepted #7
  buy 1@101      | 8.0 accepted #8
                 | 8.1 trade 1@101 maker #7 filled
  sell 1@100     | 9.0 accepted #9
  buy 1@100      | 10.0 accepted #10
                 | 10.1 trade 1@100 maker #9 filled
                 | 10.2 trigger #4 market
                 | 10.3 trade 2@80 maker #3 left 7
  book           | bid 7@80 #3
  `,
);

scenario(
  'a trailing stop that comes before the first trade waits for it',
  `
  sell 9@120    | 1.0 accepted #1
  buy 2 trail:5 | 2.0 accepted #2
  buy 1@100     | 3.0 accepted #3
  sell 1@100    | 4.0 accepted #4
                | 4.1 trade 1@100 maker #3 filled
  buy 1@90      | 5.0 accepted #5
  sell 1@90     | 6.0 accepted #6
                | 6.1 trade 1@90 maker #5 filled
  sell 1@95     | 7.0 accepted #7
  buy 1@95      | 8.0 accepted #8
                | 8.1 trade 1@95 maker #7 filled
                | 8.2 trigger #2 market
                | 8.3 trade 2@120 maker #1 left 7
  `,
);

scenario(
  'whose trigger comes to where others wait: who entered first is elected first',
  `
  sell 1 trail:4 | 1.0 accepted #1
  buy 1@103      | 2.0 accepted #2
  sell 1 stop:99 | 3.0 accepted #3
  sell 1@103     | 4.0 accepted #4
                 | 4.1 trade 1@103 maker #2 filled
  buy 1@97       | 5.0 accepted #5
  sell 1@97      | 6.0 accepted #6
                 | 6.1 trade 1@97 maker #5 filled
                 | 6.2 trigger #1 market
                 | 6.3 end #1 cancelled 1 of 1 NoLiquidity
                 | 6.4 trigger #3 market
                 | 6.5 end #3 cancelled 1 of 1 NoLiquidity
  `,
);
