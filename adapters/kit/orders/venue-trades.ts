/** Executions on their way to the core: of open orders, of orders that are over, and what the venue changes of them afterwards. */
import type { Reason } from '../../../protocol/codes/reasons.js';
import { reasonName } from '../../../protocol/codes/reasons.js';
import type { Notice } from '../feed/outside.js';
import type { ChildOrder } from './child-order.js';
import type { DeskCounters } from './desk-counters.js';
import { type TradeChange, TradeMemory } from './trade-memory.js';
import type { LaneFill, VenueLane } from './venue-lane.js';

export interface VenueIdentity {
  readonly venue: number;
  readonly name: string;
  readonly streetAccount: number;
}

export class VenueTrades {
  private readonly memory = new TradeMemory((sequence, change) => this.apply(sequence, change));

  constructor(
    private readonly options: VenueIdentity,
    private readonly lane: VenueLane,
    private readonly counters: DeskCounters,
    private readonly notice: Notice,
  ) {}

  fill(order: ChildOrder, cumLots: number, fill: LaneFill, executionId: string): void {
    order.executedLots = cumLots;
    this.counters.fills++;
    this.lane.fill(this.options.venue, order, cumLots, fill, this.memory.goesOut(executionId));
  }

  /** The core knows the order no more, its account does. */
  fillLate(order: ChildOrder, cumLots: number, fill: LaneFill, executionId: string): void {
    const { name, streetAccount } = this.options;
    const missing = cumLots - order.executedLots - fill.lots;
    const gap = missing > 0 ? `; ${missing} lots before it are missing` : '';
    this.notice(`${name}: ${order.clientId} was over and has executed ${fill.lots} lots after all${gap}`);
    order.executedLots = cumLots;
    this.counters.lateFills++;
    this.lane.lateFill(streetAccount, order, fill, this.memory.goesOut(executionId));
  }

  /** An execution has come back from the core. @param sequence 0 = refused */
  counted(number: number, sequence: number): void {
    this.memory.counted(number, sequence);
  }

  /** @param change without lots: it never happened */
  change(executionId: string, change: TradeChange, text: string): void {
    const what = change.lots === undefined ? 'takes back' : 'corrects';
    const isKnown = this.memory.change(executionId, change);
    const byHand = isKnown ? '' : ', which this process has not counted: it has to be done by hand';
    this.counters.changedTrades++;
    this.notice(`${this.options.name}: the venue ${what} ${text}${byHand}`);
  }

  changeRefused(reason: Reason): void {
    this.counters.refused++;
    this.notice(
      `${this.options.name}: the core did not change a trade as the venue did (${reasonName(reason)})`,
    );
  }

  private apply(sequence: number, { lots, priceTicks }: TradeChange): void {
    if (lots === undefined) this.lane.bust(this.options.venue, sequence);
    else this.lane.correction(this.options.venue, sequence, lots, priceTicks!);
  }
}
