/** The simulated CME: the signed logon, orders, each kind of refusal, cancel on disconnect, recovery, faults. */
import { once } from 'node:events';
import { connect } from 'node:net';
import t, { type Test } from 'tap';
import { seeded } from '../../../protocol/fix/codec/test-random.js';
import {
  NewOrderSingle514,
  OrderCancelReplaceRequest515,
  OrderCancelRequest516,
  OrderMassActionRequest529,
  PartyDetailsDefinitionRequest518,
  QuoteCancel528,
} from '../../../protocol/messages/generated/ilink3.js';
import { Agenda } from '../kit/agenda.js';
import { DEMO_ILINK } from './options.js';
import { Cme, startCme } from './simulator.js';
import { IlinkClient } from './test-client.js';

const START_MS = Date.UTC(2026, 10, 27, 15);
const OTHER = { ...DEMO_ILINK, session: 'OTH' };
const SELL = 2;
const FAK = 3;
const GTC = 1;

interface Stage {
  readonly venue: Cme;
  readonly client: IlinkClient;
  readonly other: IlinkClient;
}

function stage(): Stage {
  const venue = new Cme(new Agenda(START_MS), { hasCrowd: false, sessions: [DEMO_ILINK, OTHER] });
  return { venue, client: new IlinkClient(venue).connect(), other: new IlinkClient(venue, OTHER).connect() };
}

function rows(
  t: Test,
  table: readonly (readonly [name: string, act: (stage: Stage) => void, heard: readonly string[]])[],
): void {
  for (const [name, act, heard] of table) {
    const on = stage();
    act(on);
    t.strictSame(on.client.lines(), heard, name);
  }
}

const NEW = 'New522 clOrdID=A orderID=1 orderQty=10 price=6050.25';

t.test('logon: signed, or refused', async (t) => {
  const { client, venue } = stage();
  t.same(client.told, ['established']);
  const stranger = new IlinkClient(new Cme(new Agenda(START_MS), { hasCrowd: false }), {
    secretKey: 'AAAA',
  }).connect();
  t.match(stranger.told, ['rejected', /^out/]);
  const nobody = new IlinkClient(venue, { session: 'XXX' }).connect();
  t.same(nobody.told, ['out: the connection is closed']);
});

t.test('orders', async (t) => {
  rows(t, [
    ['accepted', ({ client }) => client.order({ clOrdID: 'A' }), [NEW]],
    [
      'executed, in parts',
      ({ client, other }) => {
        client.order({ clOrdID: 'A' });
        other.order({ clOrdID: 'X', side: SELL, orderQty: 4 });
        other.order({ clOrdID: 'Y', side: SELL, orderQty: 6 });
      },
      [
        NEW,
        'TradeOutright525 ordStatus=1 clOrdID=A orderID=1 orderQty=10 price=6050.25 lastQty=4 lastPx=6050.25 leavesQty=6 cumQty=4 aggressorIndicator=0 execRestatementReason=0',
        'TradeOutright525 ordStatus=2 clOrdID=A orderID=1 orderQty=10 price=6050.25 lastQty=6 lastPx=6050.25 leavesQty=0 cumQty=10 aggressorIndicator=0 execRestatementReason=0',
      ].map((line) => line.replace(' execRestatementReason=0', '')),
    ],
    [
      'what fill and kill does not find is eliminated',
      ({ client }) => client.order({ clOrdID: 'A', timeInForce: FAK }),
      [NEW, 'Elimination524 clOrdID=A orderID=1 orderQty=10 price=6050.25 cumQty=0'],
    ],
    [
      'replaced: the new total, then cancelled by its id',
      ({ client }) => {
        client.order({ clOrdID: 'A' });
        client.request(OrderCancelReplaceRequest515, {
          clOrdID: 'B',
          orderID: 1,
          securityID: 1001,
          side: 1,
          ordType: 0x32,
          orderQty: 25,
          price: 6_050_500_000_000,
        });
        client.request(OrderCancelRequest516, { clOrdID: 'B', orderID: 1, securityID: 1001, side: 1 });
      },
      [
        NEW,
        'Modify531 clOrdID=B orderID=1 orderQty=25 price=6050.50 leavesQty=25 cumQty=0',
        'Cancel534 clOrdID=B orderID=1 orderQty=25 price=6050.50 cumQty=0',
      ],
    ],
    [
      'all of a contract',
      ({ client }) => {
        client.order({ clOrdID: 'A' });
        client.request(OrderMassActionRequest529, { massActionScope: 1, securityID: 1001 });
      },
      [
        NEW,
        'OrderMassActionReport562 massActionResponse=1 totalAffectedOrders=1',
        'Cancel534 clOrdID=A orderID=1 orderQty=10 price=6050.25 cumQty=0',
      ],
    ],
    [
      'party details',
      ({ client }) => client.request(PartyDetailsDefinitionRequest518, { partyDetailsListReqID: 5 }),
      ['PartyDetailsDefinitionRequestAck519 '],
    ],
  ]);
});

