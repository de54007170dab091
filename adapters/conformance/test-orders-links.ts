/** Connections that end, and an adapter that begins anew, with orders at the venue. */
import { Side } from '../../protocol/codes/enums.js';
import { buy, LATER, LOTS, type OrderCase, SOON } from './test-order-case.js';

export const LINKS: readonly OrderCase[] = [
  {
    number: 21,
    title: 'the connection is lost with an order at the venue, which fills meanwhile',
    play: (rig, t) => {
      buy(rig);
      rig.words();
      rig.fault({ do: 'drop' });
      rig.others('sell', rig.buyTicks, 40);
      rig.run(SOON);
      t.equal(rig.isUp, false);
      t.same(rig.position(), { net: 0, open: LOTS }, 'reserved while it is unknown');
      rig.run(LATER);
      t.equal(rig.isUp, true);
      t.same(rig.position(), { net: 40, open: 60 });
    },
  },
  {
    number: 22,
    title: 'the connection is lost with a new order on its way',
    play: (rig, t) => {
      rig.order(Side.Buy, LOTS, rig.buyTicks);
      rig.fault({ do: 'drop' });
      rig.run(LATER);
      const words = rig.words();
      t.equal(rig.isUp, true);
      const { net, open } = rig.position();
      t.equal(net, 0);
      t.equal(open, words.some((word) => word.startsWith('end #2')) ? 0 : LOTS);
    },
  },
  {
    number: 23,
    title: 'the connection is lost with a cancel on its way',
    play: (rig, t) => {
      buy(rig);
      rig.cancel();
      rig.fault({ do: 'drop' });
      rig.run(LATER);
      t.match(rig.words().at(-1), /^end #2 100 open CancelledByUser/);
      t.same(rig.position(), { net: 0, open: 0 });
    },
  },
  {
    number: 24,
    title: 'the connection is lost with a replace on its way',
    play: (rig, t) => {
      buy(rig);
      rig.replace(80, rig.replaceTicks);
      rig.fault({ do: 'drop' });
      rig.run(LATER);
      t.equal(rig.isUp, true);
      rig.cancel();
      rig.run(LATER);
      t.same(rig.position(), { net: 0, open: 0 });
    },
  },
  {
    number: 25,
    title: 'cut off in the middle of a message',
    play: (rig, t) => {
      buy(rig);
      rig.fault({ do: 'cut', kind: 'fill' });
      rig.others('sell', rig.buyTicks, 40);
      rig.run(LATER);
      t.equal(rig.isUp, true);
      t.same(rig.position(), { net: 40, open: 60 });
    },
  },
  {
    number: 28,
    title: 'maintenance: the connection ends as announced, and comes back',
    play: (rig, t) => {
      buy(rig);
      rig.fault({ do: 'maintenance', seconds: 5 });
      rig.run(LATER);
      t.equal(rig.isUp, true);
      t.same(rig.position(), { net: 0, open: LOTS });
    },
  },
  {
    number: 31,
    title: 'the adapter begins anew with an order at the venue: what it is told again counts once',
    play: (rig, t) => {
      buy(rig);
      rig.replace(90, rig.replaceTicks);
      rig.run(SOON);
      rig.replace(80, rig.replaceTicks);
      rig.run(SOON);
      rig.words();
      rig.others('sell', rig.replaceTicks, 30);
      rig.run(SOON);
      rig.beginAnew();
      rig.run(LATER);
      t.equal(rig.isUp, true);
      t.same(rig.position(), { net: 30, open: 50 });
      t.notOk(
        rig.words().some((words) => /restate|refused/.test(words)),
        'what it was like in between is of no interest',
      );
      rig.others('sell', rig.replaceTicks, 50);
      rig.run(SOON);
      t.same(rig.position(), { net: 80, open: 0 });
    },
  },
  {
    number: 42,
    title:
      'the adapters are left behind with orders at the venue, and begin anew from what the core has open',
    play: (rig, t) => {
      buy(rig);
      rig.others('sell', rig.buyTicks, 30);
      rig.run(SOON);
      rig.words();
      rig.leaveBehind();
      rig.others('sell', rig.buyTicks, 20);
      t.same(rig.position(), { net: 30, open: 70 }, 'reserved while it is unknown');
      rig.order(Side.Buy, LOTS, rig.buyTicks);
      t.match(rig.words().at(-1), 'refused VenueDown');
      rig.run(LATER);
      t.equal(rig.isUp, true);
      t.match(rig.notices.join(), /held up for too long/);
      t.same(rig.position(), { net: 50, open: 50 });
      rig.others('sell', rig.buyTicks, 50);
      rig.run(SOON);
      t.same(rig.position(), { net: LOTS, open: 0 });
    },
  },
  {
    number: 36,
    title: 'the connection is lost, and the venue cancels what stood there',
    isCancelling: true,
    play: (rig, t) => {
      buy(rig);
      rig.others('sell', rig.buyTicks, 40);
      rig.run(SOON);
      rig.words();
      rig.fault({ do: 'drop' });
      rig.run(LATER);
      t.equal(rig.isUp, true);
      t.match(rig.words().at(-1), /^end #2 60 open/);
      t.same(rig.position(), { net: 40, open: 0 });
    },
  },
  {
    number: 41,
    title: 'the engine stands still with its connections open: the venue cancels what stands there',
    isCancelling: true,
    play: (rig, t) => {
      buy(rig);
      rig.run(LATER);
      t.not(rig.clientId, '', 'not while the engine is at work');
      rig.standStill(3 * LATER);
      t.equal(rig.clientId, '', 'nothing of ours stands at the venue');
      rig.run(LATER);
      t.equal(rig.isUp, true);
      t.match(rig.words().at(-1), /^end #2 100 open/);
      t.same(rig.position(), { net: 0, open: 0 });
    },
  },
];
