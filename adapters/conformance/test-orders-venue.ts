/** What a venue does by itself: trades taken back, corrected or late, orders made smaller, the end of the day. */
import { Side, TimeInForce } from '../../protocol/codes/enums.js';
import { buy, fill, LOTS, type OrderCase, SOON } from './test-order-case.js';

export const VENUE: readonly OrderCase[] = [
  {
    number: 32,
    title: 'the venue takes a trade back',
    play: (rig, t) => {
      buy(rig);
      rig.others('sell', rig.buyTicks, 40);
      rig.run(SOON);
      rig.words();
      rig.fault({ do: 'bust', tradeId: rig.tradeId });
      rig.run(SOON);
      t.strictSame(rig.words(), ['bust']);
      t.same(rig.position(), { net: 0, open: 60 }, 'the order stays as it is');
      rig.others('sell', rig.buyTicks, 60);
      rig.run(SOON);
      t.same(rig.position(), { net: 60, open: 0 });
    },
  },
  {
    number: 33,
    title: 'the venue corrects the price of a trade',
    play: (rig, t) => {
      buy(rig);
      rig.others('sell', rig.buyTicks, 40);
      rig.run(SOON);
      rig.words();
      rig.fault({ do: 'correct', tradeId: rig.tradeId, price: rig.priceText(rig.buyTicks - 1) });
      rig.run(SOON);
      t.strictSame(rig.words(), [`correction 40@${rig.buyTicks - 1}`]);
      t.same(rig.position(), { net: 40, open: 60 });
    },
  },
  {
    number: 34,
    title: 'an execution of an order that is over',
    play: (rig, t) => {
      buy(rig);
      const { clientId } = rig;
      rig.cancel();
      rig.run(SOON);
      rig.words();
      rig.fault({ do: 'lateFill', clientId, qty: rig.lotsText(10) });
      rig.run(SOON);
      t.strictSame(rig.words(), [`late fill 10@${rig.buyTicks}`]);
      t.same(rig.position(), { net: 10, open: 0 });
      t.equal(rig.counters.lateFills, 1);
    },
  },
  {
    number: 43,
    title: 'an execution of more than the order had',
    play: (rig, t) => {
      buy(rig);
      rig.words();
      rig.fault({ do: 'lateFill', clientId: rig.clientId, qty: rig.lotsText(130) });
      rig.run(SOON);
      t.strictSame(rig.words(), [fill(rig, LOTS), `late fill 30@${rig.buyTicks}`]);
      t.same(rig.position(), { net: 130, open: 0 }, 'the account has it');
      t.equal(rig.counters.overfills, 1);
      t.match(rig.notices.join(), /30 lots more than it had/);
    },
  },
  {
    number: 35,
    title: 'the venue makes an order smaller by itself',
    play: (rig, t) => {
      buy(rig);
      rig.words();
      rig.fault({ do: 'restate', clientId: rig.clientId, qty: rig.lotsText(30) });
      rig.run(SOON);
      t.strictSame(rig.words(), ['restate #2 RestatedByVenue', 'state #1 new RestatedByVenue']);
      t.same(rig.position(), { net: 0, open: 70 });
    },
  },
  {
    number: 37,
    title: 'a day order ends with the day',
    play: (rig, t) => {
      rig.order(Side.Buy, LOTS, rig.buyTicks, { timeInForce: TimeInForce.Day });
      rig.run(SOON);
      rig.words();
      rig.fault({ do: 'close', symbol: rig.symbol });
      rig.run(SOON);
      t.strictSame(rig.words(), ['end #1 100 open VenueExpired', 'end #2 100 open VenueExpired']);
    },
  },
];
