/** FIX 4.2 of Nasdaq, from its specification: what is sent, what its execution types mean, and its refusals. */
import { type Liquidity, OrdType, Side, TimeInForce } from '../../../protocol/codes/enums.js';
import { Reason } from '../../../protocol/codes/reasons.js';
import type { FixBuilder } from '../../../protocol/fix/codec/builder.js';
import type { FixMessage } from '../../../protocol/fix/codec/message.js';
import { msgType } from '../../../protocol/fix/codec/tags.js';
import { fixVersion } from '../../../protocol/fix/dictionary/versions.js';
import type { DayVenue } from '../../fix-orders/day-finder.js';
import { dayParts } from '../../fix-orders/day-parts.js';
import { DayStore } from '../../fix-orders/day-store.js';
import type { LineRules } from '../../fix-orders/fix-line.js';
import { putUnits } from '../../fix-orders/quantities.js';
import { textIn } from '../../fix-orders/report-reader.js';
import { ExecType, T } from '../../fix-orders/tags.js';
import type { VenueInstrument } from '../../kit/instrument.js';
import type { ChildOrder } from '../../kit/orders/child-order.js';
import { textIds } from '../../kit/orders/client-ids.js';
import type { FormEvents } from '../../kit/orders/order-form.js';
import { Fate, type Refusal } from '../../kit/orders/refusal.js';
import { endingOf, liquidityOf, rejectReason } from '../reasons.js';
import type { NasdaqFixOptions } from './options.js';

const enum NasdaqTag {
  ExecTransType = 20,
  HandlInst = 21,
  Rule80A = 47,
  CxlRejReason = 102,
  ClientID = 109,
  MinQty = 110,
  LocateReqd = 114,
  DisplayInst = 9_140,
  LiquidityFlag = 9_882,
  ExtendedReasonCode = 22_204,
}

/** ExecTransType: a trade is taken back. */
const CANCELLED = '1';
const AUTOMATED = '1';
const POST_ONLY = 'P';
const ANONYMOUS = 'Y';
const DAY = '0';
const IMMEDIATE = '3';
/** MinQty is in round lots. */
const ROUND_LOT = 100;
/** CxlRejReason: too late, unknown order. */
const NO_SUCH_ORDER = ['0', '1'];
const SIDES: Readonly<Record<number, number>> = {
  [Side.Buy]: 1,
  [Side.Sell]: 2,
  [Side.SellShort]: 5,
  [Side.SellShortExempt]: 6,
};

export const nasdaqFixParts = (options: NasdaqFixOptions, desk: FormEvents) =>
  dayParts(() => new NasdaqFixVenue(options), options.instruments, desk);

export class NasdaqFixVenue implements DayVenue {
  readonly line: LineRules;
  readonly ids;
  readonly budget;
  readonly instruments;
  readonly answerMs;
  readonly settleMs;
  readonly replaceType = msgType('G');
  readonly renames = true;
  private readonly stores: DayStore;

  constructor(private readonly options: NasdaqFixOptions) {
    const { prefix, senderCompId, targetCompId, heartBtIntSeconds, openMs, backOff } = options;
    const day = new Intl.DateTimeFormat('en-CA', { timeZone: options.timeZone });
    this.stores = new DayStore(options.store, (nowMs) => day.format(nowMs).replaceAll('-', ''));
    this.ids = textIds(prefix);
    this.budget = options.budget;
    this.instruments = options.instruments;
    this.answerMs = options.answerMs;
    this.settleMs = options.settleMs;
    this.line = {
      name: 'nasdaq orders',
      session: { version: fixVersion('FIX.4.2'), targetCompId, heartBtIntSeconds, validate: false },
      senderCompIds: [senderCompId],
      store: (nowMs) => this.stores.open(nowMs),
      openMs,
      backOff,
      // The line is private: there is nothing to say.
      addToLogon: () => {},
    };
  }

  instrumentOf({ terms }: ChildOrder): VenueInstrument {
    return this.instruments.find(({ id }) => id === terms.instrument)!;
  }

  /** With the next logon. */
  askWholeDay(): void {
    this.stores.askWholeDay();
  }

  unfit(order: ChildOrder): string | undefined {
    const { timeInForce } = order.terms;
    if (timeInForce === TimeInForce.FillOrKill) return this.unfitWhole(order);
    const isServed = timeInForce === TimeInForce.Day || timeInForce === TimeInForce.ImmediateOrCancel;
    return isServed ? undefined : 'orders live for the day at Nasdaq';
  }

