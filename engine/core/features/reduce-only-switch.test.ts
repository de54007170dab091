/** The reduce-only switch: what brings the position nearer to zero passes, and nothing else; nothing is cancelled. */
import { scenario } from '../test-scenario.js';

const LONG_FIVE = `
  buy 5@100                     | 1.0 accepted #1
  sell 5@100 acct:2 sess:2      | 2.0 accepted #2
                                | 2.1 trade 5@100 maker #1 filled
`;

scenario(
  'over the firm',
  `${LONG_FIVE}
  reduce-only on                | 3.0 accepted
  buy 1@90                      | 4.0 refused ReduceOnlySwitchOn
  sell 6@110                    | 5.0 refused ReduceOnlySwitchOn
  sell 3@110                    | 6.0 accepted #3
  sell 3@110                    | 7.0 refused ReduceOnlySwitchOn
  sell 2@110                    | 8.0 accepted #4
  sell 1@110 acct:2             | 9.0 refused ReduceOnlySwitchOn
  buy 1@90 acct:2               | 10.0 accepted #5
  buy 1@90 ins:2                | 11.0 refused ReduceOnlySwitchOn
  reduce-only off               | 12.0 accepted
  buy 1@90                      | 13.0 accepted #6
  `,
);

scenario(
  'replaces by what they add; cancels pass',
  `${LONG_FIVE}
  buy 4@90                      | 3.0 accepted #3
  sell 4@110                    | 4.0 accepted #4
  reduce-only on acct:1         | 5.0 accepted
  replace #3 5@90               | 6.0 refused ReduceOnlySwitchOn
  replace #3 4@91               | 7.0 accepted #3
  replace #4 6@110              | 8.0 refused ReduceOnlySwitchOn
  replace #4 5@110              | 9.0 accepted #4
  cancel #3                     | 10.0 accepted #3
                                | 10.1 end #3 cancelled 4 of 4 CancelledByUser
  `,
);

scenario(
  'over a session or an instrument, each by itself',
  `${LONG_FIVE}
  reduce-only on sess:1         | 3.0 accepted
  buy 1@90 sess:1               | 4.0 refused ReduceOnlySwitchOn
  buy 1@90 sess:3               | 5.0 accepted #3
  reduce-only on ins:1          | 6.0 accepted
  buy 1@90 sess:3               | 7.0 refused ReduceOnlySwitchOn
  reduce-only off sess:1        | 8.0 accepted
  buy 1@90 sess:1 ins:2         | 9.0 accepted #4
  sell 1@110 sess:3             | 10.0 accepted #5
  reduce-only on acct:1 ins:1   | 11.0 refused InvalidScope
  reduce-only on acct:5         | 12.0 refused InvalidScope
  kill on ins:1                 | 13.0 accepted
                                | 13.1 end #3 cancelled 1 of 1 KillSwitchCancel
                                | 13.2 end #5 cancelled 1 of 1 KillSwitchCancel
                                | 13.3 report 2 KillSwitchCancel
  sell 1@110 sess:3             | 14.0 refused KillSwitchOn
  kill off ins:1                | 15.0 accepted
  buy 1@90 sess:3               | 16.0 refused ReduceOnlySwitchOn
  `,
);
