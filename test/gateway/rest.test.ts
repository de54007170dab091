/** The REST desk in lock-step with a core: what waits and for how long, what is turned away, and that each is answered once. */
import t from 'tap';
import { REST_LIMITS } from '../../engine/config/limits.js';
import type { RestOptions } from '../../engine/gateway/rest/rest-desk.js';
import { Route } from '../../protocol/codes/enums.js';
import { BOB, DESK, HOUSE, Rig, type RigOptions } from './rig.js';

const SESSION = 9;
const REST: RestOptions = {
  sessions: [{ session: SESSION, accounts: [HOUSE] }],
  exchanges: [
    {
      exchange: 'pregao',
      strategy: 'simple-order',
      route: Route.OwnBook,
      answers: 'flowa',
      symbols: [],
      accounts: [],
    },
  ],
  origins: [],
  answerMs: 1_000,
};

/** An id, or an object: what a test looks at, it has asked for. */
type Body = string & Readonly<Record<string, unknown>>;

interface Answer {
  readonly status: number;
  readonly body: Body;
}

class Floor {
  readonly answers: Answer[] = [];
  readonly rig: Rig;

  constructor(options: RigOptions = {}) {
    this.rig = new Rig({ ...options, rest: REST });
  }

  get last(): Answer {
    return this.answers.at(-1)!;
  }

  call(method: 'GET' | 'POST' | 'PUT' | 'DELETE', path: string, body?: object, query = '', key = ''): void {
    this.rig.gateway.rest!.take({
      ...{ method, path: `/api/v1/${path}`, origin: '', host: '127.0.0.1:7070', authorization: '' },
      query: `exchange_name=pregao&strategy=simple-order${query}`,
      contentType: 'application/json',
      idempotencyKey: key,
      body: new TextEncoder().encode(JSON.stringify(body ?? {})),
      answer: (status, json) => void this.answers.push({ status, body: JSON.parse(json) }),
    });
  }

  send(changes: object = {}, key = ''): void {
    const order = { symbol: 'BTC-USD', side: 'BUY', order_type: 'LIMIT', quantity: 1, price: 9, ...changes };
    this.call('POST', 'send-order', order, '', key);
  }

  get(id: unknown): Body {
    this.call('GET', 'get-order', undefined, `&order_id=${id}`);
    this.rig.settle();
    return this.last.body;
  }
}

t.test('a turn takes one request, so that frames never stand behind a crowd', async (t) => {
  const floor = new Floor();
  for (let i = 0; i < 5; i++) floor.send();
  t.ok(floor.rig.gateway.expectsWork());
  for (let turn = 1; turn <= 5; turn++) {
    floor.rig.gateway.doWork();
    floor.rig.coreAgent.doWork();
    t.equal(floor.rig.core.state.orders.count, Math.min(turn, 5), `turn ${turn}`);
  }
  floor.rig.settle();
  t.strictSame(
    floor.answers.map(({ status }) => status),
    [200, 200, 200, 200, 200],
  );
  t.equal(new Set(floor.answers.map(({ body }) => body)).size, 5, 'five ids');
});

t.test(
  'a core that stands still: 504 in time, no second answer, and the order is found when it goes on',
  async (t) => {
    const floor = new Floor();
    floor.send({}, 'mine');
    floor.rig.gateway.doWork();
    floor.rig.clock.advance(REST.answerMs - 1);
    floor.rig.gateway.doWork();
    t.equal(floor.answers.length, 0);
    floor.rig.clock.advance(10);
    floor.rig.gateway.doWork();
    t.match(floor.answers, [
      { status: 504, body: { success: false, reason: 'OutcomeUnknown', state: 'unknown' } },
    ]);
    floor.rig.settle();
    t.equal(floor.answers.length, 1);
    floor.send({}, 'mine');
    floor.rig.settle();
    t.match(floor.last, { status: 409, body: { reason: 'DuplicateClientOrderId', order_id: /^\d+$/ } });
    t.match(floor.get(floor.last.body.order_id), { status: 'NEW', quantity: 1, price: 9 });
  },
);

