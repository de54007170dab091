/** Sell short and short exempt: sells like any other for the book. */
import { scenario } from '../test-scenario.js';

scenario(
  'short sales',
  `
  sell 5@100 short        | 1.0 accepted #1
  sell 5@100 exempt       | 2.0 accepted #2
  sell 5@100 short exempt | 3.0 refused InvalidShortSale
  buy 5@100 short         | 4.0 refused InvalidShortSale
  buy 10@100              | 5.0 accepted #3
                          | 5.1 trade 5@100 maker #1 filled
                          | 5.2 trade 5@100 maker #2 filled
  `,
);
