/** Both ends of a FIXP session in both dialects: the same table of lives, then what each does its own way. */
import t from 'tap';
import { FixpPhase } from './client-options.js';
import { Dialogue, KEEP_ALIVE_MS, NOW_MS, SPEECHES } from './test-dialogue.js';

const [CME_SPEECH, B3_SPEECH] = SPEECHES;

for (const speech of SPEECHES) {
  t.test(`${speech.name}: negotiate, establish, messages both ways, terminate`, async (t) => {
    const dialogue = new Dialogue(speech);
    dialogue.connect();
    t.same(dialogue.seen(), ['> Negotiate', '< NegotiateResponse', '> Establish', '< EstablishAck']);
    t.same(dialogue.heard(), ['established']);
    t.same([dialogue.order(11), dialogue.order(12), dialogue.report(21)], [1, 2, 1]);
    t.same(dialogue.heard(), ['server: 1=11', 'server: 2=12', '1=21']);
    dialogue.seen();
    dialogue.client.terminate(dialogue.nowMs);
    t.equal(dialogue.order(13), 0, 'nothing is sent any more');
    dialogue.deliver();
    t.same(dialogue.seen(), ['> Terminate', '< Terminate']);
    t.match(dialogue.heard(), ['server out: terminated', /^out: terminated with code/]);
  });

  t.test(`${speech.name}: the next connection establishes, and gets what it missed`, async (t) => {
    const dialogue = new Dialogue(speech);
    dialogue.connect();
    dialogue.order(11);
    dialogue.report(21);
    dialogue.disconnect();
    for (const id of [22, 23]) dialogue.report(id);
    dialogue.heard();
    dialogue.seen();
    dialogue.connect();
    t.same(dialogue.seen().slice(0, 4), [
      '> Establish',
      '< EstablishAck',
      '> RetransmitRequest',
      '< Retransmission',
    ]);
    t.same(dialogue.heard(), ['established', '2=22 again', '3=23 again']);
    t.same([dialogue.order(12), dialogue.report(24)], [2, 4], 'both go on where they were');
    t.same(dialogue.heard(), ['server: 2=12', '4=24']);
  });

  t.test(`${speech.name}: another program goes on with what the first one remembered`, async (t) => {
    const first = new Dialogue(speech);
    first.connect();
    first.order(11);
    first.report(21);
    first.disconnect();
    const second = new Dialogue(speech, { memory: first.client.memory, state: first.state });
    second.connect();
    t.same(second.seen(), ['> Establish', '< EstablishAck']);
    t.same([second.order(12), second.report(22)], [2, 2]);
    first.client.renew();
    first.nowMs++;
    first.connect();
    t.match(first.heard().join(), /rejected/, 'one connection at a time');
  });

  t.test(`${speech.name}: a new id begins both numbers at 1`, async (t) => {
    const dialogue = new Dialogue(speech);
    dialogue.connect();
    dialogue.order(11);
    const before = dialogue.client.versionId;
    dialogue.disconnect();
    dialogue.client.renew();
    dialogue.connect();
    t.ok(dialogue.client.versionId > before, 'and is above the one before, even within the same moment');
    t.equal(dialogue.order(12), 1);
  });

  t.test(
    `${speech.name}: a message that is lost is asked for, and what came meanwhile follows it`,
    async (t) => {
      const dialogue = new Dialogue(speech);
      dialogue.connect();
      let lost = 0;
      dialogue.lose = (name) => name.startsWith('< ExecutionReport') && lost++ === 1;
      for (const id of [21, 22, 23]) dialogue.report(id);
      t.same(dialogue.heard(), ['established', '1=21', '2=22 again', '3=23']);
      dialogue.lose = (name) => name.startsWith('< ExecutionReport');
      dialogue.report(24);
      dialogue.lose = () => false;
      dialogue.pass(KEEP_ALIVE_MS);
      t.same(dialogue.heard(), ['4=24 again'], 'the last one shows by the next Sequence');
    },
  );

  t.test(
    `${speech.name}: a request that is not answered is sent again; what cannot be given is lost`,
    async (t) => {
      const dialogue = new Dialogue(speech);
      dialogue.connect();
      dialogue.lose = (name) => name === '> RetransmitRequest' || name.startsWith('< ExecutionReport');
      dialogue.report(21);
      dialogue.lose = (name) => name === '> RetransmitRequest';
      dialogue.report(22);
      dialogue.lose = () => false;
      t.same(dialogue.heard(), ['established']);
      dialogue.pass(5_000);
      t.same(dialogue.heard(), ['1=21 again', '2=22']);
    },
  );

  t.test(`${speech.name}: what the exchange cannot give again is lost, and said`, async (t) => {
    const dialogue = new Dialogue(speech);
    dialogue.connect();
    dialogue.disconnect();
    for (const id of [21, 22, 23]) dialogue.report(id);
    dialogue.state.oldest = 3;
    dialogue.heard();
    dialogue.connect();
    t.same(dialogue.heard(), ['established', 'lost 1+3']);
    dialogue.report(24);
    t.same(dialogue.heard(), ['4=24']);
  });

  t.test(`${speech.name}: no more are asked for at once than the exchange gives`, async (t) => {
    const dialogue = new Dialogue(speech);
    const most = speech.dialect().maxRetransmit;
    dialogue.connect();
    dialogue.disconnect();
    for (let id = 1; id <= 2 * most + 10; id++) dialogue.report(id);
    dialogue.seen();
    dialogue.heard();
    dialogue.connect();
    t.equal(dialogue.seen().filter((name) => name === '> RetransmitRequest').length, 3);
    const heard = dialogue.heard();
    t.equal(heard.length, 2 * most + 11);
    t.equal(heard.at(-1), `${2 * most + 10}=${2 * most + 10} again`);
  });

  t.test(`${speech.name}: heartbeats both ways, as long as nobody says anything else`, async (t) => {
    const dialogue = new Dialogue(speech);
    dialogue.connect();
    dialogue.seen();
    dialogue.pass(KEEP_ALIVE_MS - 1);
    t.same(dialogue.seen(), []);
    for (let i = 0; i < 10; i++) dialogue.pass(KEEP_ALIVE_MS / 2);
    t.ok(dialogue.client.isEstablished);
    t.same([...new Set(dialogue.seen())].sort(), ['< Sequence', '> Sequence']);
  });

  t.test(`${speech.name}: a silent exchange is given up`, async (t) => {
    const dialogue = new Dialogue(speech);
    dialogue.connect();
    dialogue.seen();
    dialogue.lose = (name) => name.startsWith('<');
    const intervals = speech.dialect().intervalsUntilDead;
    for (let i = 1; i < intervals; i++) dialogue.pass(KEEP_ALIVE_MS);
    t.ok(dialogue.client.isEstablished);
    dialogue.pass(KEEP_ALIVE_MS);
    t.equal(dialogue.client.phase, FixpPhase.Disconnected);
    t.match(dialogue.heard().join(), /keep-alive interval lapsed/);
    t.ok(dialogue.seen().includes('> Terminate'));
  });

  t.test(`${speech.name}: no answer in time`, async (t) => {
    const dialogue = new Dialogue(speech);
    dialogue.lose = () => true;
    dialogue.connect();
    dialogue.pass(5_000);
    t.same(dialogue.heard(), ['out: no answer in time']);
  });

  t.test(`${speech.name}: a stranger is refused, and so is an id that is not above the last`, async (t) => {
    const stranger = new Dialogue(speech, { dialect: speech.stranger() });
    stranger.connect();
    t.match(stranger.heard(), [/^server out: refused/, 'rejected 1', 'out: Negotiate is refused']);
    const dialogue = new Dialogue(speech);
    dialogue.connect();
    dialogue.disconnect();
    const late = new Dialogue(speech, { state: dialogue.state });
    late.nowMs = NOW_MS - 1;
    late.connect();
    t.match(late.heard().join(), /rejected/);
  });

  t.test(`${speech.name}: what the exchange has forgotten is negotiated again`, async (t) => {
    const dialogue = new Dialogue(speech);
    dialogue.connect();
    dialogue.disconnect();
    dialogue.state.isNegotiated = false;
    dialogue.connect();
    t.match(dialogue.heard().join(), /rejected/);
    dialogue.seen();
    dialogue.nowMs += 1_000;
    dialogue.connect();
    t.same(dialogue.seen(), ['> Negotiate', '< NegotiateResponse', '> Establish', '< EstablishAck']);
  });
}

