/** FIX 5.0 SP2 order entry of Coinbase Exchange, as its documents have it: what is sent, and what its refusals mean. */
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
import type { Call } from '../../kit/feed/outside.js';
import type { VenueInstrument } from '../../kit/instrument.js';
import type { ChildOrder } from '../../kit/orders/child-order.js';
import { uuidIds } from '../../kit/orders/client-ids.js';
import { ListingCheck } from '../../kit/orders/listing-check.js';
import type { FormEvents } from '../../kit/orders/order-form.js';
import { Fate, type Refusal } from '../../kit/orders/refusal.js';
import { coinbaseDefinitions } from '../market-data/definitions.js';
import type { CoinbaseOrderOptions } from './options.js';
import { CoinbaseFinder } from './order-finder.js';
import { logonSignature } from './signing.js';

const enum CbTag {
  CxlRejReason = 102,
  OrdRejReason = 103,
  SelfTradeType = 7928,
  DefaultSelfTradePreventionStrategy = 8001,
  CancelOrdersOnDisconnect = 8013,
}

const TARGET = 'Coinbase';
const POST_ONLY = charOf('A');
const UNKNOWN_SYMBOL = 1;
const UNKNOWN_ORDER = 1;
/** There is no DAY: the engine ends it. A market order is immediate. */
const TIME_IN_FORCE: Readonly<Record<number, number>> = {
  [TimeInForce.Day]: 1,
  [TimeInForce.GoodTillCancel]: 1,
  [TimeInForce.ImmediateOrCancel]: 3,
  [TimeInForce.FillOrKill]: 4,
};
/** What Coinbase says in words; it has one code for all of it. */
const REASONS: readonly (readonly [RegExp, Reason])[] = [
  [/post.only/i, Reason.PostOnlyWouldTake],
  [/insufficient/i, Reason.CreditLimitExceeded],
  [/rate limit/i, Reason.OrderRateExceeded],
  [/open orders/i, Reason.OpenOrderLimitExceeded],
  [/price/i, Reason.PriceOffTick],
  [/size|notional|funds/i, Reason.QuantityOutOfRange],
];
const SELF_TRADE = '102:';

export function coinbaseParts(
  options: CoinbaseOrderOptions,
  desk: FormEvents,
  { notice, call }: FormOutside & { readonly call: Call },
): (sender: FixSender) => VenueParts {
  const venue = new CoinbaseFixVenue(options);
  const source = {
    name: venue.line.name,
    url: `${options.restUrl}/products`,
    definitions: coinbaseDefinitions,
    instruments: options.instruments,
  };
  return (sender) => {
    const inTurn = sender.inbox.call(call);
    return {
      venue,
      readiness: new ListingCheck(source, inTurn, notice, desk),
      finder: new CoinbaseFinder(options, venue.ids, sender, inTurn, desk),
    };
  };
}

export class CoinbaseFixVenue implements FixVenue {
  readonly line: LineRules;
  readonly ids;
  readonly budget;
  readonly instruments;
  readonly answerMs;
  readonly settleMs;
  readonly replaceType = msgType('G');
  readonly renames = true;

  constructor(private readonly options: CoinbaseOrderOptions) {
    const { apiKey, prefix, heartBtIntSeconds, openMs, backOff } = options;
    this.ids = uuidIds(prefix);
    this.budget = options.budget;
    this.instruments = options.instruments;
    this.answerMs = options.answerMs;
    this.settleMs = options.settleMs;
    this.line = {
      name: 'coinbase orders',
      // The documents contradict each other on resends: the safe way is to begin anew and to ask for every order.
      session: {
        version: fixVersion('FIX.5.0SP2'),
        targetCompId: TARGET,
        heartBtIntSeconds,
        resetOnLogon: true,
        asksAgain: false,
        validate: false,
      },
      senderCompIds: [apiKey],
      store: () => new CountingStore(),
      openMs,
      backOff,
      addToLogon: (logon, stamp) => this.addToLogon(logon, stamp),
    };
  }

  unfit({ terms }: ChildOrder): string | undefined {
    return TIME_IN_FORCE[terms.timeInForce] === undefined
      ? 'this time in force is not known at Coinbase'
      : undefined;
  }

  unfitReplace({ venueId }: ChildOrder): string | undefined {
    return venueId === '' ? 'a replace needs an OrderID, and Coinbase has not said it yet' : undefined;
  }

  newOrder(to: FixBuilder, order: ChildOrder, instrument: VenueInstrument): void {
    const { terms, totalLots } = order;
    const isLimit = terms.ordType === OrdType.Limit;
    to.text(T.ClOrdID, order.clientId).text(T.Symbol, instrument.symbol).int(T.Side, sideOf(order));
    to.int(T.OrdType, isLimit ? 2 : 1);
    to.int(
      T.TimeInForce,
      isLimit ? TIME_IN_FORCE[terms.timeInForce] : TIME_IN_FORCE[TimeInForce.ImmediateOrCancel],
    );
    putUnits(to, T.OrderQty, totalLots, instrument.qty);
    if (isLimit) putUnits(to, T.Price, order.priceTicks, instrument.price);
    if (terms.postOnly) to.char(T.ExecInst, POST_ONLY);
    to.text(CbTag.SelfTradeType, this.options.selfTradeType);
  }

  cancel(to: FixBuilder, order: ChildOrder, name: string, { symbol }: VenueInstrument): void {
    this.about(to, order, name).text(T.Symbol, symbol);
  }

  replace(to: FixBuilder, order: ChildOrder, name: string, instrument: VenueInstrument): void {
    this.about(to, order, name).text(T.Symbol, instrument.symbol).int(T.OrdType, 2);
    putUnits(to, T.OrderQty, order.pendingLots, instrument.qty);
    putUnits(to, T.Price, order.pendingTicks, instrument.price);
  }

  /** OrdRejReason and CxlRejReason are few and coarse, so the text decides. */
  refusal(message: FixMessage): Refusal {
    const text = textIn(message, T.Text);
    if (message.uint(message.find(CbTag.CxlRejReason)) === UNKNOWN_ORDER)
      return { fate: Fate.NoSuchOrder, reason: Reason.UnknownOrder };
    const isUnknownSymbol = message.uint(message.find(CbTag.OrdRejReason)) === UNKNOWN_SYMBOL;
    const found = REASONS.find(([words]) => words.test(text))?.[1] ?? Reason.VenueRejected;
    return { fate: Fate.Refused, reason: isUnknownSymbol ? Reason.UnknownInstrument : found };
  }

  endReason(message: FixMessage): Reason {
    return textIn(message, T.Text).startsWith(SELF_TRADE) ? Reason.SelfTradePrevented : Reason.None;
  }

  private about(to: FixBuilder, order: ChildOrder, name: string): FixBuilder {
    to.text(T.ClOrdID, name).text(T.OrigClOrdID, order.venueName);
    return order.venueId === '' ? to : to.text(T.OrderID, order.venueId);
  }

  private addToLogon(logon: FixBuilder, { sendingTime, msgSeqNum }: LogonStamp): void {
    const { options } = this;
    const signature = logonSignature(options, sendingTime, msgSeqNum, TARGET);
    logon.text(T.Username, options.apiKey).text(T.Password, options.passphrase);
    logon.int(T.RawDataLength, signature.length).text(T.RawData, signature);
    if (options.cancelOnDisconnect !== 'N')
      logon.text(CbTag.CancelOrdersOnDisconnect, options.cancelOnDisconnect);
  }
}

const sideOf = ({ terms }: ChildOrder): number => (terms.side === Side.Buy ? 1 : 2);
