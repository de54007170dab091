/** Real HTTP and WebSocket for a simulator, on one port of loopback. */
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { Duplex } from 'node:stream';
import { type WebSocket, WebSocketServer } from 'ws';
import type { TextWire, WsPeer } from '../kit/ws-peer.js';
import { HOST } from './host.js';
import type { RestAnswer, RestRequest } from './venue.js';

const MAX_BODY_BYTES = 1 << 20;
const TEXT_FRAME = 0x81;

export type ConnectWs = (path: string, query: string, wire: TextWire) => WsPeer | undefined;

export interface WebRoutes {
  readonly rest: (request: RestRequest) => RestAnswer;
  readonly connectWs?: ConnectWs;
  /** Before anything of a message is done: time has to be now. */
  readonly onTurn: () => void;
}

export class WebShell {
  private readonly sockets = new WebSocketServer({
    noServer: true,
    autoPong: false,
    maxPayload: MAX_BODY_BYTES,
  });

  private constructor(
    private readonly server: Server,
    private readonly routes: WebRoutes,
  ) {
    server.on('request', (request, response) => this.request(request, response));
    server.on('upgrade', (request, socket, head) => this.upgrade(request, socket, head));
  }

  /** @throws when the port is taken */
  static listen(port: number, routes: WebRoutes): Promise<WebShell> {
    const server = createServer();
    const shell = new WebShell(server, routes);
    return new Promise((resolve, reject) => {
      server.once('error', reject);
      server.listen(port, HOST, () => resolve(shell));
    });
  }

  get port(): number {
    const address = this.server.address();
    return address !== null && typeof address === 'object' ? address.port : 0;
  }

  close(): Promise<void> {
    for (const client of this.sockets.clients) client.terminate();
    this.server.closeAllConnections();
    return new Promise((resolve) => this.server.close(() => resolve()));
  }

  private request(request: IncomingMessage, response: ServerResponse): void {
    const chunks: Buffer[] = [];
    let bytes = 0;
    request.on('data', (chunk: Buffer) => {
      bytes += chunk.length;
      if (bytes > MAX_BODY_BYTES) request.destroy();
      else chunks.push(chunk);
    });
    request.on('end', () => this.answer(request, Buffer.concat(chunks).toString(), response));
  }

  private answer(request: IncomingMessage, body: string, response: ServerResponse): void {
    this.routes.onTurn();
    const [path, query = ''] = (request.url ?? '/').split('?', 2);
    const answer = this.routes.rest({
      method: request.method ?? 'GET',
      path,
      query,
      headers: request.headers,
      body,
    });
    response.writeHead(answer.status, { 'content-type': 'application/json;charset=UTF-8' });
    response.end(JSON.stringify(answer.body));
  }

  private upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void {
    this.routes.onTurn();
    const [path, query = ''] = (request.url ?? '/').split('?', 2);
    this.sockets.handleUpgrade(request, socket, head, (client) => {
      const peer = this.routes.connectWs?.(path, query, wireOf(client, socket));
      if (peer === undefined) return client.close(1008, `no WebSocket at ${path}`);
      this.serve(client, peer);
    });
  }

  private serve(client: WebSocket, peer: WsPeer): void {
    const turn = (act: () => void) => (): void => {
      this.routes.onTurn();
      act();
    };
    client.on('message', (data) => turn(() => peer.received(data.toString()))());
    client.on('ping', (data) => turn(() => peer.pinged(data))());
    client.on(
      'pong',
      turn(() => peer.ponged()),
    );
    client.on('error', () => {});
    client.on(
      'close',
      turn(() => peer.closed()),
    );
  }
}

function wireOf(client: WebSocket, socket: Duplex): TextWire {
  return {
    send: (text) => client.send(text),
    ping: () => client.ping(),
    pong: (data) => client.pong(data),
    close: () => client.close(),
    closeWith: (code, reason) => client.close(code, reason),
    drop: () => void socket.destroy(),
    cut: (text) => socket.write(halfFrame(text), () => socket.destroy()),
  };
}

/** A text frame whose header says more than there is. */
function halfFrame(text: string): Buffer {
  const payload = Buffer.from(text);
  const header = Buffer.from([TEXT_FRAME, 127, 0, 0, 0, 0, 0, 0, 0, 0]);
  header.writeUInt32BE(payload.length, 6);
  return Buffer.concat([header, payload.subarray(0, payload.length >> 1)]);
}
