/** What changes the ledger without an order: terms of contracts, executions at venues, trades taken back or put right. */
import { AccountKind, ContractKind, Liquidity, Side } from '../../protocol/codes/enums.js';
import { Reason } from '../../protocol/codes/reasons.js';
import {
  Cmd,
  CmdDouble,
  ContractDouble,
  ContractWord,
  TradeRef,
  TradeRefDouble,
  Venue,
} from '../../protocol/records/command.js';
import { EventKind } from '../../protocol/records/event.js';
import { accountOf, byteA, byteB, owner, sessionOf } from '../../protocol/records/layout.js';
import { NO_RANK } from '../book/rank.js';
import { Con, ConSize, isRate, MOST_PER_LOT, pricesFit, referenceFits } from '../ledger/contracts.js';
import { PosDouble, PosSize } from '../ledger/positions.js';
import { Hist, HistDouble } from '../ledger/trade-history.js';
import { isQuantity } from '../risk/quantity-bounds.js';
import type { Bookkeeper } from './bookkeeper.js';
import type { EventGroup } from './event-group.js';
import type { CoreState } from './state.js';

export class LedgerDesk {
  /** The quantity that a corrected trade had. */
  private readonly old = new Float64Array(1);
  /** By how much a correction makes it more. */
  private readonly more = new Float64Array(1);

  constructor(
    private readonly state: CoreState,
    private readonly group: EventGroup,
    private readonly bookkeeper: Bookkeeper,
  ) {}

  /** Value, kind and currency stand for as long as anybody has had to do with the instrument; fees may change. */
  defineContract(i32: Int32Array, f64: Float64Array, at: number): void {
    const reason = this.unfitContract(i32, f64, at);
    if (reason !== Reason.None) return this.group.refuse(reason);
    const { contracts } = this.state.ledger;
    const instrument = i32[at + Cmd.Instrument];
    const base = instrument << ConSize.Shift;
    contracts.i32[base | Con.Kind] = byteA(i32[at]);
    contracts.i32[base | Con.Currency] = i32[at + ContractWord.Currency];
    contracts.i32[base | Con.MakerRate] = i32[at + ContractWord.MakerRate];
    contracts.i32[base | Con.TakerRate] = i32[at + ContractWord.TakerRate];
    contracts.f64[contracts.unitValueAt(instrument)] = f64[(at >> 1) + ContractDouble.UnitValue];
  }

  /** An execution that has happened at a venue: no limit refuses it. The venue's street account has the other side. */
  venueFill(i32: Int32Array, f64: Float64Array, at: number): void {
    const reason = this.unfitFill(i32, f64, at);
    if (reason !== Reason.None) return this.group.refuse(reason);
    const instrument = i32[at + Cmd.Instrument];
    const client = i32[at + Cmd.Owner];
    const { ledger } = this.state;
    const account = accountOf(client);
    const makes = byteB(i32[at]) === Liquidity.Maker;
    const rate = makes ? ledger.makerRate(account, instrument) : ledger.takerRate(account, instrument);
    const street = i32[at + Venue.StreetAccount];
    const price = i32[at + Cmd.PriceTicks];
    this.tradedAt(
      street,
      client,
      byteA(i32[at]),
      instrument,
      rate,
      price,
      f64,
      (at >> 1) + CmdDouble.QtyLots,
    );
  }

  /** What an execution at a venue makes of the ledger, `f64[lotsAt]` of it. */
  tradedAt(
    streetAccount: number,
    client: number,
    side: number,
    instrument: number,
    rate: number,
    priceTicks: number,
    f64: Float64Array,
    lotsAt: number,
  ): void {
    const { trades } = this.state.ledger;
    const street = owner(streetAccount, 0);
    this.bookkeeper.rowFor(accountOf(client), instrument);
    this.bookkeeper.rowFor(streetAccount, instrument);
    const trade = trades.claim();
    trades.put(trade, instrument, priceTicks, 0, 0);
    if (side === Side.Buy) trades.putSides(trade, client, street, rate, 0);
    else trades.putSides(trade, street, client, 0, rate);
    trades.f64[(trade >> 1) | HistDouble.Sequence] = this.group.sequence;
    trades.f64[(trade >> 1) | HistDouble.Lots] = f64[lotsAt];
    this.apply(trade);
    this.bookkeeper.countExecution(sessionOf(client));
  }

