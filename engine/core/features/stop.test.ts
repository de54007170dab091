/**
 * Stops: elected by their reference, nearest trigger first, then entry order, after the command has matched completely;
 * each with fresh priority, in the same event group.
 */
import { scenario } from '../test-scenario.js';

scenario(
  'a buy stop is elected at or above its trigger and becomes a market order',
  `
  sell 1@105     | 1.0 accepted #1
  sell 5@106     | 2.0 accepted #2
  buy 3 stop:105 | 3.0 accepted #3
  book           | offer 1@105 #1
                 | offer 5@106 #2
  buy 1@105      | 4.0 accepted #4
                 | 4.1 trade 1@105 maker #1 filled
                 | 4.2 trigger #3 market
                 | 4.3 trade 3@106 maker #2 left 2
  book           | offer 2@106 #2
  `,
);

scenario(
  'a sell stop-limit is elected at or below its trigger and rests where its limit is',
  `
  buy 1@95          | 1.0 accepted #1
  buy 2@93          | 2.0 accepted #2
  sell 5@94 stop:95 | 3.0 accepted #3
  sell 1@95         | 4.0 accepted #4
                    | 4.1 trade 1@95 maker #1 filled
                    | 4.2 trigger #3 limit @94
  book              | bid 2@93 #2
                    | offer 5@94 #3
  `,
);

scenario(
  'a trigger that is reached already is refused; without a last trade nothing is reached',
  `
  buy 1 stop:100  | 1.0 accepted #1
  buy 1@100       | 2.0 accepted #2
  sell 1@100      | 3.0 accepted #3
                  | 3.1 trade 1@100 maker #2 filled
                  | 3.2 trigger #1 market
                  | 3.3 end #1 cancelled 1 of 1 NoLiquidity
  buy 1 stop:100  | 4.0 refused TriggerAlreadyReached
  buy 1 stop:99   | 5.0 refused TriggerAlreadyReached
  sell 1 stop:100 | 6.0 refused TriggerAlreadyReached
  buy 1 stop:101  | 7.0 accepted #4
  `,
);

scenario(
  'the nearest trigger first, then who came first, after the command has matched completely',
  `
  sell 1@101      | 1.0 accepted #1
  sell 1@102      | 2.0 accepted #2
  sell 1@103      | 3.0 accepted #3
  sell 9@110      | 4.0 accepted #4
  buy 1 stop:103  | 5.0 accepted #5
  buy 1 stop:102  | 6.0 accepted #6
  buy 1 stop:102  | 7.0 accepted #7
  sell 1 stop:100 | 8.0 accepted #8
  buy 3@103       | 9.0 accepted #9
                  | 9.1 trade 1@101 maker #1 filled
                  | 9.2 trade 1@102 maker #2 filled
                  | 9.3 trade 1@103 maker #3 filled
                  | 9.4 trigger #6 market
                  | 9.5 trade 1@110 maker #4 left 8
                  | 9.6 trigger #7 market
                  | 9.7 trade 1@110 maker #4 left 7
                  | 9.8 trigger #5 market
                  | 9.9 trade 1@110 maker #4 left 6
  book            | offer 6@110 #4
  `,
);

scenario(
  'each elected stop is matched before the next one is looked at: a cascade in one group',
  `
  sell 1@100     | 1.0 accepted #1
  sell 1@101     | 2.0 accepted #2
  sell 1@102     | 3.0 accepted #3
  sell 1@103     | 4.0 accepted #4
  buy 1 stop:100 | 5.0 accepted #5
  buy 1 stop:101 | 6.0 accepted #6
  buy 1 stop:102 | 7.0 accepted #7
  buy 1@100      | 8.0 accepted #8
                 | 8.1 trade 1@100 maker #1 filled
                 | 8.2 trigger #5 market
                 | 8.3 trade 1@101 maker #2 filled
                 | 8.4 trigger #6 market
                 | 8.5 trade 1@102 maker #3 filled
                 | 8.6 trigger #7 market
                 | 8.7 trade 1@103 maker #4 filled
  `,
);

