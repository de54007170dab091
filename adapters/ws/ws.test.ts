/** The real socket and HTTP against servers on this machine. */
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import t from 'tap';
import { WebSocketServer } from 'ws';
import { httpFetch } from './http.js';
import { webSocketDial } from './web-socket.js';

t.test('a WebSocket: messages both ways, pings, its end', async (t) => {
  const server = new WebSocketServer({ port: 0, host: '127.0.0.1' });
  t.teardown(() => server.close());
  await once(server, 'listening');
  const url = `ws://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const seen: string[] = [];
  let wakes = 0;
  const dial = webSocketDial({ wake: () => wakes++, maxMessageBytes: 1_000 });
  const events = (name: string) => ({
    opened: () => void seen.push(`${name} opened`),
    received: (bytes: Uint8Array, start: number, end: number) =>
      void seen.push(`${name} ${Buffer.from(bytes.subarray(start, end))}`),
    pinged: () => void seen.push(`${name} pinged`),
    closed: (why: string) => void seen.push(`${name} closed: ${why}`),
  });
  const until = async (text: RegExp) => {
    while (!seen.some((each) => text.test(each))) await new Promise((resolve) => setTimeout(resolve, 5));
  };

  server.once('connection', (socket) => {
    socket.on('message', (data) => {
      socket.ping();
      socket.send(`echo ${data}`);
    });
  });
  const link = dial(url, events('a'));
  link.send('too early');
  await until(/a opened/);
  link.send('{"hello":1}');
  await until(/a echo/);
  await until(/a pinged/);
  t.ok(seen.includes('a echo {"hello":1}'));
  link.close('enough');
  t.equal(seen.at(-1), 'a closed: enough', 'at once');

  server.once('connection', (socket) => socket.send('x'.repeat(2_000)));
  dial(url, events('b'));
  await until(/b closed/);
  t.match(seen.at(-1), /b closed: .*Max payload size exceeded/);

  server.once('connection', (socket) => socket.close(1012, 'restart'));
  dial(url, events('c'));
  await until(/c closed/);
  t.match(seen.at(-1), 'c closed: code 1012 restart');

  dial('ws://127.0.0.1:1', events('d'));
  await until(/d closed/);
  t.match(seen.at(-1), /d closed: .*ECONNREFUSED/);
  t.ok(wakes > 3);
});

t.test('HTTP: an answer, one that is too large, none at all', async (t) => {
  const server = createServer((request, response) => {
    if (request.url === '/slow') return;
    if (request.url === '/away') response.writeHead(302, { location: '/' });
    else response.writeHead(request.url === '/busy' ? 429 : 200);
    response.end(request.url === '/large' ? 'x'.repeat(500) : 'body');
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  t.teardown(() => {
    server.closeAllConnections();
    server.close();
  });
  const base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const notices: string[] = [];
  const fetch = httpFetch({ timeoutMs: 300, maxBodyBytes: 100, notice: (text) => notices.push(text) });
  const get = (path: string) =>
    new Promise<[number, string | undefined]>((resolve) =>
      fetch(base + path, (status, body) => resolve([status, body && Buffer.from(body).toString()])),
    );
  t.same(await get('/'), [200, 'body']);
  t.same(await get('/busy'), [429, 'body']);
  t.same(await get('/large'), [0, undefined]);
  t.match(notices.at(-1), /larger than 100 bytes/);
  t.same(await get('/slow'), [0, undefined]);
  t.same(await get('/away'), [0, undefined], 'we go nowhere else');
  t.equal(notices.length, 3);
});
