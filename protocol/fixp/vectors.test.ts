/** The exchanges' own bytes: the official examples are written byte for byte, recorded messages are read; signatures; and anything, at both ends. */
import t from 'tap';
import { SimpleNewOrder } from '../messages/generated/entrypoint.js';
import { payloadsOf, withCaptures } from '../pcap/test-captures.js';
import { ENCODING_SBE_LITTLE, SOFH_BYTES, writeSofh } from '../sofh/framer.js';
import { corpus, fuzz } from '../test-fuzz.js';
import { SbeFault } from '../views/sbe-message.js';
import { B3Dialect } from './b3.js';
import { FixpClient } from './client.js';
import { CmeDialect } from './cme.js';
import { cmeSignature } from './cme-signature.js';
import { Kind, SessionFields } from './fields.js';
import { FixpServer, FixpServerState } from './server.js';
import { B3, CME, NOW_MS, SPEECHES } from './test-dialogue.js';

const hex = (text: string): string => text.replaceAll(/\s/g, '');
const buffer = Buffer.alloc(512);

/** B3's Binary EntryPoint message reference 8.4.2, chapter 2. */
const ESTABLISH =
  hex(`8c00 50eb 2a00 0400 0100 0600 01e1f505 6670f31c89010000 40ce489a016e6e17 60ea000000000000 01000000 03 00
  f401000000000000 55 ${Buffer.from('{   "auth_type": "basic",   "username": "100000001",   "access_key": "123456789ABC" }').toString('hex')}`);
const SIMPLE_NEW_ORDER =
  hex(`7500 50eb 5400 6400 0100 0600 01e1f505 05000000 8011490a046e6e17 50 00 01 00 6b70f31c89010000
  0f000000 54414441000000000000 5441444100 00 554ff0902e000000 31 32 30 00 6400000000000000 08430f0000000000 2c010000 40e20100
  14 53494d504c454e45574f524445522042555920 35`);

t.test('B3: the official Establish, byte for byte', async (t) => {
  const fields = new SessionFields();
  Object.assign(fields, {
    versionId: 1_688_407_863_398n,
    timestamp: 1_688_407_863_473_000_000n,
    keepAliveMs: 60_000,
    nextSeqNo: 1,
  });
  const dialect = new B3Dialect(B3);
  const end = dialect.write(Kind.Establish, fields, buffer, SOFH_BYTES);
  writeSofh(buffer, 0, end, ENCODING_SBE_LITTLE);
  t.equal(buffer.toString('hex', 0, end), ESTABLISH);
  const read = new SessionFields();
  t.equal(dialect.read(buffer, SOFH_BYTES, end, read), SbeFault.None);
  t.equal(read.kind, Kind.Establish);
  t.match(read, { versionId: fields.versionId, keepAliveMs: 60_000, nextSeqNo: 1 });
  t.equal(dialect.checkIdentity(Kind.Establish), undefined);
});

t.test('B3: the official SimpleNewOrder, byte for byte', async (t) => {
  const order = new SimpleNewOrder();
  buffer.fill(0);
  order.encode(buffer, SOFH_BYTES);
  const fields = new SessionFields();
  fields.seqNum = 5;
  fields.sendAt(1_688_407_873_942);
  Object.assign(order, {
    businessHeaderMarketSegmentID: 80,
    ordTagID: 1,
    mmProtectionReset: 0,
    clOrdID: 1_688_407_863_403,
    account: 15,
  });
  Object.assign(order, {
    senderLocation: 'TADA',
    enteringTrader: 'TADA',
    securityID: 200_000_163_669,
    side: 0x31,
    ordType: 0x32,
    timeInForce: 0x30,
  });
  Object.assign(order, {
    orderQty: 100,
    price: 1_000_200,
    investorIDPrefix: 300,
    investorIDDocument: 123_456,
  });
  order.memo.write(order, Buffer.from('SIMPLENEWORDER BUY 5'));
  new B3Dialect(B3).stamp(order, fields);
  const end = order.finish();
  writeSofh(buffer, 0, end, ENCODING_SBE_LITTLE);
  t.equal(buffer.toString('hex', 0, end), SIMPLE_NEW_ORDER);
  t.equal(end, 117);
});

withCaptures(t, 'B3: the recorded logon is understood', async (t) => {
  const key = { ...B3, sessionId: 100_000_008, accessKey: '/-^9DU9|cKqq', clientAppName: 'TonysEngine' };
  const [recorded] = payloadsOf('B3/BinaryEntryPoint.v8.1/NegotiateMessage.pcap');
  const dialect = new B3Dialect(key);
  const fields = new SessionFields();
  t.equal(dialect.read(recorded, SOFH_BYTES, recorded.length, fields), SbeFault.None);
  t.equal(fields.kind, Kind.Negotiate);
  t.equal(fields.versionId, 1_714_479_416_854n);
  t.equal(
    dialect.checkIdentity(Kind.Negotiate),
    undefined,
    'its JSON is spaced otherwise, and says the same',
  );
});

