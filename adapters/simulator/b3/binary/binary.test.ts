/** Binary EntryPoint of the simulated B3: orders, refusals by one message, cancel on disconnect, what waits while nobody is there, faults. */
import { once } from 'node:events';
import { connect } from 'node:net';
import t, { type Test } from 'tap';
import { seeded } from '../../../../protocol/fix/codec/test-random.js';
import {
  CancelOnDisconnectTypeValue,
  NewOrderSingle,
  OrderCancelReplaceRequest,
  OrderCancelRequest,
  OrderMassActionRequest,
  QuoteRequest,
  SimpleModifyOrder,
  SimpleNewOrder,
} from '../../../../protocol/messages/generated/entrypoint.js';
import { Agenda } from '../../kit/agenda.js';
import { DEMO_BINARY } from '../options.js';
import { B3, startB3 } from '../simulator.js';
import { BinaryClient } from './test-client.js';

const START_MS = Date.UTC(2026, 10, 27, 15);
const OTHER = { sessionId: 200, accessKey: 'OTHERKEY', firm: '99' };
const OTHER_IDENTITY = { sessionId: 200, accessKey: 'OTHERKEY', enteringFirm: 99 };
const PETR4 = 200_000_163_669;
const VALE3 = 200_000_163_670;
const SELL = 0x32;
const IOC = 0x33;
const MARKET = 0x31;

interface Stage {
  readonly venue: B3;
  readonly client: BinaryClient;
  readonly other: BinaryClient;
}

function stage(identity: ConstructorParameters<typeof BinaryClient>[1] = {}): Stage {
  const venue = new B3(new Agenda(START_MS), { hasCrowd: false, binary: [DEMO_BINARY, OTHER] });
  return {
    venue,
    client: new BinaryClient(venue, identity).connect(),
    other: new BinaryClient(venue, OTHER_IDENTITY).connect(),
  };
}

type Row = readonly [name: string, act: (stage: Stage) => void, heard: readonly string[]];

function rows(t: Test, table: readonly Row[]): void {
  for (const [name, act, heard] of table) {
    const on = stage();
    act(on);
    t.strictSame(on.client.lines(), heard, name);
  }
}

const NEW = 'New ordStatus=0 clOrdID=1 orderQty=100 price=38.5000';

const REFUSED_MASS_ACTIONS = [
  [{ massActionType: 2 }, 'MassActionType is not supported'],
  [{ massActionScope: 1 }, 'MassActionScope is not supported'],
  [{ securityID: 1 }, 'Unknown security'],
  [{ businessHeaderMarketSegmentID: 81 }, 'Unknown market segment'],
  [{ ordTagID: 1 }, 'orders have no asset and no OrdTagID here'],
] as const;
const MASS_CANCEL = { clOrdID: 3, massActionType: 3, businessHeaderMarketSegmentID: 80 };

t.test('logon', async (t) => {
  const { client } = stage();
  t.same(client.told, ['established']);
  const wrong = new BinaryClient(stage().venue, { accessKey: 'wrong' }).connect();
  t.match(wrong.told, ['rejected 1', /^out/]);
  const nobody = new BinaryClient(stage().venue, { sessionId: 5 }).connect();
  t.same(nobody.told, ['out: the connection is closed'], 'a session that is not there gets no answer');
  const { client: first, venue } = stage();
  const second = new BinaryClient(venue);
  venue.agenda.advance(1);
  second.connect();
  t.ok(first.session.isEstablished);
  t.match(second.told.join(), /rejected 3|rejected 6/, 'one connection a session');
});

