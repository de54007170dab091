/** Venues come and go: what is at one that is down is unknown until it was asked for, and nothing goes to who is not there. */
import { scenario } from '../test-scenario.js';
import { STREET } from '../test-street.js';

scenario(
  'a venue that goes down makes its orders unknown, and comes up when all are known',
  `
  buy 5@100 route:venue0   | 1.0 accepted #1
                           | 1.2 child #2 of #1 at venue0 5@100 gtc
  sell 3@110 route:venue1  | 2.0 accepted #3
                           | 2.2 child #4 of #3 at venue1 3@110 gtc
  report #2 new of:0       | 3.0 accepted
                           | 3.1 state #2 new
  venue-down of:0          | 4.0 accepted
                           | 4.1 state #2 unknown OutcomeUnknown
                           | 4.2 report 1 OutcomeUnknown
  venue-down of:0          | 5.0 accepted
  buy 5@100 route:venue0   | 6.0 refused VenueDown
  venue-up of:0            | 7.0 refused UnknownOrdersRemain
  report #2 new of:0       | 8.0 accepted
                           | 8.1 state #2 new
  venue-up of:0            | 9.0 accepted
  fill #2 5@100 cum:5 of:0 | 10.0 accepted
  `,
  { prepare: STREET },
);

scenario(
  'an adapter that has begun is told what is open at its venue, and nothing of what is elsewhere or has ended',
  `
  buy 5@100 route:venue0 post   | 1.0 accepted #1
                                | 1.2 child #2 of #1 at venue0 5@100 gtc post
  fill #2 2@100 cum:2 of:0      | 2.0 accepted
  sell 3@110 route:venue0       | 3.0 accepted #3
                                | 3.2 child #4 of #3 at venue0 3@110 gtc
  report #4 unknown of:0        | 4.0 accepted
                                | 4.1 state #4 unknown OutcomeUnknown
  sell 3@110 route:venue1       | 5.0 accepted #5
                                | 5.2 child #6 of #5 at venue1 3@110 gtc
  buy 1@100 route:venue0        | 6.0 accepted #7
                                | 6.2 child #8 of #7 at venue0 1@100 gtc
  report #8 cancelled of:0      | 7.0 accepted
                                | 7.1 end #8 cancelled 1 of 1 VenueCancelled
                                | 7.2 end #7 cancelled 1 of 1 VenueCancelled
  venue-attached of:0           | 8.0 accepted
                                | 8.1 state #2 unknown OutcomeUnknown
                                | 8.2 open #2 at venue0 5@100 gtc post executed 2
                                | 8.3 open #4 at venue0 3@110 gtc executed 0
                                | 8.4 report 2 OutcomeUnknown
  buy 5@100 route:venue0        | 9.0 refused VenueDown
  report #2 new cum:2 of:0      | 10.0 accepted
                                | 10.1 state #2 new
  report #4 not-known of:0      | 11.0 accepted
                                | 11.1 end #4 cancelled 3 of 3 NotKnownAtVenue
                                | 11.2 end #3 cancelled 3 of 3 NotKnownAtVenue
  venue-up of:0                 | 12.0 accepted
  venue-attached of:2           | 13.0 refused UnknownVenue
  `,
  { prepare: STREET },
);

scenario(
  'a venue that is down is not routed to, and its prices are forgotten',
  `
  level of:0 offer 0 4@100  | 1.0 accepted
  venue-down of:0           | 2.0 accepted
  venue-up of:0             | 3.0 accepted
  buy 4@100 route:smart ioc | 4.0 accepted #1
                            | 4.2 end #1 cancelled 4 of 4 NoLiquidity
  level of:0 offer 0 4@100  | 5.0 accepted
  buy 4@100 route:smart ioc | 6.0 accepted #2
                            | 6.2 child #3 of #2 at venue0 4@100 ioc
  `,
  { prepare: STREET },
);

