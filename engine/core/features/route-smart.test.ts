/** Smart routing: the best prices after fees over our own book and all venues; what comes back is routed anew. */
import t from 'tap';
import { eventsOf, scenario } from '../test-scenario.js';
import { STREET } from '../test-street.js';

scenario(
  'price by price over our own book and the venues, and the rest stands here',
  `
  level of:0 offer 0 4@100 | 1.0 accepted
  level of:0 offer 1 9@102 | 2.0 accepted
  level of:1 offer 0 2@101 | 3.0 accepted
  sell 3@101 acct:2        | 4.0 accepted #1
  buy 12@101 route:smart   | 5.0 accepted #2
                           | 5.2 child #3 of #2 at venue0 4@100 ioc
                           | 5.3 child #4 of #2 at venue1 2@101 ioc
                           | 5.4 child #5 of #2 at own 3@101 ioc
                           | 5.5 trade 3@101 maker #1 filled
                           | 5.6 child #6 of #2 at own 3@101 gtc
  book                     | bid 3@101 #6
  fill #3 4@100 cum:4 of:0 | 6.0 accepted
  fill #4 2@101 cum:2 of:1 | 7.0 accepted
  sell 3@101 acct:2        | 8.0 accepted #7
                           | 8.1 trade 3@101 maker #6 filled
  position acct:1          | net 12 cost 1208 realized 0 fees 0 open 0/0
  `,
  { prepare: STREET },
);

scenario(
  'at the same price our own book is first, then the lower venue',
  `
  level of:1 offer 0 4@100  | 1.0 accepted
  level of:0 offer 0 4@100  | 2.0 accepted
  sell 3@100 acct:2         | 3.0 accepted #1
  buy 5@100 route:smart ioc | 4.0 accepted #2
                            | 4.2 child #3 of #2 at venue0 2@100 ioc
                            | 4.3 child #4 of #2 at own 3@100 ioc
                            | 4.4 trade 3@100 maker #1 filled
  `,
  { prepare: STREET },
);

scenario(
  'a fee makes a price worse',
  `
  listing of:0 taker:20000  | 1.0 accepted
  level of:0 offer 0 4@100  | 2.0 accepted
  level of:1 offer 0 4@101  | 3.0 accepted
  buy 2@105 route:smart ioc | 4.0 accepted #1
                            | 4.2 child #2 of #1 at venue1 2@101 ioc
  `,
  { prepare: STREET },
);

scenario(
  'what was sent to a venue is not there for the next order until the venue says what is',
  `
  level of:0 offer 0 4@100  | 1.0 accepted
  buy 3@100 route:smart ioc | 2.0 accepted #1
                            | 2.2 child #2 of #1 at venue0 3@100 ioc
  buy 3@100 route:smart ioc | 3.0 accepted #3
                            | 3.2 child #4 of #3 at venue0 1@100 ioc
  level of:0 offer 0 2@100  | 4.0 accepted
  buy 3@100 route:smart ioc | 5.0 accepted #5
                            | 5.2 child #6 of #5 at venue0 2@100 ioc
  `,
  { prepare: STREET },
);

scenario(
  'what comes back is routed again, not to who rejected it, and only when its venue has said so',
  `
  level of:0 offer 0 4@100  | 1.0 accepted
  level of:1 offer 0 4@101  | 2.0 accepted
  buy 4@101 route:smart ioc | 3.0 accepted #1
                            | 3.2 child #2 of #1 at venue0 4@100 ioc
  level of:0 offer 0 4@100  | 4.0 accepted
  report #2 rejected of:0   | 5.0 accepted
                            | 5.1 end #2 cancelled 4 of 4 VenueRejected
                            | 5.2 child #3 of #1 at venue1 4@101 ioc
  report #3 expired of:1    | 6.0 accepted
                            | 6.1 end #3 expired 4 of 4 VenueExpired
                            | 6.2 end #1 cancelled 4 of 4 NoLiquidity
  `,
  { prepare: STREET },
);