  bust(i32: Int32Array, f64: Float64Array, at: number): void {
    const trade = this.find(i32, f64, at);
    const reason = this.unfitToTakeBack(trade);
    if (reason !== Reason.None) return this.group.refuse(reason);
    this.takeBack(trade);
    const { trades } = this.state.ledger;
    trades.i32[trade | Hist.Busted] = 1;
    this.old[0] = 0;
    this.group.tradeChanged(EventKind.TradeBusted, trades, trade, 0, this.old);
  }

  correct(i32: Int32Array, f64: Float64Array, at: number): void {
    const trade = this.find(i32, f64, at);
    const reason = this.unfitToTakeBack(trade) || this.unfitCorrection(trade, i32, f64, at);
    if (reason !== Reason.None) return this.group.refuse(reason);
    const { trades } = this.state.ledger;
    const oldTicks = trades.i32[trade | Hist.PriceTicks];
    this.old[0] = trades.f64[(trade >> 1) | HistDouble.Lots];
    this.takeBack(trade);
    trades.i32[trade | Hist.PriceTicks] = i32[at + Cmd.PriceTicks];
    trades.f64[(trade >> 1) | HistDouble.Lots] = f64[(at >> 1) + CmdDouble.QtyLots];
    this.apply(trade);
    this.group.tradeChanged(EventKind.TradeCorrected, trades, trade, oldTicks, this.old);
  }

  private find(i32: Int32Array, f64: Float64Array, at: number): number {
    const sequenceAt = (at >> 1) + TradeRefDouble.Sequence;
    return this.state.ledger.trades.find(f64, sequenceAt, i32[at + TradeRef.Index]);
  }

  private unfitContract(i32: Int32Array, f64: Float64Array, at: number): Reason {
    const { instruments, ledger, risk } = this.state;
    const instrument = i32[at + Cmd.Instrument];
    const kind = byteA(i32[at]);
    const currency = i32[at + ContractWord.Currency];
    const unitValue = f64[(at >> 1) + ContractDouble.UnitValue];
    if (!instruments.knows(instrument)) return Reason.UnknownInstrument;
    if (!risk.currencies.knows(currency)) return Reason.UnknownCurrency;
    const fits =
      kind <= ContractKind.Inverse &&
      isRate(i32[at + ContractWord.MakerRate]) &&
      isRate(i32[at + ContractWord.TakerRate]) &&
      unitValue >= 1 &&
      unitValue <= MOST_PER_LOT &&
      Math.floor(unitValue) === unitValue &&
      pricesFit(
        kind,
        unitValue,
        instruments.minPriceTicks(instrument),
        instruments.maxPriceTicks(instrument),
      ) &&
      referenceFits(kind, unitValue, instruments.referenceTicks(instrument));
    if (!fits) return Reason.FieldOutOfRange;
    const { contracts, positions } = ledger;
    const same =
      contracts.kind(instrument) === kind &&
      contracts.currency(instrument) === currency &&
      contracts.f64[contracts.unitValueAt(instrument)] === unitValue;
    return same || positions.holders[instrument] === 0 ? Reason.None : Reason.ContractInUse;
  }

  private unfitFill(i32: Int32Array, f64: Float64Array, at: number): Reason {
    const { instruments, accounts, sessions } = this.state;
    const instrument = i32[at + Cmd.Instrument];
    const account = accountOf(i32[at + Cmd.Owner]);
    const street = i32[at + Venue.StreetAccount];
    const side = byteA(i32[at]);
    if (!instruments.knows(instrument)) return Reason.UnknownInstrument;
    if (!accounts.knows(account) || accounts.kind(account) === AccountKind.Street)
      return Reason.UnknownAccount;
    if (!accounts.knows(street) || accounts.kind(street) !== AccountKind.Street) return Reason.UnknownAccount;
    if (sessionOf(i32[at + Cmd.Owner]) >= sessions.capacity) return Reason.UnknownSession;
    if (side !== Side.Buy && side !== Side.Sell) return Reason.FieldOutOfRange;
    const lotsAt = (at >> 1) + CmdDouble.QtyLots;
    return this.unfitAt(street, account, side, instrument, i32[at + Cmd.PriceTicks], f64, lotsAt);
  }

  /** Can an execution at a venue be counted? Both accounts are there. */
  unfitAt(
    street: number,
    account: number,
    side: number,
    instrument: number,
    priceTicks: number,
    f64: Float64Array,
    lotsAt: number,
  ): Reason {
    const { positions } = this.state.ledger;
    if (positions.count + 3 > positions.capacity) {
      const known = positions.find(account, instrument) && positions.find(street, instrument);
      if (known === 0) return Reason.TooManyPositions;
    }
    const [buyer, seller] = side === Side.Buy ? [account, street] : [street, account];
    return this.unfitTrade(instrument, buyer, seller, priceTicks, f64, lotsAt, f64, lotsAt);
  }

