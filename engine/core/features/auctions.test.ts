/** Opening and closing auctions: who takes part, who goes first, at which price, and what becomes of the rest. */
import { scenario } from '../test-scenario.js';

scenario(
  'an opening auction, from pre-open to the first trades',
  `
  phase pre-open           | 1.0 accepted
                           | 1.1 phase pre-open was continuous
  buy 10@102               | 2.0 accepted #1
  sell 4@99                | 3.0 accepted #2
                           | 3.1 indicative 4@102 buy 6
  phase opening            | 4.0 accepted
                           | 4.1 phase opening was pre-open
                           | 4.2 indicative 4@102 buy 6
  sell 8@100               | 5.0 accepted #3
                           | 5.1 indicative 10@100 sell 2
  phase continuous         | 6.0 accepted
                           | 6.1 phase continuous was opening
                           | 6.2 trade 4@100 uncross #1 #2
                           | 6.3 trade 6@100 uncross #1 #3
  book                     | offer 2@100 #3
  buy 1@105                | 7.0 accepted #4
                           | 7.1 trade 1@100 maker #3 left 1
  `,
);

scenario(
  'market orders first, then price, at one price those at open before others, then time',
  `
  phase opening            | 1.0 accepted
                           | 1.1 phase opening was continuous
  buy 1@100                | 2.0 accepted #1
  buy 1@100                | 3.0 accepted #2
  buy 1@100 at-open        | 4.0 accepted #3
  buy 1@101                | 5.0 accepted #4
  buy 1 market             | 6.0 accepted #5
  buy 1 market at-open     | 7.0 accepted #6
  book                     | bid 1@101 #4
                           | bid 1@100 #1
                           | bid 1@100 #2
                           | bid 1@100 #3 first
                           | bid 1@0 #5 market
                           | bid 1@0 #6 market
  sell 5@100               | 8.0 accepted #7
                           | 8.1 indicative 5@100 buy 1
  phase continuous         | 9.0 accepted
                           | 9.1 phase continuous was opening
                           | 9.2 trade 1@100 uncross #5 #7
                           | 9.3 trade 1@100 uncross #6 #7
                           | 9.4 trade 1@100 uncross #4 #7
                           | 9.5 trade 1@100 uncross #3 #7
                           | 9.6 trade 1@100 uncross #1 #7
  book                     | bid 1@100 #2
  `,
);

scenario(
  'what is left of market, at-open and good-for-auction orders ends, the rest stays',
  `
  phase opening            | 1.0 accepted
                           | 1.1 phase opening was continuous
  buy 5 market             | 2.0 accepted #1
  buy 5@101 at-open        | 3.0 accepted #2
  buy 5@100 gfa            | 4.0 accepted #3
  buy 5@100 day            | 5.0 accepted #4
  buy 5@100 gtc            | 6.0 accepted #5
  sell 2@100               | 7.0 accepted #6
                           | 7.1 indicative 2@101 buy 8
  phase continuous         | 8.0 accepted
                           | 8.1 phase continuous was opening
                           | 8.2 trade 2@101 uncross #1 #6
                           | 8.3 end #3 expired 5 of 5 AuctionOver
                           | 8.4 end #2 expired 5 of 5 AuctionOver
                           | 8.5 end #1 cancelled 3 of 5 AuctionOver
  book                     | bid 5@100 #4
                           | bid 5@100 #5
  `,
);

scenario(
  'at-close orders wait all day, unseen, for the closing auction',
  `
  buy 5@100 at-close       | 1.0 accepted #1
  sell 5@100               | 2.0 accepted #2
  book                     | bid 5@100 #1 waits
                           | offer 5@100 #2
  phase volatility         | 3.0 accepted
                           | 3.1 phase volatility was continuous
  phase continuous         | 4.0 accepted
                           | 4.1 phase continuous was volatility
  phase closing            | 5.0 accepted
                           | 5.1 phase closing was continuous
                           | 5.2 indicative 5@100
  sell 3 market at-close   | 6.0 accepted #3
                           | 6.1 indicative 5@100 sell 3
  phase closed             | 7.0 accepted
                           | 7.1 phase closed was closing
                           | 7.2 trade 3@100 uncross #1 #3
                           | 7.3 trade 2@100 uncross #1 #2
  book                     | offer 3@100 #2
  `,
);

scenario(
  'at-close orders that found nobody end with their auction',
  `
  buy 5@100 at-close       | 1.0 accepted #1
  phase closing            | 2.0 accepted
                           | 2.1 phase closing was continuous
  buy 5@101 gtc            | 3.0 accepted #2
  phase closed             | 4.0 accepted
                           | 4.1 phase closed was closing
                           | 4.2 end #1 expired 5 of 5 AuctionOver
  book                     | bid 5@101 #2
  `,
);

scenario(
  'good for auction: the next one, whichever it is',
  `
  buy 5@100 gfa            | 1.0 accepted #1
  sell 5@100               | 2.0 accepted #2
  phase volatility         | 3.0 accepted
                           | 3.1 phase volatility was continuous
                           | 3.2 indicative 5@100
  book                     | bid 5@100 #1
                           | offer 5@100 #2
  buy 1 market gfa         | 4.0 accepted #3
                           | 4.1 indicative 5@100 buy 1
  phase continuous         | 5.0 accepted
                           | 5.1 phase continuous was volatility
                           | 5.2 trade 1@100 uncross #3 #2
                           | 5.3 trade 4@100 uncross #1 #2
                           | 5.4 end #1 expired 1 of 5 AuctionOver
  book                     | empty
  `,
);

