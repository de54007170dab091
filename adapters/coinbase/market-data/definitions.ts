/** Coinbase Exchange's instruments as `GET /products` defines them. Read at start, so with JSON.parse. */
import type { Definition } from '../../kit/instrument.js';

interface Product {
  readonly id: string;
  readonly base_increment: string;
  readonly quote_increment: string;
  readonly base_min_size?: string;
  readonly min_market_funds?: string;
  readonly status?: string;
  readonly trading_disabled?: boolean;
  readonly cancel_only?: boolean;
  readonly post_only?: boolean;
  readonly limit_only?: boolean;
}

export interface CoinbaseDefinition extends Definition {
  /** What the venue takes now, beyond nothing at all. */
  readonly isCancelOnly: boolean;
  readonly isPostOnly: boolean;
  readonly isLimitOnly: boolean;
}

const ONLINE = 'online';

/** @throws SyntaxError it is no list of products */
export function coinbaseDefinitions(body: Uint8Array): CoinbaseDefinition[] {
  const products = JSON.parse(Buffer.from(body).toString()) as readonly Product[];
  if (!Array.isArray(products)) throw new SyntaxError('GET /products answers with a list; this is none');
  return (products as readonly Product[]).map((product) => ({
    symbol: product.id,
    tick: product.quote_increment,
    lot: product.base_increment,
    minQty: product.base_min_size ?? product.base_increment,
    minNotional: product.min_market_funds ?? '0',
    isTrading: product.status === ONLINE && !product.trading_disabled && !product.cancel_only,
    status: product.status ?? '',
    isCancelOnly: product.cancel_only === true,
    isPostOnly: product.post_only === true,
    isLimitOnly: product.limit_only === true,
  }));
}
