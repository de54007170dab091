/**
 * The conformance suite for orders: what every venue's adapter has to make of what its venue does, numbered, the same for all. Each case
 * plays against the venue's simulator on its time and says what the core must have been told, in the words of `test-child-words.ts`.
 */
import t from 'tap';
import type { OrderFields } from '../../engine/core/test-commands.js';
import { OrdType, Side, TimeInForce } from '../../protocol/codes/enums.js';
import { CommandFlag } from '../../protocol/records/command.js';
import type { Fault } from '../simulator/kit/fault.js';
import { TABLE_FILE, tableSays } from './test-table.js';

/** One venue with an engine before it. Lots are 100 in every case; the prices are its own. */
export interface OrderRig {
  /** A price at which nobody trades, in ticks. */
  readonly buyTicks: number;
  /** What replaces ask for: where a venue can only make an order smaller, the price that it has. */
  readonly replaceTicks: number;
  order(side: Side, lots: number, price: number, more?: Partial<OrderFields>): void;
  /** Of the order that was sent last. */
  cancel(): void;
  replace(lots: number, price: number): void;
  /** Somebody else. */
  others(side: 'buy' | 'sell', priceTicks: number, lots: number): void;
  fault(fault: Fault): void;
  /** Another session of our account, or the venue itself, sends an order. */
  foreign(side: 'buy' | 'sell', priceTicks: number, lots: number, clientId: string): void;
  /** What the venue calls orders by which it closes positions itself; undefined: it has none. */
  readonly closeOutId: string | undefined;
  /** The venue's name for the order that was sent last. */
  readonly clientId: string;
  run(ms: number): void;
  words(): string[];
  readonly notices: string[];
  readonly isUp: boolean;
  readonly counters: {
    readonly duplicates: number;
    readonly foreign: number;
    readonly closeOuts: number;
    readonly lateFills: number;
  };
  /** Of our last trade, at the venue. */
  readonly tradeId: number;
  /** In the venue's text. */
  lotsText(lots: number): string;
  priceText(priceTicks: number): string;
  readonly symbol: string;
  /** The adapter fails and begins anew. */
  beginAnew(): void;
  /** Position of account 1 in lots, and what its orders may still add. */
  position(): { readonly net: number; readonly open: number };
  close(): void;
}

export interface VenueUnderTest {
  readonly name: string;
  readonly start: () => OrderRig;
  /** The same, and the venue is asked to cancel what stands when the connection is lost. */
  readonly startCancelling?: () => OrderRig;
  /** Numbers of the cases that the venue has no way to come into, with the reason. */
  readonly notApplicable: Readonly<Record<number, string>>;
}

export interface OrderCase {
  readonly number: number;
  readonly title: string;
  readonly play: (rig: OrderRig, t: Tap) => void;
  /** Played on `startCancelling`. */
  readonly isCancelling?: true;
}

type Tap = typeof t;

const LOTS = 100;
/** Long enough for requests, answers and reports. */
const SOON = 200;
/** Longer than any time-out, query and reconnect. */
const LATER = 60_000;

const buy = (rig: OrderRig, more: Partial<OrderFields> = {}): void => {
  rig.order(Side.Buy, LOTS, rig.buyTicks, more);
  rig.run(SOON);
};
const sent = (rig: OrderRig): string => `child #1 of #2 at venue0 ${LOTS}@${rig.buyTicks} gtc`;
const fill = (rig: OrderRig, lots: number): string => `fill #1 ${lots}@${rig.buyTicks}`;

