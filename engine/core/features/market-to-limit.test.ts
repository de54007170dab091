/** Market-to-limit: takes the best price; the remainder rests there; with nothing opposite it is refused. */
import { scenario } from '../test-scenario.js';

scenario(
  'market-to-limit takes the best price, and the rest waits there',
  `
  buy 5 mtl     | 1.0 refused NoLiquidity
  sell 2@100    | 2.0 accepted #1
  sell 5@101    | 3.0 accepted #2
  buy 5 mtl     | 4.0 accepted #3
                | 4.1 restate #3 5 of 5 @100 PricedAtBest behind
                | 4.2 trade 2@100 maker #1 filled
  book          | bid 3@100 #3
                | offer 5@101 #2
  sell 3 mtl    | 5.0 accepted #4
                | 5.1 restate #4 3 of 3 @100 PricedAtBest behind
                | 5.2 trade 3@100 maker #3 filled
  buy 9 mtl ioc | 6.0 accepted #5
                | 6.1 restate #5 9 of 9 @101 PricedAtBest behind
                | 6.2 trade 5@101 maker #2 filled
                | 6.3 end #5 cancelled 4 of 9 ImmediateRemainder
  `,
);

scenario(
  'fill or kill: all of it at the best price, or nothing',
  `
  sell 2@100    | 1.0 accepted #1
  sell 5@101    | 2.0 accepted #2
  buy 3 mtl fok | 3.0 refused FillOrKillNotFillable
  buy 2 mtl fok | 4.0 accepted #3
                | 4.1 restate #3 2 of 2 @100 PricedAtBest behind
                | 4.2 trade 2@100 maker #1 filled
  `,
);
