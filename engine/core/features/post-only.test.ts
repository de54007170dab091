/** Post-only: an order that would take is refused, never moved. */
import { scenario } from '../test-scenario.js';

scenario(
  'rests when it does not reach the other side',
  `
  sell 5@100       | 1.0 accepted #1
  buy 5@99 post    | 2.0 accepted #2
  sell 5@100 post  | 3.0 accepted #3
  book             | bid 5@99 #2
                   | offer 5@100 #1
                   | offer 5@100 #3
  `,
);

scenario(
  'at the price or through it is refused, on both sides',
  `
  sell 5@100       | 1.0 accepted #1
  buy 5@98         | 2.0 accepted #2
  buy 1@100 post   | 3.0 refused PostOnlyWouldTake
  buy 1@105 post   | 4.0 refused PostOnlyWouldTake
  sell 1@98 post   | 5.0 refused PostOnlyWouldTake
  sell 1@90 post   | 6.0 refused PostOnlyWouldTake
  book             | bid 5@98 #2
                   | offer 5@100 #1
  `,
);

scenario(
  'once it rests it is an order like others',
  `
  buy 5@99 post    | 1.0 accepted #1
  sell 2@99        | 2.0 accepted #2
                   | 2.1 trade 2@99 maker #1 left 3
  `,
);

scenario(
  'a replace that would take is refused and leaves the order as it was',
  `
  sell 5@100       | 1.0 accepted #1
  buy 5@98 post    | 2.0 accepted #2
  buy 5@98         | 3.0 accepted #3
  replace #2 4@100 | 4.0 refused PostOnlyWouldTake
  replace #2 9@101 | 5.0 refused PostOnlyWouldTake
  book             | bid 5@98 #2
                   | bid 5@98 #3
                   | offer 5@100 #1
  replace #2 5@99  | 6.0 accepted #2
  `,
);

scenario(
  'a replace that ends it would not take, wherever its price is',
  `
  buy 5@98 post    | 1.0 accepted #1
  sell 3@98        | 2.0 accepted #2
                   | 2.1 trade 3@98 maker #1 left 2
  sell 5@100       | 3.0 accepted #3
  replace #1 3@100 | 4.0 accepted #1
                   | 4.1 end #1 cancelled 2 of 5 ReplacedToExecuted
  `,
);

scenario(
  'makes no sense with what must trade at once',
  `
  buy 5@100 post ioc    | 1.0 refused InvalidCombination
  buy 5@100 post fok    | 2.0 refused InvalidCombination
  buy 5 market post     | 3.0 refused InvalidCombination
  buy 5@100 post day    | 4.0 accepted #1
  `,
);

scenario(
  'what only takes quantity away passes where an auction was broken off over a crossed book',
  `
  phase opening       | 1.0 accepted
                      | 1.1 phase opening was continuous
  sell 5@100          | 2.0 accepted #1
  buy 5@101 post      | 3.0 accepted #2
                      | 3.1 indicative 5@100
  phase halt          | 4.0 accepted
                      | 4.1 phase halt was opening
  replace #2 4@101    | 5.0 accepted #2
  book                | bid 4@101 #2
                      | offer 5@100 #1
  `,
);
