/** Quotes: what a session bids and offers under an id. Each side is an order of its own, changed by the next quote of the id. */
import { scenario } from '../test-scenario.js';

scenario(
  'both sides enter the book, and one at a time',
  `
  quote id:7 5@99 6@101     | 1.0 accepted
                            | 1.2 bid #1 entered 5 of 5 @99
                            | 1.3 offer #2 entered 6 of 6 @101
  quote id:8 0 4@102        | 2.0 accepted
                            | 2.2 offer #3 entered 4 of 4 @102
  quote id:9 3@98 0         | 3.0 accepted
                            | 3.2 bid #4 entered 3 of 3 @98
  book                      | bid 5@99 #1
                            | bid 3@98 #4
                            | offer 6@101 #2
                            | offer 4@102 #3
  position                  | net 0 cost 0 realized 0 fees 0 open 8/10
  `,
);

scenario(
  'at its price with no more than before a side keeps its place; else it goes behind',
  `
  quote id:7 5@99 5@101     | 1.0 accepted
                            | 1.2 bid #1 entered 5 of 5 @99
                            | 1.3 offer #2 entered 5 of 5 @101
  buy 1@99 sess:2           | 2.0 accepted #3
  sell 1@101 sess:2         | 3.0 accepted #4
  quote id:7 5@99 3@101     | 4.0 accepted
                            | 4.2 bid #1 kept 5 of 5 @99
                            | 4.3 offer #2 kept 3 of 3 @101
  quote id:7 6@99 3@102     | 5.0 accepted
                            | 5.2 offer #2 moved 3 of 3 @102
                            | 5.3 bid #1 moved 6 of 6 @99
  book                      | bid 1@99 #3
                            | bid 6@99 #1
                            | offer 1@101 #4
                            | offer 3@102 #2
  `,
);

scenario(
  'the quantity is what is open from now on, whatever has executed',
  `
  quote id:7 5@99 5@101     | 1.0 accepted
                            | 1.2 bid #1 entered 5 of 5 @99
                            | 1.3 offer #2 entered 5 of 5 @101
  sell 2@99 acct:2 sess:2   | 2.0 accepted #3
                            | 2.1 trade 2@99 maker #1 left 3
  quote id:7 3@99 5@101     | 3.0 accepted
                            | 3.2 bid #1 kept 3 of 5 @99
                            | 3.3 offer #2 kept 5 of 5 @101
  quote id:7 5@99 5@101     | 4.0 accepted
                            | 4.2 bid #1 moved 5 of 7 @99
                            | 4.3 offer #2 kept 5 of 5 @101
  sell 5@99 acct:2 sess:2   | 5.0 accepted #4
                            | 5.1 trade 5@99 maker #1 filled
  quote id:7 4@99 5@101     | 6.0 accepted
                            | 6.2 bid #5 entered 4 of 4 @99
                            | 6.3 offer #2 kept 5 of 5 @101
  position                  | net 7 cost 693 realized 0 fees 0 open 4/5
  `,
);

scenario(
  'quantity 0 takes a side out, and what is not there cannot be taken out',
  `
  quote id:7 0 0            | 1.0 refused UnknownQuote
  quote id:7 5@99 5@101     | 2.0 accepted
                            | 2.2 bid #1 entered 5 of 5 @99
                            | 2.3 offer #2 entered 5 of 5 @101
  quote id:7 5@99 0         | 3.0 accepted
                            | 3.2 end #2 cancelled 5 of 5 QuoteSideRemoved
                            | 3.3 bid #1 kept 5 of 5 @99
  quote id:7 5@99 0         | 4.0 accepted
                            | 4.2 bid #1 kept 5 of 5 @99
  quote id:7 0 0            | 5.0 accepted
                            | 5.2 end #1 cancelled 5 of 5 QuoteSideRemoved
  quote id:7 0 0            | 6.0 refused UnknownQuote
  `,
);

