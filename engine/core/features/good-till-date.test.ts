/** Good till date: ends when core time reaches it. */
import { scenario } from '../test-scenario.js';

scenario(
  'good till date ends when core time reaches it',
  `
  buy 5@100 until:20     | 1.0 accepted #1
  buy 5@99 until:30      | 2.0 accepted #2
  time 19                | 3.0 accepted
  time 20.5              | 4.0 accepted
                         | 4.1 end #1 expired 5 of 5 Expired
                         | 4.2 report 1 Expired
  book                   | bid 5@99 #2
  time 29                | 5.0 accepted
  time 31                | 6.0 accepted
                         | 6.1 end #2 expired 5 of 5 Expired
                         | 6.2 report 1 Expired
  buy 1@100 until:31     | 7.0 refused InvalidExpiry
  buy 1@100 until:32 day | 8.0 refused InvalidExpiry
  buy 1@100 gtd          | 9.0 refused InvalidExpiry
  `,
);
