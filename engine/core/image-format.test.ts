/** Images of the core before this one: a start after an upgrade has nothing else. */
import t from 'tap';
import { VENUES } from '../../protocol/records/routing.js';
import { SMALL, TestCore } from './test-kit.js';
import { parseCommand } from './test-script.js';
import { STREET } from './test-street.js';

/** Sections that format 8 has put at the end: points of protection, and whether they were set by hand. */
const LATER = 2;
const VERSION_AT = 16;
/** Sections by venue: the prices of stops, and behind everything else but listings and the number sent last the venues. */
const PRICES = 6;
const VENUE_COLUMNS = 7;
const LISTINGS_AND_SENT = 2;
const VENUES_BEFORE = 5;

const command = (text: string) => parseCommand(text, () => ({ slot: 0, generation: 0 }));

function someState(...more: string[]): TestCore {
  const kit = new TestCore({ prepare: STREET }).standard();
  const atVenue = ['venue-price 95 ins:1 of:4', 'level of:1 offer 0 4@120', 'buy 1@90 route:venue1'];
  for (const text of [
    'buy 9@100 show:2 id:7',
    'sell 3 stop:90',
    'limit position 50 ins:1',
    ...atVenue,
    ...more,
  ])
    kit.send(command(text));
  return kit;
}

/** As format 7 or 8 had it. */
function older(image: Uint8Array, version: 7 | 8): Uint8Array {
  const all = sectionsOf(image);
  const first = all.length - LATER - LISTINGS_AND_SENT - VENUE_COLUMNS;
  const sections = all.map((section, i) => {
    if (i === PRICES) return narrow(section, SMALL.instruments);
    return i >= first && i < first + VENUE_COLUMNS ? narrow(section, 1) : section;
  });
  return withVersion(joined(version === 7 ? sections.slice(0, -LATER) : sections), version);
}

function sectionsOf(image: Uint8Array): Uint8Array[] {
  const lengths = new DataView(image.buffer, image.byteOffset, image.byteLength);
  const sections: Uint8Array[] = [];
  for (let at = 0; at < image.length; ) {
    const length = lengths.getUint32(at, true);
    sections.push(image.slice(at + 8, at + 8 + length));
    at += 8 + ((length + 7) & ~7);
  }
  return sections;
}

function joined(sections: readonly Uint8Array[]): Uint8Array {
  const parts = sections.map((section) => {
    const part = Buffer.alloc(8 + ((section.length + 7) & ~7));
    part.writeUInt32LE(section.length);
    part.set(section, 8);
    return part;
  });
  return new Uint8Array(Buffer.concat(parts));
}

/** Rows by venue, of which five had room. */
function narrow(section: Uint8Array, rows: number): Uint8Array {
  const width = section.length / rows;
  const kept = (width / VENUES) * VENUES_BEFORE;
  const parts = Array.from({ length: rows }, (_, row) => section.subarray(row * width, row * width + kept));
  return new Uint8Array(Buffer.concat(parts));
}

function withVersion(image: Uint8Array, version: number): Uint8Array {
  const copy = image.slice();
  new DataView(copy.buffer).setFloat64(VERSION_AT, version, true);
  return copy;
}

for (const format of [7, 8] as const)
  t.test(`an image of format ${format}, which had room for five venues, is read`, async (t) => {
    const kit = someState();
    const fresh = new TestCore();
    fresh.core.loadImage(older(kit.core.saveImage(), format));
    t.equal(fresh.hash, kit.hash);
    const rest = [
      'buy 1@89',
      'sell 2@89',
      'buy 1 market',
      'buy 2@120 route:smart',
      'venue-price 1 ins:1 of:15',
    ];
    for (const each of rest.map(command)) t.strictSame(fresh.send(each), kit.send(each));
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
  for (const version of [6, 10, Number.NaN])
    t.throws(
      () => new TestCore().core.loadImage(withVersion(image, version)),
      /image has format/,
      `${version}`,
    );
  t.throws(() => new TestCore().core.loadImage(withVersion(older(image, 7), 8)), /cut off/);
});