withCaptures(t, 'CME: the recorded Sequence, byte for byte but for the version of its schema', async (t) => {
  const [recorded] = payloadsOf('Cme/iLink3.Sbe.8.5/Sequence.pcap');
  const dialect = new CmeDialect(CME);
  const fields = new SessionFields();
  t.equal(dialect.read(recorded, SOFH_BYTES, recorded.length, fields), SbeFault.None);
  t.equal(fields.kind, Kind.Sequence);
  t.match(fields, { versionId: 1_585_839_227_794_207n, nextSeqNo: 3, isLapsed: false });
  const end = dialect.write(Kind.Sequence, fields, buffer, SOFH_BYTES);
  writeSofh(buffer, 0, end, dialect.encodingType);
  buffer.writeUInt16LE(5, 10);
  t.equal(buffer.toString('hex', 0, end), recorded.toString('hex'));
});

t.test('CME: signatures', async (t) => {
  const rows: [secret: string, values: (string | number)[], signature: string][] = [
    [
      '2HlZ7exg8jTKltXnURjKvm3GS5iF5n4ClzHiEm_ocv4',
      ['1', 'B08004N', 'MSG', '20170623-14:48:42.855', '92', '60', 'US,NY', '0', 'BRIO', '8.0', 'ABC'],
      'oHZ2Dx1ihFAp7kHOFcJPkijm27xfApJFp-ZhsSCxr3s',
    ],
    [
      'gyJYeacu9T--a1tak4i5S-pBXxwCNK_wUqp9fh5usJ8',
      [
        '1',
        'U89004N',
        '0J4L',
        '20180420-14:21:52.697',
        'G',
        '30',
        'US',
        '0',
        'FIXAntenna .NET Core',
        '2.18.1',
        'B2BITS',
      ],
      'V9Xf6SV45lT0-x2fGs7aKJXk5j4SKEkXWmrLAVFNgGA',
    ],
  ];
  for (const [secret, values, signature] of rows)
    t.equal(cmeSignature(secret, values).toString('base64url'), signature);
  const dialect = new CmeDialect(CME);
  const fields = new SessionFields();
  Object.assign(fields, {
    versionId: 1_700_000_000_000_000n,
    timestamp: 1_700_000_000_000_000_000n,
    nextSeqNo: 1,
    keepAliveMs: 10_000,
  });
  dialect.write(Kind.Negotiate, fields, buffer, 0);
  t.equal(buffer.toString('hex', 8, 40), 'f0f5fac783b6ed8bd5fc2c3e14debf6752257939993e2b34ed3abbbecbfe72c7');
  dialect.write(Kind.Establish, fields, buffer, 0);
  t.equal(buffer.toString('hex', 8, 40), '98f2aa499e160a5bab986d7a2952966aaaf4a24629ac07bbfaed51168b83cd04');
});

for (const speech of SPEECHES)
  t.test(`${speech.name}: anything, at both ends`, async (t) => {
    fuzz(
      t,
      samples(speech.name),
      (bytes, start, end) => {
        const told: string[] = [];
        const link = {
          write: (data: Buffer, from: number, to: number) => void told.push(data.toString('hex', from, to)),
          close: () => void told.push('closed'),
        };
        const onMessage = (_: unknown, seqNum: number) => void told.push(`message ${seqNum}`);
        const memory = { versionId: 7n, isNegotiated: true, nextOut: 1, nextIn: 1 };
        const client = new FixpClient(speech.dialect(), { onMessage }, {}, memory);
        const state = new FixpServerState(10, 1_000);
        const server = new FixpServer(speech.dialect(), state, link, { onMessage }, NOW_MS);
        client.connect(link, NOW_MS);
        const middle = (start + end) >> 1;
        for (const chunk of [bytes.subarray(start, middle), bytes.subarray(middle, end)]) {
          client.received(chunk, NOW_MS);
          server.received(chunk, NOW_MS);
        }
        client.tick(NOW_MS + 60_000);
        server.tick(NOW_MS + 60_000);
        return { isSound: told.filter((each) => each === 'closed').length < 2, result: told.join() };
      },
      3_000,
    );
  });

/** The kept ones, and one of each kind as this dialect writes it, alone and behind one another. */
function samples(name: string): Buffer[] {
  const dialect = SPEECHES.find((each) => each.name === name)!.dialect();
  const fields = new SessionFields();
  Object.assign(fields, {
    versionId: 7n,
    timestamp: BigInt(NOW_MS) * 1_000_000n,
    nextSeqNo: 3,
    fromSeqNo: 1,
    count: 1,
    keepAliveMs: 10_000,
  });
  const messages: Buffer[] = [];
  for (let kind = Kind.Negotiate; kind <= Kind.Terminate; kind++) {
    const end = dialect.write(kind, fields, buffer, SOFH_BYTES);
    writeSofh(buffer, 0, end, dialect.encodingType);
    messages.push(Buffer.from(buffer.subarray(0, end)));
  }
  const acknowledged = messages[Kind.EstablishAck - 1];
  return [
    ...messages,
    ...messages.map((each) => Buffer.concat([acknowledged, each])),
    ...corpus('protocol/fixp'),
  ];
}
