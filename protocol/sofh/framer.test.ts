/** Streams of framed messages, and the packets of MDP 3.0 and UMDF, whole, in pieces, and anything. */
import t from 'tap';
import { PacketFault as Mdp3Fault, Mdp3Packet, tcpPacketBytes } from '../mdp3/packet.js';
import { corpus, fuzz } from '../test-fuzz.js';
import { PacketFault as UmdfFault, UmdfPacket } from '../umdf/packet.js';
import { ENCODING_CME, FrameFault, SOFH_BYTES, SofhFramer, writeSofh } from './framer.js';

const MAX_BYTES = 64;

function framed(...texts: string[]): Buffer {
  return Buffer.concat(
    texts.map((text) => {
      const bytes = Buffer.alloc(SOFH_BYTES + text.length);
      bytes.write(text, SOFH_BYTES);
      writeSofh(bytes, 0, bytes.length, ENCODING_CME);
      return bytes;
    }),
  );
}

function heard(chunks: readonly Buffer[]): { fault: FrameFault; texts: string[]; waitingBytes: number } {
  const texts: string[] = [];
  const framer = new SofhFramer(
    ENCODING_CME,
    MAX_BYTES,
    (bytes, start, end) => texts.push(bytes.toString('latin1', start, end)) > 0,
  );
  let fault = FrameFault.None;
  for (const chunk of chunks) fault = framer.feed(chunk);
  return { fault, texts, waitingBytes: framer.waitingBytes };
}

t.test('messages come whole, wherever the stream is cut', async (t) => {
  const texts = ['one', '', 'three', 'x'.repeat(MAX_BYTES - SOFH_BYTES)];
  const stream = framed(...texts);
  for (let size = 1; size <= stream.length; size++) {
    const chunks = Array.from({ length: Math.ceil(stream.length / size) }, (_, i) =>
      stream.subarray(i * size, (i + 1) * size),
    );
    t.strictSame(heard(chunks), { fault: FrameFault.None, texts, waitingBytes: 0 }, `chunks of ${size}`);
  }
  t.equal(heard([stream.subarray(0, 10)]).waitingBytes, 3, 'what is not whole waits');
});

t.test('what cannot be followed', async (t) => {
  const wrong = framed('one', 'two');
  wrong[9] = 0;
  const short = framed('one');
  short[0] = 3;
  const long = framed('one');
  long[0] = MAX_BYTES + 1;
  for (const [bytes, fault, texts] of [
    [wrong, FrameFault.WrongEncoding, ['one']],
    [short, FrameFault.BadLength, []],
    [long, FrameFault.BadLength, []],
  ] as const)
    for (const chunks of [[bytes], [...bytes].map((byte) => Buffer.from([byte]))])
      t.match(heard(chunks), { fault, texts });
});

t.test('nobody listens any more: the rest of the chunk is left', async (t) => {
  const texts: string[] = [];
  const framer = new SofhFramer(ENCODING_CME, MAX_BYTES, (bytes, start, end) => {
    texts.push(bytes.toString('latin1', start, end));
    return false;
  });
  framer.feed(framed('one', 'two'));
  t.same(texts, ['one']);
});

t.test('anything', async (t) => {
  fuzz(t, corpus('protocol/sofh'), (bytes, start, end) => {
    const whole = heard([bytes.subarray(start, end)]);
    const middle = (start + end) >> 1;
    const halves = heard([bytes.subarray(start, middle), bytes.subarray(middle, end)]);
    const isSame = whole.texts.join() === halves.texts.join() && whole.fault === halves.fault;
    if (!isSame) t.fail(`in halves another result: ${bytes.toString('hex', start, end)}`);
    return { isSound: whole.fault === FrameFault.None, result: `${whole.fault} ${whole.texts.join()}` };
  });
});

t.test('anything: packets of MDP 3.0 and UMDF', async (t) => {
  const [cme, b3] = [new Mdp3Packet(), new UmdfPacket()];
  fuzz(t, [...corpus('protocol/mdp3'), ...corpus('protocol/umdf')], (bytes, start, end) => {
    const faults = [cme.read(bytes, start, end), b3.read(bytes, start, end)];
    const told: unknown[] = [...faults, tcpPacketBytes(bytes, start, end)];
    const walk = (packet: Mdp3Packet | UmdfPacket) => {
      for (; packet.next(); told.push(packet.messageStart - start, packet.messageEnd - start))
        if (packet.messageEnd > end) t.fail('beyond the end');
    };
    if (faults[0] === Mdp3Fault.None) walk(cme);
    if (faults[1] === UmdfFault.None) walk(b3);
    return { isSound: faults[0] === Mdp3Fault.None || faults[1] === UmdfFault.None, result: told.join() };
  });
});
