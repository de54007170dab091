/**
 * One connection's life: Hello, signature, logon, heartbeats, messages. It never reconnects; the client makes a new one.
 * `send` gathers what one turn of the event loop writes into one frame.
 */
import { Reason } from '../codes/reasons.js';
import { Body, Hello, LogonAccepted, LogonRejected } from '../generated/pregao/wire.js';
import { ClientEncoder } from '../wire/client-encoder.js';
import { FrameDecoder } from '../wire/decoder.js';
import { OutputBuffer } from '../wire/output-buffer.js';
import { ENGINE_MESSAGES, MAX_CLIENT_FRAME_BYTES, MAX_ENGINE_FRAME_BYTES } from '../wire/protocol.js';
import { ConnectionError, LogonError, reasonInfo } from './errors.js';
import { type EventIdentity, eventIdentity } from './report.js';
import { type ClientKey, signChallenge } from './signer.js';
import type { Transport, TransportFactory } from './transport.js';

export interface LogonRequest {
  readonly accounts: readonly string[];
  readonly cancelOnDisconnect: boolean;
  readonly lastEvent: EventIdentity | undefined;
  /** The epoch that `lastEvent` came in. */
  readonly epoch: number | undefined;
}

export interface LogonAnswer {
  readonly session: number;
  readonly epoch: number;
  /** The engine's name among several; '' = the only one. */
  readonly engine: string;
  readonly nextMessage: number;
  readonly accounts: ReadonlyMap<number, string>;
  readonly lastEvent: EventIdentity | undefined;
  readonly gap: boolean;
}

/** Whom to connect to. */
export interface Destination {
  readonly url: string;
  /** What the engine must call itself; undefined = whatever it does. */
  readonly engine: string | undefined;
}

export interface ConnectionHandlers {
  loggedOn(answer: LogonAnswer): void;
  /** The decoder stands on a message that is not part of the session's own (Hello, logon, Heartbeat). */
  message(decoder: FrameDecoder): void;
  /** Once, and nothing follows. A LogonError: trying again as it is makes no sense. */
  ended(error: Error): void;
}

/** Silence is taken for death after so many heartbeat intervals. */
const SILENT_INTERVALS = 3;
const LOGON_TIMEOUT_MS = 10_000;
/** Where no logon tells. */
const HEARTBEAT_MS = 5_000;

const NO_LOGON: Omit<LogonAnswer, 'epoch' | 'engine'> = {
  session: 0,
  nextMessage: 1,
  accounts: new Map(),
  lastEvent: undefined,
  gap: false,
};

export class Connection {
  readonly encoder = new ClientEncoder();
  private readonly out = new OutputBuffer(MAX_CLIENT_FRAME_BYTES);
  private readonly decoder = new FrameDecoder(ENGINE_MESSAGES, MAX_ENGINE_FRAME_BYTES);
  private transport: Transport | undefined;
  private flushing = false;
  private ended = false;
  private epoch = 0;
  private engine = '';
  private heartbeatMs = HEARTBEAT_MS;
  private heardMs = Date.now();
  private timer: ReturnType<typeof setTimeout> | undefined;

  /** @param key absent: no logon, which is enough for securities and market data */
  constructor(
    private readonly to: Destination,
    private readonly key: ClientKey | undefined,
    private readonly logon: LogonRequest,
    private readonly handlers: ConnectionHandlers,
  ) {}

  async open(factory: TransportFactory): Promise<void> {
    const { url } = this.to;
    this.timer = setTimeout(() => this.end(new ConnectionError('no answer to the logon')), LOGON_TIMEOUT_MS);
    try {
      const transport = await factory(url, {
        opened: () => {},
        received: (frame) => this.received(frame),
        closed: (why) => this.end(new ConnectionError(why)),
      });
      if (this.ended) transport.close();
      else this.transport = transport;
    } catch (error) {
      this.end(new ConnectionError(`cannot connect to ${url}: ${(error as Error).message}`));
    }
  }

