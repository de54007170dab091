/** Keeps one session connected to its counterparty, plain or with TLS: connects, and connects again after a while. */
import { connect, isIP, type Socket } from 'node:net';
import { type ConnectionOptions as TlsConnectionOptions, connect as tlsConnect } from 'node:tls';
import { Connection } from '../session/connection.js';
import type { Session } from '../session/session.js';
import { SocketLink } from './socket-link.js';

const TICK_MS = 100;
const CONNECT_TIMEOUT_MS = 10_000;

export interface InitiatorOptions {
  readonly host: string;
  readonly port: number;
  /** TLS; the server's name is sent (SNI) and checked unless told otherwise. */
  readonly tls?: TlsConnectionOptions;
  readonly reconnectMs?: number;
  /** Why a connection could not be had. */
  readonly onError?: (error: Error) => void;
}

export class FixInitiator {
  private socket: Socket | undefined;
  private connection: Connection | undefined;
  private retryAtMs = 0;
  private dialledMs = 0;
  private readonly ticker: NodeJS.Timeout;

  constructor(
    private readonly session: Session,
    private readonly options: InitiatorOptions,
  ) {
    this.ticker = setInterval(() => this.tick(), TICK_MS);
    this.tick();
  }

  /** Ends the connection and makes no other. Log the session out first. */
  close(): void {
    clearInterval(this.ticker);
    if (this.connection) this.connection.stop(Date.now());
    else this.socket?.destroy();
  }

  private tick(): void {
    const nowMs = Date.now();
    if (this.connection) this.goOn(nowMs);
    else if (this.socket === undefined && nowMs >= this.retryAtMs) this.dial(nowMs);
    else if (this.socket && nowMs - this.dialledMs >= CONNECT_TIMEOUT_MS)
      this.socket.destroy(new Error('no connection in time'));
  }

  private goOn(nowMs: number): void {
    if (this.connection?.tick(nowMs)) setImmediate(() => this.goOn(Date.now()));
  }

  private dial(nowMs: number): void {
    this.dialledMs = nowMs;
    const { host, port, tls, onError } = this.options;
    const socket = tls ? tlsConnect({ ...nameOf(host), ...tls, host, port }) : connect({ host, port });
    this.socket = socket;
    socket.setNoDelay(true);
    socket.once(tls ? 'secureConnect' : 'connect', () => this.connected(socket));
    socket.on('error', (error) => onError?.(error));
    socket.on('close', () => this.lost());
  }

  private connected(socket: Socket): void {
    const connection = Connection.initiated(new SocketLink(socket), this.session, Date.now());
    if (connection === undefined) return void socket.destroy();
    this.connection = connection;
    socket.on('data', (chunk: Buffer) => connection.received(chunk, Date.now()));
  }

  private lost(): void {
    const nowMs = Date.now();
    this.connection?.closed(nowMs);
    this.connection = this.socket = undefined;
    this.retryAtMs = nowMs + (this.options.reconnectMs ?? 1_000);
  }
}

/** An address is no name that SNI may carry. */
const nameOf = (host: string): TlsConnectionOptions => (isIP(host) ? {} : { servername: host });
