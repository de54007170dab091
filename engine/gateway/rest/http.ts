/** REST's paths on the gateway's port: requests are read whole, within their bound, and handed to the desk; answers go back from there. */
import type uWS from 'uWebSockets.js';
import { Reason } from '../../../protocol/codes/reasons.js';
import { REST_LIMITS } from '../../config/limits.js';
import { OPENAPI_TEXT } from './openapi.js';
import { TRY_PAGE } from './page.js';
import { Refusal } from './refusal.js';
import type { RestRequest } from './request.js';
import type { RestDesk } from './rest-desk.js';

type Method = RestRequest['method'];

export const PATHS: Readonly<Record<string, Method>> = {
  '/api/v1/send-order': 'POST',
  '/api/v1/update-order': 'PUT',
  '/api/v1/cancel-order': 'DELETE',
  '/api/v1/get-order': 'GET',
  '/api/v1/send-algo': 'POST',
  '/api/v1/cancel-algo': 'DELETE',
  '/api/v1/list-algos': 'GET',
  '/api/v1/positions': 'GET',
  '/api/v1/list-strategies': 'GET',
  '/api/v1/start-strategy': 'POST',
  '/api/v1/stop-strategy': 'POST',
  '/api/v1/reload-strategy': 'POST',
  '/api/v1/strategy-parameters': 'PUT',
};

const STATUS_TEXTS: Readonly<Record<number, string>> = {
  200: '200 OK',
  400: '400 Bad Request',
  401: '401 Unauthorized',
  403: '403 Forbidden',
  404: '404 Not Found',
  405: '405 Method Not Allowed',
  409: '409 Conflict',
  413: '413 Content Too Large',
  415: '415 Unsupported Media Type',
  421: '421 Misdirected Request',
  422: '422 Unprocessable Content',
  429: '429 Too Many Requests',
  503: '503 Service Unavailable',
  504: '504 Gateway Timeout',
};

const HEADERS_ALLOWED = 'authorization, content-type, idempotency-key';
const NOTHING = new Uint8Array(0);

/** @param wake takes the thread out of its park: there is something to do */
export function serveRest(app: uWS.TemplatedApp, desk: RestDesk, wake: () => void): void {
  const door = new HttpDoor(desk, wake);
  app.any('/api/v1/*', (response, request) => door.receive(response, request));
  app.get('/healthcheck', (response) => text(response, 'application/json', '{"message": "Status OK"}'));
  for (const path of ['/openapi.json', '/apispec_1.json'])
    app.get(path, (response) => text(response, 'application/json', OPENAPI_TEXT));
  for (const path of ['/docs', '/index.html'])
    app.get(path, (response) => text(response, 'text/html; charset=utf-8', TRY_PAGE));
}

class HttpDoor {
  constructor(
    private readonly desk: RestDesk,
    private readonly wake: () => void,
  ) {}

  receive(response: uWS.HttpResponse, request: uWS.HttpRequest): void {
    const method = request.getMethod().toUpperCase();
    const path = request.getUrl();
    const origin = request.getHeader('origin');
    const host = request.getHeader('host');
    const answer = new Answer(response, this.desk.access.allows({ origin, host }) ? origin : '');
    const wanted = Object.hasOwn(PATHS, path) ? PATHS[path] : undefined;
    if (method === 'OPTIONS') return answer.preflight(wanted);
    if (wanted === undefined) return answer.refuse(new Refusal(Reason.UnknownPath));
    if (wanted !== method)
      return answer.refuse(new Refusal(Reason.MethodNotAllowed, `${path} takes ${wanted}`), [
        'Allow',
        wanted,
      ]);
    const head = {
      method: wanted,
      path,
      query: request.getQuery() ?? '',
      origin,
      host,
      authorization: request.getHeader('authorization'),
      contentType: request.getHeader('content-type'),
      idempotencyKey: request.getHeader('idempotency-key'),
      answer: (status: number, json: string) => answer.give(status, json),
    };
    if (method === 'GET' || method === 'DELETE') this.take({ ...head, body: NOTHING });
    else this.readBody(response, request, answer, (body) => this.take({ ...head, body }));
  }

  private take(request: RestRequest): void {
    this.desk.take(request);
    this.wake();
  }

  private readBody(
    response: uWS.HttpResponse,
    request: uWS.HttpRequest,
    answer: Answer,
    whole: (body: Uint8Array) => void,
  ): void {
    const { bodyBytes } = REST_LIMITS;
    if (Number(request.getHeader('content-length')) > bodyBytes) return answer.tooLarge();
    const chunks: Uint8Array[] = [];
    let bytes = 0;
    response.onData((chunk, isLast) => {
      bytes += chunk.byteLength;
      if (bytes > bodyBytes) return answer.tooLarge();
      // The chunk's memory is the library's again when this returns.
      chunks.push(new Uint8Array(chunk.slice(0)));
      if (isLast) whole(chunks.length === 1 ? chunks[0] : Buffer.concat(chunks));
    });
  }
}

/** Where one answer goes. The caller may have gone by then. */
class Answer {
  private isOpen = true;

  /** @param origin of a web page that may read it, or '' */
  constructor(
    private readonly response: uWS.HttpResponse,
    private readonly origin: string,
  ) {
    response.onAborted(() => {
      this.isOpen = false;
    });
  }

  give(status: number, json: string, header?: readonly [string, string], closes = false): void {
    if (!this.isOpen) return;
    this.isOpen = false;
    const { response } = this;
    response.cork(() => {
      response.writeStatus(STATUS_TEXTS[status]).writeHeader('Content-Type', 'application/json');
      this.allowOrigin();
      if (status === 401) response.writeHeader('WWW-Authenticate', 'Bearer');
      if (status === 429 || status === 503) response.writeHeader('Retry-After', '1');
      if (header !== undefined) response.writeHeader(...(header as [string, string]));
      response.end(json, closes);
    });
  }

  refuse({ status, body }: Refusal, header?: readonly [string, string]): void {
    this.give(status, body, header);
  }

  /** Whatever else of it comes is not read. */
  tooLarge(): void {
    const { status, body } = new Refusal(Reason.BodyTooLarge);
    this.give(status, body, undefined, true);
  }

  preflight(method: Method | undefined): void {
    if (!this.isOpen) return;
    this.isOpen = false;
    const { response } = this;
    response.cork(() => {
      response.writeStatus('204 No Content');
      if (this.allowOrigin() && method !== undefined)
        response
          .writeHeader('Access-Control-Allow-Methods', method)
          .writeHeader('Access-Control-Allow-Headers', HEADERS_ALLOWED)
          .writeHeader('Access-Control-Max-Age', '600');
      response.endWithoutBody();
    });
  }

  private allowOrigin(): boolean {
    if (this.origin === '') return false;
    this.response.writeHeader('Access-Control-Allow-Origin', this.origin).writeHeader('Vary', 'Origin');
    return true;
  }
}

function text(response: uWS.HttpResponse, type: string, body: string): void {
  response.writeHeader('Content-Type', type).writeHeader('X-Content-Type-Options', 'nosniff').end(body);
}
