/** An order for a named venue: it goes there as one child order, and what the venue says is what becomes of it. */
import { scenario } from '../test-scenario.js';
import { STREET } from '../test-street.js';

scenario(
  "it is executed there, in parts, and the position is its account's and the street account's",
  `
  buy 5@100 route:venue0 id:7    | 1.0 accepted #1
                                 | 1.2 child #2 of #1 at venue0 5@100 gtc
  report #2 new of:0             | 2.0 accepted
                                 | 2.1 state #2 new
  fill #2 2@100 cum:2 of:0 maker | 3.0 accepted
  fill #2 3@99 cum:5 of:0        | 4.0 accepted
  position acct:1                | net 5 cost 497 realized 0 fees 0 open 0/0
  position acct:5                | net -5 cost -497 realized 0 fees 0 open 0/0
  `,
  { prepare: STREET },
);

scenario(
  'an execution counts once, none is missed, and an end waits for all of them',
  `
  buy 5@100 route:venue1         | 1.0 accepted #1
                                 | 1.2 child #2 of #1 at venue1 5@100 gtc
  fill #2 2@100 cum:2 of:1       | 2.0 accepted
  fill #2 2@100 cum:2 of:1       | 3.0 refused DuplicateExecution
  fill #2 1@100 cum:4 of:1       | 4.0 refused ExecutionGap
  fill #2 9@100 cum:11 of:1      | 5.0 refused ExecutionExceedsOrder
  report #2 cancelled of:1 cum:3 | 6.0 refused ExecutionGap
  fill #2 1@100 cum:3 of:0       | 7.0 refused UnknownOrder
  fill #2 1@100 cum:3 of:1       | 8.0 accepted
  report #2 cancelled of:1 cum:3 | 9.0 accepted
                                 | 9.1 end #2 cancelled 2 of 5 VenueCancelled
                                 | 9.2 end #1 cancelled 2 of 5 VenueCancelled
  fill #2 1@100 cum:4 of:1       | 10.0 refused UnknownOrder
  position acct:1                | net 3 cost 300 realized 0 fees 0 open 0/0
  `,
  { prepare: STREET },
);

scenario(
  'a cancel is done when the venue says so, and an execution may come before',
  `
  buy 5@100 route:venue0 id:7    | 1.0 accepted #1
                                 | 1.2 child #2 of #1 at venue0 5@100 gtc
  report #2 new of:0             | 2.0 accepted
                                 | 2.1 state #2 new
  cancel id:7                    | 3.0 accepted #1
                                 | 3.1 ask-cancel #2 CancelledByUser
  cancel id:7                    | 4.0 refused CancelPending
  fill #2 2@100 cum:2 of:0       | 5.0 accepted
  report #2 cancelled of:0 cum:2 | 6.0 accepted
                                 | 6.1 end #2 cancelled 3 of 5 VenueCancelled
                                 | 6.2 end #1 cancelled 3 of 5 CancelledByUser
  `,
  { prepare: STREET },
);

scenario(
  'a venue that refuses a cancel has the order still, and may execute it whole',
  `
  sell 5@100 route:venue0        | 1.0 accepted #1
                                 | 1.2 child #2 of #1 at venue0 5@100 gtc
  report #2 new of:0             | 2.0 accepted
                                 | 2.1 state #2 new
  cancel #1                      | 3.0 accepted #1
                                 | 3.1 ask-cancel #2 CancelledByUser
  report #2 cancel-rejected of:0 | 4.0 accepted
                                 | 4.1 state #2 new CancelRefusedByVenue
  fill #2 5@100 cum:5 of:0       | 5.0 accepted
  position acct:1                | net -5 cost -500 realized 0 fees 0 open 0/0
  `,
  { prepare: STREET },
);

scenario(
  'what the venue rejects, expires or cancels by itself ends the order with that reason',
  `
  buy 5@100 route:venue0                      | 1.0 accepted #1
                                              | 1.2 child #2 of #1 at venue0 5@100 gtc
  report #2 rejected of:0                     | 2.0 accepted
                                              | 2.1 end #2 cancelled 5 of 5 VenueRejected
                                              | 2.2 end #1 cancelled 5 of 5 VenueRejected
  buy 5@100 route:venue0                      | 3.0 accepted #3
                                              | 3.2 child #4 of #3 at venue0 5@100 gtc
  report #4 rejected of:0 reason:PriceOffTick | 4.0 accepted
                                              | 4.1 end #4 cancelled 5 of 5 PriceOffTick
                                              | 4.2 end #3 cancelled 5 of 5 PriceOffTick
  buy 5@100 route:venue0 ioc                  | 5.0 accepted #5
                                              | 5.2 child #6 of #5 at venue0 5@100 ioc
  fill #6 1@100 cum:1 of:0                    | 6.0 accepted
  report #6 expired of:0 cum:1                | 7.0 accepted
                                              | 7.1 end #6 expired 4 of 5 VenueExpired
                                              | 7.2 end #5 expired 4 of 5 VenueExpired
  buy 5@100 route:venue0                      | 8.0 accepted #7
                                              | 8.2 child #8 of #7 at venue0 5@100 gtc
  report #8 not-known of:0                    | 9.0 accepted
                                              | 9.1 end #8 cancelled 5 of 5 NotKnownAtVenue
                                              | 9.2 end #7 cancelled 5 of 5 NotKnownAtVenue
  `,
  { prepare: STREET },
);

