/** Parsing and building leave nothing for the collector. */
import t from 'tap';
import { bytesPerRound, LIMIT_BYTES } from '../../test-allocation.js';
import { FixBuilder } from './builder.js';
import { FixMessage } from './message.js';
import { msgType } from './tags.js';
import { wire } from './test-text.js';

const NOW_MS = Date.UTC(2026, 10, 26);

t.test('parsing an order and reading it', async (t) => {
  const order = wire(
    '35=D|34=2|49=TW|52=20261126-00:00:00.123|56=ISLD|11=ID|38=100|40=2|44=64000.50|54=1|55=BTC-USD|',
  );
  const message = new FixMessage();
  let sum = 0;
  const bytes = bytesPerRound(() => {
    message.parse(order, 0, order.length);
    sum = (sum + message.decimal(message.find(44), 2) + message.uint(message.find(34))) | 0;
  });
  t.ok(bytes <= LIMIT_BYTES, `${bytes} bytes a message`);
  t.not(sum, 0);
});

t.test('building an order', async (t) => {
  const builder = new FixBuilder({ beginString: 'FIX.4.4', senderCompId: 'TW', targetCompId: 'ISLD' }, 1024);
  const type = msgType('D');
  let seq = 0;
  const bytes = bytesPerRound(() => {
    builder.begin(type, ++seq, NOW_MS).text(11, 'ID').int(38, 100).char(40, 0x32).decimal(44, 6_400_050, 2);
    builder.char(54, 0x31).text(55, 'BTC-USD').finish();
  });
  t.ok(bytes <= LIMIT_BYTES, `${bytes} bytes a message`);
});
