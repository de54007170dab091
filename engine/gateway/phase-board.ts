/**
 * Trading phases and indicative prices of all instruments as the events tell them, and who hears of them: whoever has
 * subscribed to the instrument's market data. A change of phase goes out at once. Of indicative prices only the newest
 * counts: they go out when a turn ends, and to a connection that reads too slowly when it has caught up.
 */
import { TradingPhase } from '../../protocol/codes/enums.js';
import { EventKind, Ind, IndDouble, Phs } from '../../protocol/records/event.js';
import { byteA, Double, kindOf } from '../../protocol/records/layout.js';
import { IndicativeFields, PhaseEncoder, PhaseFields } from '../../protocol/wire/phase-messages.js';
import type { GatewayLimits } from '../config/limits.js';
import type { EventGroup } from '../views/event-group.js';
import type { Connection } from './connection.js';
import type { Sender } from './sender.js';
import type { Units } from './units.js';

/** What is known of one instrument, and who listens. Made when there is something to know. */
class Market {
  readonly phase = new PhaseFields();
  readonly indicative = new IndicativeFields();
  readonly listeners = new Set<Connection>();
  /** Those who have not been told the newest indicative price. */
  readonly unaware = new Set<Connection>();

  constructor(instrument: number) {
    this.phase.instrument = this.indicative.instrument = instrument;
    this.phase.phase = TradingPhase.Continuous;
  }

  forget(connection: Connection): void {
    this.listeners.delete(connection);
    this.unaware.delete(connection);
  }

  get isPlain(): boolean {
    return this.phase.phase === TradingPhase.Continuous;
  }
}

export class PhaseBoard {
  private readonly markets = new Map<number, Market>();
  /** With somebody who is unaware. */
  private readonly news = new Set<Market>();
  private readonly encoder = new PhaseEncoder();

  constructor(
    private readonly group: EventGroup,
    private readonly units: Units,
    private readonly sender: Sender,
    private readonly limits: GatewayLimits,
  ) {}

  /** Any record of the event ring; those of other kinds are passed over. */
  apply(i32: Int32Array, f64: Float64Array, at: number): void {
    switch (kindOf(i32[at])) {
      case EventKind.PhaseChanged:
      case EventKind.ImagePhase:
        return this.phaseChanged(i32, f64, at);
      case EventKind.IndicativePrice:
      case EventKind.ImageIndicative:
        return this.indicativePrice(i32, f64, at);
    }
  }

  /** Tells the newcomer what is not as it usually is. */
  join(connection: Connection, instrument: number): void {
    const market = this.marketOf(instrument);
    market.listeners.add(connection);
    if (market.isPlain) return;
    this.tellPhase(connection, market);
    if (market.indicative.quantity !== 0) this.tellIndicative(connection, market);
  }

  leave(connection: Connection, instrument: number): void {
    this.markets.get(instrument)?.forget(connection);
  }

  /** The connection is closed. */
  drop(connection: Connection): void {
    for (const market of this.markets.values()) market.forget(connection);
  }

  /** Tells indicative prices. Between groups only. */
  doWork(): number {
    if (this.news.size === 0 || this.group.open) return 0;
    let told = 0;
    for (const market of this.news) {
      for (const connection of market.unaware) if (this.tellIndicative(connection, market)) told++;
      if (market.unaware.size === 0) this.news.delete(market);
    }
    return told;
  }

  private phaseChanged(i32: Int32Array, f64: Float64Array, at: number): void {
    const market = this.marketOf(i32[at + Phs.Instrument]);
    const { phase } = market;
    this.stamp(phase, f64, at);
    phase.phase = byteA(i32[at]);
    phase.untilSeconds = i32[at + Phs.UntilSeconds] >>> 0;
    phase.untilNanos = i32[at + Phs.UntilNanos];
    market.indicative.quantity = 0;
    market.unaware.clear();
    for (const connection of market.listeners) this.tellPhase(connection, market);
  }

  private indicativePrice(i32: Int32Array, f64: Float64Array, at: number): void {
    const instrument = i32[at + Ind.Instrument];
    const market = this.marketOf(instrument);
    const { indicative } = market;
    const { units } = this;
    this.stamp(indicative, f64, at);
    indicative.price = units.price(instrument, i32[at + Ind.PriceTicks]);
    indicative.quantity = units.quantity(instrument, f64[(at >> 1) + IndDouble.VolumeLots]);
    indicative.surplus = units.quantity(instrument, f64[(at >> 1) + IndDouble.SurplusLots]);
    indicative.surplusSide = byteA(i32[at]);
    if (market.listeners.size === 0) return;
    for (const connection of market.listeners) market.unaware.add(connection);
    this.news.add(market);
  }

  /** Image records belong to no group: only their sequence is known. */
  private stamp(fields: PhaseFields | IndicativeFields, f64: Float64Array, at: number): void {
    const { group } = this;
    fields.sequence = f64[(at >> 1) + Double.Sequence];
    fields.index = group.open ? group.index : 0;
    fields.seconds = group.open ? group.seconds : 0;
    fields.nanos = group.open ? group.nanos : 0;
  }

  private tellPhase(connection: Connection, { phase }: Market): void {
    this.sender.rare(connection, (out) => this.encoder.tradingPhase(out, phase));
  }

  /** False: the connection has too much unread; later. */
  private tellIndicative(connection: Connection, market: Market): boolean {
    if (connection.outbox.lookAtBacklog() > this.limits.conflateAboveBytes) {
      market.unaware.add(connection);
      this.news.add(market);
      return false;
    }
    market.unaware.delete(connection);
    this.sender.rare(connection, (out) => this.encoder.indicativePrice(out, market.indicative));
    return true;
  }

  private marketOf(instrument: number): Market {
    let market = this.markets.get(instrument);
    if (market === undefined) this.markets.set(instrument, (market = new Market(instrument)));
    return market;
  }
}
