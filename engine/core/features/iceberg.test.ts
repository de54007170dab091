/** Icebergs: a part is displayed; a refresh goes to the tail of the level; the whole quantity counts. */
import { scenario } from '../test-scenario.js';

scenario(
  'an iceberg shows a part; a sweep takes all displayed quantity of a level before any hidden',
  `
  sell 9@100 show:2 | 1.0 accepted #1
  sell 3@100        | 2.0 accepted #2
  book              | offer 9@100 #1
                    | offer 3@100 #2
  buy 4@100         | 3.0 accepted #3
                    | 3.1 trade 2@100 maker #1 left 7
                    | 3.2 restate #1 7 of 9 @100 Refreshed behind
                    | 3.3 trade 2@100 maker #2 left 1
  book              | offer 1@100 #2
                    | offer 7@100 #1
  buy 5@100         | 4.0 accepted #4
                    | 4.1 trade 1@100 maker #2 filled
                    | 4.2 trade 2@100 maker #1 left 5
                    | 4.3 restate #1 5 of 9 @100 Refreshed behind
                    | 4.4 trade 2@100 maker #1 left 3
                    | 4.5 restate #1 3 of 9 @100 Refreshed behind
  book              | offer 3@100 #1
  buy 3@100         | 5.0 accepted #5
                    | 5.1 trade 2@100 maker #1 left 1
                    | 5.2 restate #1 1 of 9 @100 Refreshed behind
                    | 5.3 trade 1@100 maker #1 filled
  book              | empty
  `,
);

scenario(
  'what comes in as an iceberg takes with all it has, and shows a part of what is left',
  `
  sell 4@100       | 1.0 accepted #1
  buy 9@100 show:2 | 2.0 accepted #2
                   | 2.2 trade 4@100 maker #1 filled
  book             | bid 5@100 #2
  sell 1@100       | 3.0 accepted #3
                   | 3.1 trade 1@100 maker #2 left 4
  sell 1@100       | 4.0 accepted #4
                   | 4.1 trade 1@100 maker #2 left 3
                   | 4.2 restate #2 3 of 9 @100 Refreshed behind
  `,
);

scenario(
  'its whole quantity counts for fill or kill',
  `
  sell 9@100 show:2 | 1.0 accepted #1
  buy 10@100 fok    | 2.0 refused FillOrKillNotFillable
  buy 9@100 fok     | 3.0 accepted #2
                    | 3.1 trade 2@100 maker #1 left 7
                    | 3.2 restate #1 7 of 9 @100 Refreshed behind
                    | 3.3 trade 2@100 maker #1 left 5
                    | 3.4 restate #1 5 of 9 @100 Refreshed behind
                    | 3.5 trade 2@100 maker #1 left 3
                    | 3.6 restate #1 3 of 9 @100 Refreshed behind
                    | 3.7 trade 2@100 maker #1 left 1
                    | 3.8 restate #1 1 of 9 @100 Refreshed behind
                    | 3.9 trade 1@100 maker #1 filled
  `,
);

scenario(
  'replace: the hidden part shrinks first, and the place is kept',
  `
  buy 9@100 show:3 | 1.0 accepted #1
  buy 1@100        | 2.0 accepted #2
  replace #1 4@100 | 3.0 accepted #1
  sell 4@100       | 4.0 accepted #3
                   | 4.1 trade 3@100 maker #1 left 1
                   | 4.2 restate #1 1 of 4 @100 Refreshed behind
                   | 4.3 trade 1@100 maker #2 filled
  book             | bid 1@100 #1
  replace #1 9@101 | 5.0 accepted #1
  sell 4@100       | 6.0 accepted #4
                   | 6.1 trade 3@101 maker #1 left 3
                   | 6.2 restate #1 3 of 9 @101 Refreshed behind
                   | 6.3 trade 1@101 maker #1 left 2
  book             | bid 2@101 #1
  `,
);

scenario(
  'what an iceberg needs',
  `
  buy 9@100 show:9     | 1.0 refused InvalidDisplayQuantity
  buy 9@100 show:10    | 2.0 refused InvalidDisplayQuantity
  buy 9@100 show:-1    | 3.0 refused InvalidDisplayQuantity
  buy 9@100 show:1.5   | 4.0 refused InvalidDisplayQuantity
  buy 9@100 show:2 ioc | 5.0 refused InvalidDisplayQuantity
  buy 9 market show:2  | 6.0 refused InvalidDisplayQuantity
  buy 9@100 show:NaN   | 7.0 refused InvalidDisplayQuantity
  `,
);

scenario(
  'cut by its other leg while a part of it is displayed, it keeps its place',
  `
  buy 5@97 show:3 id:1    | 1.0 accepted #1
  buy 1@97 acct:2         | 2.0 accepted #2
  sell 2@97 oco:1         | 3.0 accepted #3
                          | 3.2 trade 2@97 maker #1 left 3
                          | 3.3 restate #1 1 of 3 @97 LinkedOrderExecuted
  book                    | bid 1@97 #1
                          | bid 1@97 #2
  `,
);

scenario(
  'a child that its parent takes from is armed and has its turn, and shows as much as it should',
  `
  buy 4@100 id:7            | 1.0 accepted #1
  sell 4@110 show:1 child:7 | 2.0 accepted #2
                            | 2.2 restate #2 0 of 0 @110 AwaitsParent waits
  sell 2@100 acct:2         | 3.0 accepted #3
                            | 3.1 trade 2@100 maker #1 left 2
                            | 3.2 restate #2 2 of 2 @110 ChildArmed behind
  replace #1 4@110          | 4.0 accepted #1
                            | 4.1 trade 1@110 maker #2 left 1
                            | 4.2 restate #2 2 of 3 @110 ChildArmed behind
                            | 4.3 trade 1@110 maker #1 filled
                            | 4.4 restate #2 2 of 4 @110 ChildArmed behind
  book                      | offer 2@110 #2
  buy 2@110 acct:2          | 5.0 accepted #4
                            | 5.1 trade 1@110 maker #2 left 1
                            | 5.2 restate #2 1 of 4 @110 Refreshed behind
                            | 5.3 trade 1@110 maker #2 filled
  `,
);
