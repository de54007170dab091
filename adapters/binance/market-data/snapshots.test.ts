/** Snapshots of Binance: asked for again when they are too old or do not come, within the venue's budget. */
import t from 'tap';
import { TestBinanceRecorder } from './test-recorder.js';
import { bestOf, session } from './test-session.js';

t.test('a snapshot that is too old is asked for again', async (t) => {
  const { outside, agent } = session();
  const venue = new TestBinanceRecorder('AAAUSDT', 5, false);
  outside.pass(agent, 100);
  outside.link.open();
  const old = venue.snapshot();
  venue.run(3);
  venue.messages.splice(0);
  venue.run(2);
  for (const message of venue.messages.splice(0)) outside.link.say(message);
  outside.pass(agent, 100);
  outside.answer(old);
  t.equal(agent.counters.uselessSnapshots, 1);
  outside.pass(agent, 1_500);
  t.equal(outside.requests.length, 0, 'not at once');
  outside.pass(agent, 600);
  t.equal(outside.requests.length, 1);
  outside.answer(venue.snapshot());
  outside.ringBooks.read();
  t.same(bestOf(outside), venue.market.top());
});

t.test(
  'requests: refusals make everybody wait, no answer counts as a refusal, late answers are nothing',
  async (t) => {
    const { outside, agent } = session({}, ['AAAUSDT', 'BBBUSDT']);
    const venues = ['AAAUSDT', 'BBBUSDT'].map((name, i) => new TestBinanceRecorder(name, i, false));
    outside.pass(agent, 100);
    outside.link.open();
    for (const venue of venues) {
      venue.run(1);
      for (const message of venue.messages.splice(0)) outside.link.say(message);
    }
    outside.pass(agent, 100);
    t.equal(outside.requests.length, 2);
    const late = outside.requests.pop()!;
    outside.answer({ code: -1003 }, 429);
    outside.pass(agent, 20_000, 100);
    t.equal(outside.requests.length, 0, 'nobody asks for half a minute');
    outside.pass(agent, 11_000, 100);
    t.equal(outside.requests.length, 2, 'then both, the other one because it had no answer');
    late.answered(200, Buffer.from(JSON.stringify(venues[1].snapshot())));
    t.ok(agent.feeds[1].needsSnapshot, 'the late answer is not taken');
    outside.answer(venues[0].snapshot());
    t.notOk(agent.feeds[0].needsSnapshot);
    t.match(
      outside.notices.join('\n'),
      /symbol=AAAUSDT&limit=5000: HTTP 429[\s\S]*symbol=BBBUSDT&limit=5000: no answer in time/,
    );
  },
);

t.test('the request budget is kept', async (t) => {
  const symbols = Array.from({ length: 30 }, (_, i) => `S${i}USDT`);
  const { outside, agent } = session({ snapshotsAtOnce: 30 }, symbols);
  outside.pass(agent, 100);
  outside.link.open();
  for (const symbol of symbols) {
    const venue = new TestBinanceRecorder(symbol, 1, false);
    venue.run(1);
    for (const message of venue.messages) outside.link.say(message);
  }
  outside.pass(agent, 1_000);
  t.equal(outside.requests.length, 11, '3,000 of weight a minute, 250 each, and definitions');
  outside.pass(agent, 57_000, 100);
  t.equal(outside.requests.length, 11, 'not more in the first minute than in any other');
  outside.pass(agent, 12_000, 100);
  t.equal(outside.requests.length, 22);
});
