/** Protection points: a market order takes at most that far beyond the best opposite price at entry. */
import { scenario } from '../test-scenario.js';

scenario(
  'protection',
  `
  sell 2@100              | 1.0 accepted #1
  sell 2@103              | 2.0 accepted #2
  sell 2@106              | 3.0 accepted #3
  buy 5 market protect:3  | 4.0 accepted #4
                          | 4.2 trade 2@100 maker #1 filled
                          | 4.3 trade 2@103 maker #2 filled
                          | 4.4 end #4 cancelled 1 of 5 ImmediateRemainder
  book                    | offer 2@106 #3
  sell 1 market protect:3 | 5.0 accepted #5
                          | 5.2 end #5 cancelled 1 of 1 NoLiquidity
  buy 5@100 protect:3     | 6.0 refused InvalidProtection
  buy 5 market protect:-1 | 7.0 refused InvalidProtection
  `,
);

scenario(
  'fill or kill: all of it within its protection, or nothing',
  `
  sell 2@100                 | 1.0 accepted #1
  sell 2@103                 | 2.0 accepted #2
  sell 2@106                 | 3.0 accepted #3
  buy 5 market fok protect:3 | 4.0 refused FillOrKillNotFillable
  buy 4 market fok protect:3 | 5.0 accepted #4
                             | 5.2 trade 2@100 maker #1 filled
                             | 5.3 trade 2@103 maker #2 filled
  sell 1 market fok protect:3 | 6.0 refused FillOrKillNotFillable
  `,
);
