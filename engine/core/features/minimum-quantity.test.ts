/** Minimum quantity holds at entry only: less available ends an IOC, else the order rests whole, without crossing. */
import { scenario } from '../test-scenario.js';

scenario(
  'minimum quantity',
  `
  sell 3@100           | 1.0 accepted #1
  buy 9@100 min:4 ioc  | 2.0 accepted #2
                       | 2.2 end #2 cancelled 9 of 9 MinimumQuantityNotAvailable
  buy 9@100 min:4      | 3.0 accepted #3
                       | 3.2 restate #3 9 of 9 @99 MovedBehindBest behind
  book                 | bid 9@99 #3
                       | offer 3@100 #1
  sell 1@101           | 4.0 accepted #4
  buy 9@105 min:3      | 5.0 accepted #5
                       | 5.2 trade 3@100 maker #1 filled
                       | 5.3 trade 1@101 maker #4 filled
  book                 | bid 5@105 #5
                       | bid 9@99 #3
  buy 9@100 min:10     | 6.0 refused InvalidMinimumQuantity
  buy 9@100 min:4 fok  | 7.0 refused InvalidMinimumQuantity
  buy 9@100 min:4 post | 8.0 refused InvalidMinimumQuantity
  sell 9 market min:20 | 9.0 refused InvalidMinimumQuantity
  sell 9 market min:9  | 10.0 accepted #6
                       | 10.2 trade 5@105 maker #5 filled
                       | 10.3 trade 4@99 maker #3 left 5
  `,
);

scenario(
  'where there is no price behind the best one it ends: nothing rests where nobody could send an order to',
  `
  sell 1@1                | 1.0 accepted #1
  buy 5@1 min:3           | 2.0 accepted #2
                          | 2.2 end #2 cancelled 5 of 5 MinimumQuantityNotAvailable
  ticks row:0 from:0 step:5 ins:2 | 3.0 accepted
  sell 1@5 ins:2          | 4.0 accepted #3
  buy 5@5 min:3 ins:2     | 5.0 accepted #4
                          | 5.2 end #4 cancelled 5 of 5 MinimumQuantityNotAvailable
  buy 1@1000              | 6.0 accepted #5
                          | 6.1 trade 1@1 maker #1 filled
  buy 1@1000              | 7.0 accepted #6
  sell 5@1000 min:3       | 8.0 accepted #7
                          | 8.2 end #7 cancelled 5 of 5 MinimumQuantityNotAvailable
  `,
);

scenario(
  'it is held against what is left of the order: who is cut below it before it trades has not enough',
  `
  sell 5@100 acct:2           | 1.0 accepted #1
  buy 5@100                   | 2.0 accepted #2
                              | 2.1 trade 5@100 maker #1 filled
  buy 9@99 acct:2             | 3.0 accepted #3
  sell 9@99 min:7 reduce ioc  | 4.0 accepted #4
                              | 4.2 restate #4 5 of 5 @99 ReduceOnlyCut
                              | 4.3 end #4 cancelled 5 of 5 MinimumQuantityNotAvailable
  sell 9@99 min:7 reduce      | 5.0 accepted #5
                              | 5.2 restate #5 5 of 5 @99 ReduceOnlyCut
                              | 5.3 restate #5 5 of 5 @100 MovedBehindBest behind
  sell 9@99 min:5 reduce      | 6.0 accepted #6
                              | 6.2 restate #6 5 of 5 @99 ReduceOnlyCut
                              | 6.3 trade 5@99 maker #3 left 4
  `,
);