scenario(
  'a quote that goes up or down never meets itself',
  `
  quote id:7 5@99 5@100     | 1.0 accepted
                            | 1.2 bid #1 entered 5 of 5 @99
                            | 1.3 offer #2 entered 5 of 5 @100
  quote id:7 5@104 5@105    | 2.0 accepted
                            | 2.2 offer #2 moved 5 of 5 @105
                            | 2.3 bid #1 moved 5 of 5 @104
  quote id:7 5@94 5@95      | 3.0 accepted
                            | 3.2 bid #1 moved 5 of 5 @94
                            | 3.3 offer #2 moved 5 of 5 @95
  quote id:7 5@98 0         | 4.0 accepted
                            | 4.2 end #2 cancelled 5 of 5 QuoteSideRemoved
                            | 4.3 bid #1 moved 5 of 5 @98
  quote id:7 0 5@96         | 5.0 accepted
                            | 5.2 end #1 cancelled 5 of 5 QuoteSideRemoved
                            | 5.3 offer #3 entered 5 of 5 @96
  `,
);

scenario(
  'a side that crosses others takes, and the other side enters behind it',
  `
  sell 2@100 acct:2 sess:2  | 1.0 accepted #1
  sell 2@101 acct:2 sess:2  | 2.0 accepted #2
  quote id:7 5@101 5@102    | 3.0 accepted
                            | 3.2 bid #3 entered 5 of 5 @101
                            | 3.3 trade 2@100 maker #1 filled
                            | 3.4 trade 2@101 maker #2 filled
                            | 3.5 offer #4 entered 5 of 5 @102
  book                      | bid 1@101 #3
                            | offer 5@102 #4
  `,
);

scenario(
  'what is wrong with the quote as a whole changes nothing',
  `
  quote id:7 5@99 5@101     | 1.0 accepted
                            | 1.2 bid #1 entered 5 of 5 @99
                            | 1.3 offer #2 entered 5 of 5 @101
  quote id:7 5@100 5@100    | 2.0 refused QuoteCrossed
  quote id:7 5@101 5@100    | 3.0 refused QuoteCrossed
  quote id:0 5@99 5@101     | 4.0 refused InvalidQuote
  quote id:7 5@99 5@101 firm | 5.0 refused InvalidSelfTradePrevention
  quote id:7 5@99 5@101 stp:wrong | 6.0 refused InvalidSelfTradePrevention
  quote id:7 5@99 5@101 ins:2 | 7.0 refused QuoteInOtherInstrument
  quote id:8 5@99 5@101 sess:0 | 8.0 refused UnknownSession
  quote id:8 5@99 5@101 sess:4 | 9.0 refused NotLoggedOn
  quote id:8 5@99 5@101 sess:8 | 10.0 refused UnknownSession
  quote id:7 5@99 5@101 door:PriceOffTick | 11.0 refused PriceOffTick
  book                      | bid 5@99 #1
                            | offer 5@101 #2
  `,
);

scenario(
  'a side that is refused takes the earlier one with it, and leaves the other side alone',
  `
  quote id:7 5@99 5@101     | 1.0 accepted
                            | 1.2 bid #1 entered 5 of 5 @99
                            | 1.3 offer #2 entered 5 of 5 @101
  quote id:7 1001@98 4@101  | 2.0 accepted
                            | 2.2 bid refused MaxQuantityExceeded
                            | 2.3 end #1 cancelled 5 of 5 QuoteSideReplaced
                            | 2.4 offer #2 kept 4 of 4 @101
  quote id:7 1@0 5@1001     | 3.0 accepted
                            | 3.2 offer refused PriceOutOfRange
                            | 3.3 end #2 cancelled 4 of 4 QuoteSideReplaced
                            | 3.4 bid refused PriceOutOfRange
  quote id:8 -1@99 NaN@101  | 4.0 accepted
                            | 4.2 bid refused QuantityOutOfRange
                            | 4.3 offer refused QuantityOutOfRange
  quote id:8 1@99 1@101 ins:3 | 5.0 accepted
                            | 5.2 bid refused UnknownInstrument
                            | 5.3 offer refused UnknownInstrument
  quote id:8 1@99 1@101 acct:3 | 6.0 accepted
                            | 6.2 bid refused UnknownAccount
                            | 6.3 offer refused UnknownAccount
  book                      | empty
  `,
);

