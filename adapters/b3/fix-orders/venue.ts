/** FIX 4.4 EntryPoint of B3, from its dictionary: what is sent, and what its refusals mean. */
import { OrdType, Side, TimeInForce } from '../../../protocol/codes/enums.js';
import type { Reason } from '../../../protocol/codes/reasons.js';
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
import { T } from '../../fix-orders/tags.js';
import type { VenueInstrument } from '../../kit/instrument.js';
import type { ChildOrder } from '../../kit/orders/child-order.js';
import { textIds } from '../../kit/orders/client-ids.js';
import type { FormEvents } from '../../kit/orders/order-form.js';
import type { Refusal } from '../../kit/orders/refusal.js';
import { changeRefusal, endReason, orderRefusal } from '../refusals.js';
import type { B3Client, B3OrderOptions } from './options.js';

const enum B3Tag {
  CxlRejReason = 102,
  OrdRejReason = 103,
  ExecRestatementReason = 378,
  PartyIDSource = 447,
  PartyID = 448,
  PartyRole = 452,
  NoPartyIDs = 453,
  AccountType = 581,
  CancelOnDisconnectType = 35_002,
  CoDTimeoutWindow = 35_003,
  SelfTradePrevention = 35_539,
}

/** PartyIDSource: proprietary. */
const PROPRIETARY = 'D';
const TIME_IN_FORCE: Readonly<Record<number, string>> = {
  [TimeInForce.Day]: '0',
  [TimeInForce.GoodTillCancel]: '1',
  [TimeInForce.ImmediateOrCancel]: '3',
  [TimeInForce.FillOrKill]: '4',
  [TimeInForce.AtClose]: '7',
  [TimeInForce.GoodForAuction]: 'A',
};
export const b3Parts = (options: B3OrderOptions, desk: FormEvents) =>
  dayParts(() => new B3FixVenue(options), options.instruments, desk);

export class B3FixVenue implements DayVenue {
  readonly line: LineRules;
  readonly ids;
  readonly budget;
  readonly instruments;
  readonly answerMs;
  readonly settleMs;
  readonly replaceType = msgType('G');
  readonly renames = true;
  private readonly stores: DayStore;

  constructor(private readonly options: B3OrderOptions) {
    const { prefix, senderCompId, targetCompId, heartBtIntSeconds, openMs, backOff } = options;
    this.stores = new DayStore(options.store, (nowMs) => dayOf(nowMs, options.utcOffsetMinutes));
    this.ids = textIds(prefix);
    this.budget = options.budget;
    this.instruments = options.instruments;
    this.answerMs = options.answerMs;
    this.settleMs = options.settleMs;
    this.line = {
      name: 'b3 orders',
      session: { version: fixVersion('FIX.4.4'), targetCompId, heartBtIntSeconds, validate: false },
      senderCompIds: [senderCompId],
      store: (nowMs) => this.stores.open(nowMs),
      openMs,
      backOff,
      addToLogon: (logon) => this.addToLogon(logon),
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
    const { terms } = order;
    if (this.clientOf(order) === undefined) return 'no parties are configured for its account at B3';
    if (terms.postOnly) return 'B3 knows no post-only orders';
    return TIME_IN_FORCE[terms.timeInForce] === undefined
      ? 'this time in force is not known at B3'
      : undefined;
  }

  unfitReplace(): string | undefined {
    return undefined;
  }

  newOrder(to: FixBuilder, order: ChildOrder, instrument: VenueInstrument, nowMs: number): void {
    const { terms, totalLots, clientId } = order;
    const isLimit = terms.ordType === OrdType.Limit;
    this.forClient(to.text(T.ClOrdID, clientId), order);
    this.about(to, order, instrument, nowMs);
    putUnits(to, T.OrderQty, totalLots, instrument.qty).int(T.OrdType, isLimit ? 2 : 1);
    if (isLimit) putUnits(to, T.Price, order.priceTicks, instrument.price);
    to.text(T.TimeInForce, TIME_IN_FORCE[terms.timeInForce]);
    if (this.options.selfTrade !== undefined) to.int(B3Tag.SelfTradePrevention, this.options.selfTrade);
  }

  cancel(to: FixBuilder, order: ChildOrder, name: string, instrument: VenueInstrument, nowMs: number): void {
    this.request(to, order, name);
    this.about(to, order, instrument, nowMs);
    putUnits(to, T.OrderQty, order.totalLots, instrument.qty);
  }

  replace(to: FixBuilder, order: ChildOrder, name: string, instrument: VenueInstrument, nowMs: number): void {
    const isLimit = order.terms.ordType === OrdType.Limit;
    this.request(to, order, name);
    this.about(to, order, instrument, nowMs);
    putUnits(to, T.OrderQty, order.pendingLots, instrument.qty).int(T.OrdType, isLimit ? 2 : 1);
    if (isLimit) putUnits(to, T.Price, order.pendingTicks, instrument.price);
    to.text(T.TimeInForce, TIME_IN_FORCE[order.terms.timeInForce]);
  }

  refusal(message: FixMessage): Refusal {
    const text = textIn(message, T.Text);
    const ofChange = textIn(message, B3Tag.CxlRejReason);
    return ofChange === ''
      ? orderRefusal(Number(textIn(message, B3Tag.OrdRejReason)), text)
      : changeRefusal(Number(ofChange), text);
  }

  endReason(message: FixMessage): Reason {
    return endReason(Number(textIn(message, B3Tag.ExecRestatementReason)));
  }

  private request(to: FixBuilder, order: ChildOrder, name: string): void {
    to.text(T.ClOrdID, name).text(T.OrigClOrdID, order.venueName);
    if (order.venueId !== '') to.text(T.OrderID, order.venueId);
    this.forClient(to, order);
  }

  private about(to: FixBuilder, { terms }: ChildOrder, { symbol }: VenueInstrument, nowMs: number): void {
    to.text(T.Symbol, symbol)
      .int(T.Side, terms.side === Side.Buy ? 1 : 2)
      .utcMs(T.TransactTime, nowMs);
  }

  private clientOf({ terms }: ChildOrder): B3Client | undefined {
    return this.options.clients.get(terms.owner & 0xffff);
  }

  private forClient(to: FixBuilder, order: ChildOrder): void {
    const { parties, account, accountType } = this.clientOf(order)!;
    to.int(B3Tag.NoPartyIDs, parties.length);
    for (const { id, role } of parties)
      to.text(B3Tag.PartyID, id).text(B3Tag.PartyIDSource, PROPRIETARY).int(B3Tag.PartyRole, role);
    if (account !== undefined) to.text(T.Account, account);
    if (accountType !== undefined) to.int(B3Tag.AccountType, accountType);
  }

  private addToLogon(logon: FixBuilder): void {
    const { username, password, passwordTag, cancelOn, cancelWindowMs } = this.options;
    if (passwordTag === T.RawData) logon.int(T.RawDataLength, password.length);
    if (username !== undefined) logon.text(T.Username, username);
    logon.text(passwordTag, password);
    logon.int(B3Tag.CancelOnDisconnectType, cancelOn).int(B3Tag.CoDTimeoutWindow, cancelWindowMs);
  }
}

const dayOf = (nowMs: number, utcOffsetMinutes: number): string =>
  new Date(nowMs + utcOffsetMinutes * 60_000).toISOString().slice(0, 10).replaceAll('-', '');
