/** ExecutionReports as the desk hears them. Which order one is about, its ClOrdIDs say, and OrderID where a venue leaves them out. */
import { ChildStatus, Liquidity, Side } from '../../protocol/codes/enums.js';
import { Reason } from '../../protocol/codes/reasons.js';
import type { FixMessage } from '../../protocol/fix/codec/message.js';
import type { Notice } from '../kit/feed/outside.js';
import type { VenueInstrument } from '../kit/instrument.js';
import type { ChildOrder } from '../kit/orders/child-order.js';
import type { FormEvents } from '../kit/orders/order-form.js';
import { Fate } from '../kit/orders/refusal.js';
import type { Finder, FixVenue, Readiness, ReplayedTerms } from './fix-venue.js';
import { unitsIn, unitsOrNone } from './quantities.js';
import { ExecType, T } from './tags.js';

export class ReportReader {
  private readonly byId = new Map<number, VenueInstrument>();

  constructor(
    private readonly venue: FixVenue,
    private readonly desk: FormEvents,
    private readonly readiness: Readiness,
    private readonly finder: Finder,
    private readonly notice: Notice,
  ) {
    for (const instrument of venue.instruments) this.byId.set(instrument.id, instrument);
  }

  /** One that cannot be read is asked for, which must not end the connection: it may come again. */
  read(message: FixMessage): void {
    const order = this.orderOf(message);
    if (order === undefined) return this.notOpen(message);
    try {
      this.ours(order, message);
    } catch (error) {
      if (!(error instanceof RangeError)) throw error;
      this.desk.outcomeUnknown(order, `a report cannot be read: ${error.message}`);
    }
  }

  /** By the names that it bears: its own first, for the other one may be a request's. */
  orderOf(message: FixMessage): ChildOrder | undefined {
    const name = this.nameIn(message);
    return name === '' ? this.desk.findByVenueId(textIn(message, T.OrderID)) : this.desk.find(name);
  }

  private nameIn(message: FixMessage): string {
    const { ids } = this.venue;
    return ids.orderOf(textIn(message, T.OrigClOrdID)) || ids.orderOf(textIn(message, T.ClOrdID));
  }

  private ours(order: ChildOrder, message: FixMessage): void {
    const { desk, venue } = this;
    const { qty } = this.byId.get(order.terms.instrument)!;
    switch (this.typeOf(message)) {
      case ExecType.New:
        return this.accepted(order, message);
      case ExecType.Trade:
      case ExecType.PartialFill:
      case ExecType.Fill:
        return this.executed(order, message);
      case ExecType.Cancelled:
        return desk.ended(order, 'cancelled', unitsIn(message, T.CumQty, qty), venue.endReason(message));
      case ExecType.Expired:
        return desk.ended(order, 'expired', unitsIn(message, T.CumQty, qty), venue.endReason(message));
      case ExecType.Rejected:
        return this.rejected(order, message);
      case ExecType.Replaced:
      case ExecType.Restated:
        return this.changed(order, message);
      case ExecType.Status:
        return this.finder.status?.(order, message);
      case ExecType.Bust:
        return desk.busted(textIn(message, T.ExecRefID), this.tradeText(order, message));
      case ExecType.Correction:
        return this.corrected(order, message);
    }
  }

  private executed(order: ChildOrder, message: FixMessage): void {
    const { price, qty } = this.byId.get(order.terms.instrument)!;
    this.desk.executed(
      order,
      unitsIn(message, T.LastQty, qty),
      unitsIn(message, T.LastPx, price),
      unitsIn(message, T.CumQty, qty),
      this.liquidityOf(message),
      textIn(message, T.ExecID),
    );
  }

  private typeOf(message: FixMessage): number {
    return this.venue.execType?.(message) ?? message.char(message.find(T.ExecType));
  }

  private liquidityOf(message: FixMessage): Liquidity {
    const isTaker = message.isYes(message.find(T.AggressorIndicator));
    return this.venue.liquidity?.(message) ?? (isTaker ? Liquidity.Taker : Liquidity.Maker);
  }

