/** Reduce-only: at entry and before each fill the open quantity is cut to what still reduces the account's position. */
import { scenario } from '../test-scenario.js';

scenario(
  'cut at entry to what still reduces, and refused when nothing does',
  `
  buy 5@100 reduce      | 1.0 refused ReduceOnlyWouldIncrease
  sell 5@100 acct:2     | 2.0 accepted #1
  buy 5@100             | 3.0 accepted #2
                        | 3.1 trade 5@100 maker #1 filled
  sell 9@101 reduce     | 4.0 accepted #3
                        | 4.1 restate #3 5 of 5 @101 ReduceOnlyCut
  buy 9@90 reduce       | 5.0 refused ReduceOnlyWouldIncrease
  book                  | offer 5@101 #3
  buy 3@101 acct:2      | 6.0 accepted #4
                        | 6.1 trade 3@101 maker #3 left 2
  buy 3@101 acct:2      | 7.0 accepted #5
                        | 7.1 trade 2@101 maker #3 filled
  position acct:1 ins:1 | net 0 cost 0 realized 5 fees 0 open 0/0
  `,
);

scenario(
  'cut again before each fill',
  `
  sell 5@100 acct:2     | 1.0 accepted #1
  buy 5@100             | 2.0 accepted #2
                        | 2.1 trade 5@100 maker #1 filled
  sell 5@105 reduce     | 3.0 accepted #3
  sell 3@101            | 4.0 accepted #4
  buy 9@105 acct:2      | 5.0 accepted #5
                        | 5.1 trade 3@101 maker #4 filled
                        | 5.2 restate #3 2 of 2 @105 ReduceOnlyCut
                        | 5.3 trade 2@105 maker #3 filled
  position acct:1 ins:1 | net 0 cost 0 realized 13 fees 0 open 0/0
  `,
);

scenario(
  'one that comes in takes only what reduces',
  `
  sell 5@100 acct:2     | 1.0 accepted #1
  buy 5@100             | 2.0 accepted #2
                        | 2.1 trade 5@100 maker #1 filled
  buy 4@99 acct:2       | 3.0 accepted #3
  buy 4@98 acct:2       | 4.0 accepted #4
  sell 8 market reduce  | 5.0 accepted #5
                        | 5.1 restate #5 5 of 5 @0 ReduceOnlyCut
                        | 5.2 trade 4@99 maker #3 filled
                        | 5.3 trade 1@98 maker #4 left 3
  position acct:1 ins:1 | net 0 cost 0 realized -6 fees 0 open 0/0
  `,
);

scenario(
  'a stop that is reduce-only ends when the position is gone before it is elected',
  `
  sell 5@100 acct:2     | 1.0 accepted #1
  buy 5@100             | 2.0 accepted #2
                        | 2.1 trade 5@100 maker #1 filled
  sell 5 stop:95 reduce | 3.0 accepted #3
  buy 9@94 acct:2       | 4.0 accepted #4
  sell 5@94             | 5.0 accepted #5
                        | 5.1 trade 5@94 maker #4 left 4
                        | 5.2 trigger #3 market
                        | 5.3 end #3 cancelled 5 of 5 ReduceOnlyCut
  buy 1@95 acct:2       | 6.0 accepted #6
  sell 1@95 acct:2      | 7.0 accepted #7
                        | 7.1 trade 1@95 maker #6 filled
  `,
);

scenario(
  'fill or kill: all of it has to reduce, and reduce-only orders are not counted on',
  `
  sell 5@100 acct:2    | 1.0 accepted #1
  buy 5@100            | 2.0 accepted #2
                       | 2.1 trade 5@100 maker #1 filled
  buy 9@99 acct:2      | 3.0 accepted #3
  sell 6@99 fok reduce | 4.0 refused ReduceOnlyWouldIncrease
  sell 5@101 reduce    | 5.0 accepted #4
  buy 5@101 fok acct:2 | 6.0 refused FillOrKillNotFillable
  sell 5@99 fok reduce | 7.0 accepted #5
                       | 7.1 trade 5@99 maker #3 left 4
  `,
);

scenario(
  'a replaced one is cut as a new one would be: nobody is shown what will not be executed',
  `
  sell 5@100 acct:2     | 1.0 accepted #1
  buy 5@100             | 2.0 accepted #2
                        | 2.1 trade 5@100 maker #1 filled
  sell 2@105 reduce     | 3.0 accepted #3
  replace #3 9@105      | 4.0 accepted #3
                        | 4.1 restate #3 5 of 5 @105 ReduceOnlyCut
  book                  | offer 5@105 #3
  sell 4@101            | 5.0 accepted #4
  buy 4@101 acct:2      | 6.0 accepted #5
                        | 6.1 trade 4@101 maker #4 filled
  replace #3 4@105      | 7.0 accepted #3
  book                  | offer 4@105 #3
  replace #3 4@104      | 8.0 accepted #3
                        | 8.1 restate #3 1 of 1 @104 ReduceOnlyCut
  sell 1 stop:90 reduce | 9.0 accepted #6
  replace #6 3@0        | 10.0 accepted #6
                        | 10.1 restate #6 1 of 1 @0 ReduceOnlyCut waits
  buy 1@104 acct:2      | 11.0 accepted #7
                        | 11.1 trade 1@104 maker #3 filled
  replace #6 2@0        | 12.0 accepted #6
                        | 12.1 end #6 cancelled 2 of 2 ReduceOnlyCut
  `,
);
