/** Other commands give another state hash: a bit that has turned over anywhere it matters does not go unnoticed. */
import fc from 'fast-check';
import t from 'tap';
import { hasPrice, Side } from '../../protocol/codes/enums.js';
import { Cmd, CommandKind, reasonOf } from '../../protocol/records/command.js';
import { byteB, kindOf, RECORD_WORDS } from '../../protocol/records/layout.js';
import { Terms } from '../../protocol/records/order-terms.js';
import { holds } from '../book/test-property.js';
import {
  cancelOrder,
  newOrder,
  quote,
  quoteProtection,
  type Record16,
  replaceOrder,
} from './test-commands.js';
import { TestCore } from './test-kit.js';
import { play, sendAll } from './test-play.js';
import { anySequence } from './test-sequences.js';

const RUNS = 400;
/** The two words of a command's quantity. */
const LOTS = [6, 7];
const ORDER = [Cmd.Instrument, Cmd.Owner, Cmd.PriceTicks, ...LOTS, Cmd.ClientIdLow, Cmd.ClientIdHigh];
/** Those of its terms, behind the order's own; of the head all but the kind. */
const TERMS = [Terms.Head, Terms.TriggerTicks, Terms.OffsetTicks, Terms.ExpireSeconds, Terms.ProtectionTicks]
  .concat([...LOTS, Terms.LinkedClientIdLow, Terms.LinkedClientIdHigh, 10, 11])
  .map((word) => RECORD_WORDS + word);

let flipped = 0;
const place = fc.nat({ max: 250 });
const flip = fc.tuple(anySequence, place, fc.constantFrom(...ORDER, ...TERMS), fc.nat({ max: 31 }));

holds('one bit of an order that rests', RUNS, flip, ([sequence, place, word, bit]) => {
  const kit = new TestCore().standard();
  sendAll(kit, sequence.slice(0, place));
  const image = kit.core.saveImage();
  const order = sequence.slice(place).find((command) => word < command.length && rests(command, image));
  if (order === undefined || !matters(order, word, bit)) return;
  if (after(image, order).hash === after(image, withBit(order, word, bit)).hash)
    throw new Error(`bit ${bit} of word ${word} makes no difference`);
  flipped++;
});

/** Id, instrument, owner and both sides. */
const QUOTE = [Cmd.Instrument, Cmd.Owner, Cmd.ClientIdLow, Cmd.ClientIdHigh, Cmd.PriceTicks, ...LOTS].concat(
  [Cmd.PriceTicks, ...LOTS].map((word) => RECORD_WORDS + word),
);

t.test('every bit of a quote, when it enters and when it changes', async (t) => {
  const sides = { bid: { lots: 5, price: 99 }, offer: { lots: 5, price: 101 } };
  const [first, again] = [
    quote({ id: 7, ...sides }),
    quote({ id: 7, ...sides, bid: { lots: 4, price: 99 } }),
  ];
  for (const [before, command] of [
    [[], first],
    [[first], again],
  ] as const) {
    const { hash } = play({}, [...before, command]);
    for (const word of QUOTE)
      for (let bit = 0; bit < 32; bit++)
        t.not(play({}, [...before, withBit(command, word, bit)]).hash, hash, `word ${word}, bit ${bit}`);
  }
});

t.test('every bit of a protection', async (t) => {
  const { hash } = play({}, [quoteProtection(3, 1e9)]);
  for (const word of [Cmd.Owner, Cmd.PriceTicks, ...LOTS])
    for (let bit = word === Cmd.Owner ? 16 : 0; bit < 32; bit++)
      t.not(play({}, [withBit(quoteProtection(3, 1e9), word, bit)]).hash, hash, `word ${word}, bit ${bit}`);
});

t.test('bits were flipped', async (t) => {
  t.ok(flipped > 0, `${flipped} orders`);
});

t.test('every bit by which a cancel or a replace says what it wants', async (t) => {
  const orders = [1, 2].map((clientId) => newOrder({ side: Side.Buy, lots: 5, price: 100, clientId }));
  const byClientId = [Cmd.ClientIdLow, Cmd.ClientIdHigh];
  for (const [command, words] of [
    [cancelOrder({ clientId: 1 }), byClientId],
    [cancelOrder({ slot: 1, generation: 1 }), [Cmd.OrderSlot, Cmd.OrderGeneration]],
    [replaceOrder({ clientId: 1 }, 4, 100), [...byClientId, Cmd.PriceTicks, ...LOTS]],
    [replaceOrder({ slot: 1, generation: 1 }, 5, 101), [Cmd.OrderSlot, Cmd.PriceTicks, ...LOTS]],
  ] as const) {
    const { hash } = play({}, [...orders, command]);
    for (const word of words)
      for (let bit = 0; bit < 32; bit++)
        t.not(play({}, [...orders, withBit(command, word, bit)]).hash, hash, `word ${word}, bit ${bit}`);
  }
});

/** An order without a price of its own is the same at any price. */
function matters(order: Record16, word: number, bit: number): boolean {
  if (word === Cmd.PriceTicks) return hasPrice(byteB(order[0]));
  return word !== RECORD_WORDS + Terms.Head || bit >= 8;
}

function withBit(command: Record16, word: number, bit: number): Record16 {
  const other = command.slice();
  other[word] ^= 1 << bit;
  return other;
}

function after(image: Uint8Array, command: Record16): { kit: TestCore; echo: Record16; hash: string } {
  const kit = new TestCore();
  kit.core.loadImage(image);
  const [echo] = kit.send(command);
  return { kit, echo, hash: kit.hash };
}

/** The order has a price, is accepted and stays in the book, at least in part. */
function rests(command: Record16, image: Uint8Array): boolean {
  if (kindOf(command[0]) !== CommandKind.NewOrder || !hasPrice(byteB(command[0]))) return false;
  const { kit, echo } = after(image, command);
  const slot = kit.core.state.orders.find(echo[Cmd.OrderSlot], echo[Cmd.OrderGeneration]);
  return reasonOf(echo[Cmd.Flags]) === 0 && slot !== 0;
}