scenario(
  "an unknown part stays reserved, and is nobody's to sell again",
  `
  level of:0 offer 0 4@100 | 1.0 accepted
  buy 6@100 route:smart    | 2.0 accepted #1
                           | 2.2 child #2 of #1 at venue0 4@100 ioc
                           | 2.3 child #3 of #1 at own 2@100 gtc
  report #2 unknown of:0   | 3.0 accepted
                           | 3.1 state #2 unknown OutcomeUnknown
  position acct:1          | net 0 cost 0 realized 0 fees 0 open 6/0
  cancel #1                | 4.0 accepted #1
                           | 4.1 end #3 cancelled 2 of 2 ParentEnded
  report #2 new of:0       | 5.0 accepted
                           | 5.1 state #2 new
                           | 5.2 ask-cancel #2 CancelPending
  report #2 cancelled of:0 | 6.0 accepted
                           | 6.1 end #2 cancelled 4 of 4 VenueCancelled
                           | 6.2 end #1 cancelled 6 of 6 CancelledByUser
  position acct:1          | net 0 cost 0 realized 0 fees 0 open 0/0
  `,
  { prepare: STREET },
);

scenario(
  "a venue's steps and smallest order",
  `
  listing of:0 lot:5 min:10  | 1.0 accepted
  level of:0 offer 0 50@100  | 2.0 accepted
  buy 12@100 route:smart ioc | 3.0 accepted #1
                             | 3.2 child #2 of #1 at venue0 10@100 ioc
  buy 9@100 route:smart ioc  | 4.0 accepted #3
                             | 4.2 end #3 cancelled 9 of 9 NoLiquidity
  `,
  { prepare: STREET },
);

scenario(
  'a market order takes what there is, as far as its protection goes',
  `
  level of:0 offer 0 2@100           | 1.0 accepted
  level of:0 offer 1 2@103           | 2.0 accepted
  level of:0 offer 2 2@106           | 3.0 accepted
  buy 9 market route:smart protect:3 | 4.0 accepted #1
                                     | 4.2 child #2 of #1 at venue0 4@103 ioc
  fill #2 4@103 cum:4 of:0           | 5.0 accepted
                                     | 5.1 end #1 cancelled 5 of 9 ImmediateRemainder
  `,
  { prepare: STREET },
);

scenario(
  'post-only never takes, at no place',
  `
  level of:0 offer 0 2@100   | 1.0 accepted
  buy 5@100 post route:smart | 2.0 refused PostOnlyWouldTake
  buy 5@99 post route:smart  | 3.0 accepted #1
                             | 3.2 child #2 of #1 at own 5@99 gtc post
  sell 1@99 acct:2           | 4.0 accepted #3
                             | 4.1 trade 1@99 maker #2 left 4
  `,
  { prepare: STREET },
);

scenario(
  'where our own book takes no orders, the rest stands at the first venue that does',
  `
  phase halt           | 1.0 accepted
                       | 1.1 phase halt was continuous
  buy 5@99 route:smart | 2.0 accepted #1
                       | 2.2 child #2 of #1 at venue0 5@99 gtc
  `,
  { prepare: STREET },
);

scenario(
  'nobody has anything',
  `
  buy 5 market route:smart           | 1.0 accepted #1
                                     | 1.2 end #1 cancelled 5 of 5 NoLiquidity
  buy 5@99 route:smart ioc           | 2.0 accepted #2
                                     | 2.2 end #2 cancelled 5 of 5 NoLiquidity
  buy 5@99 route:smart fok           | 3.0 refused NotRoutable
  buy 5@99 route:smart stp:decrement | 4.0 refused NotRoutable
  `,
  { prepare: STREET },
);

scenario(
  'an own order in the way is not traded with, and not tried again',
  `
  sell 5@100                       | 1.0 accepted #1
  buy 8@100 route:smart stp:newest | 2.0 accepted #2
                                   | 2.2 child #3 of #2 at own 5@100 ioc
                                   | 2.3 end #3 cancelled 5 of 5 SelfTradePrevented
                                   | 2.4 child #4 of #2 at venue0 8@100 gtc
  `,
  { prepare: STREET },
);

