import { appendFileSync, readFileSync, writeFileSync } from 'node:fs';
import t from 'tap';
import { NodeFiles } from './node-files.js';
import { testWorkload } from './test-core.js';
import { freshCore, Rig, run } from './test-rig.js';
import { verifyCommand } from './verify-command.js';

function verified(directory: string): { code: number; text: string } {
  const lines: string[] = [];
  const print = (line: string) => void lines.push(line);
  const code = verifyCommand(directory, {
    coreVersion: 1,
    makeCore: () => freshCore(testWorkload(0)),
    print,
  });
  return { code, text: lines.join('\n') };
}

t.test('journal verify says what is there and whether it holds', async (t) => {
  const directory = t.testdir();
  const files = NodeFiles.make(`${directory}/journal`);
  const rig = new Rig(files);
  run(rig, 20);
  rig.stop();
  run(new Rig(files, { epoch: 2 }), 5);
  const { code, text } = verified(directory);
  t.equal(code, 0);
  t.match(text, /segments {8}2\n/);
  t.match(text, /records {9}61, of which 25 commands replayed/);
  t.match(text, /last sequence {3}25\n/);
  t.match(text, /torn tail {7}none/);
  t.match(text, /image-0000000000000020\.bin: sound\nall of it holds$/);
  t.equal(verified(`${directory}/journal`).text, text);
});

t.test('it tells a torn tail from damage', async (t) => {
  const directory = t.testdir();
  const files = NodeFiles.make(`${directory}/journal`);
  run(new Rig(files), 9);
  const path = `${directory}/journal/segment-00000001.journal`;
  appendFileSync(path, Buffer.alloc(100, 1));
  const torn = verified(directory);
  t.equal(torn.code, 0);
  t.match(torn.text, /torn tail {7}100 bytes \(1 whole records\) in segment 1 at offset \d+/);
  const bytes = readFileSync(path);
  bytes[300] ^= 0x10;
  writeFileSync(path, bytes);
  const damaged = verified(directory);
  t.equal(damaged.code, 65);
  t.match(damaged.text, /^NOT SOUND: the journal is damaged: .*segment 1, offset \d+/);
});

t.test('no journal is not a sound journal', async (t) => {
  t.match(verified(t.testdir()), { code: 1, text: /there is no journal in/ });
});