scenario(
  'who steps back is held by no switch and no limit, who goes on is',
  `
  quote id:7 5@99 5@101     | 1.0 accepted
                            | 1.2 bid #1 entered 5 of 5 @99
                            | 1.3 offer #2 entered 5 of 5 @101
  define ins:1 closed       | 2.0 accepted
  quote id:7 4@99 3@102     | 3.0 accepted
                            | 3.2 offer refused InstrumentClosed
                            | 3.3 end #2 cancelled 5 of 5 QuoteSideReplaced
                            | 3.4 bid #1 kept 4 of 4 @99
  quote id:7 0 0            | 4.0 accepted
                            | 4.2 end #1 cancelled 4 of 4 QuoteSideRemoved
  `,
);

scenario(
  'each side passes the limits of its own',
  `
  limit position 10 acct:1 ins:1 | 1.0 accepted
  buy 8@90                  | 2.0 accepted #1
  quote id:7 5@99 9@101     | 3.0 accepted
                            | 3.2 bid refused PositionLimitExceeded
                            | 3.3 offer #2 entered 9 of 9 @101
  quote id:7 2@99 11@101    | 4.0 accepted
                            | 4.2 bid #3 entered 2 of 2 @99
                            | 4.3 offer refused PositionLimitExceeded
                            | 4.4 end #2 cancelled 9 of 9 QuoteSideReplaced
  limit orders 1 sess:1     | 5.0 accepted
  quote id:7 1@99 1@101     | 6.0 accepted
                            | 6.2 bid #3 kept 1 of 1 @99
                            | 6.3 offer #4 entered 1 of 1 @101
  quote id:7 1@99 1@101     | 7.0 refused OrderRateExceeded
  limit cancels 1 sess:1    | 8.0 accepted
  quote id:7 0 0            | 9.0 accepted
                            | 9.2 end #4 cancelled 1 of 1 QuoteSideRemoved
                            | 9.3 end #3 cancelled 1 of 1 QuoteSideRemoved
  quote id:7 0 0            | 10.0 refused CancelRateExceeded
  `,
);

scenario(
  'post-only, and self-trade prevention against other orders of the account',
  `
  sell 2@100                | 1.0 accepted #1
  quote id:7 5@100 5@102 post | 2.0 accepted
                            | 2.2 bid refused PostOnlyWouldTake
                            | 2.3 offer #2 entered 5 of 5 @102
  quote id:7 5@100 5@102 stp:oldest | 3.0 accepted
                            | 3.2 bid #3 entered 5 of 5 @100
                            | 3.3 end #1 cancelled 2 of 2 SelfTradePrevented
                            | 3.4 offer #2 kept 5 of 5 @102
  quote id:7 5@103 5@104 post | 4.0 accepted
                            | 4.2 offer #2 moved 5 of 5 @104
                            | 4.3 bid #3 moved 5 of 5 @103
  sell 5@104                | 5.0 accepted #4
  quote id:7 5@105 5@106 post | 6.0 accepted
                            | 6.2 offer #2 moved 5 of 5 @106
                            | 6.3 bid refused PostOnlyWouldTake
                            | 6.4 end #3 cancelled 5 of 5 QuoteSideReplaced
  `,
);

scenario(
  'a quote belongs to its session and account; its id is no client order id',
  `
  quote id:7 5@99 5@101     | 1.0 accepted
                            | 1.2 bid #1 entered 5 of 5 @99
                            | 1.3 offer #2 entered 5 of 5 @101
  quote id:7 1@98 0 sess:2  | 2.0 accepted
                            | 2.2 bid #3 entered 1 of 1 @98
  quote id:7 2@98 0 acct:2  | 3.0 accepted
                            | 3.2 bid #4 entered 2 of 2 @98
  buy 1@90 id:7             | 4.0 accepted #5
  cancel id:7               | 5.0 accepted #5
                            | 5.1 end #5 cancelled 1 of 1 CancelledByUser
  quote id:7 5@99 0         | 6.0 accepted
                            | 6.2 end #2 cancelled 5 of 5 QuoteSideRemoved
                            | 6.3 bid #1 kept 5 of 5 @99
  buy 1@90 id:8             | 7.0 accepted #6
  quote id:8 1@97 0         | 8.0 accepted
                            | 8.2 bid #7 entered 1 of 1 @97
  `,
);