export const ORDER_CASES: readonly OrderCase[] = [
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
    number: 12,
    title: 'the acknowledgement is lost, the order is there',
    play: (rig, t) => {
      rig.fault({ do: 'lose', kind: 'answer' });
      rig.fault({ do: 'lose', kind: 'ack' });
      buy(rig);
      t.same(rig.position(), { net: 0, open: LOTS }, 'reserved while it is unknown');
      rig.run(LATER);
      t.ok(rig.words().includes('state #1 new'));
      rig.others('sell', rig.buyTicks, LOTS);
      rig.run(SOON);
      t.same(rig.position(), { net: LOTS, open: 0 });
    },
  },
  {
    number: 13,
    title: 'the answer says that nobody knows, and it was executed',
    play: (rig, t) => {
      rig.others('sell', rig.buyTicks, LOTS);
      rig.fault({ do: 'unknown', kind: 'new', executed: true });
      rig.run(SOON);
      buy(rig);
      rig.run(LATER);
      t.same(rig.position(), { net: LOTS, open: 0 });
    },
  },
  {
    number: 14,
    title: 'the answer says that nobody knows, and it never arrived',
    play: (rig, t) => {
      rig.fault({ do: 'unknown', kind: 'new', executed: false });
      buy(rig);
      t.same(rig.position(), { net: 0, open: LOTS }, 'reserved while it is unknown');
      rig.run(LATER);
      t.match(rig.words().at(-1), /^end #2 100 open NotKnownAtVenue/);
      t.same(rig.position(), { net: 0, open: 0 });
    },
  },
  {
    number: 15,
    title: 'a request that is silently ignored',
    play: (rig, t) => {
      rig.fault({ do: 'ignore', kind: 'new' });
      buy(rig);
      rig.run(LATER);
      t.ok(rig.words().some((words) => words.startsWith('state #1 unknown')));
      t.same(rig.position(), { net: 0, open: 0 });
    },
  },
  {
    number: 16,
    title: 'a report that comes twice counts once',
    play: (rig, t) => {
      buy(rig);
      rig.fault({ do: 'repeat', kind: 'fill' });
      rig.others('sell', rig.buyTicks, 40);
      rig.run(SOON);
      t.same(rig.position(), { net: 40, open: 60 });
      t.ok(rig.counters.duplicates > 0);
    },
  },
  {
    number: 17,
    title: 'reports that come out of order',
    play: (rig, t) => {
      buy(rig);
      rig.fault({ do: 'hold', kind: 'fill', messages: 1 });
      rig.others('sell', rig.buyTicks, 40);
      rig.others('sell', rig.buyTicks, 30);
      rig.run(LATER);
      t.same(rig.position(), { net: 70, open: 30 });
    },
  },
  {
    number: 18,
    title: 'a fill that never comes is found',
    play: (rig, t) => {
      buy(rig);
      rig.fault({ do: 'lose', kind: 'fill' });
      rig.others('sell', rig.buyTicks, 40);
      rig.run(SOON);
      rig.others('sell', rig.buyTicks, 30);
      rig.run(LATER);
      t.same(rig.position(), { net: 70, open: 30 });
    },
  },
  {
    number: 19,
    title: 'reports of another session are nobody’s',
    play: (rig, t) => {
      buy(rig);
      const before = rig.position();
      rig.foreign('buy', rig.buyTicks - 100, 10, 'web-1');
      rig.run(SOON);
      t.same(rig.position(), before);
      t.ok(rig.counters.foreign > 0);
    },
  },
  {
    number: 20,
    title: 'the venue closes the position out: a person is told',
    play: (rig, t) => {
      rig.others('buy', rig.buyTicks, LOTS);
      rig.foreign('sell', rig.buyTicks, 50, rig.closeOutId!);
      rig.run(SOON);
      t.equal(rig.counters.closeOuts, 1);
      t.ok(rig.notices.some((notice) => notice.includes(rig.closeOutId!)));
    },
  },
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
    number: 29,
    title: 'a replace is carried out, and its report is lost',
    play: (rig, t) => {
      buy(rig);
      rig.fault({ do: 'lose', kind: 'replaced' });
      rig.fault({ do: 'lose', kind: 'answer' });
      rig.replace(80, rig.replaceTicks);
      rig.run(LATER);
      const words = rig.words();
      t.ok(words.includes('restate #2 RestatedByVenue') || words.includes('restate #2 ReplacedAtVenue'));
      t.notOk(words.includes('end #1 100 open VenueCancelled'), 'what stood there is known');
      t.same(rig.position(), { net: 0, open: 80 });
    },
  },
  {
    number: 30,
    title: 'the venue leaves numbers out: what is missing is made good',
    play: (rig, t) => {
      buy(rig);
      rig.fault({ do: 'gap', by: 2 });
      rig.others('sell', rig.buyTicks, 40);
      rig.run(LATER);
      t.equal(rig.isUp, true);
      t.same(rig.position(), { net: 40, open: 60 });
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
  {
    number: 38,
    title: 'a cancel finds nothing, and the execution that ended the order has not come',
    play: (rig, t) => {
      buy(rig);
      rig.fault({ do: 'fillFirst', kind: 'cancel', clientId: rig.clientId });
      rig.fault({ do: 'lose', kind: 'fill' });
      rig.cancel();
      rig.run(LATER);
      t.ok(rig.words().includes(fill(rig, LOTS)));
      t.same(rig.position(), { net: LOTS, open: 0 });
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

/** Every case against one venue; and the table says of each what has just been seen. */
export function orderConformance(venue: VenueUnderTest): void {
  for (const { number, title, play, isCancelling } of ORDER_CASES) {
    const why = venue.notApplicable[number];
    t.test(`${venue.name} ${number}: ${title}`, { skip: why ?? false }, async (t) => {
      const rig = isCancelling ? venue.startCancelling!() : venue.start();
      play(rig, t as unknown as Tap);
      rig.close();
    });
  }
  t.test(`${TABLE_FILE} says so; else npm run conformance writes it`, async (t) => {
    const wanted = ORDER_CASES.map(
      ({ number }) => [number, venue.notApplicable[number] ?? 'passed'] as const,
    );
    t.strictSame([...tableSays(venue.name)], wanted);
  });
}
