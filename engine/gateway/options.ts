/**
 * What a gateway is made of. `GatewayOptions` can be structured-cloned, so it travels to the thread that runs the
 * gateway; `GatewayParts` are made there.
 */
import type { Account, ElsewhereInstrument, Instrument, InstrumentUnits } from '../../protocol/instrument.js';
import type { GatewayLimits, Limits } from '../config/limits.js';
import type { BroadcastMemory } from '../rings/broadcast.js';
import type { LaneMemory } from '../rings/lane.js';
import type { CounterMemory } from '../telemetry/counters.js';
import type { HistogramMemory } from '../telemetry/histogram.js';
import type { Clock } from '../threads/agent.js';
import type { JournalSource } from './journal-source.js';
import type { GatewayKey } from './keys.js';
import type { VenueSource } from './market-data/venue-markets.js';
import type { HostPort } from './rest/host-port.js';
import type { RestOptions } from './rest/rest-desk.js';

export interface GatewayOptions {
  /** Address to bind, normally 127.0.0.1, and port; 0 takes a free one. */
  readonly host: string;
  readonly port: number;
  /** This start's number; in Hello. */
  readonly epoch: number;
  /** Name and version, for people; in Hello. */
  readonly engine: string;
  /** Which one of several engines this is; in Hello. */
  readonly name?: string | undefined;
  readonly instruments: readonly Instrument[];
  /** What other engines trade. */
  readonly elsewhere?: readonly ElsewhereInstrument[];
  /** No longer traded; reports may still speak of them. */
  readonly retired?: readonly InstrumentUnits[];
  readonly keys: readonly GatewayKey[];
  /** By number; holes where there is none. */
  readonly venueNames?: readonly (string | undefined)[];
  /** Whose market data is shown. */
  readonly markets?: readonly ListedMarkets[];
  /** `venue_answer` of each, by number as well. */
  readonly venueAnswers?: readonly (HistogramMemory | undefined)[];
  /** For REST, which names them. */
  readonly accounts?: readonly Account[];
  readonly rest?: RestOptions | undefined;
  /** How long a lost session's cancel-on-disconnect orders stand. */
  readonly graceMs: number;
  readonly limits: Pick<Limits, 'orders' | 'instruments'>;
  readonly door: GatewayLimits;
  readonly lane: LaneMemory;
  /** The event ring and which of its readers this is; behind the journal or not, as the ring was created. */
  readonly events: BroadcastMemory;
  readonly reader: number;
  readonly counters: CounterMemory<'gateway'>;
  /** `gateway_order`. */
  readonly orderTimes: HistogramMemory;
}

/** A venue's markets, and what the venue calls them. */
export interface ListedMarkets extends VenueSource {
  readonly name: string;
  /** In the order of `instruments`. */
  readonly venueSymbols: readonly string[];
}

export interface GatewayParts {
  readonly clock: Clock;
  /** Prometheus text for `GET /metrics`. */
  readonly metrics: () => string | Promise<string>;
  /** Reads the journal while it is being written; without it a session cannot resume (LogonAccepted says gap). */
  readonly journal?: JournalSource;
  /** Called after a frame was taken in: takes the event loop's runner out of its park (`EventLoopRun.wake`). */
  readonly wake?: () => void;
  /** Runs algorithms and leads strategies for REST. */
  readonly host?: HostPort;
  /** Bytes nobody can foretell, for challenges; node:crypto's unless a test needs others. */
  readonly random?: (bytes: number) => Uint8Array;
}
