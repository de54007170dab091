/** Every template of every SBE schema, with the block of an older peer, which is shorter, and of a newer one, which is longer: what is there reads as it does in ours, what is not is null, and groups and data stand behind it. */
import t from 'tap';
import { seeded } from '../fix/codec/test-random.js';
import { type Described, describe } from '../views/describe.js';
import { fieldsOf } from '../views/notation.js';
import { Header, SbeFault, type SbeMessage } from '../views/sbe-message.js';
import * as entrypoint from './generated/entrypoint.js';
import * as ilink3 from './generated/ilink3.js';
import * as mdp3 from './generated/mdp3.js';
import * as umdf from './generated/umdf.js';

const SCHEMAS = { entrypoint, ilink3, mdp3, umdf };
const ROUNDS = 5;
const MOST_BYTES = 4_096;

for (const [name, { MESSAGES }] of Object.entries(SCHEMAS))
  t.test(`${name}: ${MESSAGES.length} templates`, async (t) => {
    const random = seeded(t);
    for (const Class of MESSAGES)
      for (let round = 0; round < ROUNDS; round++) {
        const message: SbeMessage = new Class();
        const bytes = randomMessage(message, random);
        const ours = read(new Class(), bytes);
        const length = Math.floor(random() * (message.blockLength + 1));
        const older = read(new Class(), withBlock(bytes, length));
        t.strictSame(older, shortened(message, ours, length), `${message.name} of ${length} bytes`);
        const newer = withBlock(bytes, message.blockLength + 1 + Math.floor(random() * 50));
        t.strictSame(read(new Class(), newer), ours, `${message.name} of more`);
        for (let end = Header.Bytes; end < newer.length; end++)
          if (new Class().wrap(newer, 0, end) === SbeFault.None) t.fail(`${message.name} cut at ${end}`);
      }
  });

/** Any bytes in block and groups; an entry or two, and some data. */
function randomMessage(message: SbeMessage, random: () => number): Buffer {
  const bytes = Buffer.alloc(MOST_BYTES);
  const scribble = (start: number, size: number) => {
    for (let i = 0; i < size; i++) bytes[start + i] = Math.floor(random() * 256);
  };
  message.encode(bytes, 0);
  scribble(message.start, message.blockLength);
  for (const group of message.groups) {
    group.begin(message, 1 + Math.floor(random() * 2));
    while (group.next()) scribble(group.start, group.entryLength);
  }
  for (const data of message.data) data.write(message, Buffer.from('some data'));
  return bytes.subarray(0, message.finish());
}

function read(message: SbeMessage, bytes: Buffer): Described {
  const fault = message.wrap(bytes, 0, bytes.length);
  if (fault !== SbeFault.None) throw new Error(`${message.name}: fault ${fault}`);
  return describe(message);
}

/** The same with a block of so many bytes: cut, or with bytes that nobody here knows. */
function withBlock(bytes: Buffer, length: number): Buffer {
  const end = Header.Bytes + bytes.readUInt16LE(Header.BlockLength);
  const block = Buffer.alloc(length, 0xa5);
  bytes.copy(block, 0, Header.Bytes, Math.min(end, Header.Bytes + length));
  const other = Buffer.concat([bytes.subarray(0, Header.Bytes), block, bytes.subarray(end)]);
  other.writeUInt16LE(length, Header.BlockLength);
  return other;
}

function shortened({ layout }: SbeMessage, ours: Described, length: number): Described {
  const missing = fieldsOf(layout).filter(({ offset, bytes }) => offset + bytes > length);
  return { ...ours, ...Object.fromEntries(missing.map(({ name }) => [name, null])) };
}
