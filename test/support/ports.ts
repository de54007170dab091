/** Ports for servers that cannot be told to take any. */
import { once } from 'node:events';
import { type AddressInfo, createServer } from 'node:net';

/** Free now; taken by the server a moment later. */
export async function freePort(): Promise<number> {
  const probe = createServer().listen(0, '127.0.0.1');
  await once(probe, 'listening');
  const { port } = probe.address() as AddressInfo;
  probe.close();
  await once(probe, 'close');
  return port;
}
