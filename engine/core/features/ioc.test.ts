/** Immediate or cancel. */
import { scenario } from '../test-scenario.js';

scenario(
  'takes what is there and cancels the rest',
  `
  sell 3@100       | 1.0 accepted #1
  buy 5@100 ioc    | 2.0 accepted #2
                   | 2.1 trade 3@100 maker #1 filled
                   | 2.2 end #2 cancelled 2 of 5 ImmediateRemainder
  book             | empty
  `,
);

scenario(
  'filled in full it has nothing to cancel',
  `
  sell 5@100       | 1.0 accepted #1
  buy 5@100 ioc    | 2.0 accepted #2
                   | 2.1 trade 5@100 maker #1 filled
  `,
);

scenario(
  'does not reach beyond its limit',
  `
  sell 5@101       | 1.0 accepted #1
  buy 5@100 ioc    | 2.0 accepted #2
                   | 2.1 end #2 cancelled 5 of 5 ImmediateRemainder
  book             | offer 5@101 #1
  `,
);

scenario(
  'a sweep that ends with a remainder, in a ring as small as it may be',
  `
  sell 1@100       | 1.0 accepted #1
  sell 1@100       | 2.0 accepted #2
  sell 1@100       | 3.0 accepted #3
  sell 1@100       | 4.0 accepted #4
  buy 9@100 ioc    | 5.0 accepted #5
                   | 5.1 trade 1@100 maker #1 filled
                   | 5.2 trade 1@100 maker #2 filled
                   | 5.3 trade 1@100 maker #3 filled
                   | 5.4 trade 1@100 maker #4 filled
                   | 5.5 end #5 cancelled 5 of 9 ImmediateRemainder
  `,
);
