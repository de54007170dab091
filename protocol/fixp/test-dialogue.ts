/** Both ends of a FIXP session with the wire between them, in memory and in lock-step; the wire can lose what is told to be lost. */
import {
  CancelOnDisconnectTypeValue,
  ExecutionReportNew,
  SimpleNewOrder,
} from '../messages/generated/entrypoint.js';
import { ExecutionReportNew522, NewOrderSingle514 } from '../messages/generated/ilink3.js';
import { SofhFramer } from '../sofh/framer.js';
import type { SbeMessage } from '../views/sbe-message.js';
import { B3Dialect, type B3Identity } from './b3.js';
import { FixpClient } from './client.js';
import type { FixpMemory } from './client-options.js';
import { CmeDialect, type CmeIdentity } from './cme.js';
import type { ServerDialect } from './dialect.js';
import { SessionFields } from './fields.js';
import { FixpServer, FixpServerState } from './server.js';

export const NOW_MS = Date.UTC(2026, 10, 26, 12);
export const KEEP_ALIVE_MS = 10_000;

export const CME: CmeIdentity = {
  accessKeyId: 'ACCESSKEY',
  secretKey: 'AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=',
  session: 'ABC',
  firm: 'FIRM1',
  tradingSystem: { name: 'MYSYS', version: '1.0', vendor: 'VENDOR' },
};

export const B3: B3Identity = {
  sessionId: 100_000_001,
  enteringFirm: 45,
  accessKey: '123456789ABC',
  clientIp: '127.0.0.1',
  clientAppName: 'Pregao',
  clientAppVersion: '1.0',
  cancelOnDisconnect: CancelOnDisconnectTypeValue.CANCEL_ON_DISCONNECT_OR_TERMINATE,
  cancelWindowMs: 500,
};

/** A dialect, what goes wrong with its identity, and a message each way that carries a number of the test's. */
export interface Speech {
  readonly name: string;
  readonly dialect: () => ServerDialect;
  readonly stranger: () => ServerDialect;
  readonly order: () => SbeMessage;
  readonly report: () => SbeMessage;
  /** Where both have a field of 64 bits to tell them by. */
  readonly idAt: (message: SbeMessage) => number;
}

export const SPEECHES: readonly Speech[] = [
  {
    name: 'iLink 3',
    dialect: () => new CmeDialect(CME),
    stranger: () => new CmeDialect({ ...CME, secretKey: 'AAAA' }),
    order: () => new NewOrderSingle514(),
    report: () => new ExecutionReportNew522(),
    idAt: (message) =>
      message instanceof NewOrderSingle514
        ? NewOrderSingle514.orderRequestIDAt
        : ExecutionReportNew522.orderIDAt,
  },
  {
    name: 'EntryPoint',
    dialect: () => new B3Dialect(B3),
    stranger: () => new B3Dialect({ ...B3, accessKey: 'wrong' }),
    order: () => new SimpleNewOrder(),
    report: () => new ExecutionReportNew(),
    idAt: (message) =>
      message instanceof SimpleNewOrder ? SimpleNewOrder.clOrdIDAt : ExecutionReportNew.orderIDAt,
  },
];

export class Dialogue {
  readonly told: string[] = [];
  /** Names of the messages that went over the wire, client first: `> Negotiate`. */
  readonly wire: string[] = [];
  readonly state: FixpServerState;
  readonly client: FixpClient;
  server: FixpServer | undefined;
  nowMs = NOW_MS;
  /** By how much the server's clock is ahead. */
  skewMs = 0;
  /** Messages to lose, by what `wire` says of them. */
  lose: (name: string) => boolean = () => false;
  /** Messages as they go, which may be altered. */
  watch: (name: string, bytes: Buffer) => void = () => {};
  private readonly toServer: Buffer[] = [];
  private readonly toClient: Buffer[] = [];
  private readonly clientDialect: ServerDialect;
  private readonly orders: SbeMessage;
  private readonly reports: SbeMessage;

