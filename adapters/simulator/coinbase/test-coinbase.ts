/** Coinbase in lock-step with its test, with raw clients that sign as its documents say. */
import { createHmac } from 'node:crypto';
import { utc } from '../fix/fields.js';
import { TestFixClient } from '../fix/test-client.js';
import { Agenda } from '../kit/agenda.js';
import { TestWsClient } from '../kit/test-ws-client.js';
import { COINBASE_DEFAULTS, type CoinbaseOptions } from './options.js';
import { Coinbase } from './simulator.js';

const SECRET = 'MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY=';
const START_MS = Date.UTC(2023, 7, 22, 20, 43, 30);

export const KEYS = ['myapikey', 'other', 'third'].map((apiKey) => ({
  ...COINBASE_DEFAULTS.keys[0],
  apiKey,
}));

export const hmac = (text: string): string =>
  createHmac('sha256', Buffer.from(SECRET, 'base64')).update(text).digest('base64');

export const coinbase = (options: Partial<CoinbaseOptions> = {}): Coinbase =>
  new Coinbase(new Agenda(START_MS), { hasCrowd: false, keys: KEYS, ...options });

export function fixClient(venue: Coinbase, sender = 'myapikey'): TestFixClient {
  const identity = { sender, target: 'Coinbase', begin: 'FIXT.1.1' };
  return new TestFixClient((wire) => venue.connectFix(wire), venue.agenda, identity);
}

export function logon(
  client: TestFixClient,
  venue: Coinbase,
  sender = 'myapikey',
  replaced: Readonly<Record<number, string>> = {},
): void {
  const sendingTime = replaced[52] ?? utc(venue.agenda.nowMs);
  const seq = replaced[34] ?? '1';
  const signature = hmac([sendingTime, 'A', seq, sender, 'Coinbase', 'mypassphrase'].join('\x01'));
  const all: Record<number, string> = {
    34: seq,
    52: sendingTime,
    98: '0',
    108: '10',
    141: 'Y',
    553: sender,
    554: 'mypassphrase',
    95: String(signature.length),
    96: signature,
    1137: '9',
    8013: 'S',
    ...replaced,
  };
  const text = Object.entries(all)
    .filter(([, value]) => value !== '')
    .map(([tag, value]) => `${tag}=${value}|`);
  client.seq = 2;
  client.send(`35=A|${text.join('')}`);
}

export function loggedOn(
  venue: Coinbase,
  sender = 'myapikey',
  replaced: Readonly<Record<number, string>> = {},
): TestFixClient {
  const client = fixClient(venue, sender);
  logon(client, venue, sender, replaced);
  client.take();
  return client;
}

export const uuid = (n: number): string => `a79d33c4-7cc1-4948-b318-${String(n).padStart(12, '0')}`;

export const limit = (n: number, more = '', price = '64000', size = '1', side = '1'): string =>
  `35=D|11=${uuid(n)}|55=BTC-USD|54=${side}|40=2|59=1|38=${size}|44=${price}|${more}`;

export function rest(venue: Coinbase, side: 'buy' | 'sell', price: string, size: string) {
  const product = venue.venue.products.get('BTC-USD')!;
  return venue.market.place({
    account: 'else',
    session: 'else',
    clientId: '',
    symbol: 'BTC-USD',
    side,
    kind: 'limit',
    tif: 'gtc',
    priceTicks: product.price.parse(price),
    qtyLots: product.size.parse(size),
  });
}

export function feed(venue: Coinbase, channels: readonly string[], isSigned = true): TestWsClient {
  const client = new TestWsClient((wire) => venue.connectWs('/', '', wire));
  const timestamp = String(venue.agenda.nowMs / 1_000);
  const signature = hmac(`${timestamp}GET/users/self/verify`);
  const signing = isSigned ? { key: 'myapikey', passphrase: 'mypassphrase', timestamp, signature } : {};
  client.send({ type: 'subscribe', product_ids: ['BTC-USD'], channels, ...signing });
  return client;
}
