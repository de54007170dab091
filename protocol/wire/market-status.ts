/** Whether a market at a venue is to be relied on, both ways. Rare, so it is written with the FlatBuffers builder. */
import { Body, MarketStatus } from '../generated/pregao/wire.js';
import { appendBuilt } from './built.js';
import type { FrameDecoder } from './decoder.js';
import { nanosOf, timeOf } from './int64.js';
import type { OutputBuffer } from './output-buffer.js';

export interface MarketStatusFields {
  readonly instrument: number;
  readonly seconds: number;
  readonly nanos: number;
  /** `VenueStatus` and `StatusReason` of the market-data records. */
  readonly state: number;
  readonly reason: number;
}

/** False: the frame has no room, nothing was written. */
export function writeMarketStatus(out: OutputBuffer, status: MarketStatusFields): boolean {
  const { instrument, state, reason } = status;
  return appendBuilt(out, Body.MarketStatus, (builder) =>
    MarketStatus.createMarketStatus(builder, instrument, nanosOf(status), state, reason),
  );
}

/** The decoder's current message. */
export function readMarketStatus(decoder: FrameDecoder): MarketStatusFields {
  const message = decoder.body(new MarketStatus());
  return {
    instrument: message.instrument(),
    ...timeOf(message.time()),
    state: message.state(),
    reason: message.reason(),
  };
}
