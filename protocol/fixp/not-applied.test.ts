/** What was not applied, and who takes orders: how the exchange says it, and what the client makes of it. */
import t from 'tap';
import { SOFH_BYTES, writeSofh } from '../sofh/framer.js';
import { Kind, SessionFields } from './fields.js';
import { FixpServerState } from './server.js';
import { Dialogue, KEEP_ALIVE_MS, SPEECHES } from './test-dialogue.js';

const [CME_SPEECH] = SPEECHES;
/** In NotApplied513 and EstablishmentAck504, behind framing and SBE header. */
const MSG_COUNT_AT = 4 + 8 + 12;
const FAULT_TOLERANCE_AT = 4 + 8 + 36;
const BACKUP = 0;

t.test('iLink 3: what was not applied, as CME counts it', async (t) => {
  // The exchange has got so many; Establish names a number, and one order follows with another: the count of its NotApplied.
  const rows: [last: number, establish: number, order: number, count: number][] = [
    [100, 101, 110, 10],
    [99, 100, 110, 11],
    [100, 110, 0, 10],
  ];
  for (const [last, establish, order, count] of rows) {
    const state = new FixpServerState();
    const memory = { versionId: 7n, isNegotiated: true, nextOut: establish, nextIn: 1 };
    state.begin(7n);
    state.nextIn = last + 1;
    const dialogue = new Dialogue(CME_SPEECH, { state, memory });
    const counts: number[] = [];
    dialogue.watch = (name, bytes) => {
      if (name === '< NotApplied') counts.push(bytes.readUInt32LE(MSG_COUNT_AT));
    };
    dialogue.connect();
    if (order > 0) {
      dialogue.client.nextOut = order;
      dialogue.order(1);
    }
    t.same(counts, [count], `${last} ${establish} ${order}`);
  }
});

t.test('iLink 3: what has left while NotApplied was on its way was not applied either', async (t) => {
  const dialogue = new Dialogue(CME_SPEECH);
  dialogue.connect();
  dialogue.heard();
  dialogue.lose = (name) => name.startsWith('> NewOrderSingle');
  dialogue.order(11);
  let onItsWay: Buffer | undefined;
  dialogue.watch = (name, bytes) => {
    if (name === '< NotApplied') onItsWay = Buffer.from(bytes);
  };
  dialogue.lose = (name) => name === '< NotApplied';
  for (const id of [12, 13, 14]) dialogue.order(id);
  dialogue.lose = () => false;
  dialogue.client.received(onItsWay!, dialogue.nowMs);
  dialogue.deliver();
  t.same(dialogue.heard(), ['not applied 1+4']);
  dialogue.order(15);
  t.same(dialogue.heard(), ['server: 5=15'], 'and we go on behind them');
});

t.test('how many were not applied is told by what has left, whatever the exchange says', async (t) => {
  for (const speech of SPEECHES) {
    const dialogue = new Dialogue(speech);
    dialogue.connect();
    for (const id of [11, 12]) dialogue.order(id);
    dialogue.heard();
    const bytes = Buffer.alloc(512);
    const fields = Object.assign(new SessionFields(), { versionId: dialogue.client.versionId });
    const dialect = speech.dialect();
    for (const [fromSeqNo, count, told] of [
      [2, 0xffff_ffff, ['not applied 2+1']],
      [3, 5, []],
    ] as const) {
      const end = dialect.write(
        Kind.NotApplied,
        Object.assign(fields, { fromSeqNo, count }),
        bytes,
        SOFH_BYTES,
      );
      writeSofh(bytes, 0, end, dialect.encodingType);
      dialogue.client.received(bytes.subarray(0, end), dialogue.nowMs);
      t.same(dialogue.heard(), told, speech.name);
    }
  }
});

t.test('iLink 3: no order goes to who stands by for another one', async (t) => {
  const dialogue = new Dialogue(CME_SPEECH);
  const { client } = dialogue;
  dialogue.watch = (name, bytes) => {
    if (name === '< EstablishAck') bytes[FAULT_TOLERANCE_AT] = BACKUP;
  };
  dialogue.connect();
  t.same(dialogue.heard(), ['stands by', 'established']);
  t.ok(client.isEstablished && !client.isCaughtUp);
  t.equal(dialogue.order(11), 0);
  dialogue.pass(KEEP_ALIVE_MS);
  t.same(dialogue.heard(), ['takes orders'], 'its next Sequence says otherwise');
  t.ok(client.isCaughtUp);
  t.equal(dialogue.order(12), 1);
  t.same(dialogue.heard(), ['server: 1=12']);
});

t.test('an Establish whose number is below what the exchange has got is refused', async (t) => {
  for (const speech of SPEECHES) {
    const dialogue = new Dialogue(speech);
    dialogue.connect();
    dialogue.order(11);
    dialogue.disconnect();
    dialogue.client.nextOut = 1;
    dialogue.heard();
    dialogue.connect();
    t.match(dialogue.heard().join(), /rejected 9/, speech.name);
  }
});
