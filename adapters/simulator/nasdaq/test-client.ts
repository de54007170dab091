/** A raw client of the simulated Nasdaq: SoupBinTCP and OUCH 5.0, on a test's own time. Hears messages as texts: `Accepted 1 …`. */
import * as inbound from '../../../protocol/messages/generated/ouch-inbound.js';
import { MESSAGES } from '../../../protocol/messages/generated/ouch-outbound.js';
import { type OptionTag, OuchOptionsWriter } from '../../../protocol/ouch/options.js';
import { OuchFault, OuchReader } from '../../../protocol/ouch/reader.js';
import { SoupBinClient } from '../../../protocol/soupbin/client-session.js';
import { type Described, describe } from '../../../protocol/views/describe.js';
import type { FlatMessage } from '../../../protocol/views/flat-message.js';
import type { Wire } from '../kit/outlet.js';
import type { TcpPeer } from '../shell/venue.js';
import { DEMO_PORT } from './options.js';
import type { Nasdaq } from './simulator.js';

/** Fields that a test's line does not care for. */
const DULL = [
  'timestamp',
  'capacity',
  'intermarketSweep',
  'crossType',
  'orderState',
  'appendageBytes',
  'display',
  'timeInForce',
];

export class OuchClient {
  readonly session: SoupBinClient;
  readonly messages: (Described & { name: string })[] = [];
  readonly told: string[] = [];
  isClosed = true;
  private peer: TcpPeer | undefined;
  private readonly reader = new OuchReader(MESSAGES);
  private readonly buffer = Buffer.alloc(256);

  constructor(
    private readonly venue: Nasdaq,
    { username, password } = DEMO_PORT,
  ) {
    this.session = new SoupBinClient(
      { username, password },
      {
        onLogin: (_, next) => this.told.push(`in ${next}`),
        onReject: (reason) => this.told.push(`rejected ${String.fromCharCode(reason)}`),
        onSequenced: (bytes, start, end) => this.heard(bytes, start, end),
        onEndOfSession: () => this.told.push('end of session'),
      },
    );
  }

  connect(): this {
    const wire: Wire<Buffer> = {
      send: (bytes) => this.session.received(bytes, this.nowMs),
      cut: (bytes) => {
        this.session.received(bytes.subarray(0, bytes.length >> 1), this.nowMs);
        this.gone();
      },
      close: () => this.gone(),
      drop: () => this.gone(),
    };
    this.isClosed = false;
    this.peer = this.venue.connectOuch(wire);
    const { peer } = this;
    this.session.connect(
      {
        write: (bytes, start, end) => peer.received(Buffer.from(bytes.subarray(start, end))),
        close: () => {},
      },
      this.nowMs,
    );
    return this;
  }

  disconnect(): void {
    this.gone();
  }

  order(
    fields: Partial<inbound.EnterOrder> & { userRefNum: number },
    options: [OptionTag, 1 | 2 | 4 | 8, number][] = [],
  ): void {
    const order = new inbound.EnterOrder();
    const optionsAt = order.encode(this.buffer, 0);
    Object.assign(order, {
      side: 0x42,
      quantity: 100,
      symbol: 'AAPL',
      price: 1_900_000,
      timeInForce: 0x30,
      display: 0x59,
    });
    Object.assign(order, {
      capacity: 0x41,
      intermarketSweep: 0x4e,
      crossType: 0x4e,
      clOrdId: `ID${fields.userRefNum}`,
      ...fields,
    });
    const writer = new OuchOptionsWriter().begin(this.buffer, optionsAt);
    for (const [tag, size, value] of options) writer.number(tag, size, value);
    order.appendageBytes = writer.end - optionsAt;
    this.send(writer.end);
  }

  replace(fields: Partial<inbound.ReplaceOrder>): void {
    this.request(inbound.ReplaceOrder, {
      timeInForce: 0x30,
      display: 0x59,
      intermarketSweep: 0x4e,
      ...fields,
    });
  }

  request<T extends FlatMessage>(Class: new () => T, fields: Partial<T>): void {
    const message = new Class();
    const end = message.encode(this.buffer, 0);
    Object.assign(message, fields);
    this.send(end);
  }

  raw(bytes: Buffer): void {
    bytes.copy(this.buffer);
    this.send(bytes.length);
  }

  /** What has come since the last time, a line a message. */
  lines(): string[] {
    return this.messages.splice(0).map(({ name, ...fields }) => {
      const texts = Object.entries(fields).filter(([key, value]) => !DULL.includes(key) && value !== '');
      return `${name} ${texts.map(([key, value]) => `${key}=${value}`).join(' ')}`;
    });
  }

  pass(ms: number): void {
    this.venue.agenda.advance(ms);
    this.peer?.tick();
    this.session.tick(this.nowMs);
  }

  private get nowMs(): number {
    return this.venue.agenda.nowMs;
  }

  private send(end: number): void {
    this.session.send(this.buffer, 0, end, this.nowMs);
  }

  private heard(bytes: Buffer, start: number, end: number): void {
    if (this.reader.read(bytes, start, end) !== OuchFault.None)
      throw new Error('the exchange sends what is no OUCH');
    const message = this.reader.message!;
    this.messages.push({ name: message.name, ...describe(message) } as Described & { name: string });
  }

  private gone(): void {
    if (this.isClosed) return;
    this.isClosed = true;
    const { peer } = this;
    this.peer = undefined;
    peer?.closed();
    this.session.disconnected(this.nowMs);
  }
}
