/** Executions that were taken back or put right, told to the sessions whose orders had them. */
import { Side } from '../../protocol/codes/enums.js';
import { Body } from '../../protocol/generated/pregao/wire.js';
import { Bust, BustDouble, EventKind, Trd, TrdDouble } from '../../protocol/records/event.js';
import { accountOf, kindOf, sessionOf } from '../../protocol/records/layout.js';
import { TradeChangeFields } from '../../protocol/wire/trade-change.js';
import type { EventGroup } from '../views/event-group.js';
import type { ReportSink } from './reports.js';
import type { Units } from './units.js';

export class TradeChanges {
  private readonly fields = new TradeChangeFields();

  constructor(
    private readonly group: EventGroup,
    private readonly units: Units,
    private readonly sink: Pick<ReportSink, 'concerns' | 'tradeChange' | 'keepTogether'>,
  ) {}

  /** @param at of TradeBusted or TradeCorrected */
  apply(i32: Int32Array, f64: Float64Array, at: number): void {
    const buyer = i32[at + Bust.BuyerOwner];
    const seller = i32[at + Bust.SellerOwner];
    if (sessionOf(buyer) === sessionOf(seller)) this.sink.keepTogether(sessionOf(buyer));
    this.tell(buyer, Side.Buy, i32, f64, at);
    this.tell(seller, Side.Sell, i32, f64, at);
  }

  /** Street accounts have no session. */
  private tell(owner: number, side: Side, i32: Int32Array, f64: Float64Array, at: number): void {
    const { fields, group, units, sink } = this;
    const session = sessionOf(owner);
    if (session === 0 || !sink.concerns(session, group.sequence, group.index)) return;
    const instrument = i32[at + Trd.Instrument];
    const doubles = at >> 1;
    fields.sequence = group.sequence;
    fields.index = group.index;
    fields.seconds = group.seconds;
    fields.nanos = group.nanos;
    fields.executionSequence = f64[doubles + BustDouble.TradeSequence];
    fields.executionIndex = i32[at + Bust.TradeIndex];
    fields.account = accountOf(owner);
    fields.instrument = instrument;
    fields.side = side;
    fields.price = units.price(instrument, i32[at + Trd.PriceTicks]);
    fields.quantity = units.quantity(instrument, f64[doubles + TrdDouble.QtyLots]);
    fields.oldPrice = units.price(instrument, i32[at + Bust.OldPriceTicks]);
    fields.oldQuantity = units.quantity(instrument, f64[doubles + BustDouble.OldQtyLots]);
    const isBust = kindOf(i32[at]) === EventKind.TradeBusted;
    sink.tradeChange(session, isBust ? Body.TradeBusted : Body.TradeCorrected, fields);
  }
}