  /** @param write puts one message into the frame; false when it does not fit */
  send(write: (encoder: ClientEncoder, out: OutputBuffer) => boolean): void {
    if (this.ended) return;
    if (!write(this.encoder, this.out)) {
      this.flush();
      if (!write(this.encoder, this.out)) throw new RangeError('the message is larger than a frame may be');
    }
    if (this.flushing) return;
    this.flushing = true;
    queueMicrotask(() => {
      this.flushing = false;
      this.flush();
    });
  }

  /** Sends what is waiting, then closes. */
  close(): void {
    this.flush();
    this.end(new ConnectionError('closed'));
  }

  /** Gives the connection up. */
  end(error: Error): void {
    if (this.ended) return;
    this.ended = true;
    clearTimeout(this.timer);
    this.transport?.close();
    this.handlers.ended(error);
  }

  private flush(): void {
    if (this.ended || this.out.length === 0) return;
    this.transport?.send(this.out.frame());
    this.out.reset();
  }

  private received(frame: ArrayBuffer | Uint8Array): void {
    if (this.ended) return;
    this.heardMs = Date.now();
    const reason = this.decoder.open(frame);
    if (reason !== Reason.None) {
      this.end(new ConnectionError('the engine sent a frame that cannot be read', reasonInfo(reason)));
      return;
    }
    while (!this.ended && this.decoder.next()) this.dispatch();
  }

  private dispatch(): void {
    switch (this.decoder.type) {
      case Body.Hello:
        this.hello(this.decoder.body(new Hello()));
        break;
      case Body.LogonAccepted:
        this.accepted(this.decoder.body(new LogonAccepted()));
        break;
      case Body.LogonRejected: {
        const rejected = this.decoder.body(new LogonRejected());
        this.end(new LogonError(reasonInfo(rejected.reason(), rejected.text())));
        break;
      }
      case Body.Heartbeat:
        break;
      default:
        this.handlers.message(this.decoder);
    }
  }

  private hello(hello: Hello): void {
    this.epoch = hello.epoch();
    this.engine = hello.name() ?? '';
    const { key, to } = this;
    // Before the signature: another engine must not even see a logon.
    if (to.engine !== undefined && to.engine !== this.engine)
      this.end(
        new ConnectionError(`the engine at ${to.url} calls itself "${this.engine}", not "${to.engine}"`),
      );
    else if (key) this.sign(key, hello);
    else this.begin(NO_LOGON);
  }

  private sign(key: ClientKey, hello: Hello): void {
    const challenge = hello.challengeArray()?.slice() ?? new Uint8Array(0);
    signChallenge(key, challenge).then(
      (signature) =>
        this.send((encoder, out) => encoder.logon(out, { ...this.logon, keyId: key.id, signature })),
      (error) => this.end(new ConnectionError(`cannot sign with key "${key.id}": ${error.message}`)),
    );
  }

  private accepted(found: LogonAccepted): void {
    const accounts = new Map<number, string>();
    for (let i = 0; i < found.accountsLength(); i++) {
      const account = found.accounts(i)!;
      accounts.set(account.account(), account.name() ?? '');
    }
    const last = found.lastEvent();
    this.heartbeatMs = found.heartbeatMs() || HEARTBEAT_MS;
    this.begin({
      session: found.session(),
      nextMessage: found.nextMessage(),
      accounts,
      lastEvent: last ? eventIdentity(last) : undefined,
      gap: found.gap(),
    });
  }

  private begin(answer: Omit<LogonAnswer, 'epoch' | 'engine'>): void {
    clearTimeout(this.timer);
    this.beat();
    this.handlers.loggedOn({ ...answer, epoch: this.epoch, engine: this.engine });
  }

  private beat(): void {
    if (Date.now() - this.heardMs > SILENT_INTERVALS * this.heartbeatMs) {
      this.end(new ConnectionError('nothing heard from the engine for too long'));
      return;
    }
    const nowMs = Date.now();
    this.send((encoder, out) =>
      encoder.heartbeat(out, Math.floor(nowMs / 1000), Math.floor(nowMs % 1000) * 1_000_000),
    );
    this.timer = setTimeout(() => this.beat(), this.heartbeatMs / 2);
  }
}
