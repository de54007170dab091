/**
 * The thin shell with the sockets: uWebSockets.js on the gateway's own event loop. Hands connections and frames to the
 * agent and serves `/healthz`, `/readyz`, `/metrics` and what is asked of routing on the same port. No order, session or record is known here.
 */
import uWS from 'uWebSockets.js';
import { Reason } from '../../protocol/codes/reasons.js';
import { MAX_CLIENT_FRAME_BYTES } from '../../protocol/wire/protocol.js';
import type { Connection } from './connection.js';
import type { GatewayAgent } from './gateway-agent.js';
import type { GatewayOptions, GatewayParts } from './options.js';
import { serveRest } from './rest/http.js';
import { CloseCode, type Transport } from './transport.js';

export const ORDERS_PATH = '/v1/orders';

/** A frame beyond our own limit gets a ProtocolError; one beyond this is cut off by the WebSocket layer while it comes in. */
const MAX_PAYLOAD_BYTES = 4 * MAX_CLIENT_FRAME_BYTES;
/** Above the agent's own bound, which closes the connection; only pongs, which the agent never sees, can come to this one. */
const MAX_BACKPRESSURE_BYTES = 1 << 24;
/** LIBUS_LISTEN_EXCLUSIVE_PORT. */
const EXCLUSIVE_PORT = 1;

interface UserData {
  connection: Connection | undefined;
}
type Socket = uWS.WebSocket<UserData>;

/** As uWebSockets.js has it, besides what its types tell of. */
type Listen = (
  host: string,
  port: number,
  options: number,
  listening: (socket: uWS.us_listen_socket | false) => void,
) => void;

/** Listening sockets and what belongs to them. */
export interface Shell {
  readonly port: number;
  /** Stops listening; open connections stay. */
  stopListening(): void;
  close(): void;
}

/** @throws Error when the address cannot be bound */
export function openShell(agent: GatewayAgent, options: GatewayOptions, parts: GatewayParts): Promise<Shell> {
  const app = uWS.App();
  const wake = parts.wake ?? (() => {});
  app.ws<UserData>(ORDERS_PATH, {
    maxPayloadLength: MAX_PAYLOAD_BYTES,
    maxBackpressure: MAX_BACKPRESSURE_BYTES,
    closeOnBackpressureLimit: 1,
    idleTimeout: 0,
    sendPingsAutomatically: false,
    upgrade: (response, request, context) => upgrade(agent, response, request, context),
    open: (socket) => open(agent, socket),
    message: (socket, message, isBinary) => {
      receive(agent, socket.getUserData().connection, message, isBinary);
      wake();
    },
    // Not to be relied on, but it makes those who wait for a slow reader look earlier.
    drain: wake,
    close: (socket) => {
      closed(agent, socket.getUserData());
      wake();
    },
  });
  if (agent.rest !== undefined) serveRest(app, agent.rest, wake);
  serveHttp(app, agent, parts);
  return listen(app, options);
}

/** Before the image has been read nobody is let in. */
function upgrade(
  agent: GatewayAgent,
  response: uWS.HttpResponse,
  request: uWS.HttpRequest,
  context: uWS.us_socket_context_t,
): void {
  if (!agent.ready) {
    response.writeStatus('503 Service Unavailable').end('not ready\n');
    return;
  }
  response.upgrade<UserData>(
    { connection: undefined },
    request.getHeader('sec-websocket-key'),
    request.getHeader('sec-websocket-protocol'),
    request.getHeader('sec-websocket-extensions'),
    context,
  );
}

function open(agent: GatewayAgent, socket: Socket): void {
  const connection = agent.connect(new SocketTransport(socket));
  if (connection === undefined) socket.end(CloseCode.PolicyViolation, Reason[Reason.TooManySessions]);
  else socket.getUserData().connection = connection;
}

function receive(
  agent: GatewayAgent,
  connection: Connection | undefined,
  message: ArrayBuffer,
  isBinary: boolean,
): void {
  if (connection === undefined) return;
  if (isBinary) agent.receive(connection, message);
  else agent.receiveText(connection);
}

