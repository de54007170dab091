/** Nothing that a client sends may bring a simulator down: valid messages with bytes changed, JSON of the wrong shape, wrong REST. The seed is in the test's name. */
import t from 'tap';
import { sealed } from '../../protocol/fix/codec/test-text.js';
import { B3 } from './b3/simulator.js';
import { BinanceFutures } from './binance/futures/simulator.js';
import { BinanceSpot } from './binance/spot/simulator.js';
import { loggedOn as spotClient } from './binance/spot/test-spot.js';
import { Coinbase } from './coinbase/simulator.js';
import { loggedOn as coinbaseClient, KEYS } from './coinbase/test-coinbase.js';
import { utc } from './fix/fields.js';
import { TestFixClient } from './fix/test-client.js';
import { Agenda } from './kit/agenda.js';
import { Random } from './kit/random.js';
import { TestWsClient } from './kit/test-ws-client.js';
import { control } from './shell/control.js';
import type { FixVenue } from './shell/venue.js';

const START_MS = Date.UTC(2026, 10, 26, 14);
const MESSAGES = 600;
const SEED = Date.now() % 100_000;
const PARTIES = '453=2|448=308|447=D|452=7|448=123|447=D|452=5|';
const BODIES: readonly string[] = [
  '35=D|11=a|38=5|40=2|44=10|54=1|55=LTCBNB|59=4|',
  '35=F|11=b|41=a|55=BTCUSDT|',
  '35=XCN|25033=1|41=a|11=b|38=0.5|40=2|44=63000|54=1|55=BTCUSDT|59=1|',
  '35=XAK|11=c|41=a|38=0.9|55=BTCUSDT|',
  '35=q|11=m|55=BTCUSDT|530=1|',
  '35=XLQ|6136=x|',
  '35=D|11=a79d33c4-7cc1-4948-b318-b878b5fbcc72|55=BTC-USD|54=1|40=2|59=6|38=1|44=64000|126=20261126-15:00:00.000|',
  '35=G|11=a79d33c4-7cc1-4948-b318-b878b5fbcc73|37=x|41=y|38=0.5|44=63000|55=BTC-USD|40=2|',
  '35=U6|8014=b|55=BTC-USD|73=1|11=a79d33c4-7cc1-4948-b318-b878b5fbcc74|54=1|40=2|59=1|38=1|44=60000|',
  '35=H|37=x|',
  `35=D|11=a|1=900|581=39|${PARTIES}55=BITH11|54=1|60=${utc(START_MS)}|38=10|40=2|44=101.20|59=6|432=20261127|`,
  `35=G|11=b|41=a|${PARTIES}55=BITH11|54=1|60=${utc(START_MS)}|38=10|40=2|44=101.20|`,
  `35=CA|11=m|1300=1|1373=3|1374=6|378=202|60=${utc(START_MS)}|`,
  '35=1|112=x|',
  '35=2|7=1|16=0|',
  '35=4|123=Y|36=9|',
  '35=A|98=0|108=30|',
];

interface Rig {
  readonly venue: FixVenue;
  readonly connect: () => TestFixClient;
  readonly begin: string;
  readonly ids: string;
}

const RIGS: Readonly<Record<string, () => Rig>> = {
  'Binance spot': () => {
    const venue = new BinanceSpot(new Agenda(START_MS), { hasCrowd: false });
    let n = 0;
    return { venue, connect: () => spotClient(venue, `S${++n}`), begin: 'FIX.4.4', ids: '56=SPOT|' };
  },
  Coinbase: () => {
    const venue = new Coinbase(new Agenda(START_MS), { hasCrowd: false, keys: KEYS });
    return {
      venue,
      connect: () => coinbaseClient(venue),
      begin: 'FIXT.1.1',
      ids: '49=myapikey|56=Coinbase|',
    };
  },
  B3: () => {
    const venue = new B3(new Agenda(START_MS), { hasCrowd: false });
    const identity = { sender: 'PREGAO', target: 'B3' };
    const connect = (): TestFixClient => {
      const client = new TestFixClient((wire) => venue.connectFix(wire), venue.agenda, identity);
      client.send('35=A|98=0|108=30|554=secret|141=Y|');
      return client;
    };
    return { venue, connect, begin: 'FIX.4.4', ids: '49=PREGAO|56=B3|' };
  },
};

function changed(random: Random, text: string): string {
  const fields = text.split('|').filter((field) => field !== '');
  const at = random.int(1, fields.length - 1);
  const [tag, value = ''] = fields[at].split('=');
  const choices = [
    `${tag}=`,
    `${tag}=${value}9999999999999999999`,
    `${tag}=-1`,
    `${tag}=${'x'.repeat(random.int(1, 300))}`,
    `${random.int(1, 60_000)}=${value}`,
    `${tag}=${value}|${tag}=${value}`,
    `453=3|448=x`,
    '95=5|96=ab',
  ];
  fields[at] = random.pick(choices);
  if (random.isOnce(4)) fields.splice(random.int(1, fields.length - 1), 1);
  return `${fields.join('|')}|`;
}

