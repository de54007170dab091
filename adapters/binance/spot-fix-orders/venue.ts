/** FIX 4.4 order entry of Binance spot, as its document has it: what is sent, and what its refusals mean. */
import { sign } from 'node:crypto';
import { OrdType, Side, TimeInForce } from '../../../protocol/codes/enums.js';
import { Reason } from '../../../protocol/codes/reasons.js';
import type { FixBuilder } from '../../../protocol/fix/codec/builder.js';
import type { FixMessage } from '../../../protocol/fix/codec/message.js';
import { msgType } from '../../../protocol/fix/codec/tags.js';
import { fixVersion } from '../../../protocol/fix/dictionary/versions.js';
import type { LogonStamp } from '../../../protocol/fix/session/application.js';
import { CountingStore } from '../../../protocol/fix/store/counting-store.js';
import type { FixSender, FormOutside, VenueParts } from '../../fix-orders/fix-form.js';
import type { LineRules } from '../../fix-orders/fix-line.js';
import type { FixVenue } from '../../fix-orders/fix-venue.js';
import { putUnits } from '../../fix-orders/quantities.js';
import { textIn } from '../../fix-orders/report-reader.js';
import { charOf, T } from '../../fix-orders/tags.js';
import type { Call, Dial } from '../../kit/feed/outside.js';
import type { VenueInstrument } from '../../kit/instrument.js';
import type { ChildOrder } from '../../kit/orders/child-order.js';
import { textIds } from '../../kit/orders/client-ids.js';
import { ListingCheck } from '../../kit/orders/listing-check.js';
import type { FormEvents } from '../../kit/orders/order-form.js';
import type { Refusal } from '../../kit/orders/refusal.js';
import { binanceDefinitions } from '../market-data/definitions.js';
import { refusalOf } from '../spot-orders/error-codes.js';
import type { SpotOrderOptions } from './options.js';
import { SpotFinder } from './order-finder.js';

const enum BnTag {
  RecvWindow = 25_000,
  SelfTradePreventionMode = 25_001,
  ErrorCode = 25_016,
  PreventedMatchID = 25_024,
  MessageHandling = 25_035,
}

const TARGET = 'SPOT';
const POST_ONLY = charOf('6');
/** Requests are done in the order in which they were sent: a cancel never overtakes its order. */
const SEQUENTIAL = 2;
/** There is no DAY: the engine ends it. */
const TIME_IN_FORCE: Readonly<Record<number, number>> = {
  [TimeInForce.Day]: 1,
  [TimeInForce.GoodTillCancel]: 1,
  [TimeInForce.ImmediateOrCancel]: 3,
  [TimeInForce.FillOrKill]: 4,
};

export interface SpotOutside extends FormOutside {
  readonly webSocket: Dial;
  readonly call: Call;
}

export function spotParts(
  options: SpotOrderOptions,
  desk: FormEvents,
  outside: SpotOutside,
): (sender: FixSender) => VenueParts {
  const { webSocket, call, notice } = outside;
  const venue = new SpotFixVenue(options);
  const source = {
    name: venue.line.name,
    url: `${options.restUrl}/api/v3/exchangeInfo`,
    definitions: binanceDefinitions,
    instruments: options.instruments,
  };
  return ({ inbox }) => ({
    venue,
    readiness: new ListingCheck(source, inbox.call(call), notice, desk),
    finder: new SpotFinder(options, inbox.dial(webSocket), notice, desk),
  });
}

export class SpotFixVenue implements FixVenue {
  readonly line: LineRules;
  readonly ids;
  readonly budget;
  readonly instruments;
  readonly answerMs;
  readonly settleMs;
  readonly replaceType = msgType('XAK');
  readonly renames = false;

