/** Mass cancel by account, session, instrument and side; what is named must all match. */
import { scenario } from '../test-scenario.js';

/** Four owners on both sides of two instruments; nothing trades. */
const ORDERS = `
  buy 1@90 acct:1 sess:1 ins:1   | 1.0 accepted #1
  buy 2@90 acct:1 sess:2 ins:1   | 2.0 accepted #2
  buy 3@90 acct:2 sess:1 ins:1   | 3.0 accepted #3
  sell 4@110 acct:1 sess:1 ins:1 | 4.0 accepted #4
  sell 5@110 acct:1 sess:1 ins:2 | 5.0 accepted #5
  sell 6@110 acct:2 sess:3 ins:2 | 6.0 accepted #6
`;

const CANCELLED: Readonly<Record<string, readonly number[]>> = {
  'acct:1': [1, 2, 4, 5],
  'acct:2': [3, 6],
  'sess:1': [1, 3, 4, 5],
  'sess:3': [6],
  'ins:1': [1, 2, 3, 4],
  'ins:2': [5, 6],
  buy: [1, 2, 3],
  sell: [4, 5, 6],
  'acct:1 sess:1': [1, 4, 5],
  'acct:1 ins:1': [1, 2, 4],
  'acct:1 buy': [1, 2],
  'sess:1 ins:2': [5],
  'ins:1 sell': [4],
  'acct:1 sess:1 ins:1': [1, 4],
  'acct:1 sess:1 ins:1 sell': [4],
  'acct:2 sess:2': [],
};

const LOTS = [0, 1, 2, 3, 4, 5, 6];

for (const [scope, orders] of Object.entries(CANCELLED)) {
  const ends = orders.map(
    (order, i) => `| 7.${i + 1} end #${order} cancelled ${LOTS[order]} of ${LOTS[order]} MassCancelled`,
  );
  const report = `| 7.${orders.length + 1} report ${orders.length} MassCancelled`;
  scenario(scope, [ORDERS, `mass-cancel ${scope} | 7.0 accepted`, ...ends, report].join('\n'));
}

scenario(
  'what names nothing is refused',
  `
  mass-cancel              | 1.0 refused InvalidScope
  mass-cancel acct:3       | 2.0 refused InvalidScope
  mass-cancel acct:0       | 3.0 refused InvalidScope
  mass-cancel ins:3        | 4.0 refused InvalidScope
  mass-cancel ins:-1       | 5.0 refused InvalidScope
  mass-cancel sess:0       | 6.0 refused InvalidScope
  mass-cancel sess:8       | 7.0 refused InvalidScope
  `,
);

scenario(
  "the engine's own door may say that a strategy is the reason, and nothing else",
  `
  buy 1@90                                | 1.0 accepted #1
  mass-cancel acct:1 reason:StrategyFailed | 2.0 accepted
                                          | 2.1 end #1 cancelled 1 of 1 StrategyFailed
                                          | 2.2 report 1 StrategyFailed
  buy 1@90                                | 3.0 accepted #2
  mass-cancel acct:1 reason:NoLiquidity   | 4.0 accepted
                                          | 4.1 end #2 cancelled 1 of 1 MassCancelled
                                          | 4.2 report 1 MassCancelled
  `,
);

scenario(
  'the freed ids and levels serve the next orders',
  `
  buy 1@90 id:1            | 1.0 accepted #1
  mass-cancel acct:1       | 2.0 accepted
                           | 2.1 end #1 cancelled 1 of 1 MassCancelled
                           | 2.2 report 1 MassCancelled
  buy 1@90 id:1            | 3.0 refused DuplicateClientOrderId
  buy 1@90 id:2            | 4.0 accepted #2
  sell 1@90                | 5.0 accepted #3
                           | 5.1 trade 1@90 maker #2 filled
  `,
);