t.test('refusals', async (t) => {
  const cancel = { clOrdID: 'A', orderID: 9, securityID: 1001, side: 1 };
  const reject = (reason: number, text: string, order = 'orderID=0 orderQty=10 price=6050.25') => [
    `Reject523 clOrdID=A ${order} ordRejReason=${reason} text=${text}`,
  ];
  rows(t, [
    [
      'an unknown contract',
      ({ client }) => client.order({ clOrdID: 'A', securityID: 5 }),
      reject(1, 'Unknown SecurityID'),
    ],
    [
      'between ticks',
      ({ client }) => client.order({ clOrdID: 'A', price: 6_050_300_000_000 }),
      reject(4, 'Price has to be a multiple of 0.25', 'orderID=0 orderQty=10 price=6050.30'),
    ],
    [
      'more than the contract allows',
      ({ client }) => client.order({ clOrdID: 'A', orderQty: 3_001 }),
      reject(3, "OrderQty is beyond the instrument's limits", 'orderID=0 orderQty=3001 price=6050.25'),
    ],
    [
      'more than any message may',
      ({ client }) => client.order({ clOrdID: 'A', orderQty: 100_000 }),
      ['BusinessReject521 refSeqNum=1 text=OrderQty is above 99999'],
    ],
    [
      'a minimum quantity',
      ({ client }) => client.order({ clOrdID: 'A', minQty: 5 }),
      reject(0, 'Order is not supported'),
    ],
    [
      'a message that is not served',
      ({ client }) => client.request(QuoteCancel528, {}),
      ['BusinessReject521 refSeqNum=1 text=Unsupported message'],
    ],
    [
      'a cancel of nothing',
      ({ client }) => client.request(OrderCancelRequest516, cancel),
      ['OrderCancelReject535 clOrdID=A orderID=9 cxlRejReason=5 text=Unknown order'],
    ],
    [
      'a replace of nothing',
      ({ client }) => client.request(OrderCancelReplaceRequest515, cancel),
      ['OrderCancelReplaceReject536 clOrdID=A orderID=9 cxlRejReason=5 text=Unknown order'],
    ],
  ]);
});

t.test("another session's order is unknown", async (t) => {
  const { client, other } = stage();
  other.order({ clOrdID: 'X' });
  client.request(OrderCancelRequest516, { clOrdID: 'A', orderID: 1, securityID: 1001, side: 1 });
  t.match(client.lines(), [/^OrderCancelReject535 .*Unknown order$/]);
});

t.test('a lost connection cancels orders for the day; those that stay, stay', async (t) => {
  const { client, venue } = stage();
  client.order({ clOrdID: 'A' });
  client.order({ clOrdID: 'B', timeInForce: GTC });
  client.disconnect();
  t.same(
    venue.market.open('PRG007').map(({ clientId }) => clientId),
    ['B'],
  );
  client.lines();
  client.connect();
  t.same(client.lines(), [
    'Cancel534 clOrdID=A orderID=1 orderQty=10 price=6050.25 cumQty=0 execRestatementReason=100 again',
  ]);
});

t.test('faults', async (t) => {
  rows(t, [
    [
      'an answer that is lost is told again when the next one shows it',
      ({ client, venue }) => {
        venue.faults.loseAnswer('A', true);
        client.order({ clOrdID: 'A' });
        client.order({ clOrdID: 'B' });
      },
      [`${NEW} again`, NEW.replace('clOrdID=A orderID=1', 'clOrdID=B orderID=2')],
    ],
    [
      'too many',
      ({ client, venue }) => {
        venue.faults.inject({ do: 'throttle' });
        client.order({ clOrdID: 'A' });
      },
      ['BusinessReject521 refSeqNum=1 text=Messaging threshold exceeded'],
    ],
  ]);
  const { client, venue } = stage();
  venue.faults.inject({ do: 'cut', session: 'PRG007' });
  client.order({ clOrdID: 'A', timeInForce: GTC });
  t.notOk(client.session.isEstablished);
  client.connect();
  t.same(client.lines(), [`${NEW} again`]);
});

t.test('anything brings nothing down', async (t) => {
  const random = seeded(t);
  const below = (bound: number) => Math.floor(random() * bound);
  const { client, venue } = stage();
  const classes = [
    NewOrderSingle514,
    OrderCancelReplaceRequest515,
    OrderCancelRequest516,
    OrderMassActionRequest529,
  ];
  for (let step = 1; step <= 2_000; step++) {
    if (!client.session.isEstablished) {
      venue.agenda.advance(10);
      client.connect();
    }
    const fields = {
      clOrdID: `C${below(50)}`,
      orderID: below(99),
      securityID: below(4) === 0 ? below(9) : 1001,
      side: below(4),
      ordType: 0x31 + below(6),
      timeInForce: below(8),
      massActionScope: below(9),
    };
    client.request(
      classes[below(classes.length)] as typeof NewOrderSingle514,
      {
        ...fields,
        orderQty: below(120_000) >> below(17),
        price: 6_050_000_000_000 + 250_000_000 * below(8),
        stopPx: below(9),
      } as Partial<NewOrderSingle514>,
    );
  }
  t.ok(client.lines().length > 1_000);
});

t.test('over real sockets', async (t) => {
  const simulator = await startCme({ hasCrowd: false });
  t.teardown(() => simulator.close());
  const socket = connect(simulator.ports.binary!, '127.0.0.1');
  await once(socket, 'connect');
  socket.write('GET / HTTP/1.1\r\n\r\n');
  await once(socket, 'close');
  t.pass('what is no logon is closed');
});
