/**
 * What can be known of the price of an order that brings none, for the risk gate, which sees no book: the first price that it
 * gets, and the worst, at which a lot is worth most. A market order with points of protection and a market-to-limit order
 * have a worst price; any other gets the mark, or what it cannot be better than (best opposite price, trigger), and a margin.
 */
import { ContractKind, isStop, OrdType, Route } from '../../protocol/codes/enums.js';
import { CommandFlag } from '../../protocol/records/command.js';
import type { CommandRecord } from '../../protocol/records/command-record.js';
import { Terms } from '../../protocol/records/order-terms.js';
import { Term } from '../book/order-terms.js';
import { NO_RANK, opposite, rankOf, sideIndex } from '../book/rank.js';
import { dearer } from '../risk/exposure-limit.js';
import type { Unpriced } from '../risk/gate.js';
import { lessMargin, withMargin } from '../risk/max-notional.js';
import type { TermsRecord } from '../risk/order-terms.js';
import { pointsNamed } from './matching/protection.js';
import { NO_PRICE } from './matching/references.js';
import type { CoreState } from './state.js';

export class UnpricedOrders implements Unpriced {
  constructor(private readonly state: CoreState) {}

  worstTicks(command: CommandRecord, terms: TermsRecord): number {
    const { instrument, ordType } = command;
    const { ledger } = this.state;
    if (command.isStop) return this.withMargin(instrument, terms.i32[Terms.TriggerTicks]);
    const first = this.firstTicks(command, terms);
    if (first === NO_PRICE) return this.withMargin(instrument, 0);
    const makers = opposite(command.side);
    const points = ordType === OrdType.MarketToLimit ? 0 : pointsNamed(this.state, command, terms);
    if (points === 0 && ordType === OrdType.Market) return this.withMargin(instrument, first);
    const last = rankOf(makers, Math.max(rankOf(makers, first) - points, NO_RANK + 1));
    return dearer(ledger, instrument, Math.abs(first), Math.abs(last)) || this.withMargin(instrument, 0);
  }

  /** Of what is matched in our own book at once. */
  firstTicks(command: CommandRecord, terms: TermsRecord): number {
    const { instrument } = command;
    const makers = opposite(command.side);
    if (command.isStop || this.state.market.collects(instrument)) return NO_PRICE;
    if (command.has(CommandFlag.Extended) && terms.i32[Terms.Route] !== Route.OwnBook) return NO_PRICE;
    const best = this.state.book.bestRank(sideIndex(instrument, makers));
    return best === NO_RANK ? NO_PRICE : rankOf(makers, best);
  }

  /** The worst that an open order without a price can get: a stop, or a market order that waits for an auction. A trailing trigger may still come nearer. */
  worstOf(slot: number): number {
    const { orders, terms } = this.state;
    const isFixed = isStop(orders.ordType(slot)) && terms.get(slot, Term.OffsetTicks) === 0;
    return this.withMargin(orders.instrument(slot), isFixed ? terms.get(slot, Term.TriggerTicks) : 0);
  }

  /** What is divided by its price is worth more at a lower one. */
  private withMargin(instrument: number, knownTicks: number): number {
    const { instruments, ledger } = this.state;
    const isInverse = ledger.contracts.kind(instrument) === ContractKind.Inverse;
    return (isInverse ? lessMargin : withMargin)(instruments, instrument, knownTicks);
  }
}
