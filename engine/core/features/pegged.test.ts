/** Pegged orders: priced by a reference, re-priced once at the end of each command that moved it, in entry order. */
import { scenario } from '../test-scenario.js';

scenario(
  'a primary peg follows the best displayed price of its own side, its offset away from the market',
  `
  buy 1@100                   | 1.0 accepted #1
  buy 5@110 peg:primary off:1 | 2.0 accepted #2
                              | 2.2 restate #2 5 of 5 @99 Repriced behind
  book                        | bid 1@100 #1
                              | bid 5@99 #2
  buy 1@103                   | 3.0 accepted #3
                              | 3.1 restate #2 5 of 5 @102 Repriced behind
  book                        | bid 1@103 #3
                              | bid 5@102 #2
                              | bid 1@100 #1
  cancel #3                   | 4.0 accepted #3
                              | 4.1 end #3 cancelled 1 of 1 CancelledByUser
                              | 4.2 restate #2 5 of 5 @99 Repriced behind
  book                        | bid 1@100 #1
                              | bid 5@99 #2
  sell 9@99                   | 5.0 accepted #4
                              | 5.1 trade 1@100 maker #1 filled
                              | 5.2 trade 5@99 maker #2 filled
  book                        | offer 3@99 #4
  `,
);

scenario(
  'no further than its own limit',
  `
  buy 1@100             | 1.0 accepted #1
  buy 5@101 peg:primary | 2.0 accepted #2
                        | 2.2 restate #2 5 of 5 @100 Repriced behind
  buy 1@105             | 3.0 accepted #3
                        | 3.1 restate #2 5 of 5 @101 Repriced behind
  book                  | bid 1@105 #3
                        | bid 5@101 #2
                        | bid 1@100 #1
  `,
);

scenario(
  'without a reference it stands in no book; it is not its own reference, nor that of another peg',
  `
  buy 5@110 peg:primary       | 1.0 accepted #1
  buy 5@110 peg:primary off:1 | 2.0 accepted #2
  book                        | empty
  sell 1@104                  | 3.0 accepted #3
  buy 1@100                   | 4.0 accepted #4
                              | 4.1 restate #1 5 of 5 @100 Repriced behind
                              | 4.2 restate #2 5 of 5 @99 Repriced behind
  book                        | bid 1@100 #4
                              | bid 5@100 #1
                              | bid 5@99 #2
                              | offer 1@104 #3
  sell 1@100                  | 5.0 accepted #5
                              | 5.1 trade 1@100 maker #4 filled
                              | 5.2 restate #1 5 of 5 @100 Repriced waits
                              | 5.3 restate #2 5 of 5 @99 Repriced waits
  sell 6@100                  | 6.0 accepted #6
  book                        | offer 6@100 #6
                              | offer 1@104 #3
  `,
);

scenario(
  'in the order in which they came, each with new priority',
  `
  buy 1@100             | 1.0 accepted #1
  buy 1@110 peg:primary | 2.0 accepted #2
                        | 2.2 restate #2 1 of 1 @100 Repriced behind
  buy 2@110 peg:primary | 3.0 accepted #3
                        | 3.2 restate #3 2 of 2 @100 Repriced behind
  buy 3@101             | 4.0 accepted #4
                        | 4.1 restate #2 1 of 1 @101 Repriced behind
                        | 4.2 restate #3 2 of 2 @101 Repriced behind
  book                  | bid 3@101 #4
                        | bid 1@101 #2
                        | bid 2@101 #3
                        | bid 1@100 #1
  cancel #4             | 5.0 accepted #4
                        | 5.1 end #4 cancelled 3 of 3 CancelledByUser
                        | 5.2 restate #2 1 of 1 @100 Repriced behind
                        | 5.3 restate #3 2 of 2 @100 Repriced behind
  book                  | bid 1@100 #1
                        | bid 1@100 #2
                        | bid 2@100 #3
  `,
);

scenario(
  'the midpoint, rounded to the less aggressive tick, not displayed',
  `
  buy 1@100         | 1.0 accepted #1
  sell 1@105        | 2.0 accepted #2
  buy 4@110 peg:mid | 3.0 accepted #3
                    | 3.2 restate #3 4 of 4 @102 Repriced behind
  sell 4@90 peg:mid | 4.0 accepted #4
                    | 4.2 restate #4 4 of 4 @103 Repriced behind
  book              | bid 4@102 #3
                    | bid 1@100 #1
                    | offer 4@103 #4
                    | offer 1@105 #2
  buy 1@101         | 5.0 accepted #5
                    | 5.1 restate #3 4 of 4 @103 Repriced behind
                    | 5.2 trade 4@103 maker #4 filled
  book              | bid 1@101 #5
                    | bid 1@100 #1
                    | offer 1@105 #2
  `,
);