  private unfitCorrection(trade: number, i32: Int32Array, f64: Float64Array, at: number): Reason {
    const { i32: history, f64: quantities } = this.state.ledger.trades;
    const instrument = history[trade | Hist.Instrument];
    const buyer = accountOf(history[trade | Hist.BuyerOwner]);
    const seller = accountOf(history[trade | Hist.SellerOwner]);
    const lotsAt = (at >> 1) + CmdDouble.QtyLots;
    this.more[0] = f64[lotsAt] - quantities[(trade >> 1) | HistDouble.Lots];
    return this.unfitTrade(instrument, buyer, seller, i32[at + Cmd.PriceTicks], f64, lotsAt, this.more, 0);
  }

  private unfitToTakeBack(trade: number): Reason {
    if (trade < 0) return Reason.UnknownTrade;
    const { i32, f64 } = this.state.ledger.trades;
    if (i32[trade | Hist.Busted] === 1) return Reason.TradeBusted;
    const instrument = i32[trade | Hist.Instrument];
    const lotsAt = (trade >> 1) | HistDouble.Lots;
    const fits =
      this.hasRoom(accountOf(i32[trade | Hist.SellerOwner]), instrument, Side.Buy, f64, lotsAt) &&
      this.hasRoom(accountOf(i32[trade | Hist.BuyerOwner]), instrument, Side.Sell, f64, lotsAt);
    return fits ? Reason.None : Reason.PositionLimitExceeded;
  }

  /** What has happened is not held by limits, only by what can be counted. `more[moreAt]` lots of it are not counted yet. */
  private unfitTrade(
    instrument: number,
    buyer: number,
    seller: number,
    priceTicks: number,
    f64: Float64Array,
    lotsAt: number,
    more: Float64Array,
    moreAt: number,
  ): Reason {
    const { contracts } = this.state.ledger;
    const unitValue = contracts.f64[contracts.unitValueAt(instrument)];
    if (!isQuantity(f64, lotsAt)) return Reason.QuantityOutOfRange;
    if (priceTicks <= NO_RANK || !pricesFit(contracts.kind(instrument), unitValue, priceTicks, priceTicks))
      return Reason.PriceOutOfRange;
    const fits =
      this.hasRoom(buyer, instrument, Side.Buy, more, moreAt) &&
      this.hasRoom(seller, instrument, Side.Sell, more, moreAt);
    return fits ? Reason.None : Reason.PositionLimitExceeded;
  }

  /** The position and its working orders stay below 2^53 lots. */
  private hasRoom(
    account: number,
    instrument: number,
    side: Side,
    f64: Float64Array,
    lotsAt: number,
  ): boolean {
    const { positions } = this.state.ledger;
    const base = positions.find(account, instrument) << PosSize.DoubleShift;
    const net = base === 0 ? 0 : positions.f64[base | PosDouble.NetLots];
    const open =
      base === 0
        ? 0
        : positions.f64[base | (side === Side.Buy ? PosDouble.OpenBuyLots : PosDouble.OpenSellLots)];
    return (side === Side.Buy ? net + open : open - net) + f64[lotsAt] <= Number.MAX_SAFE_INTEGER;
  }

  private apply(trade: number): void {
    const { i32, f64 } = this.state.ledger.trades;
    const instrument = i32[trade | Hist.Instrument];
    this.state.ledger.fill(
      this.bookkeeper.rowFor(accountOf(i32[trade | Hist.BuyerOwner]), instrument),
      this.bookkeeper.rowFor(accountOf(i32[trade | Hist.SellerOwner]), instrument),
      i32[trade | Hist.BuyerRate],
      i32[trade | Hist.SellerRate],
      i32[trade | Hist.PriceTicks],
      f64,
      (trade >> 1) | HistDouble.Lots,
    );
  }

  private takeBack(trade: number): void {
    const { i32, f64 } = this.state.ledger.trades;
    const instrument = i32[trade | Hist.Instrument];
    this.state.ledger.reverse(
      this.bookkeeper.rowFor(accountOf(i32[trade | Hist.BuyerOwner]), instrument),
      this.bookkeeper.rowFor(accountOf(i32[trade | Hist.SellerOwner]), instrument),
      i32[trade | Hist.BuyerRate],
      i32[trade | Hist.SellerRate],
      i32[trade | Hist.PriceTicks],
      f64,
      (trade >> 1) | HistDouble.Lots,
    );
  }
}
