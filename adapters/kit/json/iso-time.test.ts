/** Times of venues against Date. */
import t from 'tap';
import { IsoTime } from './iso-time.js';

const time = new IsoTime();
const read = (text: string) => time.read(Buffer.from(`"${text}"`), 1, text.length + 1);

t.test('times', async (t) => {
  for (const [text, nanos] of [
    ['2021-04-17T16:43:37.075687Z', 75_687_000],
    ['2019-08-14T20:42:27.265Z', 265_000_000],
    ['2014-11-07T08:19:28Z', 0],
    ['2024-02-29T23:59:59.999999999Z', 999_999_999],
    ['2024-03-01T00:00:00.0000000001Z', 0],
  ] as const) {
    t.ok(read(text), text);
    t.equal(time.seconds, Math.floor(Date.parse(text) / 1_000), text);
    t.equal(time.nanos, nanos, text);
  }
});

t.test('what is none leaves the last one standing', async (t) => {
  read('2014-11-07T08:19:28Z');
  const { seconds } = time;
  for (const text of [
    '',
    '2014-11-07',
    '2014-11-07 08:19:28Z',
    '2014-11-07T08:19:28',
    '2014-11-07T08:19:28.Z',
    '2014-xx-07T08:19:28Z',
    '2014-11-07T08:19:28.1x5Z',
    '2014-11-07T08:19:28+01:00',
    '2014-11-07T08\0' + '19:28Z',
    '2014-11-07T08-19-28Z',
  ])
    t.notOk(read(text), text);
  t.equal(time.seconds, seconds);
});