for (const [name, start] of Object.entries(RIGS))
  t.test(`${name}, FIX, seed ${SEED}`, async (t) => {
    const random = new Random(SEED);
    const { venue, connect, begin, ids } = start();
    let client = connect();
    let answers = 0;
    let connections = 1;
    for (let i = 0; i < MESSAGES; i++) {
      if (i % 50 === 49) client.breaks();
      if (client.isClosed) {
        venue.agenda.advance(120_000);
        client = connect();
        connections++;
      }
      const body = changed(random, random.pick(BODIES));
      if (random.isOnce(20))
        client.sendRaw(Buffer.from(`8=${begin}\x019=${random.int(0, 99)}\x0135=D\x01${body}`, 'latin1'));
      else if (random.isOnce(5))
        client.sendRaw(sealed(`8=${begin}|9=${random.int(1, 90)}|${body.slice(0, 60)}|`));
      else client.send(body.replace('|', `|${random.isOnce(9) ? ids : ''}`));
      answers += client.take().length;
      if (random.isOnce(10)) venue.agenda.advance(1_000);
    }
    t.ok(answers > MESSAGES / 20, `${answers} answers on ${connections} connections`);
  });

const JSONS: readonly string[] = [
  'null',
  '[]',
  '5',
  '""',
  '{}',
  '{',
  '{"id":{},"method":5,"params":7}',
  '{"id":1,"method":"order.place","params":null}',
  '{"id":1,"method":"order.place","params":[1,2]}',
  '{"id":1,"method":"order.place","params":{"apiKey":5,"signature":{}}}',
  '{"id":1,"method":"session.logon","params":{"apiKey":"x"}}',
  '{"id":1,"method":"constructor","params":{}}',
  '{"id":1,"method":"SUBSCRIBE","params":5}',
  '{"id":1,"method":"SUBSCRIBE","params":[null,5,"@","a@","btcusdt@depth@0ms"]}',
  '{"id":1,"method":"UNSUBSCRIBE","params":["nothing"]}',
  '{"method":"SET_PROPERTY","params":["combined"]}',
  '{"type":"subscribe"}',
  '{"type":"subscribe","channels":5,"product_ids":{}}',
  '{"type":"subscribe","channels":[null,{"name":"full","product_ids":5}]}',
  '{"type":"subscribe","channels":["full"],"product_ids":["BTC-USD"],"signature":5,"timestamp":[]}',
  '{"type":"unsubscribe","channels":["ticker"],"product_ids":["BTC-USD"]}',
];

t.test('WebSockets and REST', async (t) => {
  const agenda = new Agenda(START_MS);
  const venues = [new BinanceSpot(agenda), new BinanceFutures(agenda), new Coinbase(agenda)];
  const paths = ['/ws-api/v3', '/ws', '/ws-fapi/v1', '/public/ws', '/stream', '/'];
  let answers = 0;
  for (const venue of venues)
    for (const path of paths)
      for (const text of JSONS) {
        const probe = { connectWs: venue.connectWs.bind(venue) };
        const client = served(
          () => new TestWsClient((wire) => probe.connectWs(path, 'streams=a/b&timeUnit=x', wire)),
        );
        client?.send(text);
        agenda.advance(10);
        answers += client?.got().length ?? 0;
        client?.breaks();
      }
  t.ok(answers > 100, `${answers} answers`);
  for (const venue of venues)
    for (const path of [
      '/',
      '/api/v3/order',
      '/fapi/v1/order',
      '/orders',
      '/orders/x',
      '/products/NOPE/book',
      '/v2/exchange-rates',
    ])
      for (const method of ['GET', 'POST', 'DELETE', 'BREW'])
        for (const query of ['', 'signature=%E0%A4%A', 'symbol=BTCUSDT&timestamp=x&signature=', 'currency=%'])
          t.ok(
            venue.rest({ method, path, query, headers: { 'x-mbx-apikey': ['a', 'b'] }, body: '{' }).status >=
              200,
          );
  for (const body of [
    '',
    '{',
    'null',
    '5',
    '{"do":"fill"}',
    '{"do":"halt","symbol":"NOPE"}',
    '{"do":"foreign","symbol":"x","side":"y","price":"z","qty":"w"}',
  ])
    for (const venue of venues)
      t.equal(
        control(venue, { method: 'POST', path: '/faults', query: '', headers: {}, body }).status,
        400,
        body,
      );
});

function served(connect: () => TestWsClient): TestWsClient | undefined {
  try {
    return connect();
  } catch (error) {
    if ((error as Error).message === 'nothing is served there') return undefined;
    throw error;
  }
}
