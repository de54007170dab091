/** An engine that is open to REST, and who calls it. */
import { createHash } from 'node:crypto';
import { PAPER_CONFIG } from '../../engine/config/paper.js';
import type { ConfigFile } from '../../engine/config/schema.js';
import type { EngineProcess } from '../support/engine.js';

export const SECRET = 'a-key-for-tests';
export const CONFIG: ConfigFile = {
  ...PAPER_CONFIG,
  strategies: [
    {
      ...{ name: 'quoter', plugin: 'market-maker', account: 'demo', instruments: ['ETH-USD'] },
      autoStart: false,
    },
  ],
  rest: {
    open: { account: 'demo' },
    algos: [{ name: 'quotes', strategies: ['quoter'] }],
    keys: [
      {
        id: 'maker',
        sha256: createHash('sha256').update(SECRET).digest('hex'),
        accounts: ['maker'],
        ordersPerSecond: 5,
      },
    ],
    origins: ['https://desk.example'],
    exchanges: [
      { exchange: 'binance', answers: 'binance', symbols: { BTCUSDT: 'BTC-USD' } },
      { exchange: 'flowa', accounts: { '12345': 'demo' } },
    ],
  },
};
export const WHERE = 'exchange_name=pregao&strategy=simple-order';
export const ORDER = { symbol: 'BTC-USD', side: 'buy', quantity: '0.5', order_type: 'limit', price: '60000' };

/** An id, or an object: what a test looks at, it has asked for. */
type Body = string & Readonly<Record<string, unknown>>;

export interface Answer {
  readonly status: number;
  readonly body: Body;
}

export class Caller {
  constructor(
    private readonly engine: EngineProcess,
    private readonly headers: Readonly<Record<string, string>> = {},
  ) {}

  send(order: object = ORDER, headers: Readonly<Record<string, string>> = {}): Promise<Answer> {
    return this.call('POST', `send-order?${WHERE}`, order, headers);
  }

  get(id: string): Promise<Answer> {
    return this.call('GET', `get-order?${WHERE}&order_id=${id}`);
  }

  cancel(id: string): Promise<Answer> {
    return this.call('DELETE', `cancel-order?${WHERE}&order_id=${id}`);
  }

  async call(
    method: string,
    path: string,
    body?: object,
    more: Readonly<Record<string, string>> = {},
  ): Promise<Answer> {
    const headers = { ...this.headers, ...more, ...(body && { 'Content-Type': 'application/json' }) };
    const response = await fetch(`${this.engine.httpUrl}/api/v1/${path}`, {
      method,
      headers,
      ...(body && { body: JSON.stringify(body) }),
    });
    return { status: response.status, body: (await response.json()) as Body };
  }
}
