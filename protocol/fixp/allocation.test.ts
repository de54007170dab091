/** Orders out and reports in leave nothing for the collector. */
import t from 'tap';
import { SOFH_BYTES, writeSofh } from '../sofh/framer.js';
import { bytesPerRound, LIMIT_BYTES } from '../test-allocation.js';
import { FixpClient } from './client.js';
import { Kind, SessionFields } from './fields.js';
import { NOW_MS, SPEECHES } from './test-dialogue.js';

const ROUNDS = 20_000;

for (const speech of SPEECHES)
  t.test(speech.name, async (t) => {
    const dialect = speech.dialect();
    let heard = 0;
    const client = new FixpClient(
      dialect,
      { onMessage: (_, seqNum) => void (heard = seqNum) },
      {},
      { versionId: 7n, isNegotiated: true, nextOut: 1, nextIn: 1 },
    );
    client.connect({ write: () => {}, close: () => t.fail('closed') }, NOW_MS);
    client.received(frame(Kind.EstablishAck), NOW_MS);
    const [order, report] = [speech.order(), speech.report()];
    const message = Buffer.alloc(512);
    report.encode(message, SOFH_BYTES);
    const fields = new SessionFields();
    fields.versionId = 7n;
    dialect.stamp(report, fields);
    const end = report.finish();
    writeSofh(message, 0, end, dialect.encodingType);
    const seqNumAt = SOFH_BYTES + 8 + (speech.name === 'iLink 3' ? 0 : 4);
    const chunk = message.subarray(0, end);
    let seqNum = 0;
    const work = () => {
      client.send(client.begin(order), NOW_MS);
      message.writeUInt32LE(++seqNum, seqNumAt);
      client.received(chunk, NOW_MS);
    };
    const least = bytesPerRound(work, ROUNDS);
    t.ok(least <= LIMIT_BYTES, `${least} bytes an order and a report`);
    t.equal(heard, seqNum);
    t.equal(client.nextOut, seqNum + 1);

    function frame(kind: Kind): Buffer {
      const answer = Buffer.alloc(512);
      const ack = new SessionFields();
      Object.assign(ack, { versionId: 7n, nextSeqNo: 1, keepAliveMs: 10_000 });
      const frameEnd = dialect.write(kind, ack, answer, SOFH_BYTES);
      writeSofh(answer, 0, frameEnd, dialect.encodingType);
      return answer.subarray(0, frameEnd);
    }
  });