t.test('orders', async (t) => {
  rows(t, [
    [
      'accepted, with its memo',
      ({ client }) =>
        client.request(
          SimpleNewOrder,
          {
            clOrdID: 1,
            securityID: PETR4,
            side: 0x31,
            ordType: 0x32,
            timeInForce: 0x30,
            orderQty: 100,
            price: 385_000,
          },
          'mine',
        ),
      [`${NEW} memo=mine`],
    ],
    [
      'executed, in parts',
      ({ client, other }) => {
        client.order({ clOrdID: 1, orderQty: 300 });
        other.order({ clOrdID: 1, side: SELL });
        other.order({ clOrdID: 2, side: SELL, orderQty: 200 });
      },
      [
        NEW.replace('orderQty=100', 'orderQty=300'),
        'Trade ordStatus=1 execType=F clOrdID=1 orderQty=300 lastQty=100 lastPx=38.5000 leavesQty=200 cumQty=100',
        'Trade ordStatus=2 execType=F clOrdID=1 orderQty=300 lastQty=200 lastPx=38.5000 leavesQty=0 cumQty=300',
      ],
    ],
    [
      'what an immediate order does not find ends',
      ({ client }) => client.order({ clOrdID: 1, timeInForce: IOC }),
      [NEW, 'Cancel ordStatus=C clOrdID=1 orderQty=100 price=38.5000 cumQty=0'],
    ],
    [
      'a stop, elected by a trade',
      ({ client, other, venue }) => {
        const stop = {
          securityID: PETR4,
          side: 0x31,
          ordType: 0x34,
          timeInForce: 0x30,
          orderQty: 100,
          price: 386_000,
          stopPx: 385_500,
        };
        client.request(NewOrderSingle, { clOrdID: 1, ...stop });
        other.order({ clOrdID: 1, price: 385_500 });
        other.order({ clOrdID: 2, side: SELL, price: 385_500 });
        t.equal(venue.market.open('1234').length, 1);
      },
      ['New ordStatus=0 clOrdID=1 orderQty=100 price=38.6000'],
    ],
  ]);
});

t.test('cancel, replace, mass action', async (t) => {
  rows(t, [
    [
      'cancelled',
      ({ client }) => {
        client.order({ clOrdID: 1 });
        client.request(OrderCancelRequest, { clOrdID: 2, origClOrdID: 1, securityID: PETR4, side: 0x31 });
      },
      [NEW, 'Cancel ordStatus=4 clOrdID=2 origClOrdID=1 orderQty=100 price=38.5000 cumQty=0'],
    ],
    [
      'replaced: the new total',
      ({ client, venue }) => {
        client.order({ clOrdID: 1, orderQty: 300 });
        venue.faults.inject({ do: 'fill', clientId: '1', qty: '100' });
        client.request(SimpleModifyOrder, {
          clOrdID: 2,
          origClOrdID: 1,
          securityID: PETR4,
          side: 0x31,
          ordType: 0x32,
          timeInForce: 0x30,
          orderQty: 400,
          price: 385_100,
        });
      },
      [
        NEW.replace('orderQty=100', 'orderQty=300'),
        'Trade ordStatus=1 execType=F clOrdID=1 orderQty=300 lastQty=100 lastPx=38.5000 leavesQty=200 cumQty=100',
        'Modify ordStatus=1 clOrdID=2 origClOrdID=1 orderQty=400 price=38.5100 leavesQty=300 cumQty=100',
      ],
    ],
    [
      'all of the session',
      ({ client }) => {
        for (const clOrdID of [1, 2]) client.order({ clOrdID });
        client.request(OrderMassActionRequest, { ...MASS_CANCEL, massActionScope: 6 });
      },
      [
        NEW,
        NEW.replace('clOrdID=1', 'clOrdID=2'),
        'OrderMassActionReport clOrdID=3 massActionResponse=1',
        'Cancel ordStatus=4 clOrdID=1 orderQty=100 price=38.5000 cumQty=0 execRestatementReason=202',
        'Cancel ordStatus=4 clOrdID=2 orderQty=100 price=38.5000 cumQty=0 execRestatementReason=202',
      ],
    ],
    [
      'of one instrument, and of a side',
      ({ client }) => {
        client.order({ clOrdID: 1 });
        for (const filters of [{ securityID: VALE3 }, { securityID: PETR4, side: 0x32 }, { side: 0x31 }])
          client.request(OrderMassActionRequest, { ...MASS_CANCEL, ...filters });
      },
      [
        NEW,
        'OrderMassActionReport clOrdID=3 massActionResponse=1',
        'OrderMassActionReport clOrdID=3 massActionResponse=1',
        'OrderMassActionReport clOrdID=3 massActionResponse=1',
        'Cancel ordStatus=4 clOrdID=1 orderQty=100 price=38.5000 cumQty=0 execRestatementReason=202',
      ],
    ],
    [
      'refused, and nothing is cancelled',
      ({ client }) => {
        client.order({ clOrdID: 1 });
        for (const [wrong] of REFUSED_MASS_ACTIONS)
          client.request(OrderMassActionRequest, { ...MASS_CANCEL, ...wrong });
      },
      [
        NEW,
        ...REFUSED_MASS_ACTIONS.map(
          ([, why]) => `OrderMassActionReport clOrdID=3 massActionResponse=0 text=${why}`,
        ),
      ],
    ],
    [
      'a trade that is taken back',
      ({ client, venue }) => {
        client.order({ clOrdID: 1 });
        venue.faults.inject({ do: 'fill', clientId: '1' });
        venue.faults.inject({ do: 'bust', tradeId: 1 });
      },
      [
        NEW,
        'Trade ordStatus=2 execType=F clOrdID=1 orderQty=100 lastQty=100 lastPx=38.5000 leavesQty=0 cumQty=100',
        'Trade ordStatus=2 execType=H clOrdID=1 orderQty=100 lastQty=100 lastPx=38.5000 leavesQty=0 cumQty=100',
      ],
    ],
  ]);
});

