import t from 'tap';
import { GATEWAY_LIMITS } from '../../engine/config/limits.js';
import { Side } from '../../protocol/codes/enums.js';
import { ALICE, BOB, CAROL, DAVE, Rig } from './rig.js';

const ORDER = { side: Side.Buy, price: 10_000, quantity: 500 };
const BEAT = GATEWAY_LIMITS.heartbeatMs;

t.test('Hello comes first; a good logon is welcomed with what the client needs', async (t) => {
  const rig = new Rig({ epoch: 1 });
  const alice = rig.connect();
  t.match(alice.take(), [{ type: 'Hello', version: 1, epoch: 1, engine: 'pregao test' }]);
  alice.logon(ALICE);
  rig.settle();
  t.match(alice.take(), [
    { type: 'LogonAccepted', session: 1, nextMessage: 1, accounts: ['house'], gap: false },
  ]);
  t.equal(rig.counters.read().sessions_open, 1);
});

t.test('logons that fail say why; the third closes', async (t) => {
  const rig = new Rig();
  const client = rig.connect();
  client.take();
  client.logon({ ...ALICE, id: 'nobody' });
  client.logon(ALICE, { signature: new Uint8Array(64) });
  client.logon(CAROL, { accounts: ['desk', 'house'] });
  rig.settle();
  t.match(client.take(), [
    { type: 'LogonRejected', reason: 'UnknownKey' },
    { type: 'LogonRejected', reason: 'BadSignature' },
    { type: 'LogonRejected', reason: 'AccountNotEntitled' },
    { type: 'ProtocolError', reason: 'TooManyErrors' },
  ]);
  t.equal(client.socket.closedWith, 'TooManyErrors');
  t.match(rig.counters.read(), { logon_rejects: 3, connections_open: 0, sessions_open: 0 });
});

t.test('a signature is good for its own connection only', async (t) => {
  const rig = new Rig();
  const first = rig.connect();
  const second = rig.connect();
  t.not(first.connection?.challenge.join(), second.connection?.challenge.join());
  first.take();
  second.take();
  const overheard = { ...ALICE };
  first.logon(overheard);
  rig.settle();
  first.drop();
  second.logon(ALICE, { signature: new Uint8Array(first.connection!.challenge) });
  rig.settle();
  t.match(second.take(), [{ type: 'LogonRejected', reason: 'BadSignature' }]);
});

t.test('a logon can narrow the accounts', async (t) => {
  const rig = new Rig();
  const dave = rig.logon(DAVE, { accounts: ['desk'] });
  t.match(dave.take(), [{ type: 'LogonAccepted', accounts: ['desk'] }]);
  dave.order({ ...ORDER, account: 1, clientIdLow: 1 });
  dave.order({ ...ORDER, account: 2, clientIdLow: 2 });
  rig.settle();
  t.match(dave.take(), [
    { type: 'OrderRejected', reason: 'AccountNotEntitled' },
    { type: 'OrderAccepted', account: 2 },
  ]);
});

t.test('nothing about orders before logon, nothing twice after it', async (t) => {
  const rig = new Rig();
  const client = rig.connect();
  client.take();
  client.order({ ...ORDER });
  client.massCancel();
  client.next = 1;
  client.logon(ALICE);
  client.logon(ALICE);
  rig.settle();
  t.match(client.take(), [
    { type: 'ProtocolError', reason: 'NotLoggedOn', messageNumber: 1 },
    { type: 'ProtocolError', reason: 'NotLoggedOn', messageNumber: 2 },
    { type: 'LogonAccepted' },
    { type: 'ProtocolError', reason: 'AlreadyLoggedOn' },
  ]);
});

t.test(
  'one connection a key: refused while the first is alive, taken over when it has gone silent',
  async (t) => {
    const rig = new Rig();
    const first = rig.logon(ALICE);
    const second = rig.logon(ALICE);
    t.match(second.take(), [{ type: 'LogonRejected', reason: 'SessionInUse' }]);
    first.order({ ...ORDER, clientIdLow: 1 });
    rig.settle();
    rig.pass(BEAT + 1);
    const third = rig.logon(ALICE);
    t.match(third.take(), [{ type: 'LogonAccepted', nextMessage: 2 }], 'the numbers go on');
    t.equal(first.socket.closedWith, 'SessionInUse');
    third.order({ ...ORDER, clientIdLow: 2 });
    rig.settle();
    t.strictSame(third.takeTypes(), ['OrderAccepted']);
  },
);

t.test('message numbers: too low is ignored, too high is refused, neither is used up', async (t) => {
  const rig = new Rig();
  const alice = rig.logon(ALICE);
  alice.take();
  alice.order({ ...ORDER, clientIdLow: 1 }, 1);
  alice.order({ ...ORDER, clientIdLow: 2 }, 1);
  alice.order({ ...ORDER, clientIdLow: 3 }, 3);
  alice.order({ ...ORDER, clientIdLow: 4 }, 0);
  alice.order({ ...ORDER, clientIdLow: 5 }, 2);
  rig.settle();
  const received = alice.take();
  t.match(
    received.filter(({ type }) => type === 'ProtocolError'),
    [
      { reason: 'MessageNumberTooLow', messageNumber: 1 },
      { reason: 'MessageNumberTooHigh', messageNumber: 3 },
      { reason: 'MessageNumberTooLow', messageNumber: 0 },
    ],
  );
  t.match(
    received.filter(({ type }) => type !== 'ProtocolError'),
    [
      { type: 'OrderAccepted', clientIdLow: 1 },
      { type: 'OrderAccepted', clientIdLow: 5 },
    ],
  );
});

