/** Market-maker protection: after N executions of its quotes within a window all quotes of a session are pulled until it resets. */
import { scenario } from '../test-scenario.js';

scenario(
  'when the command has matched completely all quotes of the session are pulled, in all instruments',
  `
  protect 2 in:1            | 1.0 accepted
  quote id:7 2@99 5@101     | 2.0 accepted
                            | 2.2 bid #1 entered 2 of 2 @99
                            | 2.3 offer #2 entered 5 of 5 @101
  quote id:8 2@98 5@102 acct:2 | 3.0 accepted
                            | 3.2 bid #3 entered 2 of 2 @98
                            | 3.3 offer #4 entered 5 of 5 @102
  quote id:9 5@50 0 ins:2   | 4.0 accepted
                            | 4.2 bid #5 entered 5 of 5 @50
  quote id:7 3@97 0 sess:2  | 5.0 accepted
                            | 5.2 bid #6 entered 3 of 3 @97
  buy 1@96                  | 6.0 accepted #7
  sell 8@96 acct:2 sess:3   | 7.0 accepted #8
                            | 7.1 trade 2@99 maker #1 filled
                            | 7.2 trade 2@98 maker #3 filled
                            | 7.3 trade 3@97 maker #6 filled
                            | 7.4 trade 1@96 maker #7 filled
                            | 7.5 end #2 cancelled 5 of 5 QuoteProtectionTriggered
                            | 7.6 end #4 cancelled 5 of 5 QuoteProtectionTriggered
                            | 7.7 end #5 cancelled 5 of 5 QuoteProtectionTriggered
                            | 7.8 report 3 QuoteProtectionTriggered
  quote id:7 1@99 0         | 8.0 refused QuoteProtectionTriggered
  quote id:7 0 0            | 9.0 refused QuoteProtectionTriggered
  quote id:7 1@99 0 sess:2  | 10.0 accepted
                            | 10.2 bid #9 entered 1 of 1 @99
  buy 1@96                  | 11.0 accepted #10
  protect 2 in:1            | 12.0 accepted
  quote id:7 1@95 0         | 13.0 accepted
                            | 13.2 bid #11 entered 1 of 1 @95
  `,
);

scenario(
  'the window slides and both its ends count, to the nanosecond',
  `
  protect 3 in:1.5          | 1.0 accepted
  quote id:7 9@99 9@101     | 2.0 accepted
                            | 2.2 bid #1 entered 9 of 9 @99
                            | 2.3 offer #2 entered 9 of 9 @101
  sell 1@99 acct:2 at:10    | 3.0 accepted #3
                            | 3.1 trade 1@99 maker #1 left 8
  sell 1@99 acct:2 at:11    | 4.0 accepted #4
                            | 4.1 trade 1@99 maker #1 left 7
  buy 1@101 acct:2 at:11.500000001 | 5.0 accepted #5
                            | 5.1 trade 1@101 maker #2 left 8
  buy 1@101 acct:2 at:12.500000001 | 6.0 accepted #6
                            | 6.1 trade 1@101 maker #2 left 7
  buy 1@101 acct:2 at:13.000000001 | 7.0 accepted #7
                            | 7.1 trade 1@101 maker #2 left 6
                            | 7.2 end #1 cancelled 7 of 9 QuoteProtectionTriggered
                            | 7.3 end #2 cancelled 6 of 9 QuoteProtectionTriggered
                            | 7.4 report 2 QuoteProtectionTriggered
  `,
);

scenario(
  'only quotes count, taking as well as making; a trade between two of them counts twice',
  `
  protect 3 in:60           | 1.0 accepted
  buy 5@99                  | 2.0 accepted #1
  sell 5@99 acct:2 sess:2   | 3.0 accepted #2
                            | 3.1 trade 5@99 maker #1 filled
  quote id:7 5@99 5@101     | 4.0 accepted
                            | 4.2 bid #3 entered 5 of 5 @99
                            | 4.3 offer #4 entered 5 of 5 @101
  quote id:7 1@99 1@101 acct:2 | 5.0 accepted
                            | 5.2 bid #5 entered 1 of 1 @99
                            | 5.3 offer #6 entered 1 of 1 @101
  quote id:8 1@97 1@99 acct:2 | 6.0 accepted
                            | 6.2 bid #7 entered 1 of 1 @97
                            | 6.3 offer #8 entered 1 of 1 @99
                            | 6.4 trade 1@99 maker #3 left 4
  sell 1@99 acct:2 sess:2   | 7.0 accepted #9
                            | 7.1 trade 1@99 maker #3 left 3
                            | 7.2 end #3 cancelled 3 of 5 QuoteProtectionTriggered
                            | 7.3 end #4 cancelled 5 of 5 QuoteProtectionTriggered
                            | 7.4 end #5 cancelled 1 of 1 QuoteProtectionTriggered
                            | 7.5 end #6 cancelled 1 of 1 QuoteProtectionTriggered
                            | 7.6 end #7 cancelled 1 of 1 QuoteProtectionTriggered
                            | 7.7 report 5 QuoteProtectionTriggered
  `,
);

