/** Publisher and receiver over a network that loses, repeats and overtakes; recorded packets; anything. */
import t from 'tap';
import { seeded } from '../fix/codec/test-random.js';
import { MessageLog } from '../message-log.js';
import { payloadsOf, withCaptures } from '../pcap/test-captures.js';
import { corpus, fuzz } from '../test-fuzz.js';
import { MoldFault, MoldPacket } from './packet.js';
import { MoldPublisher } from './publisher.js';
import { type MoldConfig, MoldReceiver } from './receiver.js';

const ITCH = 'Nasdaq/Nasdaq.Equities.TotalView.Itch.v5.0';

class Network {
  readonly log = new MessageLog(10_000, 200_000);
  readonly sent: Buffer[] = [];
  readonly told: string[] = [];
  readonly requests: Buffer[] = [];
  readonly publisher = new MoldPublisher({ session: 'S1', packetBytes: 64 }, this.log, (bytes, start, end) =>
    this.sent.push(Buffer.from(bytes.subarray(start, end))),
  );
  readonly receiver: MoldReceiver;

  constructor(config: MoldConfig = {}) {
    this.receiver = new MoldReceiver(config, {
      onSession: (session) => this.told.push(`session ${session.trim()}`),
      onMessage: (bytes, start, end, number) =>
        this.told.push(`${number}=${bytes.toString('latin1', start, end)}`),
      onRequest: (request) => this.requests.push(Buffer.from(request)),
      onLost: (from, count) => this.told.push(`lost ${count} from ${from}`),
      onEndOfSession: () => this.told.push('end'),
    });
  }

  add(...texts: string[]): void {
    for (const text of texts) this.log.append(Buffer.from(text), 0, text.length);
    this.publisher.publish(0);
  }

  give(bytes: Buffer, nowMs = 0): void {
    const fault = this.receiver.received(bytes, 0, bytes.length, nowMs);
    if (fault !== MoldFault.None) throw new Error(`fault ${fault}`);
  }

  /** The answers to what was asked for. */
  answer(nowMs = 0): void {
    for (const request of this.requests.splice(0))
      this.publisher.answer(request, 0, request.length, (bytes, start, end) =>
        this.give(Buffer.from(bytes.subarray(start, end)), nowMs),
      );
  }

  heard(): string[] {
    return this.told.splice(0);
  }
}

t.test('in order, repeated, and the end', async (t) => {
  const network = new Network();
  network.add('a', 'b');
  network.add('c');
  for (const bytes of [...network.sent, ...network.sent]) network.give(bytes);
  t.same(network.heard(), ['session S1', '1=a', '2=b', '3=c']);
  network.sent.length = 0;
  network.publisher.tick(1_000);
  network.publisher.endSession(1_000);
  for (const bytes of network.sent) network.give(bytes);
  t.same(network.heard(), ['end']);
  t.notOk(network.receiver.hasGap);
});

t.test('a lost packet is asked for, and what came meanwhile follows it', async (t) => {
  const network = new Network();
  for (const text of ['a', 'b', 'c', 'd']) network.add(text);
  const [a, , c, d] = network.sent;
  for (const bytes of [a, c, d]) network.give(bytes);
  t.same(network.heard(), ['session S1', '1=a']);
  t.equal(network.requests.length, 1, 'one request for one gap');
  t.same(network.requests[0].toString('latin1'), '        S1\0\0\0\0\0\0\0\x02\0\x01');
  network.answer();
  t.same(network.heard(), ['2=b', '3=c', '4=d']);
});

t.test('a heartbeat shows what is missing at the end, a late start what is missing before', async (t) => {
  const network = new Network();
  network.add('a', 'b');
  network.publisher.tick(5_000);
  network.give(network.sent.at(-1)!);
  network.answer();
  t.same(network.heard(), ['session S1', '1=a', '2=b']);
  const late = new Network({ fromSequence: 0 });
  late.add('a');
  late.add('b');
  late.give(late.sent[1]);
  t.same(late.heard(), ['session S1', '2=b'], 'from whatever comes first');
});

t.test('asks again, and gives up at last', async (t) => {
  const network = new Network({ attempts: 2, retryMs: 100 });
  for (const text of ['a', 'b', 'c']) network.add(text);
  network.give(network.sent[0]);
  network.give(network.sent[2]);
  network.receiver.tick(99);
  t.equal(network.requests.length, 1);
  network.receiver.tick(100);
  t.equal(network.requests.length, 2);
  network.heard();
  network.receiver.tick(200);
  t.same(network.heard(), ['lost 1 from 2', '3=c']);
  t.equal(network.receiver.lost, 1);
});

