/** Limits are commands: by hand, from the configuration, given back to it; what makes no sense is refused. */
import { scenario } from '../test-scenario.js';

scenario(
  "the operator's word stands until another is given, whatever the configuration says at the next start",
  `
  limit open-orders 5 acct:1 initial  | 1.0 accepted
  limit open-orders 1 acct:1          | 2.0 accepted
  limit open-orders 5 acct:1 initial  | 3.0 accepted
  buy 1@90                            | 4.0 accepted #1
  buy 1@90                            | 5.0 refused OpenOrderLimitExceeded
  limit open-orders 2 acct:1 release  | 6.0 accepted
  buy 1@90                            | 7.0 accepted #2
  buy 1@90                            | 8.0 refused OpenOrderLimitExceeded
  limit open-orders 3 acct:1 initial  | 9.0 accepted
  buy 1@90                            | 10.0 accepted #3
  `,
);

scenario(
  'so for those of a position, and for "none" that was said by hand',
  `
  limit position 3 acct:1 ins:1         | 1.0 accepted
  limit position 9 acct:1 ins:1 initial | 2.0 accepted
  buy 4@90                              | 3.0 refused PositionLimitExceeded
  limit position 0 acct:1 ins:1         | 4.0 accepted
  limit position 2 acct:1 ins:1 initial | 5.0 accepted
  buy 4@90                              | 6.0 accepted #1
  limit position 5 acct:1 ins:1 release | 7.0 accepted
  buy 2@90                              | 8.0 refused PositionLimitExceeded
  limit credit 10 acct:1 ccy:3          | 9.0 accepted
  limit credit 99999 acct:1 initial     | 10.0 accepted
  buy 1@90                              | 11.0 refused NoCurrencyRate
  `,
);

scenario(
  'each kind has its scopes and its range',
  `
  limit nonsense 1 acct:1               | 1.0 refused InvalidScope
  limit credit 1 ins:1                  | 2.0 refused InvalidScope
  limit credit 1                        | 3.0 refused InvalidScope
  limit orders 1 acct:1                 | 4.0 refused InvalidScope
  limit position 1 acct:1               | 5.0 refused InvalidScope
  limit collar-ticks 1 acct:1 ins:1     | 6.0 refused InvalidScope
  limit position 1 acct:1 ins:1 sess:1  | 7.0 refused InvalidScope
  limit position -1 ins:1               | 8.0 refused FieldOutOfRange
  limit position 1.5 ins:1              | 9.0 refused FieldOutOfRange
  limit position NaN ins:1              | 10.0 refused FieldOutOfRange
  limit position 9007199254740992 ins:1 | 11.0 refused FieldOutOfRange
  limit restricted 2 ins:1              | 12.0 refused FieldOutOfRange
  limit collar-bps 1000001 ins:1        | 13.0 refused FieldOutOfRange
  limit orders 2147483648 sess:1        | 14.0 refused FieldOutOfRange
  limit open-orders 1 acct:5            | 15.0 refused UnknownAccount
  limit position 1 ins:5                | 16.0 refused UnknownInstrument
  limit orders 1 sess:0                 | 17.0 refused UnknownSession
  `,
);
