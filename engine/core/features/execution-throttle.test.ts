/** The repeated-execution throttle: after N executions a session's orders are refused until a person lets it go on. */
import { scenario } from '../test-scenario.js';

scenario(
  'making and taking both count',
  `
  limit executions 3 sess:1     | 1.0 accepted
  buy 1@100                     | 2.0 accepted #1
  buy 5@99                      | 3.0 accepted #2
  sell 2@99 sess:2              | 4.0 accepted #3
                                | 4.1 trade 1@100 maker #1 filled
                                | 4.2 trade 1@99 maker #2 left 4
  sell 1@101 sess:2             | 5.0 accepted #4
  buy 1@101                     | 6.0 accepted #5
                                | 6.1 trade 1@101 maker #4 filled
  buy 1@90                      | 7.0 refused ExecutionThrottled
  replace #2 6@99               | 8.0 refused ExecutionThrottled
  replace #2 4@99               | 9.0 accepted #2
  sell 1@99 sess:2              | 10.0 accepted #6
                                | 10.1 trade 1@99 maker #2 left 2
  buy 1@90 sess:2               | 11.0 accepted #7
  cancel #2                     | 12.0 accepted #2
                                | 12.1 end #2 cancelled 2 of 4 CancelledByUser
  reset sess:1                  | 13.0 accepted
  buy 1@90                      | 14.0 accepted #8
  `,
);

scenario(
  'an order that is being matched executes to its end',
  `
  limit executions 1 sess:1     | 1.0 accepted
  sell 1@100 sess:2             | 2.0 accepted #1
  sell 1@101 sess:2             | 3.0 accepted #2
  buy 2@101                     | 4.0 accepted #3
                                | 4.1 trade 1@100 maker #1 filled
                                | 4.2 trade 1@101 maker #2 filled
  buy 1@90                      | 5.0 refused ExecutionThrottled
  limit executions 1 sess:1     | 6.0 accepted
  buy 1@90                      | 7.0 refused ExecutionThrottled
  limit executions 2 sess:1     | 8.0 accepted
  buy 1@90                      | 9.0 accepted #4
  reset sess:8                  | 10.0 refused UnknownSession
  `,
);