t.test('a full lane: nothing is done, and the caller is told', async (t) => {
  const floor = new Floor({ laneSlots: 16 });
  for (let i = 0; i < 20; i++) floor.send();
  for (let i = 0; i < 20; i++) floor.rig.gateway.doWork();
  const turnedAway = floor.answers.length;
  t.ok(turnedAway > 0 && turnedAway < 20, `${turnedAway} of 20`);
  for (const { status, body } of floor.answers) t.match([status, body.reason], [503, 'Overloaded']);
  floor.rig.settle();
  t.equal(floor.rig.core.state.orders.count, 20 - turnedAway);
  t.equal(floor.answers.length, 20);
});

t.test('more than may wait', async (t) => {
  const floor = new Floor();
  const more = 7;
  for (let i = 0; i < REST_LIMITS.waiting + more; i++) floor.send();
  t.equal(floor.answers.length, more);
  t.match(floor.answers[0], { status: 503, body: { reason: 'Overloaded' } });
  floor.rig.settle();
  t.equal(floor.answers.length, REST_LIMITS.waiting + more);
});

t.test('while it stops', async (t) => {
  const floor = new Floor();
  floor.send();
  floor.rig.settle();
  floor.rig.gateway.stopAccepting();
  floor.send();
  floor.rig.settle();
  t.match(floor.last, { status: 503, body: { reason: 'EngineStopping' } });
});

t.test('others of the account take the order, and other accounts do not', async (t) => {
  const floor = new Floor();
  floor.send();
  floor.rig.settle();
  const { body: id } = floor.last;
  const bob = floor.rig.logon(BOB);
  bob.order({ side: 2, price: 900, quantity: 400 });
  floor.rig.settle();
  t.match(floor.get(id), { exec_qty: 0.4, status: 'PARTIALLY_FILLED' });
  const carol = DESK.id;
  t.not(carol, HOUSE.id);
  floor.call('DELETE', 'cancel-order', undefined, `&order_id=${id}`);
  floor.rig.settle();
  t.match(floor.last, { status: 200, body: { success: true, data: { status: 'CANCELED', exec_qty: 0.4 } } });
  t.match(floor.get(id), { status: 'CANCELED' });
});

t.test('how orders ended is known when their rows belong to others', async (t) => {
  const floor = new Floor();
  const ids: string[] = [];
  for (let i = 0; i < 40; i++) {
    floor.send({ price: 9 - (i % 3) });
    floor.rig.settle();
    ids.push(floor.last.body);
    if (i % 2 === 0) continue;
    floor.call('DELETE', 'cancel-order', undefined, `&order_id=${floor.last.body}`);
    floor.rig.settle();
  }
  for (const [i, id] of ids.entries())
    t.match(floor.get(id), { order_id: id, price: 9 - (i % 3), status: i % 2 === 0 ? 'NEW' : 'CANCELED' });
});

t.test('an instrument of another engine: 421, with where it is, and nothing enters', async (t) => {
  const address = 'wss://two.example:7070/v1/orders';
  const floor = new Floor({ name: 'one', elsewhere: [{ id: 5, symbol: 'SOL-USD', engine: 'two', address }] });
  floor.send({ symbol: 'SOL-USD' });
  floor.rig.settle();
  t.match(floor.last, {
    status: 421,
    body: {
      success: false,
      reason: 'InstrumentElsewhere',
      engine: 'two',
      address: 'https://two.example:7070',
    },
  });
  floor.send({ symbol: 'NONE' });
  floor.rig.settle();
  t.match(floor.last, { status: 404, body: { reason: 'UnknownInstrument', engine: undefined } });
  t.equal(floor.rig.core.state.orders.count, 0);
});
