/**
 * The market data half of the TypeScript client on a simulated socket of the rig: the code that clients run, in lock-step.
 * It may lose messages on the way, all but the first of a channel, which no client could miss.
 */
import type { Connection } from '../../engine/gateway/connection.js';
import type { GatewayAgent } from '../../engine/gateway/gateway-agent.js';
import { MarketData } from '../../protocol/client/market-data.js';
import type { Security } from '../../protocol/client/security.js';
import type { Subscription, TradeEvent, WantedChannels } from '../../protocol/client/subscription.js';
import { type Reason, reasonName } from '../../protocol/codes/reasons.js';
import { Body, ProtocolError } from '../../protocol/generated/pregao/wire.js';
import type { Instrument } from '../../protocol/instrument.js';
import { ClientEncoder } from '../../protocol/wire/client-encoder.js';
import { FrameDecoder } from '../../protocol/wire/decoder.js';
import { OutputBuffer } from '../../protocol/wire/output-buffer.js';
import { ENGINE_MESSAGES, MAX_ENGINE_FRAME_BYTES } from '../../protocol/wire/protocol.js';
import { SimulatedSocket } from './client.js';
import { securityOf } from './engine-book.js';

export const ALL: WantedChannels = { levels: 5, trades: true, top: true, orders: true };

/** Those that a lossy client may lose. */
export const MARKET_MESSAGES: ReadonlySet<Body> = new Set([
  Body.Trade,
  Body.TradeChanged,
  Body.TradeSnapshot,
  Body.BookTop,
  Body.BookSnapshot,
  Body.BookIncrement,
  Body.OrderBookSnapshot,
  Body.OrderBookIncrement,
]);

export class FeedClient {
  readonly socket = new SimulatedSocket();
  readonly problems: string[] = [];
  private readonly tape: string[] = [];
  /** Channels that told of a gap. */
  readonly gaps: string[] = [];
  /** Says of each message whether it gets lost. */
  loses: () => boolean = () => false;
  lost = 0;
  private readonly market: MarketData;
  private readonly connection: Connection;
  private readonly decoder = new FrameDecoder(ENGINE_MESSAGES, MAX_ENGINE_FRAME_BYTES);

  constructor(private readonly gateway: GatewayAgent) {
    const encoder = new ClientEncoder();
    const out = new OutputBuffer(1 << 10);
    this.connection = gateway.connect(this.socket)!;
    this.socket.onClose = () => gateway.disconnected(this.connection);
    this.market = new MarketData((write) => {
      write(encoder, out);
      const frame = out.frame().slice();
      out.reset();
      gateway.receive(this.connection, frame);
    });
  }

  subscribe(instrument: Instrument, options: Partial<WantedChannels> = ALL): Subscription {
    return this.watch(securityOf(instrument), options);
  }

  watch(security: Security, options: Partial<WantedChannels>): Subscription {
    const subscription = this.market.subscribe(security, options);
    subscription.on('trade', (trade) => this.tape.push(tradeLine(trade)));
    subscription.on('gap', ({ channel }) => this.gaps.push(channel));
    return subscription;
  }

  /** Each instrument's in the order in which they came. */
  get trades(): string[] {
    return [...this.tape].sort(
      (a, b) => Number(symbolOf(a) > symbolOf(b)) - Number(symbolOf(a) < symbolOf(b)),
    );
  }

  unsubscribe(subscription: Subscription): void {
    this.market.unsubscribe(subscription);
  }

  /** Takes what has come. A socket that does not read gives nothing. */
  pump(): void {
    if (!this.socket.reading) return;
    for (const frame of this.socket.frames.splice(0)) this.frame(frame);
  }

  /** For good. */
  close(): void {
    this.market.suspend();
    this.gateway.disconnected(this.connection);
  }

  private frame(frame: Uint8Array): void {
    const reason = this.decoder.open(frame);
    if (reason !== 0) throw new Error(`the engine sent a faulty frame: ${reasonName(reason)}`);
    while (this.decoder.next()) this.message();
  }

  private message(): void {
    const { decoder } = this;
    if (decoder.type === Body.ProtocolError)
      this.problems.push(reasonName(decoder.body(new ProtocolError()).reason() as Reason));
    else if (MARKET_MESSAGES.has(decoder.type) && this.loses()) this.lost++;
    else this.market.message(decoder);
  }
}

const symbolOf = (line: string): string => line.slice(0, line.indexOf(' '));

const tradeLine = ({ symbol, event, price, quantity, aggressor }: TradeEvent): string =>
  `${symbol} ${event.sequence}-${event.index} ${aggressor} ${quantity} @ ${price}`;
