/** A spot exchange in lock-step with its test, and raw clients for it that sign as Binance's document says. */
import { createPrivateKey, sign } from 'node:crypto';
import { utc } from '../../fix/fields.js';
import { TestFixClient } from '../../fix/test-client.js';
import { Agenda } from '../../kit/agenda.js';
import type { SpotOptions } from './options.js';
import { BinanceSpot } from './simulator.js';

/** The private key of Binance's document. */
export const PRIVATE_KEY = createPrivateKey(`-----BEGIN PRIVATE KEY-----
MC4CAQAwBQYDK2VwBCIEIIJEYWtGBrhACmb9Dvy+qa8WEf0lQOl1s4CLIAB9m89u
-----END PRIVATE KEY-----
`);
export const API_KEY = 'sBRXrJx2DsOraMXOaUovEhgVRcjOvCtQwnWj8VxkOh1xqboS02SPGfKi2h8spZJb';
export const START_MS = Date.UTC(2024, 5, 11, 9, 1, 46, 228);

export function spot(options: Partial<SpotOptions> = {}): BinanceSpot {
  return new BinanceSpot(new Agenda(START_MS), { hasCrowd: false, ...options });
}

export interface LogonWords {
  readonly sender?: string;
  /** Replaces fields of the Logon, or takes one out when the value is empty. */
  readonly fields?: Readonly<Record<number, string>>;
  readonly sentMs?: number;
}

export function fixClient(venue: BinanceSpot, sender = 'TRADER1'): TestFixClient {
  return new TestFixClient((wire) => venue.connectFix(wire), venue.agenda, { sender, target: 'SPOT' });
}

export function logon(client: TestFixClient, venue: BinanceSpot, words: LogonWords = {}): void {
  const { sender = 'TRADER1', fields: replaced = {}, sentMs = venue.agenda.nowMs } = words;
  const sendingTime = utc(sentMs);
  const payload = ['A', sender, replaced[56] ?? 'SPOT', replaced[34] ?? '1', sendingTime].join('\x01');
  const signature = sign(null, Buffer.from(payload), PRIVATE_KEY).toString('base64');
  const all: Record<number, string> = {
    95: String(signature.length),
    96: signature,
    98: '0',
    108: '30',
    141: 'Y',
    553: API_KEY,
    25035: '2',
    ...replaced,
  };
  const body = Object.entries(all)
    .filter(([, value]) => value !== '')
    .map(([tag, value]) => `${tag}=${value}|`);
  client.seq = 1;
  client.send(`35=A|52=${sendingTime}|${body.join('')}`);
}

export function loggedOn(venue: BinanceSpot, sender = 'TRADER1', words: LogonWords = {}): TestFixClient {
  const client = fixClient(venue, sender);
  logon(client, venue, { ...words, sender });
  client.take();
  return client;
}

/** Rests an order of somebody else. */
export function rest(venue: BinanceSpot, symbol: string, side: 'buy' | 'sell', price: string, qty: string) {
  const { price: prices, qty: lots } = venue.venue.symbol(symbol);
  return venue.market.place({
    account: 'other',
    session: 'other',
    clientId: '',
    symbol,
    side,
    kind: 'limit',
    tif: 'gtc',
    priceTicks: prices.parse(price),
    qtyLots: lots.parse(qty),
  });
}
