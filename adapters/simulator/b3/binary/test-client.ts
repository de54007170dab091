/** A raw client of the simulated B3 over Binary EntryPoint, on a test's own time. Hears reports as lines. */
import { B3Dialect, type B3Identity } from '../../../../protocol/fixp/b3.js';
import { FixpClient } from '../../../../protocol/fixp/client.js';
import {
  CancelOnDisconnectTypeValue,
  SimpleNewOrder,
} from '../../../../protocol/messages/generated/entrypoint.js';
import { describe } from '../../../../protocol/views/describe.js';
import type { SbeMessage } from '../../../../protocol/views/sbe-message.js';
import type { Wire } from '../../kit/outlet.js';
import type { TcpPeer } from '../../shell/venue.js';
import { DEMO_BINARY } from '../options.js';
import type { B3 } from '../simulator.js';

export const IDENTITY: B3Identity = {
  sessionId: DEMO_BINARY.sessionId,
  enteringFirm: Number(DEMO_BINARY.firm),
  accessKey: DEMO_BINARY.accessKey,
  clientIp: '127.0.0.1',
  clientAppName: 'Pregao',
  clientAppVersion: '1.0',
  cancelOnDisconnect: CancelOnDisconnectTypeValue.DO_NOT_CANCEL_ON_DISCONNECT_OR_TERMINATE,
  cancelWindowMs: 0,
};

/** What a test's line shows of a report, where it is there. */
const SHOWN = [
  'ordStatus',
  'execType',
  'clOrdID',
  'origClOrdID',
  'orderQty',
  'price',
  'lastQty',
  'lastPx',
  'leavesQty',
  'cumQty',
  'execRestatementReason',
  'cxlRejResponseTo',
  'ordRejReason',
  'refSeqNum',
  'businessRejectReason',
  'massActionResponse',
  'text',
  'memo',
];

export class BinaryClient {
  readonly session: FixpClient;
  readonly told: string[] = [];
  private readonly heard: string[] = [];
  private peer: TcpPeer | undefined;

  constructor(
    private readonly venue: B3,
    identity: Partial<B3Identity> = {},
  ) {
    this.session = new FixpClient(
      new B3Dialect({ ...IDENTITY, ...identity }),
      {
        onMessage: (message, _, isRetransmitted) =>
          this.heard.push(`${lineOf(message)}${isRetransmitted ? ' again' : ''}`),
        onEstablished: () => this.told.push('established'),
        onReject: (_, code) => this.told.push(`rejected ${code}`),
        onDisconnect: (reason) => this.told.push(`out: ${reason}`),
      },
      { keepAliveMs: 5_000 },
    );
  }

  connect(): this {
    const wire: Wire<Buffer> = {
      send: (bytes) => this.session.received(bytes, this.nowMs),
      cut: (bytes) => {
        this.session.received(bytes.subarray(0, bytes.length >> 1), this.nowMs);
        this.disconnect();
      },
      close: () => this.disconnect(),
      drop: () => this.disconnect(),
    };
    const peer = this.venue.connectBinary(wire);
    this.peer = peer;
    this.session.connect(
      {
        write: (bytes, start, end) => peer.received(Buffer.from(bytes.subarray(start, end))),
        close: () => this.disconnect(),
      },
      this.nowMs,
    );
    return this;
  }

  disconnect(): void {
    const { peer } = this;
    this.peer = undefined;
    if (peer === undefined) return;
    peer.closed();
    this.session.disconnected(this.nowMs);
  }

  /** A limit order for the day of 100 PETR4 at 38.50, but for what is said. */
  order(fields: Partial<SimpleNewOrder>): void {
    const values = {
      securityID: 200_000_163_669,
      side: 0x31,
      ordType: 0x32,
      timeInForce: 0x30,
      orderQty: 100,
      price: 385_000,
    };
    this.request(SimpleNewOrder, { ...values, ...fields });
  }

  request<T extends SbeMessage>(Class: new () => T, fields: Partial<T>, memo?: string): void {
    const message = this.session.begin(new Class());
    Object.assign(message, fields);
    if (memo !== undefined && 'memo' in message)
      (message as unknown as SimpleNewOrder).memo.write(message, Buffer.from(memo));
    this.session.send(message, this.nowMs);
  }

  lines(): string[] {
    return this.heard.splice(0);
  }

  pass(ms: number): void {
    this.venue.agenda.advance(ms);
    this.peer?.tick();
    this.session.tick(this.nowMs);
  }

  private get nowMs(): number {
    return this.venue.agenda.nowMs;
  }
}

function lineOf(message: SbeMessage): string {
  const fields = describe(message);
  const texts = SHOWN.filter(
    (name) => fields[name] !== undefined && fields[name] !== null && fields[name] !== '',
  );
  return `${message.name.replace('ExecutionReport', '')} ${texts.map((name) => `${name}=${fields[name]}`).join(' ')}`;
}
