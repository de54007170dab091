/**
 * The ledger where its numbers end: quantities up to 2^53 - 1, prices from -2^31 to 2^31, fees of all that a fill is worth; trades
 * in the book and at venues, taken back and put right in any order. After every command it is what a naive one in BigInt is, and
 * positions and cash come to nothing over all accounts; an image in the middle changes nothing.
 */
import fc from 'fast-check';
import { ContractKind, Liquidity, Side } from '../../protocol/codes/enums.js';
import { holds, mustEqual } from '../book/test-property.js';
import type { Record16 } from './test-commands.js';
import * as commands from './test-commands.js';
import { Invariants } from './test-invariants.js';
import { TestCore } from './test-kit.js';
import * as limits from './test-limit-commands.js';

const MOST = Number.MAX_SAFE_INTEGER;
const HIGHEST = 2 ** 31 - 1;
const STREET = 4;

const account = fc.constantFrom(1, 2);
const instrument = fc.constantFrom(1, 2);
const side = fc.constantFrom(Side.Buy, Side.Sell);
const lots = fc.oneof(
  fc.integer({ min: 1, max: 9 }),
  fc.constantFrom(2 ** 26 + 1, 2 ** 51 - 1, 2 ** 52, 2 ** 52 + 1, MOST - 1, MOST),
  fc.integer({ min: 1, max: MOST }),
);
const price = fc.oneof(
  fc.integer({ min: -3, max: 3 }),
  fc.constantFrom(-HIGHEST, HIGHEST),
  fc.integer({ min: -HIGHEST, max: HIGHEST }),
);
const rate = fc.constantFrom(0, 1, -1, 333_333, -1_000_000, 1_000_000);
const clientId = fc.integer({ min: 1, max: 20 });
/** Commands are numbered from the first one of the set-up on. */
const trade = fc.record({ sequence: fc.integer({ min: 8, max: 90 }), index: fc.constantFrom(0, 1, 2) });

const rates = fc.record({ maker: rate, taker: rate });
const setUp = fc
  .tuple(rates, rates)
  .map(([linear, inverse]) => [
    commands.defineInstrument(1, { min: -HIGHEST, max: HIGHEST, lots: MOST, notional: MOST, reference: 5 }),
    commands.defineInstrument(2, { min: 1, max: HIGHEST, lots: MOST, notional: MOST, reference: 5 }),
    limits.defineStreet(STREET),
    limits.defineContract(1, { ...linear, unitValue: 2 ** 12 - 1, currency: 1 }),
    limits.defineContract(2, { ...inverse, unitValue: 2 ** 44 - 7, currency: 2, kind: ContractKind.Inverse }),
  ]);

const order = fc
  .record({
    account,
    session: account,
    instrument,
    side,
    lots,
    price: fc.integer({ min: -2, max: 3 }),
    clientId,
  })
  .map(commands.newOrder);
const replace = fc
  .tuple(clientId, lots, fc.integer({ min: 1, max: 3 }), account)
  .map(([clientId, lots, price, account]) => commands.replaceOrder({ clientId }, lots, price, { account }));
const atVenue = fc
  .tuple(side, lots, price, account, instrument, fc.constantFrom(Liquidity.Maker, Liquidity.Taker))
  .map(([side, lots, price, account, instrument, liquidity]) =>
    limits.venueFill(side, lots, price, { account, instrument, street: STREET, liquidity }),
  );
const correction = fc
  .tuple(trade, lots, price)
  .map(([trade, lots, price]) => limits.correct(trade, lots, price));
const step: fc.Arbitrary<Record16> = fc.oneof(
  { weight: 5, arbitrary: order },
  { weight: 1, arbitrary: replace },
  { weight: 3, arbitrary: atVenue },
  { weight: 2, arbitrary: trade.map(limits.bust) },
  { weight: 3, arbitrary: correction },
);
const sequence = fc.tuple(setUp, fc.array(step, { minLength: 20, maxLength: 80, size: 'max' }));

holds('the ledger at the largest numbers', 150, sequence, ([before, steps]) => {
  const kit = new TestCore().standard();
  const invariants = new Invariants(kit);
  for (const command of before) invariants.check(kit.send(command));
  const again = new TestCore();
  for (const [i, command] of steps.entries()) {
    if (i === 10) again.core.loadImage(kit.core.saveImage());
    invariants.check(kit.send(command));
    if (i >= 10) again.send(command);
  }
  mustEqual(again.hash, kit.hash, 'the hash after an image in the middle');
});