scenario(
  'a replace calls everything back and goes out anew',
  `
  level of:0 offer 0 4@100   | 1.0 accepted
  buy 6@100 route:smart id:9 | 2.0 accepted #1
                             | 2.2 child #2 of #1 at venue0 4@100 ioc
                             | 2.3 child #3 of #1 at own 2@100 gtc
  replace #1 8@101           | 3.0 accepted #1
                             | 3.1 end #3 cancelled 2 of 2 ParentEnded
                             | 3.2 ask-cancel #2 ReplacePending
  level of:1 offer 0 3@101   | 4.0 accepted
  report #2 expired of:0     | 5.0 accepted
                             | 5.1 end #2 expired 4 of 4 VenueExpired
                             | 5.2 restate #1 8 of 8 @101 ReplacedAtVenue
                             | 5.3 child #4 of #1 at venue1 3@101 ioc
                             | 5.4 child #5 of #1 at own 5@101 gtc
  `,
  { prepare: STREET },
);

scenario(
  'end of day and mass cancel reach venues too',
  `
  level of:0 offer 0 4@100  | 1.0 accepted
  buy 6@100 route:smart day | 2.0 accepted #1
                            | 2.2 child #2 of #1 at venue0 4@100 ioc
                            | 2.3 child #3 of #1 at own 2@100 day
  end-of-day                | 3.0 accepted
                            | 3.1 end #3 cancelled 2 of 2 ParentEnded
                            | 3.2 ask-cancel #2 EndOfDay
                            | 3.3 report 1 EndOfDay
  report #2 cancelled of:0  | 4.0 accepted
                            | 4.1 end #2 cancelled 4 of 4 VenueCancelled
                            | 4.2 end #1 expired 6 of 6 EndOfDay
  sell 5@100 route:venue1   | 5.0 accepted #4
                            | 5.2 child #5 of #4 at venue1 5@100 gtc
  kill on acct:1            | 6.0 accepted
                            | 6.1 ask-cancel #5 KillSwitchCancel
                            | 6.2 report 1 KillSwitchCancel
  report #5 cancelled of:1  | 7.0 accepted
                            | 7.1 end #5 cancelled 5 of 5 VenueCancelled
                            | 7.2 end #4 cancelled 5 of 5 KillSwitchCancel
  `,
  { prepare: STREET },
);

scenario(
  'parts of one order that come back stand together',
  `
  level of:0 offer 0 1@100 | 1.0 accepted
  level of:1 offer 0 1@100 | 2.0 accepted
  buy 3@100 route:smart    | 3.0 accepted #1
                           | 3.2 child #2 of #1 at venue0 1@100 ioc
                           | 3.3 child #3 of #1 at venue1 1@100 ioc
                           | 3.4 child #4 of #1 at own 1@100 gtc
  report #2 expired of:0   | 4.0 accepted
                           | 4.1 end #2 expired 1 of 1 VenueExpired
                           | 4.2 child #5 of #1 at own 1@100 gtc
  report #3 expired of:1   | 5.0 accepted
                           | 5.1 end #3 expired 1 of 1 VenueExpired
                           | 5.2 child #6 of #1 at own 1@100 gtc
  book                     | bid 1@100 #4
                           | bid 1@100 #5
                           | bid 1@100 #6
  cancel #4                | 6.0 refused IsChildOrder
  replace #4 1@100         | 7.0 refused IsChildOrder
  `,
  { prepare: STREET },
);

t.test('many parts that come back are not more and more orders', async (t) => {
  const cycles = [9, 8, 7, 6, 5, 4, 3, 2, 1].flatMap((lots, turn) => [
    `level of:0 offer 0 ${lots}@100`,
    turn === 0 ? 'buy 20@100 route:smart' : `report #${2 * turn} expired of:0`,
  ]);
  const events = eventsOf([...cycles, 'report #18 expired of:0', 'book'].join('\n'), { prepare: STREET });
  t.ok(events.some((event) => event.includes('Rerouted')));
  const bids = events.filter((event) => event.startsWith('bid'));
  t.ok(bids.length < 10, `${bids.length} orders in our own book`);
  t.equal(
    bids.reduce((sum, bid) => sum + Number.parseInt(bid.slice(4), 10), 0),
    20,
  );
});