scenario(
  'nor one that has been silent, or has halted',
  `
  venue-defined of:0 street:5 stale:10 | 1.0 accepted
  venue-up of:0 at:100                 | 2.0 accepted
  level of:0 offer 0 4@100 at:100      | 3.0 accepted
  time 111                             | 4.0 accepted
  buy 4@100 route:smart ioc            | 5.0 accepted #1
                                       | 5.2 end #1 cancelled 4 of 4 NoLiquidity
  buy 4@100 route:venue0               | 6.0 refused VenueDown
  level of:0 offer 0 4@100 at:112      | 7.0 accepted
  listing of:0 halted                  | 8.0 accepted
  buy 4@100 route:smart ioc            | 9.0 accepted #2
                                       | 9.2 end #2 cancelled 4 of 4 NoLiquidity
  buy 4@100 route:venue0               | 10.0 refused InstrumentHalted
  listing of:0 unlisted                | 11.0 accepted
  buy 4@100 route:venue0               | 12.0 refused NotListedAtVenue
  level of:0 offer 0 4@100             | 13.0 refused NotListedAtVenue
  `,
  { prepare: STREET },
);

scenario(
  'a new epoch knows nothing of what is at venues; what they never had is ended, and never sent by itself',
  `
  buy 5@100 route:venue0    | 1.0 accepted #1
                            | 1.2 child #2 of #1 at venue0 5@100 gtc
  level of:1 offer 0 2@100  | 2.0 accepted
  buy 2@100 route:smart ioc | 3.0 accepted #3
                            | 3.2 child #4 of #3 at venue1 2@100 ioc
  start epoch:2 grace:5000  | 4.0 accepted
                            | 4.1 state #2 unknown OutcomeUnknown
                            | 4.2 state #4 unknown OutcomeUnknown
                            | 4.3 report 2 OutcomeUnknown
  venue-up of:0             | 5.0 refused UnknownOrdersRemain
  report #2 not-known of:0  | 6.0 accepted
                            | 6.1 end #2 cancelled 5 of 5 NotKnownAtVenue
                            | 6.2 end #1 cancelled 5 of 5 NotKnownAtVenue
  venue-up of:0             | 7.0 accepted
  report #4 unknown of:1    | 8.0 accepted
                            | 8.1 state #4 unknown OutcomeUnknown
  fill #4 2@100 cum:2 of:1  | 9.0 accepted
  venue-up of:1             | 10.0 accepted
  `,
  { prepare: STREET },
);

scenario(
  'a stop whose venue is down when it is triggered',
  `
  sell 5 stop:95 route:venue0 | 1.0 accepted #1
  venue-down of:0             | 2.0 accepted
  buy 1@95                    | 3.0 accepted #2
  sell 1@95                   | 4.0 accepted #3
                              | 4.1 trade 1@95 maker #2 filled
                              | 4.2 trigger #1 market
                              | 4.3 end #1 cancelled 5 of 5 VenueDown
  `,
  { prepare: STREET },
);

scenario(
  'what makes no sense',
  `
  venue-defined of:16 street:5   | 1.0 refused UnknownVenue
  venue-defined of:2 street:1    | 2.0 refused UnknownAccount
  venue-up of:2                  | 3.0 refused UnknownVenue
  listing of:2                   | 4.0 refused UnknownVenue
  listing of:0 ins:7             | 5.0 refused UnknownInstrument
  listing of:0 step:0            | 6.0 refused FieldOutOfRange
  listing of:0 min:0             | 7.0 refused FieldOutOfRange
  listing of:0 lot:0.5           | 8.0 refused FieldOutOfRange
  level of:0 offer 5 1@100       | 9.0 refused FieldOutOfRange
  level of:0 7 1@100             | 10.0 refused FieldOutOfRange
  level of:0 offer 0 0.5@100     | 11.0 refused FieldOutOfRange
  level of:0 offer 0 1@100 ins:2 | 12.0 refused NotListedAtVenue
  report #1 new of:0             | 13.0 refused UnknownOrder
  buy 5@100 route:venue0         | 14.0 accepted #1
                                 | 14.2 child #2 of #1 at venue0 5@100 gtc
  report #2 nonsense of:0        | 15.0 refused FieldOutOfRange
  report #2 new of:1             | 16.0 refused UnknownOrder
  fill #2 0.5@100 of:0           | 17.0 refused QuantityOutOfRange
  fill #2 1@100 of:0 ins:2       | 18.0 refused FieldOutOfRange
  report #2 replaced of:0 0@100  | 19.0 refused FieldOutOfRange
  `,
  { prepare: STREET },
);