  constructor(private readonly options: SpotOrderOptions) {
    const { prefix, senderCompIds, heartBtIntSeconds, openMs, backOff } = options;
    this.ids = textIds(prefix);
    this.budget = options.budget;
    this.instruments = options.instruments;
    this.answerMs = options.answerMs;
    // The venue's clock may be a second off, and a request is good until its window has passed there.
    this.settleMs = options.recvWindowMs + 1_000;
    this.line = {
      name: 'binance-spot orders',
      session: {
        version: fixVersion('FIX.4.4'),
        targetCompId: TARGET,
        heartBtIntSeconds,
        resetOnLogon: true,
        asksAgain: false,
        validate: false,
      },
      senderCompIds,
      store: () => new CountingStore(),
      openMs,
      backOff,
      addToLogon: (logon, stamp, senderCompId) => this.addToLogon(logon, stamp, senderCompId),
    };
  }

  unfit({ terms }: ChildOrder): string | undefined {
    const isKnown = TIME_IN_FORCE[terms.timeInForce] !== undefined;
    return isKnown ? undefined : 'this time in force is not known at Binance';
  }

  /** Its cancel-and-new is no replace: what executes in between would be bought twice. */
  unfitReplace({ pendingTicks, priceTicks, pendingLots, totalLots }: ChildOrder): string | undefined {
    return pendingTicks === priceTicks && pendingLots < totalLots
      ? undefined
      : 'an order can only be made smaller at Binance spot, at the price that it has';
  }

  newOrder(to: FixBuilder, order: ChildOrder, instrument: VenueInstrument): void {
    const { terms } = order;
    const isLimit = terms.ordType === OrdType.Limit;
    this.inTime(to).text(T.ClOrdID, order.clientId);
    if (terms.postOnly) to.char(T.ExecInst, POST_ONLY);
    putUnits(to, T.OrderQty, order.totalLots, instrument.qty);
    to.int(T.OrdType, isLimit ? 2 : 1);
    if (isLimit) putUnits(to, T.Price, order.priceTicks, instrument.price);
    to.int(T.Side, terms.side === Side.Buy ? 1 : 2).text(T.Symbol, instrument.symbol);
    if (isLimit && !terms.postOnly) to.int(T.TimeInForce, TIME_IN_FORCE[terms.timeInForce]);
    to.int(BnTag.SelfTradePreventionMode, this.options.selfTradeMode);
  }

  cancel(to: FixBuilder, order: ChildOrder, name: string, { symbol }: VenueInstrument): void {
    this.about(this.inTime(to).text(T.ClOrdID, name), order).text(T.Symbol, symbol);
  }

  /** An amendment keeps the order's own ClOrdID. */
  replace(to: FixBuilder, order: ChildOrder, _name: string, instrument: VenueInstrument): void {
    this.about(this.inTime(to).text(T.ClOrdID, order.clientId), order);
    putUnits(to, T.OrderQty, order.pendingLots, instrument.qty).text(T.Symbol, instrument.symbol);
  }

  refusal(message: FixMessage): Refusal {
    return refusalOf(message.int(message.find(BnTag.ErrorCode)), textIn(message, T.Text));
  }

  endReason(message: FixMessage): Reason {
    return message.find(BnTag.PreventedMatchID) < 0 ? Reason.None : Reason.SelfTradePrevented;
  }

  /** A header field, so it has to come first. */
  private inTime(to: FixBuilder): FixBuilder {
    return to.int(BnTag.RecvWindow, this.options.recvWindowMs);
  }

  /** By OrderID alone is the fastest for the venue. */
  private about(to: FixBuilder, order: ChildOrder): FixBuilder {
    return order.venueId === '' ? to.text(T.OrigClOrdID, order.clientId) : to.text(T.OrderID, order.venueId);
  }

  private addToLogon(logon: FixBuilder, { msgSeqNum, sendingTime }: LogonStamp, senderCompId: string): void {
    const { apiKey, privateKey } = this.options;
    const text = ['A', senderCompId, TARGET, String(msgSeqNum), sendingTime].join('\x01');
    const signature = sign(null, Buffer.from(text, 'latin1'), privateKey).toString('base64');
    logon.int(T.RawDataLength, signature.length).text(T.RawData, signature);
    logon.text(T.Username, apiKey).int(BnTag.MessageHandling, SEQUENTIAL);
  }
}
