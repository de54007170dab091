/** Real datagrams on loopback: each says which line has brought it, groups are joined at the card that is named, and who is asked answers. */
import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import t from 'tap';
import { udpDial } from './udp.js';

const HOST = '127.0.0.1';
const GROUP = '239.255.71.1';

async function bound(port = 0) {
  const socket = createSocket('udp4');
  socket.bind(port, HOST);
  await once(socket, 'listening');
  return socket;
}

async function freePort(): Promise<number> {
  const socket = await bound();
  const { port } = socket.address();
  socket.close();
  await once(socket, 'close');
  return port;
}

t.test('lines, a multicast group among them, and requests', async (t) => {
  const [a, b] = [await freePort(), await freePort()];
  const server = await bound();
  const heard: string[] = [];
  let isHeard = (): void => {};
  const link = udpDial({
    lines: [
      { address: HOST, port: a },
      { address: GROUP, port: b, interface: HOST },
    ],
    requests: { host: HOST, port: server.address().port },
    wake: () => isHeard(),
  })({
    received: (bytes, line) => heard.push(`${line} ${bytes}`),
    failed: (why) => t.fail(why),
  });
  server.on('message', (bytes, { port }) => server.send(`re ${bytes}`, port, HOST));
  const sender = await bound();
  sender.setMulticastInterface(HOST);
  sender.setMulticastLoopback(true);
  t.teardown(() => {
    link.close();
    server.close();
    sender.close();
  });
  const told = async (send: () => void, wanted: string): Promise<void> => {
    // A socket that is not bound yet loses what is sent to it.
    for (let attempt = 0; attempt < 100 && !heard.includes(wanted); attempt++) {
      send();
      await Promise.race([
        new Promise<void>((resolve) => {
          isHeard = resolve;
        }),
        new Promise((resolve) => setTimeout(resolve, 50)),
      ]);
    }
    t.ok(heard.includes(wanted), wanted);
  };
  await told(() => sender.send('x', a, HOST), '0 x');
  await told(() => sender.send('y', b, GROUP), '1 y');
  await told(() => link.request(Buffer.from('z')), '2 re z');
});

t.test('an address that is not ours is said', async (t) => {
  const why = await new Promise<string>((resolve) => {
    const link = udpDial({ lines: [{ address: '192.0.2.1', port: 7_999 }], wake: () => {} })({
      received: () => {},
      failed: (text) => {
        link.close();
        resolve(text);
      },
    });
  });
  t.match(why, /192\.0\.2\.1:7999/);
});
