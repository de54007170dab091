/** Whether a market at a venue is to be relied on, both ways. Rare, so it is written with the FlatBuffers builder. */
import { Body, MarketStatus } from '../generated/pregao/wire.js';
import { appendBuilt } from './built.js';
import type { FrameDecoder } from './decoder.js';
import type { OutputBuffer } from './output-buffer.js';

const NANOS = 1_000_000_000n;

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
  const { instrument, seconds, nanos, state, reason } = status;
  const time = BigInt(seconds) * NANOS + BigInt(nanos);
  return appendBuilt(out, Body.MarketStatus, (builder) =>
    MarketStatus.createMarketStatus(builder, instrument, time, state, reason),
  );
}

/** The decoder's current message. */
export function readMarketStatus(decoder: FrameDecoder): MarketStatusFields {
  const message = decoder.body(new MarketStatus());
  return {
    instrument: message.instrument(),
    seconds: Number(message.time() / NANOS),
    nanos: Number(message.time() % NANOS),
    state: message.state(),
    reason: message.reason(),
  };
}
