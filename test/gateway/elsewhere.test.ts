/**
 * One of several engines: what names an instrument of another one is refused with that one's address, sequenced and journaled, and
 * touches nothing.
 */
import t from 'tap';
import { Side } from '../../protocol/codes/enums.js';
import type { Received } from './client.js';
import { ALICE, BTC, Rig, type RigOptions } from './rig.js';

const ADDRESS = 'wss://two.example:7070/v1/orders';
const PLACE = { engine: 'two', address: ADDRESS };
/** Its number is one of ours, its ticks are not known here. */
const SOL = { id: 5, symbol: 'SOL-USD', ...PLACE };
const OTHER = { id: 6, symbol: 'ADA-USD', engine: 'three', address: 'ws://three.example/v1/orders' };
const OPTIONS: RigOptions = { name: 'one', elsewhere: [SOL, OTHER] };
const REFUSED = { reason: 'InstrumentElsewhere', ...PLACE };
const BUY = { instrument: SOL.id, side: Side.Buy, price: 10_000, quantity: 500, clientIdLow: 7 };

function logon(options: RigOptions = OPTIONS) {
  const rig = new Rig(options);
  const alice = rig.logon(ALICE);
  alice.take();
  const heard = (): Received[] => {
    rig.settle();
    return alice.take();
  };
  return { rig, alice, heard };
}

t.test('an order, a replace, a cancel and a quote are told where to go', async (t) => {
  const { alice, heard } = logon();
  alice.order(BUY);
  t.match(heard(), [
    { type: 'OrderRejected', messageNumber: 1, instrument: SOL.id, clientIdLow: 7, ...REFUSED },
  ]);
  alice.replace({ instrument: SOL.id, clientIdLow: 7, price: 1, quantity: 1 });
  t.match(heard(), [{ type: 'ReplaceRejected', messageNumber: 2, ...REFUSED }]);
  alice.cancel({ instrument: SOL.id, clientIdLow: 7 });
  t.match(heard(), [{ type: 'CancelRejected', messageNumber: 3, ...REFUSED }]);
  alice.quotes({ instrument: SOL.id, quoteIdLow: 3, bidPrice: 1, bidQuantity: 1 });
  t.match(heard(), [{ type: 'QuoteReport', messageNumber: 4, ...REFUSED }]);
  alice.order({ ...BUY, instrument: OTHER.id });
  t.match(heard(), [
    { type: 'OrderRejected', reason: 'InstrumentElsewhere', engine: 'three', address: OTHER.address },
  ]);
  alice.order({ ...BUY, instrument: 7 });
  t.match(heard(), [{ type: 'OrderRejected', reason: 'UnknownInstrument', engine: undefined }]);
  alice.order({ ...BUY, account: 2 });
  t.match(
    heard(),
    [{ type: 'OrderRejected', reason: 'AccountNotEntitled' }],
    'who may not trade is told nothing more',
  );
});

t.test('a mass cancel acts here alone', async (t) => {
  const { alice, heard } = logon();
  alice.order({ ...BUY, instrument: BTC.id });
  heard();
  alice.massCancel({ account: 1, instrument: SOL.id });
  t.match(heard(), [{ type: 'MassCancelReport', reason: 'InstrumentElsewhere', cancelled: 0 }]);
  alice.massCancel({ account: 1 });
  t.match(heard(), [{ type: 'OrderCancelled' }, { type: 'MassCancelReport', reason: 'None', cancelled: 1 }]);
});

t.test('the list of securities has them, and Hello says which engine this is', async (t) => {
  const { rig } = logon();
  const stranger = rig.connect();
  t.match(stranger.take(), [{ type: 'Hello', name: 'one' }]);
  stranger.listSecurities();
  rig.settle();
  const list = stranger.take();
  t.match(list.at(-1), { type: 'SecurityListEnd', count: 4 });
  t.match(
    list.filter(({ engine }) => engine !== undefined),
    [
      { symbol: 'SOL-USD', ...PLACE },
      { symbol: 'ADA-USD', engine: 'three' },
    ],
  );
  stranger.subscribe(SOL.id, 5);
  rig.settle();
  t.match(stranger.take(), [{ type: 'ProtocolError', ...REFUSED }]);
  t.match(new Rig().connect().take(), [{ type: 'Hello', name: undefined }], 'the only one has no name');
});

t.test('orders of an instrument that has moved away can be cancelled', async (t) => {
  const { alice, heard } = logon({ ...OPTIONS, elsewhere: [{ ...SOL, id: BTC.id }] });
  alice.order({ ...BUY, instrument: BTC.id });
  t.match(heard(), [{ type: 'OrderRejected', ...REFUSED }]);
  alice.cancel({ instrument: BTC.id, orderIdLow: 1, orderIdHigh: 1 });
  t.match(heard(), [{ type: 'CancelRejected', reason: 'UnknownOrder' }], 'the core looks for them');
});

t.test('a refusal is given again to who resumes, and the journal replays without a map', async (t) => {
  const { rig, alice, heard } = logon();
  alice.order(BUY);
  const [told] = heard();
  alice.drop();
  const lastEvent = { sequence: (told.sequence as number) - 1, index: 0 };
  const again = rig.logon(ALICE, { lastEvent });
  t.match(
    again.take().filter(({ type }) => type === 'OrderRejected'),
    [{ ...told }],
  );
  const recovered = new Rig({ files: rig.files, epoch: 2 });
  t.match(recovered.logon(ALICE).take().at(-1), { type: 'LogonAccepted', nextMessage: 2 });
});

t.test('a client that asks again and again costs no order and no slot', async (t) => {
  const { rig, alice, heard } = logon();
  for (let i = 0; i < 300; i++) {
    alice.order({ ...BUY, clientIdLow: i });
    if (i % 50 === 0) heard();
  }
  heard();
  t.equal(rig.core.state.orders.count, 0);
  alice.order({ ...BUY, instrument: BTC.id });
  t.match(heard(), [{ type: 'OrderAccepted' }]);
});
