/** Images of the core before this one: a start after an upgrade has nothing else. */
import t from 'tap';
import { TestCore } from './test-kit.js';
import { parseCommand } from './test-script.js';

/** Sections that format 8 has put at the end: points of protection, and whether they were set by hand. */
const LATER = 2;
const VERSION_AT = 16;

const command = (text: string) => parseCommand(text, () => ({ slot: 0, generation: 0 }));

function someState(...more: string[]): TestCore {
  const kit = new TestCore().standard();
  for (const text of ['buy 9@100 show:2 id:7', 'sell 3 stop:90', 'limit position 50 ins:1', ...more])
    kit.send(command(text));
  return kit;
}

/** As format 7 had it. */
function older(image: Uint8Array): Uint8Array {
  const lengths = new DataView(image.buffer, image.byteOffset, image.byteLength);
  const starts: number[] = [];
  for (let at = 0; at < image.length; at += 8 + ((lengths.getUint32(at, true) + 7) & ~7)) starts.push(at);
  return withVersion(image.slice(0, starts.at(-LATER)), 7);
}

function withVersion(image: Uint8Array, version: number): Uint8Array {
  const copy = image.slice();
  new DataView(copy.buffer).setFloat64(VERSION_AT, version, true);
  return copy;
}

t.test('an image of the format before, which knows no points of protection, is read', async (t) => {
  const kit = someState();
  const fresh = new TestCore();
  fresh.core.loadImage(older(kit.core.saveImage()));
  t.equal(fresh.hash, kit.hash);
  const rest = ['buy 1@89', 'sell 2@89', 'buy 1 market'].map(command);
  t.strictSame(
    rest.flatMap((each) => fresh.send(each)),
    rest.flatMap((each) => kit.send(each)),
  );
  t.equal(fresh.hash, kit.hash);
});

t.test('points of protection stand in the image, and in the hash', async (t) => {
  const kit = someState('limit protection-ticks 5 ins:1');
  const fresh = new TestCore();
  fresh.core.loadImage(kit.core.saveImage());
  t.equal(fresh.hash, kit.hash);
  t.not(fresh.hash, someState('limit protection-ticks 6 ins:1').hash);
});

t.test('an image of another format is refused, and so is one that is cut off', async (t) => {
  const image = someState().core.saveImage();
  for (const version of [6, 9, Number.NaN])
    t.throws(
      () => new TestCore().core.loadImage(withVersion(image, version)),
      /image has format/,
      `${version}`,
    );
  t.throws(() => new TestCore().core.loadImage(withVersion(older(image), 8)), /cut off/);
});