scenario(
  'who waited stands behind who was there at its price',
  `
  buy 1@100 gfa            | 1.0 accepted #1
  buy 1@100                | 2.0 accepted #2
  phase closing            | 3.0 accepted
                           | 3.1 phase closing was continuous
  sell 1@100               | 4.0 accepted #3
                           | 4.1 indicative 1@100 buy 1
  phase closed             | 5.0 accepted
                           | 5.1 phase closed was closing
                           | 5.2 trade 1@100 uncross #2 #3
                           | 5.3 end #1 expired 1 of 1 AuctionOver
  `,
);

scenario(
  'at-open orders have missed their auction when it has been held or left out',
  `
  buy 5@100 at-open        | 1.0 refused AuctionNotAhead
  phase pre-open           | 2.0 accepted
                           | 2.1 phase pre-open was continuous
  buy 5@100 at-open        | 3.0 accepted #1
  buy 5@100 at-close       | 4.0 accepted #2
  phase closing            | 5.0 accepted
                           | 5.1 phase closing was pre-open
                           | 5.2 end #1 expired 5 of 5 AuctionOver
  buy 5@100 at-open        | 6.0 refused AuctionNotAhead
  book                     | bid 5@100 #2 first
  `,
);

scenario(
  'an auction that is halted goes on when trading is resumed',
  `
  phase opening due:1      | 1.0 accepted
                           | 1.1 phase opening was continuous
  buy 5 market             | 2.0 accepted #1
  sell 5@100               | 3.0 accepted #2
                           | 3.1 indicative 5@100
  phase halt               | 4.0 accepted
                           | 4.1 phase halt was opening
  cancel #2                | 5.0 accepted #2
                           | 5.1 end #2 cancelled 5 of 5 CancelledByUser
  phase resume             | 6.0 accepted
                           | 6.1 phase opening was halt
  sell 3@100               | 7.0 accepted #3
                           | 7.1 indicative 3@100 buy 2
  phase continuous due:2   | 8.0 accepted
                           | 8.1 phase continuous was opening
                           | 8.2 trade 3@100 uncross #1 #3
                           | 8.3 end #1 cancelled 2 of 5 AuctionOver
  `,
);

scenario(
  'closed in the middle of an auction: no uncross, and no market order stays',
  `
  phase opening            | 1.0 accepted
                           | 1.1 phase opening was continuous
  buy 5 market             | 2.0 accepted #1
  buy 5@101                | 3.0 accepted #2
  sell 5@100               | 4.0 accepted #3
                           | 4.1 indicative 5@101 buy 5
  phase closed             | 5.0 accepted
                           | 5.1 phase closed was opening
                           | 5.2 end #1 cancelled 5 of 5 AuctionOver
  book                     | bid 5@101 #2
                           | offer 5@100 #3
  phase continuous         | 6.0 accepted
                           | 6.1 phase continuous was closed
                           | 6.2 trade 5@100 uncross #2 #3
  `,
);

scenario(
  'nobody is kept from trading with himself in an uncross',
  `
  phase opening            | 1.0 accepted
                           | 1.1 phase opening was continuous
  buy 5@100 acct:1         | 2.0 accepted #1
  sell 5@100 acct:1        | 3.0 accepted #2
                           | 3.1 indicative 5@100
  phase continuous         | 4.0 accepted
                           | 4.1 phase continuous was opening
                           | 4.2 trade 5@100 uncross #1 #2
  `,
);

scenario(
  'an uncross of more trades than fit into one step',
  `
  phase opening            | 1.0 accepted
                           | 1.1 phase opening was continuous
  buy 1@100                | 2.0 accepted #1
  buy 1@100                | 3.0 accepted #2
  buy 1@100                | 4.0 accepted #3
  buy 1@100                | 5.0 accepted #4
  buy 1@100                | 6.0 accepted #5
  buy 1@100                | 7.0 accepted #6
  buy 1@100                | 8.0 accepted #7
  buy 1 market             | 9.0 accepted #8
  buy 1 market             | 10.0 accepted #9
  sell 8@100               | 11.0 accepted #10
                           | 11.1 indicative 8@100 buy 1
  phase continuous         | 12.0 accepted
                           | 12.1 phase continuous was opening
                           | 12.2 trade 1@100 uncross #8 #10
                           | 12.3 trade 1@100 uncross #9 #10
                           | 12.4 trade 1@100 uncross #1 #10
                           | 12.5 trade 1@100 uncross #2 #10
                           | 12.6 trade 1@100 uncross #3 #10
                           | 12.7 trade 1@100 uncross #4 #10
                           | 12.8 trade 1@100 uncross #5 #10
                           | 12.9 trade 1@100 uncross #6 #10
  book                     | bid 1@100 #7
  `,
);

scenario(
  'a market order that rests can be made smaller and nothing else',
  `
  phase opening            | 1.0 accepted
                           | 1.1 phase opening was continuous
  buy 5 market             | 2.0 accepted #1
  replace #1 4@90          | 3.0 accepted #1
  book                     | bid 4@0 #1 market
  cancel #1                | 4.0 accepted #1
                           | 4.1 end #1 cancelled 4 of 4 CancelledByUser
  `,
);
