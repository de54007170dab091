/** Trading phases: what each lets through, and what the calendar and a person may ask for. */
import { scenario } from '../test-scenario.js';

scenario(
  'an instrument without a calendar trades continuously from its definition on',
  `
  phase continuous         | 1.0 accepted
  sell 5@100               | 2.0 accepted #1
  buy 2@100                | 3.0 accepted #2
                           | 3.1 trade 2@100 maker #1 left 3
  `,
);

for (const phase of ['pre-open', 'opening', 'volatility', 'closing'])
  scenario(
    `${phase}: orders rest without matching`,
    `
    phase ${phase}           | 1.0 accepted
                             | 1.1 phase ${phase} was continuous
    sell 5@100               | 2.0 accepted #1
    buy 2@99                 | 3.0 accepted #2
    replace #2 2@98          | 4.0 accepted #2
    cancel #2                | 5.0 accepted #2
                             | 5.1 end #2 cancelled 2 of 2 CancelledByUser
    buy 2@100 ioc            | 6.0 refused NotInAuction
    buy 2@100 fok            | 7.0 refused NotInAuction
    buy 2 market ioc         | 8.0 refused NotInAuction
    buy 2@100 gtc ins:2      | 9.0 accepted #3
    buy 2@101 post           | 10.0 accepted #4
                             | 10.1 indicative 2@100 sell 3
    book                     | bid 2@101 #4
                             | offer 5@100 #1
    `,
  );

for (const [phase, reason] of [
  ['halt', 'InstrumentHalted'],
  ['closed', 'MarketClosed'],
])
  scenario(
    `${phase}: cancels, and replaces that only take quantity away`,
    `
    buy 5@100 id:7           | 1.0 accepted #1
    buy 5@99                 | 2.0 accepted #2
    phase ${phase}           | 3.0 accepted
                             | 3.1 phase ${phase} was continuous
    buy 5@100                | 4.0 refused ${reason}
    sell 5@100 ioc           | 5.0 refused ${reason}
    buy 5 market at-open     | 6.0 refused ${reason}
    replace #1 6@100         | 7.0 refused ${reason}
    replace #1 4@101         | 8.0 refused ${reason}
    replace #1 4@100         | 9.0 accepted #1
    cancel #2                | 10.0 accepted #2
                             | 10.1 end #2 cancelled 5 of 5 CancelledByUser
    mass-cancel ins:1        | 11.0 accepted
                             | 11.1 end #1 cancelled 4 of 4 MassCancelled
                             | 11.2 report 1 MassCancelled
    `,
  );

scenario(
  'DAY orders end when the instrument closes, others stay',
  `
  buy 5@100 day            | 1.0 accepted #1
  buy 6@100 gtc            | 2.0 accepted #2
  sell 7@110 day           | 3.0 accepted #3
  sell 7@110 day ins:2     | 4.0 accepted #4
  sell 3@120 at-close      | 5.0 accepted #5
  sell 4 market gfa        | 6.0 accepted #6
  phase closed             | 7.0 accepted
                           | 7.1 phase closed was continuous
                           | 7.2 end #1 expired 5 of 5 EndOfDay
                           | 7.3 end #3 expired 7 of 7 EndOfDay
                           | 7.4 end #5 expired 3 of 3 EndOfDay
  book                     | bid 6@100 #2
                           | offer 4@0 #6 waits
  book 2                   | offer 7@110 #4
  `,
);

scenario(
  'halt and resume: what was there goes on where it stood',
  `
  buy 5@100                | 1.0 accepted #1
  phase halt               | 2.0 accepted
                           | 2.1 phase halt was continuous
  phase halt               | 3.0 accepted
  phase resume             | 4.0 accepted
                           | 4.1 phase continuous was halt
  sell 2@100               | 5.0 accepted #2
                           | 5.1 trade 2@100 maker #1 left 3
  `,
);

scenario(
  'the calendar says each phase once, and does not end a halt',
  `
  phase pre-open due:100   | 1.0 accepted
                           | 1.1 phase pre-open was continuous
  phase opening due:200    | 2.0 accepted
                           | 2.1 phase opening was pre-open
  phase pre-open due:100   | 3.0 accepted
  phase opening due:200    | 4.0 accepted
  phase halt               | 5.0 accepted
                           | 5.1 phase halt was opening
  phase continuous due:300 | 6.0 accepted
  buy 1@100                | 7.0 refused InstrumentHalted
  phase resume             | 8.0 accepted
                           | 8.1 phase continuous was halt
  buy 1@100                | 9.0 accepted #1
  `,
);

scenario(
  'a phase set by hand holds until the calendar has a new one',
  `
  phase continuous due:100 | 1.0 accepted
  phase pre-open           | 2.0 accepted
                           | 2.1 phase pre-open was continuous
  phase continuous due:100 | 3.0 accepted
  phase closing due:200    | 4.0 accepted
                           | 4.1 phase closing was pre-open
  `,
);

scenario(
  'phases and instruments that there are not',
  `
  phase nonsense due:5     | 1.0 refused FieldOutOfRange
  phase halt due:5         | 2.0 refused FieldOutOfRange
  phase volatility due:5   | 3.0 refused FieldOutOfRange
  phase opening ins:5      | 4.0 refused UnknownInstrument
  `,
);