scenario(
  'triggered by its first side, a quote gets no second one',
  `
  sell 1@100 acct:2 sess:2  | 1.0 accepted #1
  protect 1 in:1            | 2.0 accepted
  quote id:7 3@100 3@101    | 3.0 accepted
                            | 3.2 bid #2 entered 3 of 3 @100
                            | 3.3 trade 1@100 maker #1 filled
                            | 3.4 offer refused QuoteProtectionTriggered
                            | 3.5 end #2 cancelled 2 of 3 QuoteProtectionTriggered
                            | 3.6 report 1 QuoteProtectionTriggered
  `,
);

scenario(
  'quotes are pulled before the stops that the trades elect find them',
  `
  protect 2 in:1            | 1.0 accepted
  sell 9 stop:98 acct:2 sess:2 | 2.0 accepted #1
  quote id:7 1@99 0         | 3.0 accepted
                            | 3.2 bid #2 entered 1 of 1 @99
  quote id:8 2@98 0         | 4.0 accepted
                            | 4.2 bid #3 entered 2 of 2 @98
  quote id:9 5@97 0         | 5.0 accepted
                            | 5.2 bid #4 entered 5 of 5 @97
  sell 2@98 acct:2 sess:2   | 6.0 accepted #5
                            | 6.1 trade 1@99 maker #2 filled
                            | 6.2 trade 1@98 maker #3 left 1
                            | 6.3 end #3 cancelled 1 of 2 QuoteProtectionTriggered
                            | 6.4 end #4 cancelled 5 of 5 QuoteProtectionTriggered
                            | 6.5 report 2 QuoteProtectionTriggered
                            | 6.6 trigger #1 market
                            | 6.7 end #1 cancelled 9 of 9 NoLiquidity
  `,
);

scenario(
  'a stop that was elected may trigger it, and the next one finds nothing',
  `
  protect 2 in:1            | 1.0 accepted
  sell 1 stop:99 acct:2 sess:2 | 2.0 accepted #1
  sell 9 stop:98 acct:2 sess:2 | 3.0 accepted #2
  quote id:7 1@99 0         | 4.0 accepted
                            | 4.2 bid #3 entered 1 of 1 @99
  quote id:8 2@98 0         | 5.0 accepted
                            | 5.2 bid #4 entered 2 of 2 @98
  sell 1@99 acct:2 sess:2   | 6.0 accepted #5
                            | 6.1 trade 1@99 maker #3 filled
                            | 6.2 trigger #1 market
                            | 6.3 trade 1@98 maker #4 left 1
                            | 6.4 end #4 cancelled 1 of 2 QuoteProtectionTriggered
                            | 6.5 report 1 QuoteProtectionTriggered
                            | 6.6 trigger #2 market
                            | 6.7 end #2 cancelled 9 of 9 NoLiquidity
  `,
);

scenario(
  'pegs follow when quotes are pulled, in any instrument',
  `
  protect 1 in:1            | 1.0 accepted
  quote id:7 1@99 0         | 2.0 accepted
                            | 2.2 bid #1 entered 1 of 1 @99
  quote id:8 1@60 0 ins:2   | 3.0 accepted
                            | 3.2 bid #2 entered 1 of 1 @60
  buy 1@50 acct:2 sess:2 ins:2 | 4.0 accepted #3
  buy 1@70 peg:primary acct:2 sess:2 ins:2 | 5.0 accepted #4
                            | 5.2 restate #4 1 of 1 @60 Repriced behind
  sell 1@99 acct:2 sess:2   | 6.0 accepted #5
                            | 6.1 trade 1@99 maker #1 filled
                            | 6.2 end #2 cancelled 1 of 1 QuoteProtectionTriggered
                            | 6.3 report 1 QuoteProtectionTriggered
                            | 6.4 restate #4 1 of 1 @50 Repriced behind
  `,
);

