import t from 'tap';
import { uint64Text } from '../../protocol/uint64.js';
import { TEST_ACCOUNTS, TEST_INSTRUMENTS } from '../fanout/test-rig.js';
import { Names, timeText } from './names.js';

t.test('prices and quantities in the scale of the instrument', async (t) => {
  const names = new Names(TEST_INSTRUMENTS, TEST_ACCOUNTS);
  t.equal(names.price(1, 6_401), '320.05');
  t.equal(names.price(1, -1), '-0.05');
  t.equal(names.quantity(2, 7), '0.070');
  t.equal(names.quantity(2, 2 ** 53 - 1), '90071992547409.910', 'exact beyond 2^53 units');
  t.equal(names.symbol(3), 'CCC');
  t.equal(names.account(2), 'taker');
});

t.test('what has no name', async (t) => {
  const names = new Names(TEST_INSTRUMENTS, TEST_ACCOUNTS);
  t.equal(names.symbol(9), '9');
  t.equal(names.account(7), '7');
  t.equal(names.price(9, 5), '');
});

t.test('ids and times', async (t) => {
  t.equal(uint64Text(5, 0), '5');
  t.equal(uint64Text(-1, 0), '4294967295');
  t.equal(uint64Text(1, 1), '4294967297');
  t.equal(uint64Text(-1, -1), '18446744073709551615');
  t.equal(uint64Text(0, 1 << 21), '9007199254740992');
  t.equal(timeText(1_700_000_000, 42), '1700000000000000042');
  t.equal(timeText(0, 42), '42');
  t.equal(timeText(-1, 0), '4294967295000000000');
});
