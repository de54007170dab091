/**
 * The ledger against what somebody knows who has nothing but the events: a naive one in BigInt, fed with contracts, trades,
 * executions at venues and what was taken back; and working orders added up anew. `check` throws what is not equal.
 */
import { Liquidity, Side } from '../../protocol/codes/enums.js';
import {
  Cmd,
  CmdDouble,
  CommandKind,
  ContractDouble,
  ContractWord,
  reasonOf,
  Venue,
} from '../../protocol/records/command.js';
import { Bust, BustDouble, EventKind, indexOf, Trd, TrdDouble } from '../../protocol/records/event.js';
import { accountOf, byteA, byteB, byteC, Double, kindOf } from '../../protocol/records/layout.js';
import { OrderFlag } from '../book/order-pool.js';
import { Term, TermDouble } from '../book/order-terms.js';
import { mustEqual } from '../book/test-property.js';
import { Con, ConSize, Contracts } from '../ledger/contracts.js';
import { PosDouble, PosSize } from '../ledger/positions.js';
import { type Fill, NaiveLedger } from '../ledger/test-naive-ledger.js';
import { doublesOf, type Record16 } from './test-commands.js';
import type { TestCore } from './test-kit.js';
import { type LedgerOrder, openOf } from './test-ledger.js';

export class LedgerInvariants {
  private readonly contracts: Contracts;
  private readonly naive: NaiveLedger;
  private readonly fees = new Map<number, readonly [maker: number, taker: number]>();
  private readonly trades = new Map<string, Fill>();

  constructor(private readonly kit: TestCore) {
    this.contracts = new Contracts(kit.limits.instruments);
    this.naive = new NaiveLedger(this.contracts);
  }

  /** After each command, with its event group and the orders that are open then. */
  check(group: readonly Record16[], open: Iterable<LedgerOrder>): void {
    for (const record of group) this.apply(record);
    this.naive.check(this.kit.core.state.ledger);
    this.exposure(open);
  }

  private apply(record: Record16): void {
    const kind = kindOf(record[0]);
    if (kind === EventKind.Trade) this.trade(record);
    else if (kind === EventKind.TradeBusted || kind === EventKind.TradeCorrected) this.change(record, kind);
    else if (kind >= EventKind.Trade || reasonOf(record[Cmd.Flags]) !== 0) return;
    else if (kind === CommandKind.DefineContract) this.contract(record);
    else if (kind === CommandKind.DefineAccount) this.account(record);
    else if (kind === CommandKind.VenueFill) this.venueFill(record);
  }

  private contract(record: Record16): void {
    const instrument = record[Cmd.Instrument];
    const at = instrument << ConSize.Shift;
    this.contracts.i32[at | Con.Kind] = byteA(record[0]);
    this.contracts.i32[at | Con.Currency] = record[ContractWord.Currency];
    this.contracts.i32[at | Con.MakerRate] = record[ContractWord.MakerRate];
    this.contracts.i32[at | Con.TakerRate] = record[ContractWord.TakerRate];
    this.contracts.f64[this.contracts.unitValueAt(instrument)] = doublesOf(record)[ContractDouble.UnitValue];
  }

  private account(record: Record16): void {
    const account = accountOf(record[Cmd.Owner]);
    if (byteC(record[0]) === 0) this.fees.delete(account);
    else this.fees.set(account, [record[ContractWord.MakerRate], record[ContractWord.TakerRate]]);
  }

  private trade(record: Record16): void {
    const instrument = record[Trd.Instrument];
    const maker = accountOf(record[Trd.MakerOwner]);
    const taker = accountOf(record[Trd.TakerOwner]);
    const makerRate = this.rate(maker, instrument, Liquidity.Maker);
    const bothRested = byteB(record[0]) === 1;
    const takerRate = this.rate(taker, instrument, bothRested ? Liquidity.Maker : Liquidity.Taker);
    const takerBuys = byteA(record[0]) === Side.Buy;
    this.book(doublesOf(record)[Double.Sequence], indexOf(record[Trd.Index]), {
      buyer: takerBuys ? taker : maker,
      seller: takerBuys ? maker : taker,
      buyerRate: takerBuys ? takerRate : makerRate,
      sellerRate: takerBuys ? makerRate : takerRate,
      instrument,
      price: record[Trd.PriceTicks],
      lots: doublesOf(record)[TrdDouble.QtyLots],
    });
  }

