/** The indicative price: told once at the end of a command, when it has changed, and no more while nothing collects. */
import t from 'tap';
import { Side, TradingPhase } from '../../../protocol/codes/enums.js';
import { EventKind, IndDouble } from '../../../protocol/records/event.js';
import { kindOf } from '../../../protocol/records/layout.js';
import { DEFAULT_LIMITS } from '../../config/limits.js';
import { LEVELS_PER_STEP } from '../phase-desk.js';
import {
  defineInstrument,
  doublesOf,
  newOrder,
  type Record16,
  time,
  tradingPhase,
} from '../test-commands.js';
import { TestCore } from '../test-kit.js';
import { scenario } from '../test-scenario.js';

scenario(
  'what changes nothing tells nothing',
  `
  phase opening            | 1.0 accepted
                           | 1.1 phase opening was continuous
  buy 5@100                | 2.0 accepted #1
  sell 5@100               | 3.0 accepted #2
                           | 3.1 indicative 5@100
  buy 5@90                 | 4.0 accepted #3
  sell 5@101               | 5.0 accepted #4
  buy 1@100                | 6.0 accepted #5
                           | 6.1 indicative 5@100 buy 1
  replace #5 1@99          | 7.0 accepted #5
                           | 7.1 indicative 5@100
  replace #1 4@100         | 8.0 accepted #1
                           | 8.1 indicative 4@100 sell 1
  cancel #2                | 9.0 accepted #2
                           | 9.1 end #2 cancelled 5 of 5 CancelledByUser
                           | 9.2 indicative none
  `,
);

scenario(
  'a mass action over several auctions: once for each',
  `
  phase opening            | 1.0 accepted
                           | 1.1 phase opening was continuous
  phase opening ins:2      | 2.0 accepted
                           | 2.1 phase opening was continuous
  buy 5@100                | 3.0 accepted #1
  buy 5@100                | 4.0 accepted #2
  sell 9@100 acct:2        | 5.0 accepted #3
                           | 5.1 indicative 9@100 buy 1
  buy 5@50 ins:2           | 6.0 accepted #4
  sell 9@50 acct:2 ins:2   | 7.0 accepted #5
                           | 7.1 indicative 5@50 sell 4
  mass-cancel acct:1       | 8.0 accepted
                           | 8.1 end #1 cancelled 5 of 5 MassCancelled
                           | 8.2 end #2 cancelled 5 of 5 MassCancelled
                           | 8.3 end #4 cancelled 5 of 5 MassCancelled
                           | 8.4 report 3 MassCancelled
                           | 8.5 indicative none
                           | 8.6 indicative none
  `,
);

scenario(
  'orders that wait for another auction do not count',
  `
  phase opening            | 1.0 accepted
                           | 1.1 phase opening was continuous
  buy 5@100 at-close       | 2.0 accepted #1
  sell 5@100               | 3.0 accepted #2
  `,
);

t.test(
  'a book with more crossing levels than a command may look through is looked at when time passes',
  async (t) => {
    const kit = new TestCore({
      limits: { ...DEFAULT_LIMITS, orders: 1 << 13, levelChunks: 1 << 10 },
    }).standard();
    kit.send(defineInstrument(1, { max: 100_000, notional: 2 ** 50 }));
    kit.send(tradingPhase(1, TradingPhase.OpeningAuction));
    const levels = LEVELS_PER_STEP + 10;
    const told = (command: Record16): number[] =>
      kit
        .send(command)
        .filter((record) => kindOf(record[0]) === EventKind.IndicativePrice)
        .map((record) => doublesOf(record)[IndDouble.VolumeLots]);
    for (let i = 0; i < levels; i++) kit.send(newOrder({ side: Side.Buy, lots: 1, price: 20_000 + i }));
    const volumes = Array.from({ length: levels }, (_, i) =>
      told(newOrder({ side: Side.Sell, lots: 1, price: 10_000 - i })),
    );
    t.strictSame(volumes.slice(0, 3), [[1], [2], [3]]);
    t.strictSame(volumes.slice(-3), [[], [], []], 'too deep');
    const fresh = new TestCore({ limits: kit.limits });
    fresh.core.loadImage(kit.core.saveImage());
    t.equal(fresh.hash, kit.hash);
    t.strictSame(told(time(1)), [levels]);
    t.strictSame(told(time(2)), []);
    t.equal(fresh.send(time(1)).length, 2, 'also after a restart');
  },
);