function closed(agent: GatewayAgent, data: UserData): void {
  const { connection } = data;
  data.connection = undefined;
  if (connection !== undefined) agent.disconnected(connection);
}

class SocketTransport implements Transport {
  private open = true;

  constructor(private readonly socket: Socket) {}

  send(frame: Uint8Array): void {
    if (this.open) this.socket.send(frame, true);
  }

  bufferedBytes(): number {
    return this.open ? this.socket.getBufferedAmount() : 0;
  }

  close(code: number, why: string): void {
    if (!this.open) return;
    this.open = false;
    this.socket.end(code, why);
  }
}

function serveHttp(app: uWS.TemplatedApp, agent: GatewayAgent, parts: GatewayParts): void {
  app.get('/healthz', (response) => {
    json(response, '200 OK', { status: 'ok' });
  });
  app.get('/readyz', (response) => {
    if (agent.ready) json(response, '200 OK', { status: 'ready' });
    else json(response, '503 Service Unavailable', { status: 'starting' });
  });
  app.get('/metrics', (response) => {
    void serveMetrics(response, parts.metrics);
  });
  app.get('/v1/route', (response, request) => {
    const [symbol, side, quantity] = ['symbol', 'side', 'quantity'].map((key) => request.getQuery(key) ?? '');
    const price = request.getQuery('price');
    answer(response, () =>
      agent.routes.explain({ symbol, side, quantity, ...(price !== undefined && { price }) }),
    );
  });
  app.get('/v1/consolidated', (response, request) => {
    const symbol = request.getQuery('symbol') ?? '';
    answer(response, () => agent.routes.consolidated(symbol));
  });
  app.get('/v1/venues', (response) => {
    json(response, '200 OK', { venues: agent.venueDesk.all() });
  });
  app.any('/*', (response) => {
    json(response, '404 Not Found', { error: 'not found' });
  });
}

/** A question that makes no sense is answered with what is wrong with it. */
function answer(response: uWS.HttpResponse, ask: () => object): void {
  try {
    json(response, '200 OK', ask());
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    json(response, '422 Unprocessable Entity', { error: error.message });
  }
}

function json(response: uWS.HttpResponse, status: string, body: object): void {
  response
    .writeStatus(status)
    .writeHeader('Content-Type', 'application/json')
    .end(`${JSON.stringify(body)}\n`);
}

/** The text may take a while; the client may have gone by then. */
async function serveMetrics(response: uWS.HttpResponse, metrics: GatewayParts['metrics']): Promise<void> {
  let aborted = false;
  response.onAborted(() => {
    aborted = true;
  });
  const [status, text] = await Promise.resolve()
    .then(metrics)
    .then(
      (body) => ['200 OK', body],
      (error) => ['500 Internal Server Error', `${error}\n`],
    );
  if (aborted) return;
  response.cork(() => {
    response
      .writeStatus(status)
      .writeHeader('Content-Type', 'text/plain; version=0.0.4; charset=utf-8')
      .end(text);
  });
}

/** Exclusively: the kernel would share the port out between two engines otherwise, and neither would know. */
function listen(app: uWS.TemplatedApp, { host, port }: GatewayOptions): Promise<Shell> {
  const bind = app.listen.bind(app) as unknown as Listen;
  return new Promise((resolve, reject) => {
    bind(host, port, EXCLUSIVE_PORT, (socket) => {
      if (socket === false)
        reject(new Error(`cannot listen on ${host}:${port}: the address is in use or not ours`));
      else resolve(shellOf(app, socket));
    });
  });
}

function shellOf(app: uWS.TemplatedApp, socket: uWS.us_listen_socket): Shell {
  let listening = true;
  const stopListening = () => {
    if (listening) uWS.us_listen_socket_close(socket);
    listening = false;
  };
  return {
    port: uWS.us_socket_local_port(socket),
    stopListening,
    close: () => {
      stopListening();
      app.close();
    },
  };
}
