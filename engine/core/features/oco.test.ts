/** One cancels the other: an execution of one leg cuts the other by the same quantity; a stop leg's election cancels it. */
import { scenario } from '../test-scenario.js';

scenario(
  'an execution of one leg cuts the other by the same quantity',
  `
  sell 10@110 id:7      | 1.0 accepted #1
  sell 10 stop:90 oco:7 | 2.0 accepted #2
  buy 4@110             | 3.0 accepted #3
                        | 3.1 trade 4@110 maker #1 left 6
                        | 3.2 restate #2 6 of 6 @0 LinkedOrderExecuted waits
  buy 9@110             | 4.0 accepted #4
                        | 4.1 trade 6@110 maker #1 filled
                        | 4.2 end #2 cancelled 6 of 6 LinkedOrderExecuted
  book                  | bid 3@110 #4
  `,
);

scenario(
  "a stop leg's election cancels the limit leg",
  `
  buy 9@85              | 1.0 accepted #1
  sell 10@110 id:7      | 2.0 accepted #2
  sell 10 stop:90 oco:7 | 3.0 accepted #3
  buy 1@90              | 4.0 accepted #4
  sell 1@90             | 5.0 accepted #5
                        | 5.1 trade 1@90 maker #4 filled
                        | 5.2 trigger #3 market
                        | 5.3 end #2 cancelled 10 of 10 LinkedOrderTriggered
                        | 5.4 trade 9@85 maker #1 filled
                        | 5.5 end #3 cancelled 1 of 10 ImmediateRemainder
  book                  | empty
  `,
);

scenario(
  'what the first leg has executed is cut off the second one at once',
  `
  buy 4@110             | 1.0 accepted #1
  sell 10@110 id:7      | 2.0 accepted #2
                        | 2.1 trade 4@110 maker #1 filled
  sell 10 stop:90 oco:7 | 3.0 accepted #3
                        | 3.2 restate #3 6 of 6 @0 LinkedOrderExecuted
  buy 6@110             | 4.0 accepted #4
                        | 4.1 trade 6@110 maker #2 filled
                        | 4.2 end #3 cancelled 6 of 6 LinkedOrderExecuted
  `,
);

scenario(
  'a leg that is cancelled leaves the other alone',
  `
  sell 10@110 id:7      | 1.0 accepted #1
  sell 10 stop:90 oco:7 | 2.0 accepted #2
  cancel #1             | 3.0 accepted #1
                        | 3.1 end #1 cancelled 10 of 10 CancelledByUser
  cancel #2             | 4.0 accepted #2
                        | 4.1 end #2 cancelled 10 of 10 CancelledByUser
  `,
);

scenario(
  'what a link needs',
  `
  sell 5@110 oco:7        | 1.0 refused LinkedOrderGone
  sell 5@110 id:7         | 2.0 accepted #1
  sell 5@120 id:8 oco:7   | 3.0 accepted #2
  sell 5@130 oco:7        | 4.0 refused InvalidLink
  sell 5@130 oco:7 acct:2 | 5.0 refused LinkedOrderGone
  sell 5@130 oco:7 ins:2  | 6.0 refused InvalidLink
  sell 5@130 ioc oco:7    | 7.0 refused InvalidLink
  sell 5@120 id:9         | 8.0 accepted #3
  buy 4@120               | 9.0 accepted #4
                          | 9.1 trade 4@110 maker #1 left 1
                          | 9.2 restate #2 1 of 1 @120 LinkedOrderExecuted
  sell 4@130 oco:9        | 10.0 accepted #5
  `,
);

scenario(
  'two legs of one side are there for a fill or kill once, not twice',
  `
  sell 2@100 id:7         | 1.0 accepted #1
  sell 5@101 oco:7        | 2.0 accepted #2
  sell 1@101 acct:2       | 3.0 accepted #3
  buy 7@101 fok acct:2    | 4.0 refused FillOrKillNotFillable
  buy 7@101 min:7 acct:2  | 5.0 accepted #4
                          | 5.2 restate #4 7 of 7 @99 MovedBehindBest behind
  buy 6@101 fok acct:2    | 6.0 accepted #5
                          | 6.1 trade 2@100 maker #1 filled
                          | 6.2 restate #2 3 of 3 @101 LinkedOrderExecuted
                          | 6.3 trade 3@101 maker #2 filled
                          | 6.4 trade 1@101 maker #3 filled
  `,
);

scenario(
  'a child that its parent has left behind can be a leg, and its election cancels the other one',
  `
  buy 1@97 id:7          | 1.0 accepted #1
  buy 1 stop:98 child:7 id:8 | 2.0 accepted #2
                         | 2.2 restate #2 0 of 0 @0 AwaitsParent waits
  sell 1@97 acct:2       | 3.0 accepted #3
                         | 3.1 trade 1@97 maker #1 filled
                         | 3.2 restate #2 1 of 1 @0 ChildArmed waits
  buy 1@85 oco:8         | 4.0 accepted #4
  sell 1@98 acct:2       | 5.0 accepted #5
  buy 1@98               | 6.0 accepted #6
                         | 6.1 trade 1@98 maker #5 filled
                         | 6.2 trigger #2 market
                         | 6.3 end #4 cancelled 1 of 1 LinkedOrderTriggered
                         | 6.4 end #2 cancelled 1 of 1 NoLiquidity
  `,
);

scenario(
  'legs of both sides that meet in an uncross cut each other, as they do in continuous trading',
  `
  phase opening         | 1.0 accepted
                        | 1.1 phase opening was continuous
  buy 2@97 show:1 id:7  | 2.0 accepted #1
  sell 2@97 oco:7       | 3.0 accepted #2
                        | 3.2 indicative 2@97
  phase continuous      | 4.0 accepted
                        | 4.1 phase continuous was opening
                        | 4.2 trade 1@97 uncross #1 #2
                        | 4.3 end #2 cancelled 1 of 2 LinkedOrderExecuted
                        | 4.4 end #1 cancelled 1 of 2 LinkedOrderExecuted
  `,
);
