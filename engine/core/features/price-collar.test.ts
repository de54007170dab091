/** The price collar: how far beyond the last trade, or the reference while there is none, a limit price may be. */
import { scenario } from '../test-scenario.js';

scenario(
  'in ticks: buys above, sells below',
  `
  limit collar-ticks 5 ins:1    | 1.0 accepted
  buy 1@106                     | 2.0 refused PriceCollarExceeded
  buy 1@105                     | 3.0 accepted #1
  buy 1@1                       | 4.0 accepted #2
  sell 1@94 post                | 5.0 refused PriceCollarExceeded
  sell 1@1000                   | 6.0 accepted #3
  buy 1@106 ins:2               | 7.0 accepted #4
  `,
);

scenario(
  'the last trade goes before the reference',
  `
  limit collar-ticks 5 ins:1    | 1.0 accepted
  buy 1@105                     | 2.0 accepted #1
  sell 1@105                    | 3.0 accepted #2
                                | 3.1 trade 1@105 maker #1 filled
  buy 1@110                     | 4.0 accepted #3
  buy 1@111                     | 5.0 refused PriceCollarExceeded
  replace #3 1@111              | 6.0 refused PriceCollarExceeded
  replace #3 1@109              | 7.0 accepted #3
  `,
);

scenario(
  'in hundredths of a percent, rounded down; where there are both, the nearer one',
  `
  define ins:1 ref:50           | 1.0 accepted
  limit collar-bps 999 ins:1    | 2.0 accepted
  buy 1@55                      | 3.0 refused PriceCollarExceeded
  buy 1@54                      | 4.0 accepted #1
  sell 1@46                     | 5.0 accepted #2
                                | 5.1 trade 1@54 maker #1 filled
  limit collar-ticks 2 ins:1    | 6.0 accepted
  buy 1@57                      | 7.0 refused PriceCollarExceeded
  buy 1@56                      | 8.0 accepted #3
  limit collar-bps 0 ins:1      | 9.0 accepted
  limit collar-ticks 0 ins:1    | 10.0 accepted
  buy 1@1000                    | 11.0 accepted #4
  `,
);

scenario(
  'with nobody opposite a market order has no price to hold, and without a reference nothing can be held',
  `
  limit collar-ticks 1 ins:1    | 1.0 accepted
  buy 1 market                  | 2.0 accepted #1
                                | 2.1 end #1 cancelled 1 of 1 NoLiquidity
  define ins:1 ref:0            | 3.0 accepted
  buy 1@1                       | 4.0 refused NoReferencePrice
  `,
);

scenario(
  'an order without a price is held at the first one that it would get',
  `
  limit collar-ticks 5 ins:1    | 1.0 accepted
  sell 1@105 acct:2             | 2.0 accepted #1
  sell 1@106 acct:2             | 3.0 accepted #2
  buy 1@106                     | 4.0 refused PriceCollarExceeded
  buy 1 market                  | 5.0 accepted #3
                                | 5.1 trade 1@105 maker #1 filled
  limit collar-ticks 1 ins:1    | 6.0 accepted
  sell 1@108 acct:2             | 7.0 accepted #4
  buy 1 market                  | 8.0 accepted #5
                                | 8.1 trade 1@106 maker #2 filled
  buy 1 market                  | 9.0 refused PriceCollarExceeded
  buy 1 mtl                     | 10.0 refused PriceCollarExceeded
  buy 1 market reduce           | 11.0 refused PriceCollarExceeded
  phase opening                 | 12.0 accepted
                                | 12.1 phase opening was continuous
  buy 1 market                  | 13.0 accepted #6
                                | 13.1 indicative 1@108
  `,
);