  private rejected(order: ChildOrder, message: FixMessage): void {
    const { fate, reason } = this.venue.refusal(message);
    const text = textIn(message, T.Text);
    if (fate === Fate.Unknown) this.desk.outcomeUnknown(order, text);
    else this.desk.rejected(order, reason, text);
  }

  private accepted(order: ChildOrder, message: FixMessage): void {
    if (!this.isReplayed(order, message)) this.desk.accepted(order, textIn(message, T.OrderID));
  }

  private changed(order: ChildOrder, message: FixMessage): void {
    const { desk, venue } = this;
    const name = textIn(message, T.ClOrdID);
    if (venue.renames && venue.ids.orderOf(name) !== '') order.venueName = name;
    if (this.isReplayed(order, message)) return;
    const { priceTicks, totalLots } = this.termsIn(order, message);
    const isAnswer = this.typeOf(message) === ExecType.Replaced;
    if (isAnswer && order.status === ChildStatus.PendingReplace) desk.replaced(order, priceTicks, totalLots);
    else if (priceTicks !== order.priceTicks || totalLots !== order.totalLots)
      desk.restated(order, priceTicks, totalLots);
  }

  /** What is sent again is old, and may have been followed by something else. */
  private isReplayed(order: ChildOrder, message: FixMessage): boolean {
    const { readiness } = this;
    if (readiness.replayed === undefined || !message.isYes(message.find(T.PossDupFlag))) return false;
    return readiness.replayed(order, this.termsIn(order, message));
  }

  /** A market order has no price. */
  private termsIn(order: ChildOrder, message: FixMessage): ReplayedTerms {
    const { price, qty } = this.byId.get(order.terms.instrument)!;
    return {
      venueId: textIn(message, T.OrderID),
      priceTicks: unitsOrNone(message, T.Price, price) || order.priceTicks,
      totalLots: unitsIn(message, T.OrderQty, qty),
    };
  }

  private corrected(order: ChildOrder, message: FixMessage): void {
    const { price, qty } = this.byId.get(order.terms.instrument)!;
    const lots = unitsIn(message, T.LastQty, qty);
    const priceTicks = unitsIn(message, T.LastPx, price);
    this.desk.corrected(textIn(message, T.ExecRefID), lots, priceTicks, this.tradeText(order, message));
  }

  private tradeText(order: ChildOrder, message: FixMessage): string {
    const [id, qty, price] = [T.ExecRefID, T.LastQty, T.LastPx].map((tag) => textIn(message, tag));
    return `execution ${id} of ${order.clientId}: ${qty} @ ${price}`;
  }

  /** Of an order that is over only executions matter; of one that is nobody's here a person may want to know. */
  private notOpen(message: FixMessage): void {
    const name = this.nameIn(message);
    const ended = name === '' ? undefined : this.desk.findEnded(name);
    if (ended !== undefined) return this.over(ended, message);
    if (message.isYes(message.find(T.PossDupFlag))) return;
    const [id, symbol, side, qty] = [T.ClOrdID, T.Symbol, T.Side, T.LastQty].map((tag) =>
      textIn(message, tag),
    );
    const text = `${id}: ${textIn(message, T.ExecType)} of side ${side} ${qty} ${symbol}`;
    if (name !== '' && isExecution(this.typeOf(message)))
      this.notice(`${this.venue.line.name}: an execution of an order that is not known here, ${text}`);
    this.desk.foreign(0, side === '1' ? Side.Buy : Side.Sell, text, false);
  }

  private over(order: ChildOrder, message: FixMessage): void {
    const type = this.typeOf(message);
    if (isExecution(type) || type === ExecType.Bust || type === ExecType.Correction)
      this.ours(order, message);
  }
}

export const textIn = (message: FixMessage, tag: number): string => message.text(message.find(tag));

const isExecution = (type: number): boolean =>
  type === ExecType.Trade || type === ExecType.PartialFill || type === ExecType.Fill;

export const NO_REASON = { fate: Fate.Refused, reason: Reason.VenueRejected } as const;
