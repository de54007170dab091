/** Price bands: the static one holds limit prices, the dynamic one executions, which reject or interrupt. */
import { scenario } from '../test-scenario.js';

scenario(
  'static: a limit price outside is refused, around the reference until there was an uncross',
  `
  bands static:1000        | 1.0 accepted
  buy 1@89                 | 2.0 refused PriceOutsideStaticBand
  buy 1@90                 | 3.0 accepted #1
  sell 1@110               | 4.0 accepted #2
  sell 1@111               | 5.0 refused PriceOutsideStaticBand
  replace #2 1@111         | 6.0 refused PriceOutsideStaticBand
  replace #2 1@109         | 7.0 accepted #2
  buy 1@109                | 8.0 accepted #3
                           | 8.1 trade 1@109 maker #2 filled
  sell 1@111               | 9.0 refused PriceOutsideStaticBand
  phase opening            | 10.0 accepted
                           | 10.1 phase opening was continuous
  sell 1@108               | 11.0 accepted #4
  buy 1@108                | 12.0 accepted #5
                           | 12.1 indicative 1@108
  buy 1@111                | 13.0 refused PriceOutsideStaticBand
  phase continuous         | 14.0 accepted
                           | 14.1 phase continuous was opening
                           | 14.2 trade 1@108 uncross #5 #4
  sell 1@118               | 15.0 accepted #6
  sell 1@119               | 16.0 refused PriceOutsideStaticBand
  buy 1@97                 | 17.0 refused PriceOutsideStaticBand
  buy 1 market             | 18.0 accepted #7
                           | 18.1 trade 1@118 maker #6 filled
  `,
);

scenario(
  'dynamic, reject: an order trades up to the band, the rest is cancelled',
  `
  bands dynamic:500 reject | 1.0 accepted
  sell 1@103               | 2.0 accepted #1
  sell 1@105               | 3.0 accepted #2
  sell 1@106               | 4.0 accepted #3
  buy 3@110                | 5.0 accepted #4
                           | 5.1 trade 1@103 maker #1 filled
                           | 5.2 trade 1@105 maker #2 filled
                           | 5.3 end #4 cancelled 1 of 3 PriceBeyondDynamicBand
  buy 1@107                | 6.0 accepted #5
                           | 6.1 trade 1@106 maker #3 filled
  book                     | empty
  `,
);

scenario(
  'dynamic, for sellers, market orders, immediate ones',
  `
  bands dynamic:500 reject | 1.0 accepted
  buy 1@95                 | 2.0 accepted #1
  buy 5@94                 | 3.0 accepted #2
  sell 2 market            | 4.0 accepted #3
                           | 4.1 trade 1@95 maker #1 filled
                           | 4.2 end #3 cancelled 1 of 2 PriceBeyondDynamicBand
  sell 2@90 fok            | 5.0 accepted #4
                           | 5.1 trade 2@94 maker #2 left 3
  buy 1@80                 | 6.0 accepted #5
  sell 4@80 fok            | 7.0 refused FillOrKillNotFillable
  sell 4@80 ioc            | 8.0 accepted #6
                           | 8.1 trade 3@94 maker #2 filled
                           | 8.2 end #6 cancelled 1 of 4 PriceBeyondDynamicBand
  sell 1 market            | 9.0 accepted #7
                           | 9.1 end #7 cancelled 1 of 1 PriceBeyondDynamicBand
  `,
);

scenario(
  'an order within the band rests as ever, and a far one may rest',
  `
  bands dynamic:500 reject | 1.0 accepted
  sell 1@200               | 2.0 accepted #1
  buy 1@104                | 3.0 accepted #2
  buy 1@150                | 4.0 accepted #3
  book                     | bid 1@150 #3
                           | bid 1@104 #2
                           | offer 1@200 #1
  `,
);

scenario(
  'dynamic, auction: the rest waits in the volatility auction that it started, which ends by time',
  `
  time 100                 | 1.0 accepted
  bands dynamic:500 auction ms:2500 | 2.0 accepted
  sell 1@104               | 3.0 accepted #1
  sell 2@107               | 4.0 accepted #2
  buy 3@108                | 5.0 accepted #3
                           | 5.1 trade 1@104 maker #1 filled
                           | 5.2 phase volatility was continuous until 102.5
                           | 5.3 indicative 2@107
  sell 3@106 gfa           | 6.0 accepted #4
                           | 6.1 indicative 2@106 sell 1
  buy 1@106 ioc            | 7.0 refused NotInAuction
  time 102.4               | 8.0 accepted
  phase continuous due:50  | 9.0 accepted
  time 102.5               | 10.0 accepted
                           | 10.1 phase continuous was volatility
                           | 10.2 trade 2@106 uncross #3 #4
                           | 10.3 end #4 expired 1 of 3 AuctionOver
  book                     | offer 2@107 #2
  buy 1@107                | 11.0 accepted #5
                           | 11.1 trade 1@107 maker #2 left 1
  `,
);

