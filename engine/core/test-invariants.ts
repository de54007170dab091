/** What must be true after every command, whatever came before. `check` throws what is not. */
import { isForAuction, Side, TradingPhase } from '../../protocol/codes/enums.js';
import { CommandFlag, CommandKind, reasonOf } from '../../protocol/records/command.js';
import { accountOf, byteA, byteC, kindOf, sessionOf } from '../../protocol/records/layout.js';
import { FastBook } from '../book/fast-book.js';
import { NO_RANK, rankOf, Shelf, sideIndex } from '../book/rank.js';
import { mustEqual } from '../book/test-property.js';
import { endsWithDay } from '../market/phases.js';
import { Crossing, UncrossPrice } from '../market/uncross-price.js';
import { ENDED } from '../risk/client-ids.js';
import { Flag } from '../risk/flags.js';
import { referenceOf } from './phase-desk.js';
import type { Record16 } from './test-commands.js';
import type { TestCore } from './test-kit.js';
import { idOf, isOfQuote, Ledger, type LedgerOrder, openOf } from './test-ledger.js';
import { LedgerInvariants } from './test-ledger-invariants.js';

export class Invariants {
  private readonly ledger = new Ledger();

  private readonly ledgerInvariants: LedgerInvariants;

  constructor(private readonly kit: TestCore) {
    this.ledgerInvariants = new LedgerInvariants(kit);
  }

  /** After each command, with its event group. */
  check(group: readonly Record16[]): void {
    this.ledger.apply(group);
    const { orders } = this.kit.core.state;
    mustEqual(orders.count, this.ledger.open.size, 'the number of open orders');
    mustEqual(this.ledger.accepted - this.ledger.gone, orders.count, 'accepted less ended');
    const waiting = [...this.ledger.open.values()].filter(({ waits }) => waits).length;
    mustEqual(this.books() + waiting, orders.count, 'every open order rests or waits');
    for (const order of this.ledger.open.values()) this.order(order);
    for (let id = 1; id < this.kit.limits.instruments; id++) this.indicative(id);
    mustEqual(this.kit.core.state.market.work, 0, 'what is left to do');
    for (const [account, ids] of this.ledger.ended) this.endedIds(account, ids);
    this.quotes();
    this.dayIsOver(group[0]);
    this.ledgerInvariants.check(group, this.ledger.open.values());
  }

  /** Every queue in order, no book crossed, levels that hold what their orders hold. Returns the orders seen. */
  private books(): number {
    const { book, limits, market } = this.kit.core.state;
    let seen = 0;
    for (let instrument = 0; instrument < limits.instruments; instrument++) {
      for (const side of [Side.Buy, Side.Sell])
        for (const shelf of [Shelf.Ordinary, Shelf.Auction, Shelf.Market, Shelf.Waiting]) {
          const seenHere = this.queue(sideIndex(instrument, side, shelf), side, shelf);
          if (book instanceof FastBook) this.levels(book, sideIndex(instrument, side, shelf));
          if (seenHere > 0) this.shelf(instrument, shelf);
          seen += seenHere;
        }
      const bid = book.bestRank(sideIndex(instrument, Side.Buy));
      const offer = book.bestRank(sideIndex(instrument, Side.Sell));
      const trades = market.isIn(instrument, TradingPhase.Continuous);
      if (trades && bid !== NO_RANK && offer !== NO_RANK && bid >= -offer)
        throw new Error(`instrument ${instrument} is crossed: bid ${bid}, offer ${-offer}`);
    }
    return seen;
  }

  /** Continuous trading leaves nothing behind that was for an auction, and a closed market nothing of the day. */
  private shelf(instrument: number, shelf: Shelf): void {
    const { market } = this.kit.core.state;
    const rests = shelf === Shelf.Auction || shelf === Shelf.Market;
    const over = [TradingPhase.Continuous, TradingPhase.Closed].includes(market.phase[instrument]);
    if (rests && over) throw new Error(`instrument ${instrument} has orders on shelf ${shelf} left over`);
  }

  /** What was told of an auction is what stands in its book, unless the book was too deep. */
  private indicative(instrument: number): void {
    const { market, book } = this.kit.core.state;
    if (!market.collects(instrument) || market.late[instrument] === 1) return;
    const price = new UncrossPrice(book, market.ticks);
    price.begin(instrument, referenceOf(this.kit.core.state, instrument));
    while (!price.step(1));
    const { indicativeTicks: ticks, indicativeLots: lots, surplusLots, surplusSide } = market;
    mustEqual(
      [ticks[instrument], lots[instrument], surplusLots[instrument], surplusSide[instrument]],
      [price.priceTicks, price.lots[Crossing.Volume], price.lots[Crossing.Surplus], price.surplusSide],
      'the indicative price',
    );
  }

