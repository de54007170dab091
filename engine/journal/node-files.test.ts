import { readdirSync } from 'node:fs';
import t from 'tap';
import { NodeFiles } from './node-files.js';
import { journaled, Rig, run, verify } from './test-rig.js';

t.test('an engine lives, stops, starts and dies on the real disk', async (t) => {
  const files = NodeFiles.make(`${t.testdir()}/journal`);
  const first = new Rig(files, { segmentBytes: 2_000 });
  run(first, 40);
  first.stop();
  const second = new Rig(files, { epoch: 2, segmentBytes: 2_000 });
  t.equal(second.recovered.commands, 0);
  run(second, 10);
  const third = new Rig(files, { epoch: 3 });
  t.equal(third.recovered.commands, 10);
  t.equal(third.core.stateHash(), second.core.stateHash());
  t.equal(journaled(files).size, first.written.size + second.written.size);
  t.equal(verify(files).stateHash, third.core.stateHash());
});

t.test('a name is created once, replaced by rename, and gone when removed', async (t) => {
  const files = NodeFiles.make(t.testdir());
  const file = files.create('a');
  t.throws(() => files.create('a'), { code: 'EEXIST' });
  file.write(Uint8Array.of(1, 2, 3, 4), 3, 2);
  file.sync();
  t.equal(file.size(), 5);
  const back = new Uint8Array(8);
  t.equal(file.read(back, 1, 7, 1), 4);
  t.same([...back], [0, 0, 1, 2, 3, 0, 0, 0]);
  file.truncate(1);
  file.close();
  files.create('b').close();
  files.rename('a', 'b');
  t.same(files.list(), ['b']);
  t.equal(files.open('b', 'read')?.size(), 1);
  t.equal(files.open('a', 'read'), undefined);
  files.remove('b');
  files.remove('b');
  t.same(readdirSync(files.directory), []);
});