scenario(
  'a side is cancelled like any order, and replaced only by a quote',
  `
  quote id:7 5@99 5@101     | 1.0 accepted
                            | 1.2 bid #1 entered 5 of 5 @99
                            | 1.3 offer #2 entered 5 of 5 @101
  replace #1 4@99           | 2.0 refused NotReplaceable
  cancel #1                 | 3.0 accepted #1
                            | 3.1 end #1 cancelled 5 of 5 CancelledByUser
  quote id:7 4@98 5@101     | 4.0 accepted
                            | 4.2 bid #3 entered 4 of 4 @98
                            | 4.3 offer #2 kept 5 of 5 @101
  mass-cancel sess:1        | 5.0 accepted
                            | 5.1 end #3 cancelled 4 of 4 MassCancelled
                            | 5.2 end #2 cancelled 5 of 5 MassCancelled
                            | 5.3 report 2 MassCancelled
  `,
);

scenario(
  'marked cancel-on-disconnect a quote goes with its session, and any with its day',
  `
  time 100                  | 1.0 accepted
  quote id:7 5@99 5@101     | 2.0 accepted
                            | 2.2 bid #1 entered 5 of 5 @99
                            | 2.3 offer #2 entered 5 of 5 @101
  logoff sess:1 grace:1000  | 3.0 accepted
  quote id:7 4@99 5@101     | 4.0 refused NotLoggedOn
  time 101                  | 5.0 accepted
                            | 5.1 end #1 cancelled 5 of 5 CancelOnDisconnect
                            | 5.2 end #2 cancelled 5 of 5 CancelOnDisconnect
                            | 5.3 report 2 CancelOnDisconnect
  quote id:7 1@99 0 stays   | 6.0 accepted
                            | 6.2 bid #3 entered 1 of 1 @99
  time 102                  | 7.0 accepted
  end-of-day ins:1          | 8.0 accepted
                            | 8.1 end #3 expired 1 of 1 EndOfDay
                            | 8.2 report 1 EndOfDay
  `,
);

scenario(
  'an auction collects both sides, and the two of a quote do not meet in it',
  `
  phase opening             | 1.0 accepted
                            | 1.1 phase opening was continuous
  quote id:7 5@99 5@101     | 2.0 accepted
                            | 2.2 bid #1 entered 5 of 5 @99
                            | 2.3 offer #2 entered 5 of 5 @101
  buy 3@102 acct:2 sess:2   | 3.0 accepted #3
                            | 3.1 indicative 3@101 sell 2
  quote id:7 5@99 2@101     | 4.0 accepted
                            | 4.2 bid #1 kept 5 of 5 @99
                            | 4.3 offer #2 kept 2 of 2 @101
                            | 4.4 indicative 2@102 buy 1
  phase continuous          | 5.0 accepted
                            | 5.1 phase continuous was opening
                            | 5.2 trade 2@102 uncross #3 #2
  phase halt                | 6.0 accepted
                            | 6.1 phase halt was continuous
  quote id:7 5@98 2@103     | 7.0 accepted
                            | 7.2 bid refused InstrumentHalted
                            | 7.3 end #1 cancelled 5 of 5 QuoteSideReplaced
                            | 7.4 offer refused InstrumentHalted
  `,
);

scenario(
  'stops and pegs look at the quote when both sides are done',
  `
  quote id:7 5@99 5@101     | 1.0 accepted
                            | 1.2 bid #1 entered 5 of 5 @99
                            | 1.3 offer #2 entered 5 of 5 @101
  sell 2 stop:97 src:bid acct:2 sess:2 | 2.0 accepted #3
  buy 2@110 peg:primary off:1 acct:2 sess:2 | 3.0 accepted #4
                            | 3.2 restate #4 2 of 2 @98 Repriced behind
  quote id:7 5@97 5@98      | 4.0 accepted
                            | 4.2 bid #1 moved 5 of 5 @97
                            | 4.3 offer #2 moved 5 of 5 @98
                            | 4.4 trade 2@98 maker #4 filled
                            | 4.5 trigger #3 market
                            | 4.6 trade 2@97 maker #1 left 3
  `,
);
