/** What runs when no configuration file is given: paper instruments, a demo account and key, REST for it, two sample strategies. */
import { isLoopback } from './rest.js';
import type { ConfigFile } from './schema.js';

export const PAPER_CONFIG: ConfigFile = {
  demoKey: true,
  accounts: ['demo', 'maker', 'taker'],
  instruments: [
    {
      symbol: 'BTC-USD',
      tick: '0.01',
      lot: '0.00001',
      maxPrice: '10000000',
      maxQuantity: '1000',
      maxNotional: '50000000',
      referencePrice: '64000',
    },
    {
      symbol: 'ETH-USD',
      tick: '0.01',
      lot: '0.0001',
      maxPrice: '1000000',
      maxQuantity: '10000',
      maxNotional: '50000000',
      referencePrice: '3200',
    },
    {
      symbol: 'PETR4',
      tick: '0.01',
      lot: '100',
      maxPrice: '10000',
      maxQuantity: '10000000',
      maxNotional: '100000000',
      referencePrice: '38.50',
    },
  ],
  rest: { open: { account: 'demo' } },
  strategies: [
    {
      name: 'maker',
      plugin: 'market-maker',
      account: 'maker',
      instruments: ['BTC-USD', 'ETH-USD', 'PETR4'],
    },
    {
      name: 'taker',
      plugin: 'taker',
      account: 'taker',
      instruments: ['BTC-USD', 'ETH-USD', 'PETR4'],
    },
  ],
};

/** The same, its REST door closed where others than this machine could reach it. */
export function paperConfig(host = '127.0.0.1'): ConfigFile {
  const { rest, ...closed } = PAPER_CONFIG;
  return isLoopback(host) ? PAPER_CONFIG : closed;
}
