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

scenario(
  'points of the instrument hold for a market order that names none; its own go before them',
  `
  limit protection-ticks 3 ins:1 | 1.0 accepted
  sell 2@100              | 2.0 accepted #1
  sell 2@103              | 3.0 accepted #2
  sell 2@104              | 4.0 accepted #3
  sell 2@106              | 5.0 accepted #4
  buy 5 market            | 6.0 accepted #5
                          | 6.1 trade 2@100 maker #1 filled
                          | 6.2 trade 2@103 maker #2 filled
                          | 6.3 end #5 cancelled 1 of 5 ImmediateRemainder
  buy 3 market protect:1  | 7.0 accepted #6
                          | 7.2 trade 2@104 maker #3 filled
                          | 7.3 end #6 cancelled 1 of 3 ImmediateRemainder
  sell 2@110              | 8.0 accepted #7
  buy 3 market protect:4  | 9.0 accepted #8
                          | 9.2 trade 2@106 maker #4 filled
                          | 9.3 trade 1@110 maker #7 left 1
  limit protection-ticks 0 ins:1 | 10.0 accepted
  sell 2@900              | 11.0 accepted #9
  buy 2 market            | 12.0 accepted #10
                          | 12.1 trade 1@110 maker #7 filled
                          | 12.2 trade 1@900 maker #9 left 1
  `,
);

scenario(
  'those of the instrument for fill or kill, a stop when it is elected, and every other instrument has its own',
  `
  limit protection-ticks 3 ins:1 | 1.0 accepted
  sell 2@100              | 2.0 accepted #1
  sell 2@104              | 3.0 accepted #2
  sell 9@400 ins:2        | 4.0 accepted #3
  sell 9@405 ins:2        | 5.0 accepted #4
  buy 3 market fok        | 6.0 refused FillOrKillNotFillable
  buy 5 stop:100          | 7.0 accepted #5
  buy 2@100               | 8.0 accepted #6
                          | 8.1 trade 2@100 maker #1 filled
                          | 8.2 trigger #5 market
                          | 8.3 trade 2@104 maker #2 filled
                          | 8.4 end #5 cancelled 3 of 5 ImmediateRemainder
  buy 10 market ins:2     | 9.0 accepted #7
                          | 9.1 trade 9@400 maker #3 filled
                          | 9.2 trade 1@405 maker #4 left 8
  `,
);

scenario(
  'nobody has the points of another order, whoever stood in its place before',
  `
  sell 5@100 acct:2       | 1.0 accepted #1
  buy 5@100               | 2.0 accepted #2
                          | 2.1 trade 5@100 maker #1 filled
  buy 2@99 acct:2         | 3.0 accepted #3
  buy 9@90 acct:2         | 4.0 accepted #4
  sell 1 market protect:1 | 5.0 accepted #5
                          | 5.2 trade 1@99 maker #3 left 1
  sell 2 market reduce    | 6.0 accepted #6
                          | 6.1 trade 1@99 maker #3 filled
                          | 6.2 trade 1@90 maker #4 left 8
  `,
);

scenario(
  'a protected market order that reaches the band waits in the auction, and an auction knows no points',
  `
  limit protection-ticks 50 ins:1 | 1.0 accepted
  bands dynamic:500 auction | 2.0 accepted
  sell 1@104              | 3.0 accepted #1
  sell 5@120              | 4.0 accepted #2
  buy 3 market            | 5.0 accepted #3
                          | 5.1 trade 1@104 maker #1 filled
                          | 5.2 phase volatility was continuous
                          | 5.3 indicative 2@120 sell 3
  phase continuous        | 6.0 accepted
                          | 6.1 phase continuous was volatility
                          | 6.2 trade 2@120 uncross #3 #2
  `,
);

scenario(
  'a stop is protected from the best price that is left when its other leg is gone',
  `
  buy 9@97 acct:2                 | 1.0 accepted #1
  buy 5@101 id:7                  | 2.0 accepted #2
  sell 3 stop:98 protect:2 oco:7  | 3.0 accepted #3
  buy 1@98 acct:2                 | 4.0 accepted #4
  cancel #2                       | 5.0 accepted #2
                                  | 5.1 end #2 cancelled 5 of 5 CancelledByUser
  buy 5@101 id:8                  | 6.0 accepted #5
  sell 2 stop:101 protect:2 oco:8 | 7.0 accepted #6
  sell 1@101 acct:2               | 8.0 accepted #7
                                  | 8.1 trade 1@101 maker #5 left 4
                                  | 8.2 restate #6 1 of 1 @0 LinkedOrderExecuted waits
                                  | 8.3 trigger #6 market
                                  | 8.4 end #5 cancelled 4 of 5 LinkedOrderTriggered
                                  | 8.5 trade 1@98 maker #4 filled
                                  | 8.6 trigger #3 market
                                  | 8.7 trade 3@97 maker #1 left 6
  `,
);
