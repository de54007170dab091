/** Price, then time. */
import { scenario } from '../test-scenario.js';

scenario(
  'the better price first, whenever it came',
  `
  sell 1@102       | 1.0 accepted #1
  sell 1@101       | 2.0 accepted #2
  sell 1@100       | 3.0 accepted #3
  buy 3@110        | 4.0 accepted #4
                   | 4.1 trade 1@100 maker #3 filled
                   | 4.2 trade 1@101 maker #2 filled
                   | 4.3 trade 1@102 maker #1 filled
  `,
);

scenario(
  'at one price who came first, whatever the size, account or session',
  `
  buy 1@100                 | 1.0 accepted #1
  buy 50@100 acct:2 sess:2  | 2.0 accepted #2
  buy 7@100 sess:3          | 3.0 accepted #3
  sell 2@100                | 4.0 accepted #4
                            | 4.1 trade 1@100 maker #1 filled
                            | 4.2 trade 1@100 maker #2 left 49
  sell 50@100               | 5.0 accepted #5
                            | 5.1 trade 49@100 maker #2 filled
                            | 5.2 trade 1@100 maker #3 left 6
  `,
);

scenario(
  'a partial execution does not cost the place in the queue',
  `
  buy 5@100        | 1.0 accepted #1
  buy 5@100        | 2.0 accepted #2
  sell 3@100       | 3.0 accepted #3
                   | 3.1 trade 3@100 maker #1 left 2
  sell 3@100       | 4.0 accepted #4
                   | 4.1 trade 2@100 maker #1 filled
                   | 4.2 trade 1@100 maker #2 left 4
  `,
);

scenario(
  'who follows a cancelled order moves up',
  `
  sell 1@100       | 1.0 accepted #1
  sell 2@100       | 2.0 accepted #2
  sell 3@100       | 3.0 accepted #3
  cancel #2        | 4.0 accepted #2
                   | 4.1 end #2 cancelled 2 of 2 CancelledByUser
  buy 4@100        | 5.0 accepted #4
                   | 5.1 trade 1@100 maker #1 filled
                   | 5.2 trade 3@100 maker #3 filled
  `,
);

scenario(
  'the slot of an ended order gives its next order no place of honour',
  `
  buy 1@100        | 1.0 accepted #1
  buy 1@100        | 2.0 accepted #2
  cancel #1        | 3.0 accepted #1
                   | 3.1 end #1 cancelled 1 of 1 CancelledByUser
  buy 1@100        | 4.0 accepted #3
  sell 1@100       | 5.0 accepted #4
                   | 5.1 trade 1@100 maker #2 filled
  `,
);
