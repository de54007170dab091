/** The feed, spoken raw: books that add up by the documents' procedure, what each channel says, who may hear it. */
import t from 'tap';
import { isUuid4 } from './order-ids.js';
import { coinbase, feed, hmac, limit, loggedOn, rest, uuid } from './test-coinbase.js';

interface Full {
  readonly type: string;
  readonly sequence: number;
  readonly order_id: string;
  readonly maker_order_id: string;
  readonly side: string;
  readonly price: string;
  readonly size: string;
  readonly remaining_size: string;
  readonly new_size: string;
  readonly new_price: string;
}

type OrderBook = Map<string, { price: string; size: number }>;

/** Level 3 by the document: `received` touches nothing, unknown orders are none of ours. */
function apply(book: OrderBook, message: Full): void {
  const { type, order_id: id } = message;
  const known = book.get(type === 'match' ? message.maker_order_id : id);
  if (type === 'open') book.set(id, { price: message.price, size: Number(message.remaining_size) });
  else if (known === undefined) return;
  else if (type === 'match') known.size -= Number(message.size);
  else if (type === 'done') book.delete(id);
  else if (type === 'change')
    book.set(id, { price: message.new_price ?? known.price, size: Number(message.new_size) });
}

const rows = (book: OrderBook): string[] =>
  [...book].map(([id, { price, size }]) => `${id} ${price} ${size.toFixed(8)}`).sort();

t.test('a level 3 book from snapshot and full channel', async (t) => {
  const venue = coinbase({ hasCrowd: true });
  const client = feed(venue, ['full']);
  const fix = loggedOn(venue);
  const snapshot = (): { book: OrderBook; sequence: number } => {
    const query = 'level=3';
    const { body } = venue.rest({
      method: 'GET',
      path: '/products/BTC-USD/book',
      query,
      headers: {},
      body: '',
    });
    const { bids, asks, sequence } = body as { bids: string[][]; asks: string[][]; sequence: number };
    const entries = [...bids, ...asks].map(
      ([price, size, id]) => [id, { price, size: Number(size) }] as const,
    );
    return { book: new Map(entries), sequence };
  };
  venue.agenda.advance(1_000);
  const { book, sequence } = snapshot();
  fix.send(limit(1, '', '63000', '0.5'));
  fix.send(limit(2, '', '66000', '0.3'));
  fix.send(`35=G|11=${uuid(3)}|37=${fix.fields()[0][37]}|41=${uuid(1)}|38=0.4|44=63500|55=BTC-USD|40=2|`);
  venue.agenda.advance(20_000);
  const messages = client.got<Full>().filter((each) => each.sequence !== undefined);
  t.ok(messages.length > 300, `${messages.length} messages`);
  t.ok(
    messages.every((each, i) => i === 0 || each.sequence === messages[i - 1].sequence + 1),
    'each sequence once',
  );
  for (const message of messages) if (message.sequence > sequence) apply(book, message);
  t.strictSame(rows(book), rows(snapshot().book));
  t.ok(messages.some(({ type }) => type === 'change'));
});

