/** Brackets: the children arm for what the parent has executed, in the event group of the execution, and cut each other. */
import { scenario } from '../test-scenario.js';

scenario(
  'bracket: the children arm for what the parent has executed',
  `
  buy 10@100 id:7         | 1.0 accepted #1
  sell 10@110 child:7     | 2.0 accepted #2
                          | 2.2 restate #2 0 of 0 @110 AwaitsParent waits
  sell 10 stop:90 child:7 | 3.0 accepted #3
                          | 3.2 restate #3 0 of 0 @0 AwaitsParent waits
  book                    | bid 10@100 #1
  sell 4@100              | 4.0 accepted #4
                          | 4.1 trade 4@100 maker #1 left 6
                          | 4.2 restate #2 4 of 4 @110 ChildArmed behind
                          | 4.3 restate #3 4 of 4 @0 ChildArmed waits
  book                    | bid 6@100 #1
                          | offer 4@110 #2
  sell 6@100              | 5.0 accepted #5
                          | 5.1 trade 6@100 maker #1 filled
                          | 5.2 restate #2 10 of 10 @110 ChildArmed behind
                          | 5.3 restate #3 10 of 10 @0 ChildArmed waits
  book                    | offer 10@110 #2
  buy 3@110               | 6.0 accepted #6
                          | 6.1 trade 3@110 maker #2 left 7
                          | 6.2 restate #3 7 of 7 @0 LinkedOrderExecuted waits
  buy 9@85                | 7.0 accepted #7
  buy 1@90                | 8.0 accepted #8
  sell 1@90               | 9.0 accepted #9
                          | 9.1 trade 1@90 maker #8 filled
                          | 9.2 trigger #3 market
                          | 9.3 trade 7@85 maker #7 left 2
                          | 9.4 end #2 cancelled 7 of 10 LinkedOrderExecuted
  book                    | bid 2@85 #7
  `,
);

scenario(
  'the take profit executes between two fills of the parent',
  `
  buy 10@100 id:7         | 1.0 accepted #1
  sell 10@110 child:7     | 2.0 accepted #2
                          | 2.2 restate #2 0 of 0 @110 AwaitsParent waits
  sell 10 stop:90 child:7 | 3.0 accepted #3
                          | 3.2 restate #3 0 of 0 @0 AwaitsParent waits
  sell 4@100              | 4.0 accepted #4
                          | 4.1 trade 4@100 maker #1 left 6
                          | 4.2 restate #2 4 of 4 @110 ChildArmed behind
                          | 4.3 restate #3 4 of 4 @0 ChildArmed waits
  buy 4@110               | 5.0 accepted #5
                          | 5.1 trade 4@110 maker #2 filled
                          | 5.2 restate #3 0 of 0 @0 LinkedOrderExecuted waits
                          | 5.3 restate #2 0 of 4 @110 AwaitsParent waits
  sell 6@100              | 6.0 accepted #6
                          | 6.1 trade 6@100 maker #1 filled
                          | 6.2 restate #2 6 of 10 @110 ChildArmed behind
                          | 6.3 restate #3 6 of 6 @0 ChildArmed waits
  buy 6@110               | 7.0 accepted #7
                          | 7.1 trade 6@110 maker #2 filled
                          | 7.2 end #3 cancelled 6 of 6 LinkedOrderExecuted
  `,
);

scenario(
  'a child that comes later is armed for what was executed before',
  `
  buy 10@100 id:7         | 1.0 accepted #1
  sell 4@100              | 2.0 accepted #2
                          | 2.1 trade 4@100 maker #1 left 6
  sell 10@110 child:7     | 3.0 accepted #3
                          | 3.2 restate #3 4 of 4 @110 ChildArmed
  sell 10 stop:90 child:7 | 4.0 accepted #4
                          | 4.2 restate #4 4 of 4 @0 ChildArmed
  book                    | bid 6@100 #1
                          | offer 4@110 #3
  `,
);

scenario(
  'when the rest of the parent is cancelled, what is armed stays',
  `
  buy 10@100 id:7         | 1.0 accepted #1
  sell 10@110 child:7     | 2.0 accepted #2
                          | 2.2 restate #2 0 of 0 @110 AwaitsParent waits
  sell 10 stop:90 child:7 | 3.0 accepted #3
                          | 3.2 restate #3 0 of 0 @0 AwaitsParent waits
  sell 4@100              | 4.0 accepted #4
                          | 4.1 trade 4@100 maker #1 left 6
                          | 4.2 restate #2 4 of 4 @110 ChildArmed behind
                          | 4.3 restate #3 4 of 4 @0 ChildArmed waits
  cancel #1               | 5.0 accepted #1
                          | 5.1 end #1 cancelled 6 of 10 CancelledByUser
  buy 4@110               | 6.0 accepted #5
                          | 6.1 trade 4@110 maker #2 filled
                          | 6.2 end #3 cancelled 4 of 4 LinkedOrderExecuted
  `,
);

scenario(
  'and children that were armed for nothing end with it',
  `
  buy 10@100 id:7         | 1.0 accepted #1
  sell 10@110 child:7     | 2.0 accepted #2
                          | 2.2 restate #2 0 of 0 @110 AwaitsParent waits
  sell 10 stop:90 child:7 | 3.0 accepted #3
                          | 3.2 restate #3 0 of 0 @0 AwaitsParent waits
  cancel #1               | 4.0 accepted #1
                          | 4.1 end #1 cancelled 10 of 10 CancelledByUser
                          | 4.2 end #2 cancelled 0 of 0 ParentEnded
                          | 4.3 end #3 cancelled 0 of 0 ParentEnded
  `,
);