t.test('when no more can wait, what they wait for is given up', async (t) => {
  const network = new Network({ earlyMessages: 2 });
  for (const text of ['a', 'b', 'c', 'd', 'e', 'f']) network.add(text);
  for (const i of [0, 2, 3, 4, 5]) network.give(network.sent[i]);
  t.same(network.heard().slice(1), ['1=a', 'lost 1 from 2', '3=c', '4=d', '5=e', '6=f']);
});

t.test('the answer is cut to one datagram, and the rest is asked for', async (t) => {
  const network = new Network();
  const texts = Array.from({ length: 20 }, (_, i) => `message ${i + 1}`);
  network.add(...texts);
  network.publisher.tick(9_999);
  network.give(network.sent.at(-1)!);
  let rounds = 0;
  for (; network.requests.length > 0; rounds++) network.answer();
  t.same(
    network.heard().slice(1),
    texts.map((text, i) => `${i + 1}=${text}`),
  );
  t.ok(rounds > 5, `${rounds} requests`);
});

t.test('another session begins anew; requests for another one are not answered', async (t) => {
  const network = new Network();
  network.add('a');
  network.give(network.sent[0]);
  const other = Buffer.from(network.sent[0]);
  other.write('S2', 8);
  network.give(other);
  t.same(network.heard(), ['session S1', '1=a', 'session S2', '1=a']);
  const request = other.subarray(0, 20);
  network.publisher.answer(request, 0, 20, () => t.fail('answered'));
  network.publisher.answer(network.sent[0], 0, network.sent[0].length, () => t.fail('answered'));
});

t.test('whatever is lost, repeated or overtaken, each message comes once and in order', async (t) => {
  const random = seeded(t);
  for (let round = 0; round < 50; round++) {
    const network = new Network({ attempts: 1_000, retryMs: 1 });
    const expected: string[] = [];
    for (let i = 1; i <= 60; i++) {
      network.add(`m${i}`);
      expected.push(`${i}=m${i}`);
    }
    const lines = [...network.sent, ...network.sent].filter(() => random() < 0.6);
    for (let i = lines.length - 1; i > 0; i--)
      if (random() < 0.3) [lines[i], lines[i - 1]] = [lines[i - 1], lines[i]];
    lines.push(network.sent.at(-1)!);
    let nowMs = 0;
    for (const bytes of lines) {
      network.give(bytes, ++nowMs);
      if (random() < 0.5) network.answer(nowMs);
    }
    while (network.receiver.hasGap) {
      network.receiver.tick((nowMs += 2));
      network.answer(nowMs);
    }
    t.same(network.heard().slice(1), expected, `round ${round}`);
  }
});

withCaptures(t, 'the recorded packets', async (t) => {
  const packet = new MoldPacket();
  const [one] = payloadsOf(`${ITCH}/OrderDeleteMessage.pcap`);
  t.equal(packet.read(one, 0, one.length), MoldFault.None);
  t.match(packet, { session: '000010059B', sequenceNumber: 0xe12f5a, count: 1 });
  t.ok(packet.next());
  t.equal(one[packet.messageStart], 'D'.charCodeAt(0));
  t.equal(packet.messageEnd - packet.messageStart, 19);
  t.notOk(packet.next());
  const many = payloadsOf(`${ITCH}/Multiple.Packets.pcap`);
  t.same(
    many.map((bytes) => [packet.read(bytes, 0, bytes.length), packet.count]),
    [
      [0, 1],
      [0, 38],
    ],
  );
});

t.test('anything', async (t) => {
  const packet = new MoldPacket();
  fuzz(t, corpus('protocol/moldudp64'), (bytes, start, end) => {
    const told: unknown[] = [packet.read(bytes, start, end)];
    const isSound = told[0] === MoldFault.None;
    while (isSound && packet.next()) told.push(bytes.toString('hex', packet.messageStart, packet.messageEnd));
    const receiver = new MoldReceiver(
      { fromSequence: 0 },
      { onMessage: (_, from, to, number) => told.push(number, to - from) },
    );
    told.push(receiver.received(bytes, start, end, 0), receiver.nextSequenceNumber);
    return { isSound, result: told.join() };
  });
});
