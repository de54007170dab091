/** Reading and writing through views leaves nothing for the collector. */
import t from 'tap';
import { NewOrderSingle514 } from '../messages/generated/ilink3.js';
import { AddOrder } from '../messages/generated/itch.js';
import { MDIncrementalRefreshBook46 } from '../messages/generated/mdp3.js';
import { bytesPerRound, LIMIT_BYTES } from '../test-allocation.js';
import { SbeFault } from './sbe-message.js';

t.test('an order written and read', async (t) => {
  const buffer = Buffer.alloc(512);
  const [written, read] = [new NewOrderSingle514(), new NewOrderSingle514()];
  let sum = 0;
  const bytes = bytesPerRound(() => {
    written.encode(buffer, 0);
    written.orderQty = 100;
    written.securityID = 7;
    written.minQty = 5;
    if (read.wrap(buffer, 0, written.finish()) !== SbeFault.None) throw new Error('it does not decode');
    sum = (sum + read.orderQty + read.securityID + (read.hasMinQty ? read.minQty : 0)) | 0;
  });
  t.ok(bytes <= LIMIT_BYTES, `${bytes} bytes a message`);
  t.not(sum, 0);
});

t.test('a book update with its entries', async (t) => {
  const buffer = Buffer.alloc(512);
  const [written, read] = [new MDIncrementalRefreshBook46(), new MDIncrementalRefreshBook46()];
  written.encode(buffer, 0);
  written.noMDEntries.begin(written, 5);
  while (written.noMDEntries.next()) written.noMDEntries.mdEntrySize = 3;
  const end = written.finish();
  let sum = 0;
  const bytes = bytesPerRound(() => {
    if (read.wrap(buffer, 0, end) !== SbeFault.None) throw new Error('it does not decode');
    const entries = read.noMDEntries;
    while (entries.next()) sum = (sum + entries.mdEntrySize + entries.lowOf(0, true)) | 0;
  });
  t.ok(bytes <= LIMIT_BYTES, `${bytes} bytes a message`);
  t.not(sum, 0);
});

t.test('an ITCH message from one buffer and another', async (t) => {
  const buffers = [Buffer.alloc(64), Buffer.alloc(64)];
  const add = new AddOrder();
  for (const buffer of buffers) {
    add.encode(buffer, 0);
    add.shares = 5;
  }
  let sum = 0;
  const bytes = bytesPerRound(() => {
    add.wrap(buffers[0], 0, 36);
    sum = (sum + add.shares + add.price + add.lowOf(AddOrder.referenceAt, false)) | 0;
  });
  t.ok(bytes <= LIMIT_BYTES, `${bytes} bytes a message`);
  t.not(sum, 0);
});