  constructor(
    readonly speech: Speech,
    {
      dialect = speech.dialect(),
      memory,
      state = new FixpServerState(),
    }: { dialect?: ServerDialect; memory?: FixpMemory; state?: FixpServerState } = {},
  ) {
    this.state = state;
    this.clientDialect = dialect;
    this.orders = speech.order();
    this.reports = speech.report();
    const listener = {
      onMessage: (message: SbeMessage, seqNum: number, isRetransmitted: boolean) =>
        this.tell(`${seqNum}=${message.lowOf(speech.idAt(message), true)}${isRetransmitted ? ' again' : ''}`),
      onEstablished: () => this.tell('established'),
      onReject: (_: unknown, code: number) => this.tell(`rejected ${code}`),
      onNotApplied: (from: number, count: number) => this.tell(`not applied ${from}+${count}`),
      onStandby: (standsBy: boolean) => this.tell(standsBy ? 'stands by' : 'takes orders'),
      onLost: (from: number, count: number) => this.tell(`lost ${from}+${count}`),
      onDisconnect: (reason: string) => this.tell(`out: ${reason}`),
    };
    this.client = new FixpClient(dialect, listener, { keepAliveMs: KEEP_ALIVE_MS }, memory);
  }

  connect(): void {
    this.toServer.length = this.toClient.length = 0;
    const link = (queue: Buffer[], close: () => void) => ({
      write: (bytes: Buffer, start: number, end: number) =>
        void queue.push(Buffer.from(bytes.subarray(start, end))),
      close,
    });
    const listener = {
      onMessage: (message: SbeMessage, seqNum: number) =>
        this.tell(`server: ${seqNum}=${message.lowOf(this.speech.idAt(message), true)}`),
      onDisconnect: (reason: string) => this.tell(`server out: ${reason}`),
    };
    this.server = new FixpServer(
      this.speech.dialect(),
      this.state,
      link(this.toClient, () => {}),
      listener,
      this.nowMs + this.skewMs,
    );
    this.client.connect(
      link(this.toServer, () => {}),
      this.nowMs,
    );
    this.deliver();
  }

  disconnect(): void {
    this.toServer.length = this.toClient.length = 0;
    this.client.disconnected(this.nowMs);
    this.server!.disconnected(this.nowMs);
  }

  order(id: number): number {
    const order = this.client.begin(this.orders);
    order.setHalves(this.speech.idAt(order), id, 0, true);
    const seqNum = this.client.send(order, this.nowMs);
    this.deliver();
    return seqNum;
  }

  report(id: number): number {
    const report = this.server!.begin(this.reports);
    report.setHalves(this.speech.idAt(report), id, 0, true);
    const seqNum = this.server!.send(report, this.nowMs);
    this.deliver();
    return seqNum;
  }

  pass(ms: number): void {
    this.nowMs += ms;
    this.client.tick(this.nowMs);
    this.server!.tick(this.nowMs);
    this.deliver();
  }

  deliver(): void {
    while (this.toServer.length + this.toClient.length > 0) {
      for (const bytes of this.toServer.splice(0))
        if (this.goes('>', bytes)) this.server!.received(bytes, this.nowMs + this.skewMs);
      for (const bytes of this.toClient.splice(0))
        if (this.goes('<', bytes)) this.client.received(bytes, this.nowMs);
    }
  }

  heard(): string[] {
    return this.told.splice(0);
  }

  seen(): string[] {
    return this.wire.splice(0);
  }

  private tell(what: string): void {
    this.told.push(what);
  }

  private goes(way: string, bytes: Buffer): boolean {
    const name = `${way} ${nameOf(bytes, this.clientDialect)}`;
    this.watch(name, bytes);
    const isLost = this.lose(name);
    this.wire.push(isLost ? `${name} lost` : name);
    return !isLost;
  }
}

/** Without the number that CME's names end with. */
function nameOf(bytes: Buffer, dialect: ServerDialect): string {
  let name = '';
  const reader = dialect instanceof CmeDialect ? new CmeDialect(CME) : new B3Dialect(B3);
  new SofhFramer(dialect.encodingType, dialect.maxMessageBytes, (frame, start, end) => {
    reader.read(frame, start, end, new SessionFields());
    name = reader.business.name;
    return true;
  }).feed(bytes);
  return name
    .replace(/\d+$/, '')
    .replace('NegotiationResponse', 'NegotiateResponse')
    .replace('NegotiationReject', 'NegotiateReject')
    .replace('Establishment', 'Establish');
}