scenario(
  'executions of an uncross count, and the auction is finished first',
  `
  protect 2 in:1            | 1.0 accepted
  phase opening             | 2.0 accepted
                            | 2.1 phase opening was continuous
  quote id:7 5@99 4@101     | 3.0 accepted
                            | 3.2 bid #1 entered 5 of 5 @99
                            | 3.3 offer #2 entered 4 of 4 @101
  buy 1@101 acct:2 sess:2   | 4.0 accepted #3
                            | 4.1 indicative 1@101 sell 3
  buy 1@101 acct:2 sess:2   | 5.0 accepted #4
                            | 5.1 indicative 2@101 sell 2
  buy 1@101 acct:2 sess:2   | 6.0 accepted #5
                            | 6.1 indicative 3@101 sell 1
  phase continuous          | 7.0 accepted
                            | 7.1 phase continuous was opening
                            | 7.2 trade 1@101 uncross #3 #2
                            | 7.3 trade 1@101 uncross #4 #2
                            | 7.4 trade 1@101 uncross #5 #2
                            | 7.5 end #1 cancelled 5 of 5 QuoteProtectionTriggered
                            | 7.6 end #2 cancelled 1 of 4 QuoteProtectionTriggered
                            | 7.7 report 2 QuoteProtectionTriggered
  `,
);

scenario(
  'two sessions triggered by one command, in the order in which it happened',
  `
  protect 1 in:1 sess:1     | 1.0 accepted
  protect 1 in:1 sess:2     | 2.0 accepted
  quote id:7 1@99 1@105 sess:2 | 3.0 accepted
                            | 3.2 bid #1 entered 1 of 1 @99
                            | 3.3 offer #2 entered 1 of 1 @105
  quote id:7 1@98 1@106 sess:1 | 4.0 accepted
                            | 4.2 bid #3 entered 1 of 1 @98
                            | 4.3 offer #4 entered 1 of 1 @106
  sell 2@98 acct:2 sess:3   | 5.0 accepted #5
                            | 5.1 trade 1@99 maker #1 filled
                            | 5.2 trade 1@98 maker #3 filled
                            | 5.3 end #2 cancelled 1 of 1 QuoteProtectionTriggered
                            | 5.4 report 1 QuoteProtectionTriggered
                            | 5.5 end #4 cancelled 1 of 1 QuoteProtectionTriggered
                            | 5.6 report 1 QuoteProtectionTriggered
  `,
);

scenario(
  'turned off or set anew it counts from the beginning',
  `
  protect 2 in:60           | 1.0 accepted
  quote id:7 9@99 0         | 2.0 accepted
                            | 2.2 bid #1 entered 9 of 9 @99
  sell 1@99 acct:2 sess:2   | 3.0 accepted #2
                            | 3.1 trade 1@99 maker #1 left 8
  protect 2 in:60           | 4.0 accepted
  sell 1@99 acct:2 sess:2   | 5.0 accepted #3
                            | 5.1 trade 1@99 maker #1 left 7
  protect off               | 6.0 accepted
  sell 1@99 acct:2 sess:2   | 7.0 accepted #4
                            | 7.1 trade 1@99 maker #1 left 6
  sell 1@99 acct:2 sess:2   | 8.0 accepted #5
                            | 8.1 trade 1@99 maker #1 left 5
  `,
);

scenario(
  'what is no protection is refused',
  `
  protect 129 in:1          | 1.0 refused InvalidQuoteProtection
  protect -1 in:1           | 2.0 refused InvalidQuoteProtection
  protect 1 in:0            | 3.0 refused InvalidQuoteProtection
  protect 0 in:1            | 4.0 refused InvalidQuoteProtection
  protect 1 in:NaN          | 5.0 refused InvalidQuoteProtection
  protect 1 in:1 sess:0     | 6.0 refused UnknownSession
  protect 1 in:1 sess:8     | 7.0 refused UnknownSession
  protect 128 in:9007199    | 8.0 accepted
  `,
);
