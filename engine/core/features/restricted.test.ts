/** The restricted list: instruments that the firm, or one account, may not trade. Cancels pass. */
import { scenario } from '../test-scenario.js';

scenario(
  'of the firm',
  `
  buy 1@90                       | 1.0 accepted #1
  limit restricted 1 ins:1       | 2.0 accepted
  buy 1@90                       | 3.0 refused InstrumentRestricted
  buy 1@90 acct:2                | 4.0 refused InstrumentRestricted
  buy 1@90 ins:2                 | 5.0 accepted #2
  replace #1 2@90                | 6.0 refused InstrumentRestricted
  replace #1 1@91                | 7.0 refused InstrumentRestricted
  cancel #1                      | 8.0 accepted #1
                                 | 8.1 end #1 cancelled 1 of 1 CancelledByUser
  limit restricted 0 ins:1       | 9.0 accepted
  buy 1@90                       | 10.0 accepted #3
  `,
);

scenario(
  'of an account, also one that has not traded it yet',
  `
  limit restricted 1 acct:1 ins:1 | 1.0 accepted
  buy 1@90                        | 2.0 refused InstrumentRestricted
  buy 1@90 ins:2                  | 3.0 accepted #1
  buy 1@90 acct:2                 | 4.0 accepted #2
  limit restricted 1 ins:1        | 5.0 accepted
  limit restricted 0 acct:1 ins:1 | 6.0 accepted
  buy 1@90                        | 7.0 refused InstrumentRestricted
  `,
);
