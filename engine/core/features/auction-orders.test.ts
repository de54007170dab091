/** Auctions and the orders that are more than plain ones: stops, pegs, icebergs, linked orders. */
import { scenario } from '../test-scenario.js';

scenario(
  'in an auction only the uncross price elects stops',
  `
  buy 1@100                | 1.0 accepted #1
  sell 1@100               | 2.0 accepted #2
                           | 2.1 trade 1@100 maker #1 filled
  buy 2 stop:105           | 3.0 accepted #3
  phase volatility         | 4.0 accepted
                           | 4.1 phase volatility was continuous
  buy 1@106                | 5.0 accepted #4
  sell 3@106               | 6.0 accepted #5
                           | 6.1 indicative 1@106 sell 2
  phase continuous         | 7.0 accepted
                           | 7.1 phase continuous was volatility
                           | 7.2 trade 1@106 uncross #4 #5
                           | 7.3 trigger #3 market
                           | 7.4 trade 2@106 maker #5 filled
  book                     | empty
  `,
);

scenario(
  'venue prices elect nothing while an auction collects or trading is halted',
  `
  sell 2@100               | 1.0 accepted #1
  buy 1 stop:105 src:venue0 | 2.0 accepted #2
  phase opening            | 3.0 accepted
                           | 3.1 phase opening was continuous
  venue-price ins:1 of:0 106 | 4.0 accepted
  phase halt               | 5.0 accepted
                           | 5.1 phase halt was opening
  venue-price ins:1 of:0 107 | 6.0 accepted
  phase continuous         | 7.0 accepted
                           | 7.1 phase continuous was halt
                           | 7.2 trigger #2 market
                           | 7.3 trade 1@100 maker #1 left 1
  `,
);

scenario(
  'an iceberg trades with its whole quantity, part by part',
  `
  phase opening            | 1.0 accepted
                           | 1.1 phase opening was continuous
  buy 5@100 show:2         | 2.0 accepted #1
  buy 1@100                | 3.0 accepted #2
  sell 6@100               | 4.0 accepted #3
                           | 4.1 indicative 6@100
  phase continuous         | 5.0 accepted
                           | 5.1 phase continuous was opening
                           | 5.2 trade 2@100 uncross #1 #3
                           | 5.3 restate #1 3 of 5 @100 Refreshed behind
                           | 5.4 trade 1@100 uncross #2 #3
                           | 5.5 trade 2@100 uncross #1 #3
                           | 5.6 restate #1 1 of 5 @100 Refreshed behind
                           | 5.7 trade 1@100 uncross #1 #3
  book                     | empty
  `,
);

scenario(
  'what an uncross executes of one leg is cut off the other',
  `
  phase opening            | 1.0 accepted
                           | 1.1 phase opening was continuous
  buy 5@100 id:7           | 2.0 accepted #1
  buy 5@90 oco:7           | 3.0 accepted #2
  sell 3@100               | 4.0 accepted #3
                           | 4.1 indicative 3@100 buy 2
  phase continuous         | 5.0 accepted
                           | 5.1 phase continuous was opening
                           | 5.2 trade 3@100 uncross #1 #3
                           | 5.3 restate #2 2 of 2 @90 LinkedOrderExecuted
  book                     | bid 2@100 #1
                           | bid 2@90 #2
  `,
);

scenario(
  'pegs are parked while an auction collects',
  `
  buy 1@95                 | 1.0 accepted #1
  buy 2@99 peg:primary     | 2.0 accepted #2
                           | 2.2 restate #2 2 of 2 @95 Repriced behind
  phase volatility         | 3.0 accepted
                           | 3.1 phase volatility was continuous
                           | 3.2 restate #2 2 of 2 @95 Repriced waits
  sell 2@95                | 4.0 accepted #3
                           | 4.1 indicative 1@95 sell 1
  buy 1@96                 | 5.0 accepted #4
                           | 5.1 indicative 2@95
  phase continuous         | 6.0 accepted
                           | 6.1 phase continuous was volatility
                           | 6.2 trade 1@95 uncross #4 #3
                           | 6.3 trade 1@95 uncross #1 #3
  buy 1@97                 | 7.0 accepted #5
                           | 7.1 restate #2 2 of 2 @97 Repriced behind
  `,
);

scenario(
  'a stop that is elected and meets the band starts the volatility auction and waits in it',
  `
  bands dynamic:500 auction | 1.0 accepted
  sell 1@104               | 2.0 accepted #1
  sell 5@120               | 3.0 accepted #2
  buy 2 stop:104           | 4.0 accepted #3
  buy 1@110 stop:104       | 5.0 accepted #4
  buy 1@104                | 6.0 accepted #5
                           | 6.1 trade 1@104 maker #1 filled
                           | 6.2 trigger #3 market
                           | 6.3 phase volatility was continuous
                           | 6.4 indicative 2@120 sell 3
  phase continuous         | 7.0 accepted
                           | 7.1 phase continuous was volatility
                           | 7.2 trade 2@120 uncross #3 #2
                           | 7.3 trigger #4 limit @110
  book                     | bid 1@110 #4
                           | offer 3@120 #2
  `,
);

scenario(
  'DAY stops end with their instrument, in the group of its close',
  `
  buy 1@90                 | 1.0 accepted #1
  buy 1 stop:105 day       | 2.0 accepted #2
  buy 1 stop:106 gtc       | 3.0 accepted #3
  phase closed             | 4.0 accepted
                           | 4.1 phase closed was continuous
                           | 4.2 end #2 expired 1 of 1 EndOfDay
                           | 4.3 report 1 EndOfDay
  book                     | bid 1@90 #1
  `,
);

scenario(
  'reduce-only orders are cut before they trade, and what is left crossed then trades at a price of its own',
  `
  define ins:1 ref:103     | 1.0 accepted
  phase opening            | 2.0 accepted
                           | 2.1 phase opening was continuous
  buy 10@99                | 3.0 accepted #1
  sell 1@98 acct:2         | 4.0 accepted #2
                           | 4.1 indicative 1@99 buy 9
  phase continuous         | 5.0 accepted
                           | 5.1 phase continuous was opening
                           | 5.2 trade 1@99 uncross #1 #2
  phase volatility         | 6.0 accepted
                           | 6.1 phase volatility was continuous
  buy 1@105 acct:2 reduce  | 7.0 accepted #3
  buy 1@104 acct:2 reduce  | 8.0 accepted #4
  sell 2@95                | 9.0 accepted #5
                           | 9.1 indicative 2@100
  phase continuous         | 10.0 accepted
                           | 10.1 phase continuous was volatility
                           | 10.2 trade 1@100 uncross #3 #5
                           | 10.3 end #4 cancelled 1 of 1 ReduceOnlyCut
                           | 10.4 trade 1@99 uncross #1 #5
  book                     | bid 8@99 #1
  `,
);

scenario(
  'both legs of an OCO in one auction execute once',
  `
  define ins:1 ref:103     | 1.0 accepted
  phase opening            | 2.0 accepted
                           | 2.1 phase opening was continuous
  buy 10@105 id:7          | 3.0 accepted #1
  buy 10@104 oco:7         | 4.0 accepted #2
  buy 10@99                | 5.0 accepted #3
  sell 20@95               | 6.0 accepted #4
                           | 6.1 indicative 20@103
  phase continuous         | 7.0 accepted
                           | 7.1 phase continuous was opening
                           | 7.2 trade 10@103 uncross #1 #4
                           | 7.3 end #2 cancelled 10 of 10 LinkedOrderExecuted
                           | 7.4 trade 10@99 uncross #3 #4
  book                     | empty
  `,
);