scenario(
  'a midpoint order meets one that comes in',
  `
  buy 1@100         | 1.0 accepted #1
  sell 1@110        | 2.0 accepted #2
  buy 4@110 peg:mid | 3.0 accepted #3
                    | 3.2 restate #3 4 of 4 @105 Repriced behind
  sell 3@105        | 4.0 accepted #4
                    | 4.1 trade 3@105 maker #3 left 1
  book              | bid 1@105 #3
                    | bid 1@100 #1
                    | offer 1@110 #2
  `,
);

scenario(
  'replaced: its limit and its total',
  `
  buy 1@100             | 1.0 accepted #1
  buy 5@110 peg:primary | 2.0 accepted #2
                        | 2.2 restate #2 5 of 5 @100 Repriced behind
  replace #2 4@110      | 3.0 accepted #2
  replace #2 4@99       | 4.0 accepted #2
                        | 4.1 restate #2 4 of 4 @99 Repriced behind
  book                  | bid 1@100 #1
                        | bid 4@99 #2
  replace #2 6@120      | 5.0 accepted #2
                        | 5.1 restate #2 6 of 6 @100 Repriced behind
  book                  | bid 1@100 #1
                        | bid 6@100 #2
  replace #2 0@120      | 6.0 accepted #2
                        | 6.1 end #2 cancelled 6 of 6 ReplacedToExecuted
  `,
);

scenario(
  'what a peg needs',
  `
  buy 5@110 peg:primary off:-1 | 1.0 refused InvalidPeg
  buy 5@110 peg:mid off:1      | 2.0 refused InvalidPeg
  buy 5@110 peg:primary ioc    | 3.0 refused InvalidCombination
  buy 5@110 off:1              | 4.0 refused InvalidTrigger
  buy 5@9999 peg:primary       | 5.0 refused PriceOutOfRange
  buy 5@100 peg:primary post   | 6.0 refused InvalidCombination
  `,
);

scenario(
  'a peg that is filled in the middle of re-pricing',
  `
  buy 1@100         | 1.0 accepted #1
  sell 1@106        | 2.0 accepted #2
  buy 2@110 peg:mid | 3.0 accepted #3
                    | 3.2 restate #3 2 of 2 @103 Repriced behind
  sell 2@90 peg:mid | 4.0 accepted #4
                    | 4.2 restate #4 2 of 2 @103 Repriced behind
                    | 4.3 trade 2@103 maker #3 filled
  buy 2@110 peg:mid | 5.0 accepted #5
                    | 5.2 restate #5 2 of 2 @103 Repriced behind
  buy 1@101         | 6.0 accepted #6
  sell 1@105        | 7.0 accepted #7
  book              | bid 2@103 #5
                    | bid 1@101 #6
                    | bid 1@100 #1
                    | offer 1@105 #7
                    | offer 1@106 #2
  `,
);

scenario(
  'in a halt it stays where it is, replaced or not',
  `
  buy 5@100 peg:primary | 1.0 accepted #1
  buy 1@97              | 2.0 accepted #2
                        | 2.1 restate #1 5 of 5 @97 Repriced behind
  phase opening         | 3.0 accepted
                        | 3.1 phase opening was continuous
                        | 3.2 restate #1 5 of 5 @97 Repriced waits
  phase halt            | 4.0 accepted
                        | 4.1 phase halt was opening
  replace #1 4@100      | 5.0 accepted #1
  book                  | bid 1@97 #2
  phase continuous      | 6.0 accepted
                        | 6.1 phase continuous was halt
                        | 6.2 restate #1 4 of 4 @97 Repriced behind
  `,
);

scenario(
  'a price that the instrument does not have is none: it stands in no book until its reference gives it one',
  `
  define ins:1 min:1 max:1000 | 1.0 accepted
  buy 1@2                     | 2.0 accepted #1
  buy 5@95 peg:primary off:5  | 3.0 accepted #2
  sell 1@999                  | 4.0 accepted #3
  sell 5@9 peg:primary off:2  | 5.0 accepted #4
  book                        | bid 1@2 #1
                              | offer 1@999 #3
  sell 3 market acct:2        | 6.0 accepted #5
                              | 6.1 trade 1@2 maker #1 filled
                              | 6.2 end #5 cancelled 2 of 3 ImmediateRemainder
  buy 1@6                     | 7.0 accepted #6
                              | 7.1 restate #2 5 of 5 @1 Repriced behind
  sell 1@998                  | 8.0 accepted #7
                              | 8.1 restate #4 5 of 5 @1000 Repriced behind
  book                        | bid 1@6 #6
                              | bid 5@1 #2
                              | offer 1@998 #7
                              | offer 1@999 #3
                              | offer 5@1000 #4
  cancel #6                   | 9.0 accepted #6
                              | 9.1 end #6 cancelled 1 of 1 CancelledByUser
                              | 9.2 restate #2 5 of 5 @1 Repriced waits
  `,
);
