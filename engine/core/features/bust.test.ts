/** A trade taken back, or put right: position, cash and fees are what they would be; once only, and not for ever. */
import { SMALL } from '../test-kit.js';
import { scenario } from '../test-scenario.js';

const TRADED = `
  contract ins:1 maker:-1000 taker:2500 | 1.0 accepted
  buy 10@100                    | 2.0 accepted #1
  sell 6@100 acct:2             | 3.0 accepted #2
                                | 3.1 trade 6@100 maker #1 left 4
`;

scenario(
  'busted',
  `${TRADED}
  position acct:2               | net -6 cost -600 realized 0 fees 2 open 0/0
  contract ins:1 maker:50 taker:50 | 4.0 accepted
  bust 3.1                      | 5.0 accepted
                                | 5.1 busted 3.1 6@100
  position acct:1               | net 0 cost 0 realized 0 fees 0 open 4/0
  position acct:2               | net 0 cost 0 realized 0 fees 0 open 0/0
  bust 3.1                      | 6.0 refused TradeBusted
  correct 3.1 5@100             | 7.0 refused TradeBusted
  bust 3.2                      | 8.0 refused UnknownTrade
  bust 2.0                      | 9.0 refused UnknownTrade
  `,
);

scenario(
  'corrected, and corrected again, and busted as it then stands',
  `${TRADED}
  correct 3.1 4@110             | 4.0 accepted
                                | 4.1 corrected 3.1 6@100 to 4@110
  position acct:1               | net 4 cost 440 realized 0 fees 0 open 4/0
  position acct:2               | net -4 cost -440 realized 0 fees 2 open 0/0
  correct 3.1 5@1000            | 5.0 accepted
                                | 5.1 corrected 3.1 4@110 to 5@1000
  position acct:1               | net 5 cost 5000 realized 0 fees -5 open 4/0
  position acct:2               | net -5 cost -5000 realized 0 fees 13 open 0/0
  correct 3.1 0@100             | 6.0 refused QuantityOutOfRange
  correct 3.1 1@-2147483648     | 7.0 refused PriceOutOfRange
  bust 3.1                      | 8.0 accepted
                                | 8.1 busted 3.1 5@1000
  position acct:1               | net 0 cost 0 realized 0 fees 0 open 4/0
  position acct:2               | net 0 cost 0 realized 0 fees 0 open 0/0
  `,
);

scenario(
  'of a position that has been closed since: it opens the other way, and the whole profit is right',
  `
  buy 5@100                     | 1.0 accepted #1
  sell 5@100 acct:2             | 2.0 accepted #2
                                | 2.1 trade 5@100 maker #1 filled
  sell 5@130                    | 3.0 accepted #3
  buy 5@130 acct:2              | 4.0 accepted #4
                                | 4.1 trade 5@130 maker #3 filled
  bust 2.1                      | 5.0 accepted
                                | 5.1 busted 2.1 5@100
  position acct:1               | net -5 cost -500 realized 150 fees 0 open 0/0
  position acct:2               | net 5 cost 500 realized -150 fees 0 open 0/0
  `,
);

scenario(
  'trades beyond the history cannot be taken back any more',
  `
  buy 3@100                     | 1.0 accepted #1
  sell 1@100                    | 2.0 accepted #2
                                | 2.1 trade 1@100 maker #1 left 2
  sell 1@100                    | 3.0 accepted #3
                                | 3.1 trade 1@100 maker #1 left 1
  sell 1@100                    | 4.0 accepted #4
                                | 4.1 trade 1@100 maker #1 filled
  bust 2.1                      | 5.0 refused UnknownTrade
  bust 3.1                      | 6.0 accepted
                                | 6.1 busted 3.1 1@100
  bust 4.1                      | 7.0 accepted
                                | 7.1 busted 4.1 1@100
  `,
  { limits: { ...SMALL, tradeHistory: 2 } },
);

scenario(
  'the largest trade there can be is corrected: only what that adds needs room',
  `
  street acct:3                 | 1.0 accepted
  venue buy 9007199254740991@1 acct:1 street:3 | 2.0 accepted
  correct 2.0 9007199254740991@2 | 3.0 accepted
                                | 3.1 corrected 2.0 9007199254740991@1 to 9007199254740991@2
  correct 2.0 9007199254740990@2 | 4.0 accepted
                                | 4.1 corrected 2.0 9007199254740991@2 to 9007199254740990@2
  venue buy 1@2 acct:1 street:3 | 5.0 accepted
  correct 5.0 2@2               | 6.0 refused PositionLimitExceeded
  position acct:1               | net 9007199254740991 cost 18014398509481982 realized 0 fees 0 open 0/0
  `,
);
