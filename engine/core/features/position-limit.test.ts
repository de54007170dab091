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

scenario(
  "a bracket's child on its parent's side counts before it is armed; one on the other side does not",
  `
  limit position 10 ins:1       | 1.0 accepted
  buy 4@100 id:7                | 2.0 accepted #1
  buy 3@90 child:7              | 3.0 accepted #2
                                | 3.2 restate #2 0 of 0 @90 AwaitsParent waits
  sell 10@110 child:7           | 4.0 accepted #3
                                | 4.2 restate #3 0 of 0 @110 AwaitsParent waits
  position acct:1               | net 0 cost 0 realized 0 fees 0 open 7/0
  buy 4@95                      | 5.0 refused PositionLimitExceeded
  buy 3@95                      | 6.0 accepted #4
  sell 1@100 acct:2             | 7.0 accepted #5
                                | 7.1 trade 1@100 maker #1 left 3
                                | 7.2 restate #2 1 of 1 @90 ChildArmed behind
                                | 7.3 restate #3 1 of 1 @110 ChildArmed behind
  position acct:1               | net 1 cost 100 realized 0 fees 0 open 9/1
  cancel #1                     | 8.0 accepted #1
                                | 8.1 end #1 cancelled 3 of 4 CancelledByUser
  position acct:1               | net 1 cost 100 realized 0 fees 0 open 4/1
  cancel #2                     | 9.0 accepted #2
                                | 9.1 end #2 cancelled 1 of 1 CancelledByUser
  position acct:1               | net 1 cost 100 realized 0 fees 0 open 3/1
  `,
);

scenario(
  'so do children that end before they are armed, and with their parent',
  `
  buy 4@100 id:7                | 1.0 accepted #1
  buy 3@90 child:7              | 2.0 accepted #2
                                | 2.2 restate #2 0 of 0 @90 AwaitsParent waits
  buy 2@80 child:7              | 3.0 accepted #3
                                | 3.2 restate #3 0 of 0 @80 AwaitsParent waits
  position acct:1               | net 0 cost 0 realized 0 fees 0 open 9/0
  cancel #2                     | 4.0 accepted #2
                                | 4.1 end #2 cancelled 0 of 0 CancelledByUser
  position acct:1               | net 0 cost 0 realized 0 fees 0 open 6/0
  cancel #1                     | 5.0 accepted #1
                                | 5.1 end #1 cancelled 4 of 4 CancelledByUser
                                | 5.2 end #3 cancelled 0 of 0 ParentEnded
  position acct:1               | net 0 cost 0 realized 0 fees 0 open 0/0
  `,
);

scenario(
  'what works on a side can be counted exactly, whatever the position on the other side leaves room for',
  `
  street acct:3                 | 1.0 accepted
  define ins:1 lots:9007199254740991 notional:9007199254740991 | 2.0 accepted
  venue sell 9007199254740991@1 acct:1 street:3 | 3.0 accepted
  buy 9007199254740991@1        | 4.0 accepted #1
  buy 3@1                       | 5.0 refused PositionLimitExceeded
  replace #1 9007199254740990@1 | 6.0 accepted #1
  buy 1@1                       | 7.0 accepted #2
  position acct:1               | net -9007199254740991 cost -9007199254740991 realized 0 fees 0 open 9007199254740991/0
  `,
);
