/** Futures in lock-step with their test: a raw WebSocket API client, streams, REST. */
import { Agenda } from '../../kit/agenda.js';
import { TestWsClient } from '../../kit/test-ws-client.js';
import { keyed, signed, signedQuery, type Values } from '../test-signing.js';
import type { FuturesOptions } from './options.js';
import { BinanceFutures } from './simulator.js';

const START_MS = Date.UTC(2026, 10, 26, 12);

/** An answer's fields, as far as tests read them. */
export interface Body {
  readonly listenKey: string;
  readonly length: number;
}

/** An event's. */
export interface Told {
  readonly e: string;
  readonly o: Readonly<Record<string, unknown>>;
  readonly a: object;
}

export class TestFutures {
  readonly agenda = new Agenda(START_MS);
  readonly venue: BinanceFutures;
  readonly api: TestWsClient;
  private lastId = 0;

  constructor(options: Partial<FuturesOptions> = {}) {
    this.venue = new BinanceFutures(this.agenda, { hasCrowd: false, ...options });
    this.api = this.ws('/ws-fapi/v1');
  }

  ws(address: string): TestWsClient {
    const [path, query = ''] = address.split('?');
    return new TestWsClient((wire) => this.venue.connectWs(path, query, wire));
  }

  ask(method: string, params: Values): Record<string, unknown> {
    this.send(method, params);
    return this.api.got().find((answer) => answer.id === this.lastId) ?? {};
  }

  send(method: string, params: Values): void {
    this.api.send({ id: ++this.lastId, method, params: signed(params, this.agenda.nowMs) });
  }

  rest<T = Body>(method: string, path: string, params?: Values): { status: number; body: T } {
    const query = params === undefined ? '' : signedQuery(params, this.agenda.nowMs);
    const { status, body } = this.venue.rest({ method, path, query, headers: keyed, body: '' });
    return { status, body: body as T };
  }

  userStream(more = ''): TestWsClient {
    const { listenKey } = this.rest('POST', '/fapi/v1/listenKey').body;
    return this.ws(`/private/ws?listenKey=${listenKey}${more}`);
  }

  /** Somebody else's order. */
  others(side: 'buy' | 'sell', price: string, qty: string, symbol = 'BTCUSDT') {
    const { price: prices, qty: lots } = this.venue.venue.symbol(symbol);
    return this.venue.market.place({
      account: 'other',
      session: 'other',
      clientId: '',
      symbol,
      side,
      kind: 'limit',
      tif: 'gtc',
      priceTicks: prices.parse(price),
      qtyLots: lots.parse(qty),
      echo: { positionSide: 'BOTH' },
    });
  }
}

export const LIMIT = {
  symbol: 'BTCUSDT',
  side: 'BUY',
  type: 'LIMIT',
  timeInForce: 'GTC',
  price: '64000.0',
  quantity: '0.1',
} as const;
export const MARKET = { symbol: 'BTCUSDT', side: 'BUY', type: 'MARKET', quantity: '0.1' } as const;
