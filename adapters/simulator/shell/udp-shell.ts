/** Real datagrams for a venue's market data, on loopback: the stream goes to one port, or each of its lines to the next one; requests for what was missed come to another port and are answered to whoever asked. */
import { createSocket, type RemoteInfo, type Socket } from 'node:dgram';
import { HOST } from './host.js';
import type { Datagrams } from './venue.js';

export class UdpShell {
  private constructor(
    private readonly socket: Socket,
    private readonly datagrams: Datagrams,
  ) {}

  /** @param target where the stream, or its first line, goes; 0: nowhere @throws when the port is taken */
  static listen(port: number, target: number, datagrams: Datagrams): Promise<UdpShell> {
    const socket = createSocket('udp4');
    const send = (bytes: Buffer, start: number, end: number, to: number): void =>
      socket.send(Buffer.from(bytes.subarray(start, end)), to, HOST);
    socket.on('message', (bytes: Buffer, from: RemoteInfo) =>
      datagrams.request(bytes, (answer, start, end) => send(answer, start, end, from.port)),
    );
    return new Promise((resolve, reject) => {
      socket.once('error', reject);
      socket.bind(port, HOST, () => {
        // What sends binds a socket too, to a port of its own.
        datagrams.to((bytes, start, end, line = 0) => {
          if (target > 0) send(bytes, start, end, target + line);
        });
        resolve(new UdpShell(socket, datagrams));
      });
    });
  }

  get port(): number {
    return this.socket.address().port;
  }

  tick(): void {
    this.datagrams.tick();
  }

  close(): Promise<void> {
    return new Promise((resolve) => this.socket.close(() => resolve()));
  }
}