  private venueFill(record: Record16): void {
    const instrument = record[Cmd.Instrument];
    const account = accountOf(record[Cmd.Owner]);
    const street = record[Venue.StreetAccount];
    const rate = this.rate(account, instrument, byteB(record[0]));
    const buys = byteA(record[0]) === Side.Buy;
    this.book(doublesOf(record)[Double.Sequence], 0, {
      buyer: buys ? account : street,
      seller: buys ? street : account,
      buyerRate: buys ? rate : 0,
      sellerRate: buys ? 0 : rate,
      instrument,
      price: record[Cmd.PriceTicks],
      lots: doublesOf(record)[CmdDouble.QtyLots],
    });
  }

  private book(sequence: number, index: number, fill: Fill): void {
    this.trades.set(`${sequence}.${index}`, fill);
    this.naive.fill(fill);
  }

  private change(record: Record16, kind: EventKind): void {
    const doubles = doublesOf(record);
    const id = `${doubles[BustDouble.TradeSequence]}.${record[Bust.TradeIndex]}`;
    const before = this.trades.get(id)!;
    this.naive.reverse(before);
    if (kind === EventKind.TradeBusted) {
      mustEqual([record[Trd.PriceTicks], doubles[TrdDouble.QtyLots]], [before.price, before.lots]);
      this.trades.delete(id);
      return;
    }
    mustEqual(
      [record[Bust.OldPriceTicks], doubles[BustDouble.OldQtyLots]],
      [before.price, before.lots],
      'the trade as it was',
    );
    const after = { ...before, price: record[Trd.PriceTicks], lots: doubles[TrdDouble.QtyLots] };
    this.trades.set(id, after);
    this.naive.fill(after);
  }

  private rate(account: number, instrument: number, liquidity: number): number {
    const own = this.fees.get(account);
    const makes = liquidity === Liquidity.Maker;
    if (own !== undefined) return own[makes ? 0 : 1];
    return makes ? this.contracts.makerRate(instrument) : this.contracts.takerRate(instrument);
  }

  /** What a child may still be armed for, on the side of its parent. */
  private unarmedOf({ slot }: LedgerOrder): number {
    const { orders, terms } = this.kit.core.state;
    const isLinked = orders.hasTerms(slot) && (orders.flags(slot) & OrderFlag.Family) === 0;
    const parent = isLinked ? terms.get(slot, Term.Parent) : 0;
    if (parent === 0 || orders.side(parent) !== orders.side(slot)) return 0;
    return terms.f64[terms.doubleAt(slot, TermDouble.UnarmedLots)];
  }

  /** What working orders may add to each position, and how many orders each account has open. */
  private exposure(open: Iterable<LedgerOrder>): void {
    const { accounts, ledger } = this.kit.core.state;
    const lots = new Map<number, [buy: number, sell: number]>();
    const counts = new Int32Array(accounts.capacity);
    for (const order of open) {
      const account = accountOf(order.owner);
      const row = ledger.positions.find(account, order.instrument);
      const sums = lots.get(row) ?? [0, 0];
      sums[byteA(order.head) === Side.Buy ? 0 : 1] += openOf(order) + this.unarmedOf(order);
      lots.set(row, sums);
      counts[account]++;
    }
    for (let row = 1; row <= ledger.positions.count; row++) {
      const base = row << PosSize.DoubleShift;
      const { f64 } = ledger.positions;
      const found = [f64[base | PosDouble.OpenBuyLots], f64[base | PosDouble.OpenSellLots]];
      mustEqual(found, lots.get(row) ?? [0, 0], `working orders of position ${row}`);
      const net = f64[base | PosDouble.NetLots];
      if (net + found[0] > Number.MAX_SAFE_INTEGER || found[1] - net > Number.MAX_SAFE_INTEGER)
        throw new Error(`position ${row} could reach 2^53 lots`);
    }
    for (const [account, count] of counts.entries())
      mustEqual(accounts.openOrders(account), count, `open orders of account ${account}`);
  }
}
