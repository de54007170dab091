/** What a door found unfit is sequenced and refused with the door's reason, and touches nothing. */
import { scenario } from '../test-scenario.js';

scenario(
  'any command, with the reason of the door',
  `
  buy 5@100 door:PriceOffTick            | 1.0 refused PriceOffTick
  buy 5@100 door:QuantityOffLot          | 2.0 refused QuantityOffLot
  sell 5@100                             | 3.0 accepted #1
  cancel #1 door:AccountNotEntitled      | 4.0 refused AccountNotEntitled
  replace #1 4@100 door:PriceOffTick     | 5.0 refused PriceOffTick
  mass-cancel acct:1 door:InvalidScope   | 6.0 refused InvalidScope
  kill on door:MalformedFrame            | 7.0 refused MalformedFrame
  logoff sess:1 door:FieldOutOfRange     | 8.0 refused FieldOutOfRange
  book                                   | offer 5@100 #1
  buy 5@100                              | 9.0 accepted #2
                                         | 9.1 trade 5@100 maker #1 filled
  `,
);

scenario(
  'a refusal without a reason is not an acceptance',
  `
  buy 5@100 door:None                    | 1.0 refused FieldOutOfRange
  book                                   | empty
  `,
);
