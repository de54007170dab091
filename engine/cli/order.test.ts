/** Command lines of `pregao order`, and the orders that they ask for. */
import t from 'tap';
import type { NewOrder } from '../../protocol/client/index.js';
import { orderCommand } from './order.js';

/** As one types it behind `pregao order`. */
async function parsed(line: string): Promise<NewOrder> {
  let found: NewOrder | undefined;
  const command = orderCommand(async (order) => {
    found = order;
  });
  command.exitOverride().configureOutput({ writeErr: () => {} });
  await command.parseAsync(line.split(' '), { from: 'user' });
  return found!;
}

t.test('orders', async (t) => {
  const cases: [string, Omit<NewOrder, 'symbol'>][] = [
    ['buy BTC 0.5 @ 64000', { side: 'buy', quantity: '0.5', price: '64000' }],
    [
      'sell BTC 1 @64000 --tif gtc --post-only',
      { side: 'sell', quantity: '1', price: '64000', tif: 'gtc', postOnly: true },
    ],
    ['buy BTC 1 --market --protect 10', { side: 'buy', quantity: '1', type: 'market', protection: '10' }],
    ['buy BTC 1 --market-to-limit', { side: 'buy', quantity: '1', type: 'marketToLimit' }],
    ['sell-short BTC 1 @ 5 --id 3', { side: 'sellShort', quantity: '1', price: '5', clientOrderId: '3' }],
    ['sell-short-exempt BTC 1 @ 5', { side: 'sellShortExempt', quantity: '1', price: '5' }],
    ['buy BTC 1 --stop 65000', { side: 'buy', quantity: '1', triggerPrice: '65000' }],
    [
      'buy BTC 1 @ 7 --stop 6 --on offer',
      { side: 'buy', quantity: '1', price: '7', triggerPrice: '6', triggerSource: 'offer' },
    ],
    [
      'sell BTC 1 --trail 50 --on venue2',
      { side: 'sell', quantity: '1', trailingOffset: '50', triggerSource: 2 },
    ],
    ['buy BTC 9 @ 5 --display 0.1', { side: 'buy', quantity: '9', price: '5', displayQuantity: '0.1' }],
    ['buy BTC 9 @ 5 --min 2', { side: 'buy', quantity: '9', price: '5', minimumQuantity: '2' }],
    [
      'buy BTC 1 @ 5 --until 2026-12-01T10:00:00Z',
      { side: 'buy', quantity: '1', price: '5', expireTime: new Date(Date.UTC(2026, 11, 1, 10)) },
    ],
    [
      'buy BTC 1 @ 5 --peg primary --offset 1',
      { side: 'buy', quantity: '1', price: '5', peg: 'primary', pegOffset: '1' },
    ],
    ['buy BTC 1 @ 5 --oco 17', { side: 'buy', quantity: '1', price: '5', oco: '17' }],
    ['buy BTC 1 @ 5 --bracket-of 17', { side: 'buy', quantity: '1', price: '5', bracket: '17' }],
    [
      'buy BTC 1 @ 5 --stp cancelOldest --firm',
      {
        side: 'buy',
        quantity: '1',
        price: '5',
        selfTradePrevention: 'cancelOldest',
        preventWithinFirm: true,
      },
    ],
    ['buy BTC 1 @ 5 --reduce-only', { side: 'buy', quantity: '1', price: '5', reduceOnly: true }],
  ];
  for (const [line, order] of cases) t.strictSame(await parsed(line), { symbol: 'BTC', ...order }, line);
});

t.test('what is no order', async (t) => {
  const cases: [string, RegExp][] = [
    ['hold BTC 1 @ 5', /say buy or sell \(or sell-short\), not "hold"/],
    ['buy BTC 1', /at which price\?/],
    ['buy BTC 1 at 5', /"at 5" is not @ PRICE/],
    ['buy BTC 1 --peg primary', /at which price\?/],
    ['buy BTC 1 @ 5 --market', /a market order has no price/],
    ['buy BTC 1 @ 5 --market-to-limit', /a market order has no price/],
    ['buy BTC 1 --market --market-to-limit', /--market or --market-to-limit, not both/],
    ['buy BTC 1 --stop 5 --on ask', /--on is last, bid, offer, or venueN as in venue2, not "ask"/],
    ['buy BTC 1 @ 5 --until soon', /--until: "soon" is no time/],
    [
      'buy BTC 1 @ 5 --stp both',
      /Allowed choices are cancelNewest, cancelOldest, cancelBoth, decrementAndCancel/,
    ],
  ];
  for (const [line, complaint] of cases) await t.rejects(parsed(line), { message: complaint }, line);
});