  private queue(sideOfBook: number, side: Side, shelf: Shelf): number {
    const { book, orders } = this.kit.core.state;
    let [seen, lastRank, lastSince] = [0, Number.POSITIVE_INFINITY, 0];
    book.walk(sideOfBook, (slot) => {
      const order = this.ledger.open.get(idOf(slot, orders.generation(slot)))!;
      const rank = rankOf(side, orders.priceTicks(slot));
      if (seen === 0) mustEqual(book.bestRank(sideOfBook), rank, 'the best rank');
      mustEqual(orders.shelf(slot), shelf, 'its shelf');
      const waited = isForAuction(byteC(order.head));
      if (rank !== lastRank) lastSince = 0;
      if (rank > lastRank || (order.since <= lastSince && !waited))
        throw new Error(`order ${slot} is out of its place`);
      if (!waited) lastSince = order.since;
      lastRank = rank;
      seen++;
    });
    return seen;
  }

  private levels(book: FastBook, sideOfBook: number): void {
    const { orders } = this.kit.core.state;
    const sums = new Map<number, number>();
    book.walk(sideOfBook, (slot) => {
      const rank = rankOf(orders.side(slot), orders.priceTicks(slot));
      sums.set(rank, (sums.get(rank) ?? 0) + orders.openLots(slot));
    });
    const levels: [number, number][] = [];
    book.walkLevels(sideOfBook, (rank, lots) => levels.push([rank, lots]));
    mustEqual(levels, [...sums], 'what the levels hold');
  }

  private order(order: LedgerOrder): void {
    const { state } = this.kit.core;
    const { orders, clientIds, accounts, instruments, sessions } = state;
    const { slot } = order;
    const id = `${orders.clientIdLow(slot)}:${orders.clientIdHigh(slot)}`;
    mustEqual(
      [orders.head(slot), orders.flags(slot) & 0xffff, orders.instrument(slot), orders.owner(slot), id],
      [order.head, order.flags, order.instrument, order.owner, order.clientId],
      `order ${slot}`,
    );
    mustEqual(
      [orders.priceTicks(slot), orders.totalLots(slot), orders.openLots(slot), orders.generation(slot)],
      [order.price, order.total, openOf(order), order.generation],
      `order ${slot}`,
    );
    mustEqual(orders.isResting(slot), !order.waits, `whether order ${slot} rests`);
    const account = accountOf(order.owner);
    if (isOfQuote(order)) this.side(order);
    else if (id !== '0:0')
      mustEqual(
        clientIds.find(account, orders.clientIdLow(slot), orders.clientIdHigh(slot)),
        slot,
        'its client id',
      );
    const session = sessionOf(order.owner);
    const { risk } = state;
    const flags =
      risk.firmFlags |
      accounts.flags.of(account) |
      instruments.flags.of(order.instrument) |
      risk.sessions.flags.of(session);
    mustEqual(flags & Flag.Kill, 0, 'no order is open where a kill switch is on');
    if ((order.flags & CommandFlag.CancelOnDisconnect) !== 0)
      mustEqual(sessions.open[session] + sessions.waiting[session], 1, 'its session is there or waited for');
  }

  /** A side of a quote is found as one, and not by a client order id; its quote's other side is beyond it. */
  private side({ slot, owner, head, price }: LedgerOrder): void {
    const { orders, quotes } = this.kit.core.state;
    const [low, high] = [orders.clientIdLow(slot), orders.clientIdHigh(slot)];
    mustEqual(quotes.find(owner, low, high, byteA(head)), slot, 'a side by its quote');
    const other = quotes.find(owner, low, high, Side.Buy + Side.Sell - byteA(head));
    if (other === 0) return;
    mustEqual(orders.instrument(other), orders.instrument(slot), 'the instrument of both sides');
    const [bid, offer] =
      byteA(head) === Side.Buy ? [price, orders.priceTicks(other)] : [orders.priceTicks(other), price];
    mustEqual(bid < offer, true, 'the bid of a quote is below its offer');
  }

  /** What a session that is stopped has quoted is gone; every side is in its session's list. */
  private quotes(): void {
    const { quotes, protection, sessions } = this.kit.core.state;
    const sides = [...this.ledger.open.values()].filter(isOfQuote);
    mustEqual(new Set(quotes.slots()), new Set(sides.map(({ slot }) => slot)), 'the sides of all quotes');
    for (let session = 0; session < sessions.capacity; session++)
      if (protection.triggered[session] === 1) mustEqual(quotes.first(session), 0, 'no quote is left');
  }

  /** The last N are known as ended, those before them are forgotten, unless an open order has the id again. */
  private endedIds(account: number, ids: readonly string[]): void {
    const { clientIds, limits } = this.kit.core.state;
    const remembered = ids.slice(-limits.clientIdHistory);
    for (const id of new Set(ids)) {
      const [low, high] = id.split(':').map(Number);
      const found = clientIds.find(account, low, high);
      if (remembered.includes(id)) mustEqual(found, ENDED, `client id ${id} of account ${account}`);
      else if (found === ENDED) throw new Error(`client id ${id} of account ${account} should be forgotten`);
    }
  }

  private dayIsOver(echo: Record16): void {
    if (kindOf(echo[0]) !== CommandKind.EndOfDay || reasonOf(echo[1]) !== 0) return;
    for (const { head, instrument } of this.ledger.open.values())
      if (endsWithDay(byteC(head)) && (byteA(echo[0]) === 0 || echo[2] === instrument))
        throw new Error('a DAY order has survived the end of the day');
  }
}
