import t from 'tap';
import { parseId } from './event-position.js';
import { StreamTopic } from './stream-topic.js';

const SETTINGS = { windowEntries: 10, batchEntries: 3, batchesInFlight: 2 };

function topicWith(...sequences: number[]): StreamTopic {
  const topic = new StreamTopic(SETTINGS, 100);
  topic.resume(parseId('0-0'));
  for (const sequence of sequences) topic.add(sequence, 0, ['a', String(sequence)]);
  return topic;
}

/** The id before, and the ids of the batch. */
const idsOf = (args: string[] | undefined): string[] | undefined =>
  args && [args[0], ...JSON.parse(args[2]).map(([id]: string[]) => id)];

t.test('a batch says which entry stands before it', async (t) => {
  const topic = topicWith(1, 2, 3, 4, 5, 6, 7);
  t.same(topic.nextBatch(), ['0-0', '100', '[["1-0","a","1"],["2-0","a","2"],["3-0","a","3"]]']);
  t.same(idsOf(topic.nextBatch()), ['3-0', '4-0', '5-0', '6-0']);
  t.equal(topic.nextBatch(), undefined, 'two are under way');
  topic.confirmBatch();
  t.equal(topic.confirmed.id, '3-0');
  t.equal(topic.nextBatch(), undefined, 'less than a batch, and one is under way');
  topic.confirmBatch();
  t.same(idsOf(topic.nextBatch()), ['6-0', '7-0']);
  topic.confirmBatch();
  t.ok(topic.isEmpty);
});

t.test('the window', async (t) => {
  const topic = topicWith(1, 2, 3, 4, 5, 6, 7, 8, 9);
  t.ok(topic.hasRoom);
  topic.add(10, 0, []);
  t.notOk(topic.hasRoom);
  t.notOk(topic.wants(10, 0));
  t.ok(topic.wants(10, 1));
});

t.test('after a reconnect', async (t) => {
  const rows: [name: string, last: string, whole: boolean, batch: string[] | undefined][] = [
    ['nothing of what was under way arrived', '2-0', true, ['2-0', '3-0', '4-0', '5-0']],
    ['a part of it arrived', '4-0', true, ['4-0', '5-0', '6-0']],
    ['all of it arrived', '6-0', true, undefined],
    ['the stream is ahead of us', '9-5', true, undefined],
    ['an entry that was confirmed is gone', '1-0', false, undefined],
    ['the stream is gone', '0-0', false, undefined],
  ];
  for (const [name, last, whole, batch] of rows) {
    const topic = topicWith(1, 2);
    topic.nextBatch();
    topic.confirmBatch();
    for (const sequence of [3, 4, 5, 6]) topic.add(sequence, 0, []);
    topic.nextBatch();
    t.equal(topic.resume(parseId(last)), whole, name);
    if (whole) t.same(idsOf(topic.nextBatch()), batch, name);
    if (whole) t.notOk(topic.wants(6, 0), name);
    topic.restart(parseId(last));
    t.ok(topic.isEmpty, name);
    t.equal(topic.wants(2, 0), last === '1-0' || last === '0-0', name);
  }
});