t.test('one reject message for new, cancel and replace', async (t) => {
  const cancel = { securityID: PETR4, side: 0x31, clOrdID: 1, origClOrdID: 9 };
  const replace = { ...cancel, ordType: 0x32, timeInForce: 0x30, orderQty: 100, price: 385_000 };
  rows(t, [
    [
      'an unknown security',
      ({ client }) => client.order({ clOrdID: 1, securityID: 7 }),
      ['Reject clOrdID=1 cxlRejResponseTo=0 ordRejReason=1 text=Unknown security'],
    ],
    [
      'half a round lot',
      ({ client }) => client.order({ clOrdID: 1, orderQty: 150 }),
      ['Reject clOrdID=1 cxlRejResponseTo=0 ordRejReason=99 text=OrderQty has to be a multiple of 100'],
    ],
    [
      'a price between ticks',
      ({ client }) => client.order({ clOrdID: 1, price: 385_050 }),
      ['Reject clOrdID=1 cxlRejResponseTo=0 ordRejReason=99 text=Price has to be a multiple of 0.01'],
    ],
    [
      'beyond the tunnel',
      ({ client }) => client.order({ clOrdID: 1, price: 485_000 }),
      ['Reject clOrdID=1 cxlRejResponseTo=0 ordRejReason=99 text=Price exceeds the rejection tunnel'],
    ],
    [
      'a minimum quantity',
      ({ client }) =>
        client.request(NewOrderSingle, {
          clOrdID: 1,
          securityID: PETR4,
          side: 0x31,
          ordType: 0x32,
          timeInForce: 0x30,
          orderQty: 100,
          price: 385_000,
          minQty: 100,
        }),
      ['Reject clOrdID=1 cxlRejResponseTo=0 ordRejReason=99 text=MinQty and MaxFloor are not supported'],
    ],
    [
      'twice',
      ({ client }) => {
        client.order({ clOrdID: 1 });
        client.order({ clOrdID: 1 });
      },
      [NEW, 'Reject clOrdID=1 cxlRejResponseTo=0 ordRejReason=6 text=Duplicate order'],
    ],
    [
      'a cancel of nothing',
      ({ client }) => client.request(OrderCancelRequest, cancel),
      ['Reject clOrdID=1 cxlRejResponseTo=1 ordRejReason=1 text=Unknown order'],
    ],
    [
      'a replace of nothing',
      ({ client }) => client.request(OrderCancelReplaceRequest, replace),
      ['Reject clOrdID=1 cxlRejResponseTo=2 ordRejReason=1 text=Unknown order'],
    ],
    [
      'what is not served',
      ({ client }) => client.request(QuoteRequest, {}),
      ['BusinessMessageReject refSeqNum=1 businessRejectReason=3 text=Unsupported message type'],
    ],
    [
      'a market order with nothing there',
      ({ client }) => client.order({ clOrdID: 1, ordType: MARKET }),
      ['New ordStatus=0 clOrdID=1 orderQty=100', 'Cancel ordStatus=C clOrdID=1 orderQty=100 cumQty=0'],
    ],
  ]);
});

