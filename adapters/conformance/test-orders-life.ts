/** What an order goes through when everybody is there: filled, changed, refused, over. */
import { OrdType, Side, TimeInForce } from '../../protocol/codes/enums.js';
import { CommandFlag } from '../../protocol/records/command.js';
import { buy, fill, LATER, LOTS, type OrderCase, SOON, sent } from './test-order-case.js';

export const LIFE: readonly OrderCase[] = [
  {
    number: 1,
    title: 'a new order is accepted',
    play: (rig, t) => {
      buy(rig);
      t.strictSame(rig.words(), [sent(rig), 'state #1 new']);
      t.same(rig.position(), { net: 0, open: LOTS });
    },
  },
  {
    number: 2,
    title: 'it is filled in parts, then whole',
    play: (rig, t) => {
      buy(rig);
      rig.others('sell', rig.buyTicks, 40);
      rig.run(SOON);
      rig.others('sell', rig.buyTicks, 60);
      rig.run(SOON);
      t.strictSame(rig.words(), [sent(rig), 'state #1 new', fill(rig, 40), fill(rig, 60)]);
      t.same(rig.position(), { net: LOTS, open: 0 });
    },
  },
  {
    number: 3,
    title: 'it is cancelled, partly filled',
    play: (rig, t) => {
      buy(rig);
      rig.others('sell', rig.buyTicks, 40);
      rig.run(SOON);
      rig.words();
      rig.cancel();
      rig.run(SOON);
      t.strictSame(rig.words(), [
        'ask-cancel #1 CancelledByUser',
        'end #1 60 open VenueCancelled',
        'end #2 60 open CancelledByUser',
      ]);
    },
  },
  {
    number: 4,
    title: 'it is replaced: the total, and the price where the venue can change it',
    play: (rig, t) => {
      buy(rig);
      rig.words();
      rig.replace(80, rig.replaceTicks);
      rig.run(SOON);
      t.strictSame(rig.words(), [
        `ask-replace #1 80@${rig.replaceTicks}`,
        'restate #2 ReplacedAtVenue',
        'state #1 new ReplacedAtVenue',
      ]);
      t.same(rig.position(), { net: 0, open: 80 });
    },
  },
  {
    number: 5,
    title: 'an order that the venue refuses is ended with a reason',
    play: (rig, t) => {
      rig.fault({ do: 'throttle', kind: 'new' });
      buy(rig);
      const [, ended, parent] = rig.words();
      t.match(ended, /^end #1 100 open \w+$/);
      t.match(parent, /^end #2 100 open \w+$/);
      t.notMatch(ended, /Unknown/);
    },
  },
  {
    number: 6,
    title: 'an immediate order: what is not there ends it',
    play: (rig, t) => {
      rig.others('sell', rig.buyTicks, 30);
      rig.run(SOON);
      buy(rig, { timeInForce: TimeInForce.ImmediateOrCancel });
      const words = rig.words();
      t.equal(words[0], `child #1 of #2 at venue0 ${LOTS}@${rig.buyTicks} ioc`);
      t.ok(words.includes(fill(rig, 30)), words.join('; '));
      t.match(words.at(-1), /^end #2 70 open/);
      t.same(rig.position(), { net: 30, open: 0 });
    },
  },
  {
    number: 7,
    title: 'a market order',
    play: (rig, t) => {
      rig.others('sell', rig.buyTicks, LOTS);
      rig.run(SOON);
      rig.order(Side.Buy, LOTS, 0, { ordType: OrdType.Market, timeInForce: TimeInForce.ImmediateOrCancel });
      rig.run(SOON);
      t.ok(rig.words().includes(fill(rig, LOTS)));
      t.same(rig.position(), { net: LOTS, open: 0 });
    },
  },
  {
    number: 8,
    title: 'a fill before the acknowledgement',
    play: (rig, t) => {
      rig.others('sell', rig.buyTicks, LOTS);
      rig.fault({ do: 'hold', kind: 'answer', messages: 2 });
      rig.run(SOON);
      buy(rig);
      rig.run(SOON);
      t.same(rig.position(), { net: LOTS, open: 0 });
    },
  },
  {
    number: 9,
    title: 'a fill while the cancel is pending',
    play: (rig, t) => {
      buy(rig);
      rig.words();
      rig.fault({ do: 'fillFirst', kind: 'cancel', clientId: rig.clientId });
      rig.cancel();
      rig.run(LATER);
      const words = rig.words();
      t.ok(words.includes(fill(rig, LOTS)), words.join('; '));
      t.same(rig.position(), { net: LOTS, open: 0 });
    },
  },
  {
    number: 10,
    title: 'a fill while the replace is pending',
    play: (rig, t) => {
      buy(rig);
      rig.fault({ do: 'fillFirst', kind: 'replace', clientId: rig.clientId });
      rig.replace(80, rig.replaceTicks);
      rig.run(LATER);
      t.same(rig.position().net, LOTS);
    },
  },
  {
    number: 11,
    title: 'an unsolicited cancel',
    play: (rig, t) => {
      buy(rig);
      rig.words();
      rig.fault({ do: 'cancel', clientId: rig.clientId });
      rig.run(SOON);
      const words = rig.words();
      t.match(words[0], /^end #1 100 open/);
      t.match(words[1], /^end #2 100 open/);
      t.same(rig.position(), { net: 0, open: 0 });
    },
  },
  {
    number: 26,
    title: 'a cancel that the venue refuses: the order stays',
    play: (rig, t) => {
      buy(rig);
      rig.words();
      rig.fault({ do: 'throttle', kind: 'cancel' });
      rig.cancel();
      rig.run(SOON);
      t.ok(rig.words().includes('state #1 new CancelRefusedByVenue'));
      t.same(rig.position(), { net: 0, open: LOTS });
    },
  },
  {
    number: 27,
    title: 'a replace that the venue refuses: the order stays as it was',
    play: (rig, t) => {
      buy(rig);
      rig.words();
      rig.fault({ do: 'throttle', kind: 'replace' });
      rig.replace(120, rig.replaceTicks);
      rig.run(SOON);
      t.ok(rig.words().includes('restate #2 ReplaceRefusedByVenue'));
      t.same(rig.position(), { net: 0, open: LOTS });
    },
  },
  {
    number: 39,
    title: 'a post-only order that would take is refused with its reason',
    play: (rig, t) => {
      rig.others('sell', rig.buyTicks, 30);
      rig.run(SOON);
      buy(rig, { flags: CommandFlag.PostOnly });
      t.match(rig.words().at(-1), /^end #2 100 open PostOnlyWouldTake/);
      t.same(rig.position(), { net: 0, open: 0 });
    },
  },
  {
    number: 40,
    title: 'a fill-or-kill order that finds too little',
    play: (rig, t) => {
      rig.others('sell', rig.buyTicks, 30);
      rig.run(SOON);
      buy(rig, { timeInForce: TimeInForce.FillOrKill });
      const words = rig.words();
      t.equal(words[0], `child #1 of #2 at venue0 ${LOTS}@${rig.buyTicks} fok`);
      t.match(words.at(-1), /^end #2 100 open/);
      t.same(rig.position(), { net: 0, open: 0 });
    },
  },
];