scenario(
  "a third child is one too many; a child's total cannot be replaced, its price can",
  `
  buy 10@100 id:7         | 1.0 accepted #1
  sell 10@110 child:7     | 2.0 accepted #2
                          | 2.2 restate #2 0 of 0 @110 AwaitsParent waits
  sell 10 stop:90 child:7 | 3.0 accepted #3
                          | 3.2 restate #3 0 of 0 @0 AwaitsParent waits
  sell 10@120 child:7     | 4.0 refused InvalidLink
  replace #2 5@110        | 5.0 refused NotReplaceable
  replace #2 0@115        | 6.0 accepted #2
                          | 6.1 end #2 cancelled 0 of 0 ReplacedToExecuted
  sell 4@100              | 7.0 accepted #4
                          | 7.1 trade 4@100 maker #1 left 6
                          | 7.2 restate #3 4 of 4 @0 ChildArmed waits
  replace #2 4@112        | 8.0 refused UnknownOrder
  book                    | bid 6@100 #1
  cancel #2               | 9.0 refused UnknownOrder
  `,
);

scenario(
  'an armed child that can trade does so in the same group',
  `
  buy 9@105                 | 1.0 accepted #1
  buy 9@120 id:7 acct:2     | 2.0 accepted #2
  sell 9@104 child:7 acct:2 | 3.0 accepted #3
                            | 3.2 restate #3 0 of 0 @104 AwaitsParent waits
  sell 5@100                | 4.0 accepted #4
                            | 4.1 trade 5@120 maker #2 left 4
                            | 4.2 restate #3 5 of 5 @104 ChildArmed behind
                            | 4.3 trade 4@120 maker #2 filled
                            | 4.4 restate #3 5 of 9 @104 ChildArmed behind
                            | 4.5 trade 5@105 maker #1 left 4
  book                      | bid 4@105 #1
  `,
);

scenario(
  'a fill or kill does not count on a child that leaves its place when its parent executes',
  `
  buy 4@97 id:7         | 1.0 accepted #1
  buy 2@97 child:7      | 2.0 accepted #2
                        | 2.2 restate #2 0 of 0 @97 AwaitsParent waits
  sell 1@97 acct:2      | 3.0 accepted #3
                        | 3.1 trade 1@97 maker #1 left 3
                        | 3.2 restate #2 1 of 1 @97 ChildArmed behind
  sell 4@97 fok acct:2  | 4.0 refused FillOrKillNotFillable
  sell 3@97 fok acct:2  | 5.0 accepted #4
                        | 5.1 trade 3@97 maker #1 filled
                        | 5.2 restate #2 2 of 2 @97 ChildArmed behind
  `,
);

scenario(
  'a DAY child that waits for its parent ends when the instrument closes',
  `
  buy 1@97 id:7         | 1.0 accepted #1
  buy 1@85 child:7 day  | 2.0 accepted #2
                        | 2.2 restate #2 0 of 0 @85 AwaitsParent waits
  phase closed          | 3.0 accepted
                        | 3.1 phase closed was continuous
                        | 3.2 end #2 expired 0 of 0 EndOfDay
                        | 3.3 report 1 EndOfDay
  `,
);

scenario(
  'where a child has ended another one can take its place, whichever it was',
  `
  buy 10@100 id:7              | 1.0 accepted #1
  sell 10@110 child:7          | 2.0 accepted #2
                               | 2.2 restate #2 0 of 0 @110 AwaitsParent waits
  sell 10 stop:90 child:7      | 3.0 accepted #3
                               | 3.2 restate #3 0 of 0 @0 AwaitsParent waits
  cancel #2                    | 4.0 accepted #2
                               | 4.1 end #2 cancelled 0 of 0 CancelledByUser
  sell 10@112 child:7          | 5.0 accepted #4
                               | 5.2 restate #4 0 of 0 @112 AwaitsParent waits
  sell 10@114 child:7          | 6.0 refused InvalidLink
  sell 4@100 acct:2            | 7.0 accepted #5
                               | 7.1 trade 4@100 maker #1 left 6
                               | 7.2 restate #4 4 of 4 @112 ChildArmed behind
                               | 7.3 restate #3 4 of 4 @0 ChildArmed waits
  buy 1@112 acct:2             | 8.0 accepted #6
                               | 8.1 trade 1@112 maker #4 left 3
                               | 8.2 restate #3 3 of 3 @0 LinkedOrderExecuted waits
  `,
);

scenario(
  'a child that reduces only is looked at when it is armed, and before each fill',
  `
  buy 10@100 id:7            | 1.0 accepted #1
  sell 10@110 child:7 reduce | 2.0 accepted #2
                             | 2.2 restate #2 0 of 0 @110 AwaitsParent waits
  sell 4@100 acct:2          | 3.0 accepted #3
                             | 3.1 trade 4@100 maker #1 left 6
                             | 3.2 restate #2 4 of 4 @110 ChildArmed behind
  buy 3@105 acct:2           | 4.0 accepted #4
  sell 3@105                 | 5.0 accepted #5
                             | 5.1 trade 3@105 maker #4 filled
  buy 4@110 acct:2           | 6.0 accepted #6
                             | 6.1 restate #2 1 of 1 @110 ReduceOnlyCut
                             | 6.2 trade 1@110 maker #2 filled
                             | 6.3 restate #2 0 of 1 @110 AwaitsParent waits
  sell 10@120 id:8 reduce    | 7.0 refused ReduceOnlyWouldIncrease
  `,
);
