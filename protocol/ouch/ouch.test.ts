/** OUCH 5.0 both ways: recorded frames byte by byte, options, what is refused, anything. */
import t from 'tap';
import * as inbound from '../messages/generated/ouch-inbound.js';
import * as outbound from '../messages/generated/ouch-outbound.js';
import { SoupBinFramer } from '../soupbin/framer.js';
import { Packet } from '../soupbin/packet.js';
import { corpus, fuzz } from '../test-fuzz.js';
import { describe } from '../views/describe.js';
import { OptionTag, OuchOptions, OuchOptionsWriter } from './options.js';
import { OuchFault, OuchReader } from './reader.js';

const toExchange = new OuchReader(inbound.MESSAGES);
const fromExchange = new OuchReader(outbound.MESSAGES);

/** What a frame of SoupBinTCP holds: its message's fields, and its options by tag. */
function decoded(frame: Buffer): Record<string, unknown> {
  const told: Record<string, unknown> = {};
  new SoupBinFramer((bytes, start, end) => {
    const reader = bytes[start] === Packet.UnsequencedData ? toExchange : fromExchange;
    if (reader.read(bytes, start + 1, end) !== OuchFault.None) throw new Error('it does not decode');
    Object.assign(told, { name: reader.message!.name, ...describe(reader.message!) });
    while (reader.options.next()) told[`option ${reader.options.tag}`] = reader.options.text;
    return true;
  }).feed(frame);
  return told;
}

const ENTER =
  '0036 55 4f 00000071 54 000000e1 43564c5420202020 0000000000099db8 30 59 41 4e 4e 4838465542384956202020202020 0006 05 02 4c494d45';

t.test('recorded frames', async (t) => {
  const rows: [hex: string, fields: Record<string, unknown>][] = [
    [
      ENTER,
      {
        ...{
          name: 'EnterOrder',
          userRefNum: 113,
          side: 'T',
          quantity: 225,
          symbol: 'CVLT',
          price: '63.0200',
        },
        ...{ timeInForce: '0', display: 'Y', capacity: 'A', intermarketSweep: 'N', crossType: 'N' },
        ...{ clOrdId: 'H8FUB8IV', appendageBytes: 6, 'option 2': 'LIME' },
      },
    ],
    [
      '004a 53 41 0000289b4d64af87 00753a8d 42 00000028 4144424520202020 000000000048e748 35 59 000000000f56b4f5 41 4e 4e 4c 3736383237303120202020202020 0009 05024d4c524f 021230',
      {
        ...{
          name: 'Accepted',
          timestamp: 44647483486087,
          userRefNum: 7682701,
          side: 'B',
          quantity: 40,
          symbol: 'ADBE',
        },
        ...{ price: '477.7800', timeInForce: '5', display: 'Y', orderReference: 257340661, capacity: 'A' },
        ...{ intermarketSweep: 'N', crossType: 'N', orderState: 'L', clOrdId: '7682701', appendageBytes: 9 },
        ...{ 'option 2': 'MLRO', 'option 18': '0' },
      },
    ],
    ['000a 55 58 00752e71 00000000', { name: 'CancelOrder', userRefNum: 7679601, quantity: 0 }],
    [
      '0013 53 43 0000289b4d681317 00753a8d 00000028 55',
      { name: 'Canceled', timestamp: 44647483708183, userRefNum: 7682701, quantity: 40, reason: 'U' },
    ],
  ];
  for (const [hex, fields] of rows)
    t.strictSame(decoded(Buffer.from(hex.replaceAll(' ', ''), 'hex')), fields);
});

t.test('an order that is written is the recorded one, byte for byte', async (t) => {
  const frame = Buffer.alloc(64);
  const order = new inbound.EnterOrder();
  const optionsAt = order.encode(frame, 3);
  const { end } = new OuchOptionsWriter().begin(frame, optionsAt).text(OptionTag.Firm, 4, 'LIME');
  Object.assign(order, {
    userRefNum: 113,
    side: 0x54,
    quantity: 225,
    symbol: 'CVLT',
    price: 630_200,
    timeInForce: 0x30,
    display: 0x59,
  });
  Object.assign(order, {
    capacity: 0x41,
    intermarketSweep: 0x4e,
    crossType: 0x4e,
    clOrdId: 'H8FUB8IV',
    appendageBytes: end - optionsAt,
  });
  frame.writeUInt16BE(end - 2, 0);
  frame[2] = Packet.UnsequencedData;
  t.equal(frame.toString('hex', 0, end), ENTER.replaceAll(' ', ''));
});

t.test('options of every size', async (t) => {
  const bytes = Buffer.alloc(64);
  const writer = new OuchOptionsWriter().begin(bytes, 5);
  writer
    .number(OptionTag.MinQty, 4, 100)
    .number(OptionTag.PegOffset, 4, -150)
    .number(OptionTag.GroupId, 2, 7);
  writer.number(OptionTag.DisplayPrice, 8, 2 ** 40 + 1).text(OptionTag.PostOnly, 1, 'P');
  const options = new OuchOptions();
  t.ok(options.read(bytes, 5, writer.end));
  const told: unknown[] = [];
  while (options.next()) told.push([options.tag, options.number, options.size === 4 ? options.signed : 0]);
  t.same(told, [
    [3, 100, 100],
    [7, 4294967146, -150],
    [24, 7, 0],
    [23, 2 ** 40 + 1, 0],
    [12, 80, 0],
  ]);
});

t.test('what is refused', async (t) => {
  const good = Buffer.from(ENTER.replaceAll(' ', '').slice(6), 'hex');
  const changed = (at: number, value: number) => Buffer.from(good).fill(value, at, at + 1);
  const rows: [name: string, bytes: Buffer, fault: OuchFault][] = [
    ['as it should be', good, OuchFault.None],
    ["nobody's type", changed(0, 0x7a), OuchFault.WrongType],
    ['cut within its block', good.subarray(0, 46), OuchFault.TooShort],
    ['cut within its options', good.subarray(0, good.length - 1), OuchFault.BadAppendage],
    ['an appendage that is longer', changed(46, 7), OuchFault.BadAppendage],
    ['an option beyond the appendage', changed(47, 9), OuchFault.BadAppendage],
    ['an option of no length', changed(47, 0), OuchFault.BadAppendage],
  ];
  for (const [name, bytes, fault] of rows) t.equal(toExchange.read(bytes, 0, bytes.length), fault, name);
});

t.test('anything, both ways', async (t) => {
  fuzz(t, corpus('protocol/ouch'), (bytes, start, end) => {
    const told: unknown[] = [];
    let isSound = false;
    for (const reader of [toExchange, fromExchange]) {
      const fault = reader.read(bytes, start, end);
      told.push(fault);
      if (fault !== OuchFault.None) continue;
      isSound = true;
      told.push(...Object.values(describe(reader.message!)));
      while (reader.options.next()) told.push(reader.options.tag, reader.options.number, reader.options.text);
    }
    return { isSound, result: told.join() };
  });
});
