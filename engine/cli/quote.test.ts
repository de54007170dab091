/** Command lines of `pregao quote`, and the quotes that they ask for. */
import t from 'tap';
import type { Quote } from '../../protocol/client/index.js';
import { quoteCommand } from './quote.js';

/** As one types it behind `pregao quote`. */
async function parsed(line: string): Promise<Quote> {
  let found: Quote | undefined;
  const command = quoteCommand(async (quote) => {
    found = quote;
  });
  command.exitOverride().configureOutput({ writeErr: () => {} });
  await command.parseAsync(line.split(' '), { from: 'user' });
  return found!;
}

t.test('quotes', async (t) => {
  const bid = { quantity: '0.5', price: '63990' };
  const offer = { quantity: '0.4', price: '64010' };
  const cases: [string, Omit<Quote, 'symbol'>][] = [
    ['BTC 0.5 @ 63990 / 0.4 @ 64010', { quoteId: '1', bid, offer }],
    ['BTC 0.5 @63990 / 0.4 @64010 --id 7', { quoteId: '7', bid, offer }],
    ['BTC - / 0.4 @ 64010', { quoteId: '1', offer }],
    ['BTC 0.5 @ 63990 / -', { quoteId: '1', bid }],
    ['BTC 0 --id 7', { quoteId: '7' }],
    [
      'BTC 0.5 @ 63990 / - --post-only --stp cancelOldest --firm',
      { quoteId: '1', bid, postOnly: true, selfTradePrevention: 'cancelOldest', preventWithinFirm: true },
    ],
  ];
  for (const [line, quote] of cases) t.strictSame(await parsed(line), { symbol: 'BTC', ...quote }, line);
});

t.test('what is no quote', async (t) => {
  for (const line of [
    'BTC 0.5 @ 63990',
    'BTC 0.5 / 0.4 @ 64010',
    'BTC / 0.4 @ 64010',
    'BTC 0.5 @ / -',
    'BTC 5',
  ])
    await t.rejects(parsed(line), { name: 'Error' }, line);
});