t.test('what is said of one order', async (t) => {
  const venue = coinbase();
  const client = feed(venue, ['full', 'matches', 'ticker', 'level2', 'level3', 'user']);
  client.got();
  rest(venue, 'sell', '64000', '2');
  const fix = loggedOn(venue);
  fix.send(limit(1, '', '64000', '1').replace('59=1', '59=3'));
  const all = client.got();
  const of = (type: string): Record<string, unknown>[] => all.filter((each) => each.type === type);
  t.match(of('received')[0], {
    product_id: 'BTC-USD',
    sequence: 1,
    size: '2.00000000',
    price: '64000.00',
    side: 'sell',
    order_type: 'limit',
    time: '2023-08-22T20:43:30.000000Z',
  });
  t.match(of('open')[0], { sequence: 2, remaining_size: '2.00000000' });
  t.match(of('match')[0], { sequence: 4, trade_id: 1, size: '1.00000000', side: 'sell' }, "the maker's side");
  t.match(of('done')[0], { reason: 'filled', remaining_size: '0.00000000' });
  t.ok(isUuid4(of('open')[0].order_id as string));
  t.match(of('ticker')[0], {
    price: '64000.00',
    side: 'buy',
    best_ask: '64000.00',
    best_ask_size: '1.00000000',
  });
  t.match(of('l2update').at(-1), { changes: [['sell', '64000.00', '1.00000000']] });
  const level3 = all.filter((each) => Array.isArray(each)) as unknown as string[][];
  t.strictSame(
    level3.map(([type, , sequence]) => `${type} ${sequence}`),
    ['noop 1', 'open 2', 'noop 3', 'match 4', 'done 5'],
  );
  t.match(
    all.filter(({ profile_id }) => profile_id).map(({ type }) => type),
    ['received', 'match', 'done'],
    "user: one's own",
  );
});

t.test(
  'first messages: subscriptions, snapshot, last match, status, schema; a heartbeat each second',
  async (t) => {
    const venue = coinbase();
    rest(venue, 'sell', '64000', '2');
    loggedOn(venue).send(limit(1, '', '64000', '1'));
    const client = feed(venue, ['level2', 'matches', 'status', 'level3', 'heartbeat']);
    t.match(client.got(), [
      { type: 'subscriptions', channels: [{ name: 'level2', product_ids: ['BTC-USD'] }, {}, {}, {}, {}] },
      { type: 'snapshot', bids: [], asks: [['64000.00', '1.00000000']] },
      { type: 'last_match', trade_id: 1 },
      { type: 'status', products: [{ id: 'BTC-USD', quote_increment: '0.01', cancel_only: false }, {}, {}] },
      { type: 'level3', schema: {} },
    ]);
    venue.agenda.advance(1_000);
    t.match(client.got(), [{ type: 'heartbeat', sequence: 5, last_trade_id: 1, product_id: 'BTC-USD' }]);
  },
);

t.test('who may hear', async (t) => {
  t.equal(hmac('1700000000.123GET/users/self/verify'), '8xY5ilbo51UKUXb0Nfa/lhJ5Wyk18F5MijbsmZfe9jQ=');
  const venue = coinbase();
  t.match(feed(venue, ['full'], false).got(), [{ type: 'error', message: 'Failed to subscribe' }]);
  t.match(feed(venue, ['ticker'], false).got(), [{ type: 'subscriptions' }], 'public');
  t.match(feed(venue, ['nonsense']).got(), [{ type: 'error' }]);
  const late = feed(venue, []);
  venue.agenda.advance(5_000);
  t.match(late.closedWith, /^1008/, 'no subscription in five seconds');
  const spammer = feed(venue, ['ticker']);
  for (let i = 0; i < 100; i++)
    spammer.send({ type: 'subscribe', product_ids: ['BTC-USD'], channels: ['ticker'] });
  t.match(spammer.got().at(-1), { type: 'error', message: 'ErrSlowRead' });
});

t.test('faults: a gap, a mute channel; exchange rates', async (t) => {
  const venue = coinbase();
  const client = feed(venue, ['full']);
  client.got();
  venue.faults.inject({ do: 'gap', stream: 'full', by: 2 });
  rest(venue, 'sell', '64000', '2');
  rest(venue, 'sell', '64001', '2');
  t.strictSame(
    client.got().map(({ sequence }) => sequence),
    [3, 4],
  );
  venue.faults.inject({ do: 'mute', stream: 'full' });
  rest(venue, 'sell', '64002', '2');
  t.strictSame(client.got(), []);
  const { body } = venue.rest({
    method: 'GET',
    path: '/v2/exchange-rates',
    query: 'currency=USD',
    headers: {},
    body: '',
  });
  t.match(body, { data: { currency: 'USD', rates: { BRL: '5.4321' } } });
});
