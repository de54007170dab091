/** The position limit, in lots, long and short, with all working orders of the side executed. */
import { SMALL } from '../test-kit.js';
import { scenario } from '../test-scenario.js';

scenario(
  'working orders count, and what leaves the book makes room',
  `
  limit position 10 ins:1       | 1.0 accepted
  buy 6@90                      | 2.0 accepted #1
  buy 5@89                      | 3.0 refused PositionLimitExceeded
  buy 4@89                      | 4.0 accepted #2
  sell 10@110                   | 5.0 accepted #3
  sell 1@110                    | 6.0 refused PositionLimitExceeded
  cancel #1                     | 7.0 accepted #1
                                | 7.1 end #1 cancelled 6 of 6 CancelledByUser
  buy 7@80                      | 8.0 refused PositionLimitExceeded
  buy 6@80                      | 9.0 accepted #4
  position acct:1               | net 0 cost 0 realized 0 fees 0 open 10/10
  `,
);

scenario(
  'executions move from working to held, and turning round has twice the room',
  `
  limit position 10 ins:1       | 1.0 accepted
  buy 10@100                    | 2.0 accepted #1
  sell 7@100 acct:2             | 3.0 accepted #2
                                | 3.1 trade 7@100 maker #1 left 3
  position acct:1               | net 7 cost 700 realized 0 fees 0 open 3/0
  position acct:2               | net -7 cost -700 realized 0 fees 0 open 0/0
  buy 1@90                      | 4.0 refused PositionLimitExceeded
  sell 18@110                   | 5.0 refused PositionLimitExceeded
  sell 17@110                   | 6.0 accepted #3
  sell 4@110 acct:2             | 7.0 refused PositionLimitExceeded
  sell 3@110 acct:2             | 8.0 accepted #4
  `,
);

scenario(
  'a replace is held by what it adds; who only steps back never is',
  `
  buy 8@90                      | 1.0 accepted #1
  limit position 5 ins:1        | 2.0 accepted
  replace #1 9@90               | 3.0 refused PositionLimitExceeded
  replace #1 8@91               | 4.0 accepted #1
  replace #1 6@91               | 5.0 accepted #1
  position acct:1               | net 0 cost 0 realized 0 fees 0 open 6/0
  limit position 9 ins:1        | 6.0 accepted
  replace #1 9@91               | 7.0 accepted #1
  replace #1 10@91              | 8.0 refused PositionLimitExceeded
  `,
);

scenario(
  "an account's own limit goes before the instrument's, until it is given back",
  `
  limit position 5 ins:1        | 1.0 accepted
  limit position 8 acct:1 ins:1 | 2.0 accepted
  buy 8@90                      | 3.0 accepted #1
  buy 6@90 acct:2               | 4.0 refused PositionLimitExceeded
  limit position 9 ins:1        | 5.0 accepted
  buy 1@90                      | 6.0 refused PositionLimitExceeded
  limit position 0 acct:1 ins:1 | 7.0 accepted
  buy 1@90                      | 8.0 accepted #2
  limit position 20 ins:1       | 9.0 accepted
  buy 11@90                     | 10.0 accepted #3
  buy 1@90                      | 11.0 refused PositionLimitExceeded
  `,
);

scenario(
  'without a limit a position stays below 2^53 lots, so that its sums are exact',
  `
  define ins:3 lots:9007199254740991 notional:9007199254740991 | 1.0 accepted
  buy 9007199254740990@1 ins:3  | 2.0 accepted #1
  buy 2@1 ins:3                 | 3.0 refused PositionLimitExceeded
  buy 1@1 ins:3                 | 4.0 accepted #2
  buy 1@1 ins:3                 | 5.0 refused PositionLimitExceeded
  `,
);

scenario(
  'the pool of positions: who has one goes on, nobody new comes in',
  `
  buy 1@90                      | 1.0 accepted #1
  buy 1@90 ins:2                | 2.0 accepted #2
  buy 1@90 acct:2               | 3.0 refused TooManyPositions
  limit position 5 acct:2 ins:1 | 4.0 refused TooManyPositions
  limit position 5 acct:1 ins:2 | 5.0 accepted
  buy 1@90                      | 6.0 accepted #3
  `,
  { limits: { ...SMALL, positions: 3 } },
);