scenario(
  'a market order waits as one, and good-for-auction orders join',
  `
  bands dynamic:500 auction | 1.0 accepted
  buy 4@109 gfa            | 2.0 accepted #1
  sell 2@106               | 3.0 accepted #2
  buy 1 market             | 4.0 accepted #3
                           | 4.1 phase volatility was continuous
                           | 4.2 indicative 2@109 buy 3
  book                     | bid 4@109 #1
                           | bid 1@0 #3 market
                           | offer 2@106 #2
  time 100000              | 5.0 accepted
  phase resume             | 6.0 accepted
                           | 6.1 phase continuous was volatility
                           | 6.2 trade 1@109 uncross #3 #2
                           | 6.3 trade 1@109 uncross #1 #2
                           | 6.4 end #1 expired 3 of 4 AuctionOver
  `,
);

scenario(
  'who does not wait starts no auction',
  `
  bands dynamic:500 auction ms:1000 | 1.0 accepted
  sell 2@106               | 2.0 accepted #1
  buy 1@110 ioc            | 3.0 accepted #2
                           | 3.1 end #2 cancelled 1 of 1 PriceBeyondDynamicBand
  buy 1@110 fok            | 4.0 refused FillOrKillNotFillable
  `,
);

scenario(
  'a closing auction takes a volatility auction over',
  `
  time 100                 | 1.0 accepted
  bands dynamic:500 auction ms:60000 | 2.0 accepted
  sell 2@106               | 3.0 accepted #1
  buy 1@106                | 4.0 accepted #2
                           | 4.1 phase volatility was continuous until 160
                           | 4.2 indicative 1@106 sell 1
  phase closing due:150    | 5.0 accepted
                           | 5.1 phase closing was volatility
                           | 5.2 indicative 1@106 sell 1
  time 170                 | 6.0 accepted
  phase closed due:180     | 7.0 accepted
                           | 7.1 phase closed was closing
                           | 7.2 trade 1@106 uncross #2 #1
  book                     | offer 1@106 #1
  `,
);

scenario(
  'several volatility auctions end with one tick of the clock, those that are due',
  `
  time 100                 | 1.0 accepted
  bands dynamic:500 auction ms:5000 ins:1 | 2.0 accepted
  bands dynamic:500 auction ms:9000 ins:2 | 3.0 accepted
  phase volatility ins:2   | 4.0 accepted
                           | 4.1 phase volatility was continuous until 109
  phase volatility ins:1   | 5.0 accepted
                           | 5.1 phase volatility was continuous until 105
  time 108                 | 6.0 accepted
                           | 6.1 phase continuous was volatility
  phase volatility ins:1   | 7.0 accepted
                           | 7.1 phase volatility was continuous until 113
  time 113                 | 8.0 accepted
                           | 8.1 phase continuous was volatility
                           | 8.2 phase continuous was volatility
  `,
);

scenario(
  'the band of an order stands when it comes in; its own trades do not move it',
  `
  bands dynamic:500 reject | 1.0 accepted
  sell 1@105               | 2.0 accepted #1
  sell 1@110               | 3.0 accepted #2
  buy 2@110                | 4.0 accepted #3
                           | 4.1 trade 1@105 maker #1 filled
                           | 4.2 end #3 cancelled 1 of 2 PriceBeyondDynamicBand
  buy 1@110                | 5.0 accepted #4
                           | 5.1 trade 1@110 maker #2 filled
  `,
);

scenario(
  'bands that make no sense, and none without a reference',
  `
  bands dynamic:500        | 1.0 refused InvalidBand
  bands static:10001       | 2.0 refused InvalidBand
  bands static:-1          | 3.0 refused InvalidBand
  bands dynamic:5 reject ms:-1 | 4.0 refused InvalidBand
  bands dynamic:5 reject ms:86400001 | 5.0 refused InvalidBand
  bands static:1 ins:5     | 6.0 refused UnknownInstrument
  define ins:1 ref:0       | 7.0 accepted
  bands static:100 dynamic:100 reject | 8.0 accepted
  sell 1@900               | 9.0 accepted #1
  buy 1@900                | 10.0 accepted #2
                           | 10.1 trade 1@900 maker #1 filled
  bands                    | 11.0 accepted
  buy 1@1                  | 12.0 accepted #3
  `,
);

scenario(
  'a minimum quantity is not there when part of it is beyond the dynamic band',
  `
  bands dynamic:500 reject | 1.0 accepted
  buy 3@95                 | 2.0 accepted #1
  buy 5@94                 | 3.0 accepted #2
  sell 8@94 min:4 ioc      | 4.0 accepted #3
                           | 4.2 end #3 cancelled 8 of 8 MinimumQuantityNotAvailable
  sell 8@94 min:4          | 5.0 accepted #4
                           | 5.2 restate #4 8 of 8 @96 MovedBehindBest behind
  sell 3@94 min:3          | 6.0 accepted #5
                           | 6.2 trade 3@95 maker #1 filled
  `,
);