t.test('iLink 3: after a gap nothing is taken until Sequence has closed it', async (t) => {
  const dialogue = new Dialogue(CME_SPEECH);
  dialogue.connect();
  dialogue.heard();
  let lost = 0;
  dialogue.lose = (name) => name.startsWith('> NewOrderSingle') && lost++ === 0;
  dialogue.order(11);
  dialogue.lose = (name) => name === '> Sequence';
  dialogue.order(12);
  t.same(dialogue.heard(), ['not applied 1+2'], 'the second is not taken either');
  dialogue.order(13);
  t.same(dialogue.heard(), [], 'nor the third');
  dialogue.lose = () => false;
  dialogue.pass(KEEP_ALIVE_MS);
  dialogue.order(14);
  t.same(dialogue.heard(), ['server: 4=14'], 'Sequence goes on behind them');
});

t.test('iLink 3: a lapse is told, and answered', async (t) => {
  const dialogue = new Dialogue(CME_SPEECH);
  dialogue.connect();
  dialogue.seen();
  dialogue.lose = (name) => name.startsWith('<');
  dialogue.pass(KEEP_ALIVE_MS);
  dialogue.lose = () => false;
  t.ok(dialogue.seen().filter((name) => name === '> Sequence').length === 1, 'one Sequence, that says so');
  dialogue.pass(1);
  dialogue.pass(KEEP_ALIVE_MS - 2);
  t.ok(dialogue.client.isEstablished, 'the answer was a sign of life');
});

t.test('iLink 3: a clock that is more than five seconds off is refused', async (t) => {
  for (const [skewMs, heard] of [
    [5_000, /^established$/],
    [5_001, /rejected/],
    [-5_001, /rejected/],
  ] as const) {
    const dialogue = new Dialogue(CME_SPEECH);
    dialogue.skewMs = skewMs;
    dialogue.connect();
    t.match(dialogue.heard().join(), heard, `${skewMs} ms`);
  }
});

t.test('EntryPoint: a gap is said, and the message that shows it is taken', async (t) => {
  const dialogue = new Dialogue(B3_SPEECH);
  dialogue.connect();
  dialogue.heard();
  let lost = 0;
  dialogue.lose = (name) => name.startsWith('> SimpleNewOrder') && lost++ < 2;
  for (const id of [11, 12, 13]) dialogue.order(id);
  t.same(dialogue.heard(), ['server: 3=13', 'not applied 1+2']);
  dialogue.order(14);
  t.same(dialogue.heard(), ['server: 4=14']);
});
