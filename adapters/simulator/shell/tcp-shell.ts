/** Real sockets for the TCP protocols of a simulator (FIX, SoupBinTCP), plain or TLS, on loopback. */
import { createServer, type Server, type Socket } from 'node:net';
import { createServer as createTlsServer } from 'node:tls';
import type { Wire } from '../kit/outlet.js';
import { HOST } from './host.js';
import type { TcpPeer } from './venue.js';

const LINGER_MS = 1_000;

export class TcpShell {
  private readonly open = new Map<Socket, TcpPeer>();

  private constructor(private readonly server: Server) {}

  /** @throws when the port is taken */
  static listen(
    port: number,
    connect: (wire: Wire<Buffer>) => TcpPeer,
    onTurn: () => void,
    tls?: { readonly key: string; readonly cert: string },
  ): Promise<TcpShell> {
    const accept = (socket: Socket): void => shell.accept(socket, connect, onTurn);
    const server = tls ? createTlsServer(tls, accept) : createServer(accept);
    const shell = new TcpShell(server);
    return new Promise((resolve, reject) => {
      server.once('error', reject);
      server.listen(port, HOST, () => resolve(shell));
    });
  }

  get port(): number {
    const address = this.server.address();
    return address !== null && typeof address === 'object' ? address.port : 0;
  }

  tick(): void {
    for (const peer of this.open.values()) peer.tick();
  }

  close(): Promise<void> {
    for (const socket of this.open.keys()) socket.destroy();
    return new Promise((resolve) => this.server.close(() => resolve()));
  }

  private accept(socket: Socket, connect: (wire: Wire<Buffer>) => TcpPeer, onTurn: () => void): void {
    socket.setNoDelay(true);
    const peer = connect(wireOf(socket));
    this.open.set(socket, peer);
    socket.on('data', (chunk: Buffer) => {
      onTurn();
      peer.received(chunk);
    });
    socket.on('error', () => {});
    socket.on('close', () => {
      this.open.delete(socket);
      peer.closed();
    });
  }
}

const wireOf = (socket: Socket): Wire<Buffer> => ({
  send: (bytes) => void (socket.writable && socket.write(bytes)),
  cut: (bytes) => socket.write(bytes.subarray(0, bytes.length >> 1), () => socket.destroy()),
  drop: () => void socket.destroy(),
  close: () => {
    socket.end();
    setTimeout(() => socket.destroy(), LINGER_MS).unref();
  },
});
