/** Self-trade prevention: the incoming order's mode decides, within one account or the firm. */
import { scenario } from '../test-scenario.js';

scenario(
  'self-trade: cancel newest',
  `
  sell 5@100                  | 1.0 accepted #1
  sell 5@100 acct:2           | 2.0 accepted #2
  buy 3@100 stp:newest        | 3.0 accepted #3
                              | 3.1 end #3 cancelled 3 of 3 SelfTradePrevented
  buy 7@101 stp:newest acct:2 | 4.0 accepted #4
                              | 4.1 trade 5@100 maker #1 filled
                              | 4.2 end #4 cancelled 2 of 7 SelfTradePrevented
  book                        | offer 5@100 #2
  `,
);

scenario(
  'self-trade: cancel oldest',
  `
  sell 5@100           | 1.0 accepted #1
  sell 5@100 acct:2    | 2.0 accepted #2
  buy 7@100 stp:oldest | 3.0 accepted #3
                       | 3.1 end #1 cancelled 5 of 5 SelfTradePrevented
                       | 3.2 trade 5@100 maker #2 filled
  book                 | bid 2@100 #3
  `,
);

scenario(
  'self-trade: both',
  `
  sell 5@100 acct:2  | 1.0 accepted #1
  sell 5@100         | 2.0 accepted #2
  sell 5@100 acct:2  | 3.0 accepted #3
  buy 7@100 stp:both | 4.0 accepted #4
                     | 4.1 trade 5@100 maker #1 filled
                     | 4.2 end #2 cancelled 5 of 5 SelfTradePrevented
                     | 4.3 end #4 cancelled 2 of 7 SelfTradePrevented
  book               | offer 5@100 #3
  `,
);

scenario(
  'self-trade: decrement',
  `
  sell 5@100               | 1.0 accepted #1
  sell 2@101               | 2.0 accepted #2
  buy 3@100 stp:decrement  | 3.0 accepted #3
                           | 3.1 restate #1 2 of 2 @100 SelfTradePrevented
                           | 3.2 end #3 cancelled 3 of 3 SelfTradePrevented
  book                     | offer 2@100 #1
                           | offer 2@101 #2
  buy 9@101 stp:decrement  | 4.0 accepted #4
                           | 4.1 restate #4 7 of 7 @101 SelfTradePrevented
                           | 4.2 end #1 cancelled 2 of 2 SelfTradePrevented
                           | 4.3 restate #4 5 of 5 @101 SelfTradePrevented
                           | 4.4 end #2 cancelled 2 of 2 SelfTradePrevented
  book                     | bid 5@101 #4
  sell 7@101 stp:decrement | 5.0 accepted #5
                           | 5.1 restate #5 2 of 2 @101 SelfTradePrevented
                           | 5.2 end #4 cancelled 5 of 5 SelfTradePrevented
  `,
);

scenario(
  'within the firm, and modes that there are not',
  `
  sell 5@100 acct:2         | 1.0 accepted #1
  buy 1@100 stp:oldest      | 2.0 accepted #2
                            | 2.1 trade 1@100 maker #1 left 4
  buy 2@100 stp:oldest firm | 3.0 accepted #3
                            | 3.1 end #1 cancelled 4 of 5 SelfTradePrevented
  buy 1@90 stp:wrong        | 4.0 refused InvalidSelfTradePrevention
  buy 1@90 firm             | 5.0 refused InvalidSelfTradePrevention
  `,
);

scenario(
  'fill or kill and minimum quantity count only what self-trade prevention lets them have',
  `
  sell 5@100                     | 1.0 accepted #1
  sell 5@100 acct:2              | 2.0 accepted #2
  buy 6@100 fok stp:oldest       | 3.0 refused FillOrKillNotFillable
  buy 5@100 fok stp:newest       | 4.0 refused FillOrKillNotFillable
  buy 5@100 fok stp:oldest       | 5.0 accepted #3
                                 | 5.1 end #1 cancelled 5 of 5 SelfTradePrevented
                                 | 5.2 trade 5@100 maker #2 filled
  sell 5@100                     | 6.0 accepted #4
  buy 5@100 min:5 ioc stp:oldest | 7.0 accepted #5
                                 | 7.2 end #5 cancelled 5 of 5 MinimumQuantityNotAvailable
  `,
);

scenario(
  "the incoming order's mode decides, not the resting one's",
  `
  sell 5@100 stp:newest | 1.0 accepted #1
  buy 5@100             | 2.0 accepted #2
                        | 2.1 trade 5@100 maker #1 filled
  `,
);

scenario(
  'what is hidden behind an own order is not to be had by who ends there',
  `
  sell 5@100 show:1 acct:2      | 1.0 accepted #1
  sell 1@100                    | 2.0 accepted #2
  buy 3@100 fok stp:newest      | 3.0 refused FillOrKillNotFillable
  buy 3@100 min:2 ioc stp:both  | 4.0 accepted #3
                                | 4.2 end #3 cancelled 3 of 3 MinimumQuantityNotAvailable
  buy 3@100 fok stp:oldest      | 5.0 accepted #4
                                | 5.1 trade 1@100 maker #1 left 4
                                | 5.2 restate #1 4 of 5 @100 Refreshed behind
                                | 5.3 end #2 cancelled 1 of 1 SelfTradePrevented
                                | 5.4 trade 1@100 maker #1 left 3
                                | 5.5 restate #1 3 of 5 @100 Refreshed behind
                                | 5.6 trade 1@100 maker #1 left 2
                                | 5.7 restate #1 2 of 5 @100 Refreshed behind
  `,
);

scenario(
  'decrement: the minimum is there when enough is left of the order to take it',
  `
  sell 2@100                        | 1.0 accepted #1
  sell 5@100 acct:2                 | 2.0 accepted #2
  buy 5@100 min:4 ioc stp:decrement | 3.0 accepted #3
                                    | 3.2 end #3 cancelled 5 of 5 MinimumQuantityNotAvailable
  buy 5@100 min:3 ioc stp:decrement | 4.0 accepted #4
                                    | 4.2 restate #4 3 of 3 @100 SelfTradePrevented
                                    | 4.3 end #1 cancelled 2 of 2 SelfTradePrevented
                                    | 4.4 trade 3@100 maker #2 left 2
  `,
);
