/** Tick tables: how fine a price may be depends on how high it is. */
import { scenario } from '../test-scenario.js';

scenario(
  'prices are multiples of the step of their range',
  `
  ticks row:0 from:0 step:2    | 1.0 accepted
  ticks row:1 from:100 step:5  | 2.0 accepted
  ticks row:2 from:200 step:50 | 3.0 accepted
  buy 1@99                     | 4.0 refused PriceOffTick
  buy 1@98                     | 5.0 accepted #1
  buy 1@100                    | 6.0 accepted #2
  sell 1@102                   | 7.0 refused PriceOffTick
  sell 1@195                   | 8.0 accepted #3
  sell 1@205                   | 9.0 refused PriceOffTick
  sell 1@250                   | 10.0 accepted #4
  replace #4 1@255             | 11.0 refused PriceOffTick
  replace #4 1@300             | 12.0 accepted #4
  buy 1 market                 | 13.0 accepted #5
                               | 13.1 trade 1@195 maker #3 filled
  `,
);

scenario(
  'an auction takes only prices that there are',
  `
  define ins:1 ref:103      | 1.0 accepted
  ticks row:0 from:0 step:5 | 2.0 accepted
  phase opening             | 3.0 accepted
                            | 3.1 phase opening was continuous
  buy 1@110                 | 4.0 accepted #1
  sell 1@95                 | 5.0 accepted #2
                            | 5.1 indicative 1@105
  `,
);

scenario(
  'row 0 with step 0: no table',
  `
  ticks row:0 from:0 step:5 | 1.0 accepted
  buy 1@99                  | 2.0 refused PriceOffTick
  ticks row:0 from:0 step:0 | 3.0 accepted
  buy 1@99                  | 4.0 accepted #1
  `,
);

scenario(
  'tables that make no sense',
  `
  ticks row:0 from:10 step:5  | 1.0 refused InvalidTickTable
  ticks row:0 from:0 step:-5  | 2.0 refused InvalidTickTable
  ticks row:1 from:10 step:5  | 3.0 refused InvalidTickTable
  ticks row:0 from:0 step:5   | 4.0 accepted
  ticks row:1 from:0 step:10  | 5.0 refused InvalidTickTable
  ticks row:1 from:12 step:10 | 6.0 refused InvalidTickTable
  ticks row:2 from:20 step:10 | 7.0 refused InvalidTickTable
  ticks row:1 from:20 step:10 | 8.0 accepted
  ticks row:0 from:0 step:1 ins:5 | 9.0 refused UnknownInstrument
  buy 1@25                    | 10.0 refused PriceOffTick
  `,
);

scenario(
  'below zero the table is mirrored',
  `
  define ins:1 min:-1000 max:1000 | 1.0 accepted
  ticks row:0 from:0 step:2    | 2.0 accepted
  ticks row:1 from:100 step:5  | 3.0 accepted
  buy 1@-98                    | 4.0 accepted #1
  buy 1@-99                    | 5.0 refused PriceOffTick
  buy 1@-105                   | 6.0 accepted #2
  buy 1@-104                   | 7.0 refused PriceOffTick
  `,
);

scenario(
  'where the engine sets the price it is one that there is: pegs, and who rests behind the best price',
  `
  ticks row:0 from:0 step:5   | 1.0 accepted
  buy 1@95                    | 2.0 accepted #1
  sell 1@110                  | 3.0 accepted #2
  buy 1@110 peg:mid           | 4.0 accepted #3
                              | 4.2 restate #3 1 of 1 @100 Repriced behind
  sell 1@90 peg:mid           | 5.0 accepted #4
                              | 5.2 restate #4 1 of 1 @105 Repriced behind
  buy 1@110 peg:primary off:1 | 6.0 accepted #5
                              | 6.2 restate #5 1 of 1 @90 Repriced behind
  sell 9@100 min:2            | 7.0 accepted #6
                              | 7.2 restate #6 9 of 9 @105 MovedBehindBest behind
                              | 7.3 restate #4 1 of 1 @100 Repriced behind
                              | 7.4 trade 1@100 maker #3 filled
  `,
);
