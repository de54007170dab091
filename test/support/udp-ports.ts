/** Ports for datagrams, one behind the other, for tests that have to name them before anybody listens. */
import { createSocket, type Socket } from 'node:dgram';
import { once } from 'node:events';

const HOST = '127.0.0.1';
const FIRST_PORT = 20_000;
const PORTS = 20_000;

/** The first of so many ports that nobody has. */
export async function freePorts(count: number): Promise<number> {
  for (;;) {
    const first = FIRST_PORT + Math.floor(Math.random() * PORTS);
    const sockets: Socket[] = [];
    let isFree = true;
    for (let i = 0; i < count && isFree; i++) {
      const socket = createSocket('udp4');
      sockets.push(socket);
      socket.bind(first + i, HOST);
      isFree = await once(socket, 'listening').then(
        () => true,
        () => false,
      );
    }
    for (const socket of sockets) socket.close();
    if (isFree) return first;
  }
}
