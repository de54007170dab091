/** Listens on a port, plain or with TLS, and gives each connection to the session that its Logon names. */
import { createServer, type Server, type Socket } from 'node:net';
import { createServer as createTlsServer, type TlsOptions } from 'node:tls';
import { FixMessage } from '../codec/message.js';
import { Connection, type ConnectionOptions } from '../session/connection.js';
import type { SessionRegistry } from '../session/registry.js';
import { MAX_WAITING_BYTES, SocketLink } from './socket-link.js';

const TICK_MS = 100;
/** Each has 128 KiB for the piece of a message that it waits for. */
const MAX_CONNECTIONS = 1_024;

export interface AcceptorOptions {
  readonly port: number;
  readonly host?: string;
  /** Certificate and key; with `requestCert` and `ca` the counterparty has to show its own. */
  readonly tls?: TlsOptions;
  readonly connection?: Partial<ConnectionOptions>;
  /** What may wait for a counterparty to read, before it is let go. */
  readonly maxWaitingBytes?: number;
  /** All messages of a piece of input have been taken. */
  readonly onInput?: () => void;
  /** Why a connection ends that neither side has closed. */
  readonly onError?: (error: Error) => void;
}

/** A session's own settings come from elsewhere, so that what is here holds for all connections. */
type Options = ConnectionOptions & Required<Pick<AcceptorOptions, 'maxWaitingBytes' | 'onInput' | 'onError'>>;

export class FixAcceptor {
  private readonly open = new Map<Socket, Connection>();
  private readonly message = new FixMessage();
  private readonly ticker: NodeJS.Timeout;
  /** Another turn is under way. */
  private isTicking = false;

  private constructor(
    private readonly server: Server,
    private readonly sessions: SessionRegistry,
    private readonly options: Options,
  ) {
    this.ticker = setInterval(() => this.tick(), TICK_MS);
  }

  /** @throws when the port is taken */
  static listen(
    sessions: SessionRegistry,
    { port, host, tls, connection, ...more }: AcceptorOptions,
  ): Promise<FixAcceptor> {
    const accept = (socket: Socket): void => acceptor.accept(socket);
    const server = tls ? createTlsServer(tls, accept) : createServer(accept);
    server.maxConnections = MAX_CONNECTIONS;
    const acceptor = new FixAcceptor(server, sessions, {
      maxMessageBytes: 65_536,
      logonTimeoutMs: 10_000,
      maxWaitingBytes: MAX_WAITING_BYTES,
      onInput: () => {},
      onError: () => {},
      ...connection,
      ...more,
    });
    return new Promise((resolve, reject) => {
      server.once('error', (error) => {
        acceptor.close();
        reject(error);
      });
      server.listen(port, host ?? '127.0.0.1', () => resolve(acceptor));
    });
  }

  get port(): number {
    const address = this.server.address();
    return address !== null && typeof address === 'object' ? address.port : 0;
  }

  /** Says goodbye to nobody: log the sessions out first. */
  close(): void {
    clearInterval(this.ticker);
    this.server.close();
    const nowMs = Date.now();
    for (const connection of this.open.values()) connection.stop(nowMs);
  }

  /** Cuts every connection as a broken network would; sessions go on with the next one. */
  dropConnections(): void {
    for (const socket of this.open.keys()) socket.destroy();
  }

  private accept(socket: Socket): void {
    socket.setNoDelay(true);
    const { sessions, options, message } = this;
    const link = new SocketLink(socket, options.maxWaitingBytes);
    const connection = Connection.accepted(link, sessions.find, options, Date.now(), message);
    this.open.set(socket, connection);
    socket.on('data', (chunk: Buffer) => {
      connection.received(chunk, Date.now());
      options.onInput();
    });
    socket.on('error', options.onError);
    socket.on('close', () => {
      this.open.delete(socket);
      connection.closed(Date.now());
      options.onInput();
    });
  }

  private tick(): void {
    const nowMs = Date.now();
    let goesOn = false;
    for (const connection of this.open.values()) goesOn = connection.tick(nowMs) || goesOn;
    if (goesOn) this.tickSoon();
  }

  /** Others have their turn in between. */
  private tickSoon(): void {
    if (this.isTicking) return;
    this.isTicking = true;
    setImmediate(() => {
      this.isTicking = false;
      this.tick();
    });
  }
}
