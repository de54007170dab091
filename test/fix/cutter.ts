/** A wire that can be cut: passes bytes on between a port of its own and another one, until it is told not to. */
import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Server, type Socket } from 'node:net';

export class Cutter {
  private readonly pairs = new Set<readonly [Socket, Socket]>();

  private constructor(
    private readonly server: Server,
    readonly port: number,
  ) {}

  static async before(target: number): Promise<Cutter> {
    const server = createServer().listen(0, '127.0.0.1');
    await once(server, 'listening');
    const cutter = new Cutter(server, (server.address() as AddressInfo).port);
    server.on('connection', (near) => cutter.join(near, connect(target, '127.0.0.1')));
    return cutter;
  }

  /** What is on its way is lost; the next connection is whole again. */
  cut(): void {
    for (const pair of this.pairs) for (const socket of pair) socket.resetAndDestroy();
  }

  close(): void {
    this.server.close();
    this.cut();
  }

  private join(near: Socket, far: Socket): void {
    const pair = [near, far] as const;
    this.pairs.add(pair);
    for (const [from, to] of [pair, [far, near] as const]) {
      from.pipe(to);
      from.on('error', () => {});
      from.on('close', () => {
        to.destroy();
        this.pairs.delete(pair);
      });
    }
  }
}
