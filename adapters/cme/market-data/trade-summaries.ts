/** Trades of MDP 3.0: what one order has traded at one price. Those that are taken back or corrected are not told, nor those whose quantity CME keeps to itself (0, where quantities are long). */
import type { Side } from '../../../protocol/codes/enums.js';
import {
  MDIncrementalRefreshTradeSummary48,
  MDIncrementalRefreshTradeSummary48NoMDEntries,
  MDIncrementalRefreshTradeSummaryLongQty65,
} from '../../../protocol/messages/generated/mdp3.js';
import { SbeFault } from '../../../protocol/views/sbe-message.js';
import { stampTime } from '../../kit/datagrams/venue-time.js';
import { MarketEvent } from '../../kit/feed/market-event.js';
import type { SessionCounters } from '../../kit/feed/session-counters.js';
import type { VenueRing } from '../../kit/feed/venue-ring.js';
import type { VenueInstrument } from '../../kit/instrument.js';
import { Fault } from '../../kit/json/fault.js';
import { Action, NO_TICKS, priceFault, Template, ticksIn } from './mdp-books.js';

const { mdEntryPxAt: PX_AT } = MDIncrementalRefreshTradeSummary48NoMDEntries;
/** AggressorSide: 1 and 2 are buy and sell, 0 = nobody's. */
const LAST_SIDE = 2;

type Summary = MDIncrementalRefreshTradeSummary48 | MDIncrementalRefreshTradeSummaryLongQty65;

export class TradeSummaries {
  private readonly event = new MarketEvent();
  private readonly short = new MDIncrementalRefreshTradeSummary48();
  private readonly long = new MDIncrementalRefreshTradeSummaryLongQty65();

  constructor(
    private readonly instruments: readonly VenueInstrument[],
    private readonly places: ReadonlyMap<number, number>,
    private readonly mantissaPerTick: Float64Array,
    private readonly ring: VenueRing,
    private readonly counters: SessionCounters,
  ) {}

  take(template: number, bytes: Buffer, start: number, end: number): SbeFault {
    return template === Template.TradeSummary
      ? this.takeSummary(this.short, bytes, start, end)
      : this.takeSummary(this.long, bytes, start, end);
  }

  private takeSummary(message: Summary, bytes: Buffer, start: number, end: number): SbeFault {
    const { event } = this;
    const fault = message.wrap(bytes, start, end);
    if (fault !== SbeFault.None) return fault;
    stampTime(
      event,
      message.lowOf(MDIncrementalRefreshTradeSummary48.transactTimeAt, true),
      message.highOf(MDIncrementalRefreshTradeSummary48.transactTimeAt, true),
    );
    const entry = message.noMDEntries;
    while (entry.next()) {
      const place = this.places.get(entry.securityID);
      if (place !== undefined && entry.mdUpdateAction === Action.New) this.entry(place, entry);
    }
    return SbeFault.None;
  }

  private entry(place: number, entry: Summary['noMDEntries']): void {
    const { event, counters } = this;
    const ticks = ticksIn(entry, PX_AT, this.mantissaPerTick, place);
    if (ticks === NO_TICKS) {
      counters.faults[priceFault(entry, PX_AT, this.mantissaPerTick, place)]++;
      return;
    }
    const { aggressorSide, mdEntrySize } = entry;
    if (mdEntrySize === 0 && entry === this.long.noMDEntries) return;
    if (!(mdEntrySize > 0 && mdEntrySize <= Number.MAX_SAFE_INTEGER)) {
      counters.faults[Fault.OutOfRange]++;
      return;
    }
    event.side = (aggressorSide <= LAST_SIDE ? aggressorSide : 0) as Side | 0;
    event.id = entry.mdTradeEntryID;
    event.priceTicks = ticks;
    event.qtyLots = mdEntrySize;
    counters.trades++;
    this.ring.trade(this.instruments[place].id, event);
  }
}
