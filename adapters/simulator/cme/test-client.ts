/** A raw client of the simulated CME over iLink 3, on a test's own time. Hears reports as lines. */

import { FixpClient } from '../../../protocol/fixp/client.js';
import { CmeDialect, type CmeIdentity } from '../../../protocol/fixp/cme.js';
import { NewOrderSingle514 } from '../../../protocol/messages/generated/ilink3.js';
import { describe } from '../../../protocol/views/describe.js';
import type { SbeMessage } from '../../../protocol/views/sbe-message.js';
import type { Wire } from '../kit/outlet.js';
import type { TcpPeer } from '../shell/venue.js';
import { DEMO_ILINK } from './options.js';
import type { Cme } from './simulator.js';

/** What a test's line shows of a report, where it is there. */
const SHOWN = [
  'ordStatus',
  'clOrdID',
  'orderID',
  'orderQty',
  'price',
  'lastQty',
  'lastPx',
  'leavesQty',
  'cumQty',
  'aggressorIndicator',
  'execRestatementReason',
  'ordRejReason',
  'cxlRejReason',
  'massActionResponse',
  'totalAffectedOrders',
  'refSeqNum',
  'text',
];

export class IlinkClient {
  readonly session: FixpClient;
  readonly told: string[] = [];
  private readonly heard: string[] = [];
  private peer: TcpPeer | undefined;

  constructor(
    private readonly venue: Cme,
    identity: Partial<CmeIdentity> = {},
  ) {
    this.session = new FixpClient(
      new CmeDialect({ ...DEMO_ILINK, ...identity }),
      {
        onMessage: (message, _, isRetransmitted) =>
          this.heard.push(`${lineOf(message)}${isRetransmitted ? ' again' : ''}`),
        onEstablished: () => this.told.push('established'),
        onReject: () => this.told.push('rejected'),
        onNotApplied: (from, count) => this.told.push(`not applied ${from}+${count}`),
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

  /** Buys 10 ESZ6 at 6050.25 for the day, but for what is said. */
  order(fields: Partial<NewOrderSingle514>): void {
    const values = {
      securityID: 1001,
      side: 1,
      ordType: 0x32,
      timeInForce: 0,
      orderQty: 10,
      price: 6_050_250_000_000,
    };
    this.request(NewOrderSingle514, {
      ...values,
      senderID: 'TRADER',
      location: 'US',
      orderRequestID: 7,
      ...fields,
    });
  }

  request<T extends SbeMessage>(Class: new () => T, fields: Partial<T>): void {
    const message = this.session.begin(new Class());
    Object.assign(message, fields);
    this.session.send(message, this.nowMs);
  }

  lines(): string[] {
    return this.heard.splice(0);
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
  return `${message.name.replace('ExecutionReport', '')} ${texts.map((name) => `${name}=${String(fields[name]).replace(/0{7}$/, '')}`).join(' ')}`;
}
