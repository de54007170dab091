/** DAY orders end with the day, by a sequenced command; GTC orders stay. */
import { scenario } from '../test-scenario.js';

scenario(
  'the end of the day expires DAY orders and nothing else',
  `
  buy 5@100 day            | 1.0 accepted #1
  buy 6@100 gtc            | 2.0 accepted #2
  sell 7@110 day ins:2     | 3.0 accepted #3
  end-of-day               | 4.0 accepted
                           | 4.1 end #1 expired 5 of 5 EndOfDay
                           | 4.2 end #3 expired 7 of 7 EndOfDay
                           | 4.3 report 2 EndOfDay
  book 1                   | bid 6@100 #2
  book 2                   | empty
  `,
);

scenario(
  'the day of one instrument',
  `
  buy 5@100 day ins:1      | 1.0 accepted #1
  buy 5@100 day ins:2      | 2.0 accepted #2
  end-of-day ins:2         | 3.0 accepted
                           | 3.1 end #2 expired 5 of 5 EndOfDay
                           | 3.2 report 1 EndOfDay
  book 1                   | bid 5@100 #1
  `,
);

scenario(
  'only what is open expires',
  `
  buy 5@100 day            | 1.0 accepted #1
  sell 2@100 ioc           | 2.0 accepted #2
                           | 2.1 trade 2@100 maker #1 left 3
  end-of-day               | 3.0 accepted
                           | 3.1 end #1 expired 3 of 5 EndOfDay
                           | 3.2 report 1 EndOfDay
  end-of-day               | 4.0 accepted
                           | 4.1 report 0 EndOfDay
  `,
);

scenario(
  'a replaced DAY order is still a DAY order',
  `
  buy 5@100 day            | 1.0 accepted #1
  replace #1 6@101         | 2.0 accepted #1
  end-of-day               | 3.0 accepted
                           | 3.1 end #1 expired 6 of 6 EndOfDay
                           | 3.2 report 1 EndOfDay
  `,
);

scenario(
  'an instrument that is not there has no day',
  `
  end-of-day ins:5         | 1.0 refused InvalidScope
  `,
);
