/**
 * What became of an order at a venue that numbers its messages for the day and has no status request. One that it has ever spoken of is what its reports say, when a TestRequest's
 * answer shows that there are no more on the way. One that it has never spoken of is cancelled: either the venue knows no such order, or it
 * is out of the market; both are answers.
 */
import { ChildStatus } from '../../protocol/codes/enums.js';
import type { FixMessage } from '../../protocol/fix/codec/message.js';
import { msgType } from '../../protocol/fix/codec/tags.js';
import type { VenueInstrument } from '../kit/instrument.js';
import type { ChildOrder } from '../kit/orders/child-order.js';
import type { FormEvents } from '../kit/orders/order-form.js';
import { Asked } from '../kit/orders/sent-requests.js';
import type { DayReplay } from './day-replay.js';
import type { FixSender } from './fix-form.js';
import type { Finder, FixVenue } from './fix-venue.js';
import { textIn } from './report-reader.js';
import { T } from './tags.js';

const CXL_REJ_REASON = 102;
const UNKNOWN_ORDER = '1';
/** What is not in the day's reports after so many readings, a person has to find. */
const MOST_REPLAYS = 3;
const CANCEL = msgType('F');

/** A venue that has no status request, and numbers of the day. */
export interface DayVenue extends FixVenue {
  /** With the next logon. */
  askWholeDay(): void;
  instrumentOf(order: ChildOrder): VenueInstrument;
}

export class DayFinder implements Finder {
  private readonly awaited = new Map<string, ChildOrder>();
  private readonly cancelled = new Set<ChildOrder>();
  private readonly replays = new WeakMap<ChildOrder, number>();
  private asked = 0;
  private nowMs = 0;

  constructor(
    private readonly venue: DayVenue,
    private readonly sender: FixSender,
    private readonly replay: DayReplay,
    private readonly desk: FormEvents,
  ) {}

  find(order: ChildOrder, nowMs: number): boolean {
    const terms = this.replay.takeTerms(order);
    this.nowMs = nowMs;
    if (order.claimedLots > order.executedLots) this.askDayAgain(order);
    else if (terms !== undefined) this.stands(order, { ...order, ...terms });
    else this.listenOut(order);
    return true;
  }

  /** A connection ends, and with it what was asked on it. */
  forget(): void {
    this.awaited.clear();
    this.cancelled.clear();
  }

  /** Everything that the venue had said of the order before is here. */
  heartbeat(message: FixMessage): void {
    const id = textIn(message, T.TestReqID);
    const order = this.awaited.get(id);
    this.awaited.delete(id);
    if (order === undefined || order.status !== ChildStatus.Unknown) return;
    if (order.venueId === '') this.cancel(order);
    else this.stands(order, order);
  }

  /** @returns whether the reject answers a question of ours */
  cancelRejected(order: ChildOrder, message: FixMessage): boolean {
    if (!this.cancelled.delete(order)) return false;
    if (textIn(message, CXL_REJ_REASON) === UNKNOWN_ORDER) this.desk.notFound(order);
    return true;
  }

  private listenOut(order: ChildOrder): void {
    const id = `ASK${++this.asked}`;
    this.awaited.set(id, order);
    this.sender.testRequest(id);
  }

  /** Without a token it is asked for again. */
  private cancel(order: ChildOrder): void {
    const { sender, venue, nowMs } = this;
    const name = sender.requestName(order, nowMs);
    const instrument = venue.instrumentOf(order);
    const fill: Parameters<FixSender['ask']>[3] = (to) => venue.cancel(to, order, name, instrument, nowMs);
    if (sender.ask(CANCEL, Asked.Cancel, order, fill, nowMs)) this.cancelled.add(order);
  }

  /** Executions are missing that the reports of before had: they are read once more. */
  private askDayAgain(order: ChildOrder): void {
    const times = (this.replays.get(order) ?? 0) + 1;
    this.replays.set(order, times);
    if (times > MOST_REPLAYS) return;
    this.venue.askWholeDay();
    this.sender.drop(
      `executions of ${order.clientId} are missing, the reports of the day are asked for again`,
    );
  }

  private stands(
    order: ChildOrder,
    { venueId, priceTicks, totalLots }: Pick<ChildOrder, 'venueId' | 'priceTicks' | 'totalLots'>,
  ): void {
    const cumLots = order.executedLots;
    this.desk.stands(order, { status: 'open', venueId, cumLots, fills: [], priceTicks, totalLots });
  }
}