scenario(
  'a replace goes to a venue that can replace',
  `
  buy 5@100 route:venue0          | 1.0 accepted #1
                                  | 1.2 child #2 of #1 at venue0 5@100 gtc
  report #2 new of:0              | 2.0 accepted
                                  | 2.1 state #2 new
  replace #1 8@101                | 3.0 accepted #1
                                  | 3.1 ask-replace #2 8@101
  position acct:1                 | net 0 cost 0 realized 0 fees 0 open 8/0
  replace #1 9@101                | 4.0 refused ReplacePending
  fill #2 2@100 cum:2 of:0        | 5.0 accepted
  report #2 replaced of:0 8@101   | 6.0 accepted
                                  | 6.1 restate #1 6 of 8 @101 ReplacedAtVenue
                                  | 6.2 state #2 new ReplacedAtVenue
  position acct:1                 | net 2 cost 200 realized 0 fees 0 open 6/0
  replace #1 3@101                | 7.0 accepted #1
                                  | 7.1 ask-replace #2 3@101
  report #2 replace-rejected of:0 | 8.0 accepted
                                  | 8.1 state #2 new ReplaceRefusedByVenue
                                  | 8.2 restate #1 6 of 8 @101 ReplaceRefusedByVenue
  replace #1 2@101                | 9.0 accepted #1
                                  | 9.1 ask-cancel #2 ReplacedToExecuted
  report #2 cancelled of:0 cum:2  | 10.0 accepted
                                  | 10.1 end #2 cancelled 6 of 8 VenueCancelled
                                  | 10.2 end #1 cancelled 6 of 8 ReplacedToExecuted
  position acct:1                 | net 2 cost 200 realized 0 fees 0 open 0/0
  `,
  { prepare: STREET },
);

scenario(
  'where the venue cannot replace, the order is called back and sent anew',
  `
  buy 5@100 route:venue1         | 1.0 accepted #1
                                 | 1.2 child #2 of #1 at venue1 5@100 gtc
  report #2 new of:1             | 2.0 accepted
                                 | 2.1 state #2 new
  replace #1 8@101               | 3.0 accepted #1
                                 | 3.1 ask-cancel #2 ReplacePending
  fill #2 2@100 cum:2 of:1       | 4.0 accepted
  report #2 cancelled of:1 cum:2 | 5.0 accepted
                                 | 5.1 end #2 cancelled 3 of 5 VenueCancelled
                                 | 5.2 restate #1 6 of 8 @101 ReplacedAtVenue
                                 | 5.3 child #3 of #1 at venue1 6@101 gtc
  position acct:1                | net 2 cost 200 realized 0 fees 0 open 6/0
  `,
  { prepare: STREET },
);

scenario(
  'a change that the venue makes by itself',
  `
  sell 5@100 route:venue0       | 1.0 accepted #1
                                | 1.2 child #2 of #1 at venue0 5@100 gtc
  report #2 new of:0            | 2.0 accepted
                                | 2.1 state #2 new
  report #2 restated of:0 3@101 | 3.0 accepted
                                | 3.1 restate #1 3 of 3 @101 RestatedByVenue
                                | 3.2 state #2 new RestatedByVenue
  report #2 restated of:0 9@101 | 4.0 refused FieldOutOfRange
  fill #2 3@101 cum:3 of:0      | 5.0 accepted
  position acct:1               | net -3 cost -303 realized 0 fees 0 open 0/0
  `,
  { prepare: STREET },
);

scenario(
  'a stop waits here and is sent when its trigger is reached',
  `
  sell 5 stop:95 route:venue0    | 1.0 accepted #1
  sell 2@90 stop:95 route:venue1 | 2.0 accepted #2
  replace #2 3@91                | 3.0 accepted #2
  buy 1@95                       | 4.0 accepted #3
  sell 1@95                      | 5.0 accepted #4
                                 | 5.1 trade 1@95 maker #3 filled
                                 | 5.2 trigger #1 market
                                 | 5.3 child #5 of #1 at venue0 5 market gtc
                                 | 5.4 trigger #2 limit @91
                                 | 5.5 child #6 of #2 at venue1 3@91 gtc
  cancel #1                      | 6.0 accepted #1
                                 | 6.1 ask-cancel #5 CancelledByUser
  report #5 cancelled of:0       | 7.0 accepted
                                 | 7.1 end #5 cancelled 5 of 5 VenueCancelled
                                 | 7.2 end #1 cancelled 5 of 5 CancelledByUser
  `,
  { prepare: STREET },
);

scenario(
  'what cannot be asked of a venue',
  `
  buy 5@100 route:venue4              | 1.0 refused UnknownVenue
  buy 5@100 route:venue2              | 2.0 refused UnknownVenue
  buy 5@100 route:venue0 ins:2        | 3.0 refused NotListedAtVenue
  buy 5 mtl route:venue0              | 4.0 refused NotRoutable
  buy 5@100 route:venue0 show:2       | 5.0 refused NotRoutable
  buy 5@100 route:venue0 min:2        | 6.0 refused NotRoutable
  buy 5@100 peg:mid route:venue0      | 7.0 refused NotRoutable
  buy 5@100 route:venue0 reduce       | 8.0 refused NotRoutable
  buy 5@100 route:venue0 stp:newest   | 9.0 refused NotRoutable
  buy 5 market route:venue0 protect:3 | 10.0 refused NotRoutable
  buy 5@100 route:venue0 at-open      | 11.0 refused NotRoutable
  buy 5@100 route:venue0 id:7         | 12.0 accepted #1
                                      | 12.2 child #2 of #1 at venue0 5@100 gtc
  sell 5@110 oco:7                    | 13.0 refused NotRoutable
  sell 5@110 oco:7 route:venue0       | 14.0 refused NotRoutable
  cancel #2                           | 15.0 refused IsChildOrder
  replace #2 3@100                    | 16.0 refused IsChildOrder
  `,
  { prepare: STREET },
);