t.test('cancel on disconnect, within its window, and on terminate', async (t) => {
  for (const [type, isTerminated, isCancelled] of [
    [CancelOnDisconnectTypeValue.CANCEL_ON_DISCONNECT_ONLY, false, true],
    [CancelOnDisconnectTypeValue.CANCEL_ON_DISCONNECT_ONLY, true, false],
    [CancelOnDisconnectTypeValue.CANCEL_ON_TERMINATE_ONLY, true, true],
    [CancelOnDisconnectTypeValue.CANCEL_ON_TERMINATE_ONLY, false, false],
    [CancelOnDisconnectTypeValue.DO_NOT_CANCEL_ON_DISCONNECT_OR_TERMINATE, false, false],
  ] as const) {
    const { client, venue } = stage({ cancelOnDisconnect: type, cancelWindowMs: 500 });
    client.order({ clOrdID: 1 });
    if (isTerminated) client.session.terminate(venue.agenda.nowMs);
    else client.disconnect();
    venue.agenda.advance(499);
    t.equal(venue.market.open('1234').length, 1);
    venue.agenda.advance(1);
    t.equal(
      venue.market.open('1234').length,
      isCancelled ? 0 : 1,
      `type ${type}, terminated ${isTerminated}`,
    );
  }
});

t.test('what happens while nobody is connected is asked for, and comes once', async (t) => {
  const { client, other } = stage();
  client.order({ clOrdID: 1 });
  client.disconnect();
  other.order({ clOrdID: 1, side: SELL });
  client.lines();
  client.connect();
  t.same(client.lines(), [
    'Trade ordStatus=2 execType=F clOrdID=1 orderQty=100 lastQty=100 lastPx=38.5000 leavesQty=0 cumQty=100 again',
  ]);
  client.order({ clOrdID: 2 });
  t.same(client.lines(), [NEW.replace('clOrdID=1', 'clOrdID=2')]);
});

t.test('faults', async (t) => {
  rows(t, [
    [
      'an answer that is lost is told again when the next one shows it',
      ({ client, venue }) => {
        venue.faults.loseAnswer('1', true);
        client.order({ clOrdID: 1 });
        client.order({ clOrdID: 2 });
        t.equal(venue.market.open('1234').length, 2);
      },
      [`${NEW} again`, NEW.replace('clOrdID=1', 'clOrdID=2')],
    ],
    [
      'an order that is not heard',
      ({ client, venue }) => {
        venue.faults.loseAnswer('1', false);
        client.order({ clOrdID: 1 });
        t.equal(venue.market.open('1234').length, 0);
      },
      [],
    ],
    [
      'too many',
      ({ client, venue }) => {
        venue.faults.inject({ do: 'throttle' });
        client.order({ clOrdID: 1 });
      },
      ['BusinessMessageReject refSeqNum=1 businessRejectReason=99 text=Throttle limit exceeded'],
    ],
    [
      'twice',
      ({ client, venue }) => {
        venue.faults.inject({ do: 'repeat', kind: 'ack' });
        client.order({ clOrdID: 1 });
      },
      [NEW, NEW],
    ],
  ]);
  const { client, venue } = stage();
  venue.faults.inject({ do: 'cut', session: String(DEMO_BINARY.sessionId) });
  client.order({ clOrdID: 1 });
  t.notOk(client.session.isEstablished);
  client.connect();
  t.same(client.lines(), [`${NEW} again`]);
});

t.test('anything brings nothing down', async (t) => {
  const random = seeded(t);
  const below = (bound: number) => Math.floor(random() * bound);
  const { client, venue } = stage();
  const classes = [
    SimpleNewOrder,
    NewOrderSingle,
    SimpleModifyOrder,
    OrderCancelReplaceRequest,
    OrderCancelRequest,
    OrderMassActionRequest,
  ];
  for (let step = 1; step <= 2_000; step++) {
    if (!client.session.isEstablished) {
      venue.agenda.advance(10);
      client.connect();
    }
    const fields = {
      clOrdID: below(50),
      origClOrdID: below(50),
      securityID: below(3) === 0 ? below(9) : PETR4,
      side: 0x31 + below(3),
      ordType: 0x31 + below(6),
      timeInForce: 0x30 + below(8),
    };
    client.request(
      classes[below(classes.length)] as typeof SimpleNewOrder,
      {
        ...fields,
        orderQty: 100 * below(9),
        price: 380_000 + 100 * below(90),
        stopPx: below(400_000),
      } as Partial<SimpleNewOrder>,
    );
  }
  t.ok(client.lines().length > 1_000);
});

t.test('over real sockets', async (t) => {
  const simulator = await startB3({ hasCrowd: false });
  t.teardown(() => simulator.close());
  const socket = connect(simulator.ports.binary!, '127.0.0.1');
  await once(socket, 'connect');
  socket.write('GET / HTTP/1.1\r\n\r\n');
  await once(socket, 'close');
  t.pass('what is no logon is closed');
});
