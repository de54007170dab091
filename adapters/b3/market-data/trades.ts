/** Trades of a session, told as they come. Who took says the summary of the execution, which comes before them. */
import { Side } from '../../../protocol/codes/enums.js';
import {
  AggressorSideValue,
  type ExecutionSummary55,
  Trade53,
} from '../../../protocol/messages/generated/umdf.js';
import { stampTime } from '../../kit/datagrams/venue-time.js';
import { MarketEvent } from '../../kit/feed/market-event.js';
import type { SessionCounters } from '../../kit/feed/session-counters.js';
import type { VenueRing } from '../../kit/feed/venue-ring.js';
import type { VenueInstrument } from '../../kit/instrument.js';
import { Fault } from '../../kit/json/fault.js';
import type { B3Contract } from '../contract.js';

const TIME_AT = Trade53.transactTimeAt;

export class UmdfTrades {
  private readonly event = new MarketEvent();
  /** Of the execution that is being told. */
  private readonly takers: Uint8Array;

  constructor(
    private readonly instruments: readonly VenueInstrument[],
    private readonly contracts: readonly B3Contract[],
    private readonly ring: VenueRing,
    private readonly counters: SessionCounters,
  ) {
    this.takers = new Uint8Array(instruments.length);
  }

  summary(place: number, { aggressorSide }: ExecutionSummary55): void {
    this.takers[place] =
      aggressorSide === AggressorSideValue.BUY
        ? Side.Buy
        : aggressorSide === AggressorSideValue.SELL
          ? Side.Sell
          : 0;
  }

  endOfEvent(place: number): void {
    this.takers[place] = 0;
  }

  take(place: number, message: Trade53): void {
    const { event, counters } = this;
    const { mantissaPerTick, unitsPerLot } = this.contracts[place];
    const { mdEntryPx, mdEntrySize } = message;
    if (mdEntryPx % mantissaPerTick !== 0 || mdEntrySize % unitsPerLot !== 0) {
      counters.faults[Fault.OffStep]++;
      return;
    }
    event.side = this.takers[place];
    event.id = message.tradeID;
    event.priceTicks = mdEntryPx / mantissaPerTick;
    event.qtyLots = mdEntrySize / unitsPerLot;
    stampTime(event, message.lowOf(TIME_AT, true), message.highOf(TIME_AT, true));
    counters.trades++;
    this.ring.trade(this.instruments[place].id, event);
  }
}