t.test('a full lane refuses orders, lets cancels pass, and uses no number', async (t) => {
  const rig = new Rig({ laneSlots: 16 });
  const alice = rig.logon(ALICE);
  alice.take();
  for (let id = 1; id <= 8; id++) alice.order({ ...ORDER, clientIdLow: id });
  alice.order({ ...ORDER, clientIdLow: 9 }, 9);
  alice.replace({ ...ORDER, clientIdLow: 1 }, 9);
  alice.cancel({ clientIdLow: 1 }, 9);
  alice.massCancel({}, 10);
  for (let number = 11; number <= 16; number++) alice.cancel({ clientIdLow: 1 }, number);
  alice.cancel({ clientIdLow: 1 }, 17);
  rig.settle();
  const received = alice.take();
  t.match(
    received.filter(({ type }) => type === 'ProtocolError'),
    [
      { reason: 'Overloaded', messageNumber: 9 },
      { reason: 'Overloaded', messageNumber: 9 },
      { reason: 'Overloaded', messageNumber: 17 },
    ],
  );
  t.equal(received.filter(({ type }) => type === 'OrderAccepted').length, 8);
  t.equal(received.filter(({ type }) => type === 'OrderCancelled').length, 8);
  t.equal(rig.counters.read().overloaded, 3);
  alice.order({ ...ORDER, clientIdLow: 20 }, 17);
  rig.settle();
  t.strictSame(alice.takeTypes(), ['OrderAccepted']);
});

t.test('a disconnect finds the lane full and is told later; cancel-on-disconnect follows', async (t) => {
  const rig = new Rig({ laneSlots: 16, graceMs: 1_000 });
  const alice = rig.logon(ALICE, { cancelOnDisconnect: true });
  const bob = rig.logon(BOB);
  alice.order({ ...ORDER, clientIdLow: 1 });
  rig.settle();
  for (let number = 1; number <= 16; number++) bob.cancel({ clientIdLow: 77 }, number);
  alice.drop();
  t.ok(rig.gateway.expectsWork());
  rig.settle();
  bob.subscribe(1, 5);
  rig.settle();
  t.match(
    bob.take().pop(),
    { type: 'BookSnapshot', bids: [[10_000, 500, 1]] },
    'within the grace time it stands',
  );
  rig.pass(1_001);
  t.match(bob.take(), [{ type: 'BookIncrement', bids: [[10_000, 0, 0]] }], 'then it is gone');
});

t.test('a session that comes back in time keeps its orders', async (t) => {
  const rig = new Rig({ graceMs: 1_000 });
  const alice = rig.logon(ALICE, { cancelOnDisconnect: true });
  alice.order({ ...ORDER, clientIdLow: 1 });
  rig.settle();
  alice.drop();
  rig.pass(900);
  const again = rig.logon(ALICE, { cancelOnDisconnect: true });
  again.take();
  rig.pass(2_000);
  again.cancel({ clientIdLow: 1 });
  rig.settle();
  t.match(again.take(), [{ type: 'OrderCancelled', reason: 'CancelledByUser' }]);
});

t.test('heartbeats: sent when nothing else is, and their absence ends a connection', async (t) => {
  const rig = new Rig();
  const alice = rig.logon(ALICE);
  alice.take();
  rig.pass(BEAT);
  t.strictSame(alice.takeTypes(), ['Heartbeat']);
  for (let i = 0; i < 5; i++) {
    rig.pass(BEAT - 1);
    alice.heartbeat();
  }
  t.equal(alice.socket.closedWith, undefined);
  rig.pass(GATEWAY_LIMITS.silenceMs + 1);
  t.equal(alice.socket.closedWith, 'HeartbeatTimeout');
  t.match(alice.take().pop(), { type: 'ProtocolError', reason: 'HeartbeatTimeout' });
});

t.test('a stranger has to say who it is, unless it listens to market data', async (t) => {
  const rig = new Rig();
  const stranger = rig.connect();
  const listener = rig.connect();
  listener.subscribe(1, 5);
  rig.pass(GATEWAY_LIMITS.logonMs + 1);
  t.equal(stranger.socket.closedWith, 'NotLoggedOn');
  t.equal(listener.socket.closedWith, undefined);
});

t.test('no more connections than the limit, and none while stopping', async (t) => {
  const rig = new Rig({ door: { connections: 2 } });
  const alice = rig.logon(ALICE);
  rig.connect();
  t.equal(rig.connect().connection, undefined);
  alice.take();
  rig.gateway.stopAccepting();
  alice.order({ ...ORDER, clientIdLow: 1 });
  rig.settle();
  t.match(alice.take(), [{ type: 'ProtocolError', reason: 'EngineStopping', messageNumber: 1 }]);
  rig.gateway.close();
  t.equal(alice.socket.closedWith, 'EngineStopping');
});