scenario(
  'on both sides, as near as each other: who came first',
  `
  buy 5@90        | 1.0 accepted #1
  sell 5@110      | 2.0 accepted #2
  sell 1 stop:101 | 3.0 accepted #3
  buy 1 stop:99   | 4.0 accepted #4
  buy 1@100       | 5.0 accepted #5
  sell 1@100      | 6.0 accepted #6
                  | 6.1 trade 1@100 maker #5 filled
                  | 6.2 trigger #3 market
                  | 6.3 trade 1@90 maker #1 left 4
  `,
);

scenario(
  "by the best bid, the best offer, or a venue's last trade",
  `
  sell 9@120                 | 1.0 accepted #1
  buy 1 stop:100 src:bid     | 2.0 accepted #2
  buy 1 stop:110 src:offer   | 3.0 refused TriggerAlreadyReached
  sell 1 stop:90 src:venue2  | 4.0 accepted #3
  buy 2@100                  | 5.0 accepted #4
                             | 5.1 trigger #2 market
                             | 5.2 trade 1@120 maker #1 left 8
  cancel #5                  | 6.0 refused UnknownOrder
  sell 1@115                 | 7.0 accepted #5
  buy 1@80                   | 8.0 accepted #6
  venue-price ins:1 of:1 80  | 9.0 accepted
  venue-price ins:1 of:2 90  | 10.0 accepted
                             | 10.1 trigger #3 market
                             | 10.2 trade 1@100 maker #4 left 1
  venue-price ins:5 of:2 90  | 11.0 refused UnknownInstrument
  venue-price ins:1 of:16 90 | 12.0 refused FieldOutOfRange
  `,
);

scenario(
  'cancelled and replaced while it waits',
  `
  sell 9@110         | 1.0 accepted #1
  buy 5 stop:105     | 2.0 accepted #2
  buy 5@106 stop:105 | 3.0 accepted #3
  replace #2 9@0     | 4.0 accepted #2
  replace #2 3@7     | 5.0 accepted #2
  replace #3 4@107   | 6.0 accepted #3
  cancel #2          | 7.0 accepted #2
                     | 7.1 end #2 cancelled 3 of 3 CancelledByUser
  sell 1@105         | 8.0 accepted #4
  buy 1@105          | 9.0 accepted #5
                     | 9.1 trade 1@105 maker #4 filled
                     | 9.2 trigger #3 limit @107
  book               | bid 4@107 #3
                     | offer 9@110 #1
  mass-cancel acct:1 | 10.0 accepted
                     | 10.1 end #1 cancelled 9 of 9 MassCancelled
                     | 10.2 end #3 cancelled 4 of 4 MassCancelled
                     | 10.3 report 2 MassCancelled
  `,
);

scenario(
  'what a stop needs',
  `
  buy 1 stop:105 fok         | 1.0 refused InvalidCombination
  buy 1@105 stop:104 post    | 2.0 refused InvalidCombination
  buy 1 stop:105 src:none    | 3.0 refused InvalidTrigger
  buy 1 stop:105 src:venue16 | 4.0 refused InvalidTrigger
  buy 1@100 src:last         | 5.0 refused InvalidTrigger
  buy 1 trail:-1             | 6.0 refused InvalidTrigger
  buy 1@9999 stop:105        | 7.0 refused PriceOutOfRange
  buy 1 stop:9999            | 8.0 refused PriceOutOfRange
  `,
);

scenario(
  'with points of protection it takes at most that much beyond the best price when it is elected',
  `
  sell 1@101               | 1.0 accepted #1
  sell 1@103               | 2.0 accepted #2
  sell 5@110               | 3.0 accepted #3
  sell 5@111               | 4.0 accepted #4
  buy 9 stop:103 protect:8 | 5.0 accepted #5
  buy 2@103                | 6.0 accepted #6
                           | 6.1 trade 1@101 maker #1 filled
                           | 6.2 trade 1@103 maker #2 filled
                           | 6.3 trigger #5 market
                           | 6.4 trade 5@110 maker #3 filled
                           | 6.5 trade 4@111 maker #4 left 1
  book                     | offer 1@111 #4
  `,
);
