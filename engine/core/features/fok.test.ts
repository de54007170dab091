/** Fill or kill: all of it at once, or refused and nothing moves. */
import { scenario } from '../test-scenario.js';

scenario(
  'one lot short is refused',
  `
  sell 3@100       | 1.0 accepted #1
  sell 2@101       | 2.0 accepted #2
  buy 6@101 fok    | 3.0 refused FillOrKillNotFillable
  book             | offer 3@100 #1
                   | offer 2@101 #2
  `,
);

scenario(
  'enough at its limit or better fills it',
  `
  sell 3@100       | 1.0 accepted #1
  sell 2@101       | 2.0 accepted #2
  buy 5@101 fok    | 3.0 accepted #3
                   | 3.1 trade 3@100 maker #1 filled
                   | 3.2 trade 2@101 maker #2 filled
  `,
);

scenario(
  'what stands beyond its limit does not count',
  `
  buy 3@100        | 1.0 accepted #1
  buy 3@99         | 2.0 accepted #2
  sell 4@100 fok   | 3.0 refused FillOrKillNotFillable
  sell 4@99 fok    | 4.0 accepted #3
                   | 4.1 trade 3@100 maker #1 filled
                   | 4.2 trade 1@99 maker #2 left 2
  `,
);

scenario(
  'what has executed already does not count',
  `
  sell 5@100       | 1.0 accepted #1
  buy 2@100        | 2.0 accepted #2
                   | 2.1 trade 2@100 maker #1 left 3
  buy 4@100 fok    | 3.0 refused FillOrKillNotFillable
  buy 3@100 fok    | 4.0 accepted #3
                   | 4.1 trade 3@100 maker #1 filled
  `,
);

scenario(
  'nothing there at all',
  `
  buy 1@100 fok    | 1.0 refused FillOrKillNotFillable
  `,
);

scenario(
  'of a replaced order only what it is now counts',
  `
  sell 9@100       | 1.0 accepted #1
  replace #1 4@100 | 2.0 accepted #1
  buy 5@100 fok    | 3.0 refused FillOrKillNotFillable
  replace #1 6@100 | 4.0 accepted #1
  buy 6@100 fok    | 5.0 accepted #2
                   | 5.1 trade 6@100 maker #1 filled
  `,
);
