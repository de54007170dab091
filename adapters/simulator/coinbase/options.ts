/** What a simulated Coinbase Exchange can be given. Everything has a value that a person can start with. */
import { PRODUCTS, type ProductOptions } from './products.js';

export interface KeyOptions {
  readonly apiKey: string;
  /** Base64. */
  readonly secret: string;
  readonly passphrase: string;
  /** Several keys may share one. */
  readonly profile: string;
}

export interface CoinbaseOptions {
  readonly keys: readonly KeyOptions[];
  readonly products: readonly ProductOptions[];
  readonly feeBps: { readonly maker: number; readonly taker: number };
  /** Requests a second that are answered, and messages a second that end the connection. */
  readonly requestsPerSecond: number;
  readonly messagesPerSecond: number;
  /** What is told of the rest of an IOC: the documents have Expired for FIX 5.0 and show Canceled. */
  readonly iocEndsAs: 'C' | '4';
  /** Reports after the first leave ClOrdID out, as the documents' samples do. */
  readonly omitsClOrdId: boolean;
  /** USD rates by currency, for `/v2/exchange-rates`. */
  readonly rates: Readonly<Record<string, string>>;
  readonly seed: number;
  /** Whether others quote and trade. */
  readonly hasCrowd: boolean;
}

/** What a simulator begins with, and a client can sign with. */
export const DEMO_KEY: KeyOptions = {
  apiKey: 'myapikey',
  secret: 'MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY=',
  passphrase: 'mypassphrase',
  profile: 'demo',
};

export const COINBASE_DEFAULTS: CoinbaseOptions = {
  keys: [DEMO_KEY],
  products: PRODUCTS,
  feeBps: { maker: 40, taker: 60 },
  requestsPerSecond: 100,
  messagesPerSecond: 200,
  iocEndsAs: 'C',
  omitsClOrdId: false,
  rates: { BRL: '5.4321', EUR: '0.92', GBP: '0.78', USD: '1.0' },
  seed: 3,
  hasCrowd: true,
};