  unfitReplace(): string | undefined {
    return undefined;
  }

  newOrder(to: FixBuilder, order: ChildOrder, instrument: VenueInstrument): void {
    const { terms, clientId, totalLots } = order;
    const { firm, account, capacity } = this.options;
    const isWhole = terms.timeInForce === TimeInForce.FillOrKill;
    to.text(T.ClOrdID, clientId).text(NasdaqTag.HandlInst, AUTOMATED);
    if (firm !== undefined) to.text(NasdaqTag.ClientID, firm);
    if (account !== undefined) to.text(T.Account, account);
    this.about(to, order, instrument);
    putUnits(to, T.OrderQty, totalLots, instrument.qty);
    this.priced(to, order, order.priceTicks, instrument);
    // All or nothing, at once: the least that may execute is the whole.
    if (isWhole) putUnits(to, NasdaqTag.MinQty, totalLots, instrument.qty);
    to.text(T.TimeInForce, terms.timeInForce === TimeInForce.Day ? DAY : IMMEDIATE);
    to.text(NasdaqTag.Rule80A, capacity).text(NasdaqTag.DisplayInst, terms.postOnly ? POST_ONLY : ANONYMOUS);
    if (SIDES[terms.meantSide] > 2) to.text(NasdaqTag.LocateReqd, 'N');
  }

  /** Of all that is left. */
  cancel(to: FixBuilder, order: ChildOrder, name: string, instrument: VenueInstrument): void {
    this.request(to, order, name);
    this.about(to, order, instrument);
    putUnits(to, T.OrderQty, order.totalLots, instrument.qty);
  }

  replace(to: FixBuilder, order: ChildOrder, name: string, instrument: VenueInstrument): void {
    this.request(to, order, name);
    to.text(NasdaqTag.HandlInst, AUTOMATED);
    this.about(to, order, instrument);
    putUnits(to, T.OrderQty, order.pendingLots, instrument.qty);
    this.priced(to, order, order.pendingTicks, instrument);
  }

  /** Fills are 1 and 2; a trade is taken back by a report of its own kind; what ends with the day, or with its time, says so in words only. */
  execType(message: FixMessage): number {
    if (textIn(message, NasdaqTag.ExecTransType) === CANCELLED) return ExecType.Bust;
    const type = message.char(message.find(T.ExecType));
    return type === ExecType.Cancelled && this.ending(message).how === 'expired' ? ExecType.Expired : type;
  }

  liquidity(message: FixMessage): Liquidity {
    return liquidityOf(message.char(message.find(NasdaqTag.LiquidityFlag)));
  }

  refusal(message: FixMessage): Refusal {
    if (NO_SUCH_ORDER.includes(textIn(message, NasdaqTag.CxlRejReason)))
      return { fate: Fate.NoSuchOrder, reason: Reason.UnknownOrder };
    const code = textIn(message, NasdaqTag.ExtendedReasonCode);
    return { fate: Fate.Refused, reason: code === '' ? Reason.VenueRejected : rejectReason(Number(code)) };
  }

  endReason(message: FixMessage): Reason {
    return textIn(message, T.Text).startsWith(BY_DISCONNECT)
      ? Reason.CancelOnDisconnect
      : this.ending(message).reason;
  }

  private unfitWhole(order: ChildOrder): string | undefined {
    const { step, places } = this.instrumentOf(order).qty;
    const shares = (order.totalLots * step) / 10 ** places;
    return shares % ROUND_LOT === 0 ? undefined : 'all or nothing takes whole round lots at Nasdaq over FIX';
  }

  /** Text begins with the letter that OUCH has. */
  private ending(message: FixMessage) {
    return endingOf(textIn(message, T.Text).charCodeAt(0));
  }

  private request(to: FixBuilder, order: ChildOrder, name: string): void {
    to.text(T.OrigClOrdID, order.venueName).text(T.ClOrdID, name);
  }

  private about(to: FixBuilder, { terms }: ChildOrder, { symbol }: VenueInstrument): void {
    to.text(T.Symbol, symbol).int(T.Side, SIDES[terms.meantSide]);
  }

  private priced(to: FixBuilder, { terms }: ChildOrder, ticks: number, { price }: VenueInstrument): void {
    const isLimit = terms.ordType === OrdType.Limit;
    to.int(T.OrdType, isLimit ? 2 : 1);
    if (isLimit) putUnits(to, T.Price, ticks, price);
  }
}

/** The letter that OUCH does not have. */
const BY_DISCONNECT = 'L';
