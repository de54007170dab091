/** A client order id is used once per account, among open orders and the last ended ones (here 4). */
import { SMALL } from '../test-kit.js';
import { scenario } from '../test-scenario.js';

scenario(
  'not among open orders',
  `
  buy 1@90 id:7          | 1.0 accepted #1
  buy 1@91 id:7          | 2.0 refused DuplicateClientOrderId
  sell 1@99 id:7 ins:2   | 3.0 refused DuplicateClientOrderId
  buy 1@92 id:8          | 4.0 accepted #2
  `,
);

scenario(
  'another account has its own',
  `
  buy 1@90 id:7          | 1.0 accepted #1
  buy 1@90 id:7 acct:2   | 2.0 accepted #2
  cancel id:7 acct:2     | 3.0 accepted #2
                         | 3.1 end #2 cancelled 1 of 1 CancelledByUser
  cancel id:7            | 4.0 accepted #1
                         | 4.1 end #1 cancelled 1 of 1 CancelledByUser
  `,
);

scenario(
  'not among the last four that ended, however they ended',
  `
  buy 1@90 id:1          | 1.0 accepted #1
  cancel id:1            | 2.0 accepted #1
                         | 2.1 end #1 cancelled 1 of 1 CancelledByUser
  buy 1@90 id:2 ioc      | 3.0 accepted #2
                         | 3.1 end #2 cancelled 1 of 1 ImmediateRemainder
  buy 1@90 id:3          | 4.0 accepted #3
  sell 1@90 id:4         | 5.0 accepted #4
                         | 5.1 trade 1@90 maker #3 filled
  buy 1@90 id:1          | 6.0 refused DuplicateClientOrderId
  buy 1@90 id:2          | 7.0 refused DuplicateClientOrderId
  buy 1@90 id:3          | 8.0 refused DuplicateClientOrderId
  buy 1@90 id:4          | 9.0 refused DuplicateClientOrderId
  `,
);

scenario(
  'the fifth makes the account forget the first',
  `
  buy 1@90 id:1 ioc      | 1.0 accepted #1
                         | 1.1 end #1 cancelled 1 of 1 ImmediateRemainder
  buy 1@90 id:2 ioc      | 2.0 accepted #2
                         | 2.1 end #2 cancelled 1 of 1 ImmediateRemainder
  buy 1@90 id:3 ioc      | 3.0 accepted #3
                         | 3.1 end #3 cancelled 1 of 1 ImmediateRemainder
  buy 1@90 id:4 ioc      | 4.0 accepted #4
                         | 4.1 end #4 cancelled 1 of 1 ImmediateRemainder
  buy 1@90 id:9 ioc acct:2 | 5.0 accepted #5
                         | 5.1 end #5 cancelled 1 of 1 ImmediateRemainder
  buy 1@90 id:1 ioc      | 6.0 refused DuplicateClientOrderId
  buy 1@90 id:5 ioc      | 7.0 accepted #6
                         | 7.1 end #6 cancelled 1 of 1 ImmediateRemainder
  buy 1@90 id:1          | 8.0 accepted #7
  buy 1@90 id:2          | 9.0 refused DuplicateClientOrderId
  `,
);

scenario(
  'a refused order has not used its id',
  `
  buy 1@9999 id:7        | 1.0 refused PriceOutOfRange
  buy 1@90 fok id:7      | 2.0 refused FillOrKillNotFillable
  buy 1@90 id:7          | 3.0 accepted #1
  `,
);

scenario(
  'both halves of the id count',
  `
  buy 1@90 id:7                  | 1.0 accepted #1
  buy 1@90 id:4294967303         | 2.0 accepted #2
  buy 1@90 id:30064771072        | 3.0 accepted #3
  buy 1@90 id:4294967303         | 4.0 refused DuplicateClientOrderId
  cancel id:30064771072          | 5.0 accepted #3
                                 | 5.1 end #3 cancelled 1 of 1 CancelledByUser
  `,
);

scenario(
  'orders without one are as many as they like',
  `
  buy 1@90               | 1.0 accepted #1
  buy 1@90               | 2.0 accepted #2
  cancel #1              | 3.0 accepted #1
                         | 3.1 end #1 cancelled 1 of 1 CancelledByUser
  buy 1@90               | 4.0 accepted #3
  `,
);

scenario(
  'with no history at all an id is free as soon as its order has ended',
  `
  buy 1@90 id:7          | 1.0 accepted #1
  buy 1@90 id:7          | 2.0 refused DuplicateClientOrderId
  cancel id:7            | 3.0 accepted #1
                         | 3.1 end #1 cancelled 1 of 1 CancelledByUser
  buy 1@90 id:7          | 4.0 accepted #2
  `,
  { limits: { ...SMALL, clientIdHistory: 0 } },
);
