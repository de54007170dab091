/** Decimal text to whole units, held against exact arithmetic. */
import fc from 'fast-check';
import t from 'tap';
import { Reason } from '../../../protocol/codes/reasons.js';
import { AMOUNT, priceUnits, quantityUnits, withoutExponent } from './amounts.js';
import { Refusal } from './refusal.js';

const TABLE: readonly (readonly [text: string, scale: number, units: number | Reason])[] = [
  ['0.25', 5, 25_000],
  ['0.2500', 2, 25],
  ['60000', 2, 6_000_000],
  ['-1.5', 1, -15],
  ['1e-05', 5, 1],
  ['1E3', 0, 1_000],
  ['1.5e+3', 0, 1_500],
  ['25e-1', 1, 25],
  ['0e9', 2, 0],
  ['0.1', 0, Reason.QuantityOffLot],
  ['1e-06', 5, Reason.QuantityOffLot],
  ['0.30000000000000004', 8, Reason.QuantityOffLot],
  ['9007199254740991', 0, 9_007_199_254_740_991],
  ['9007199254740993', 0, Reason.QuantityOutOfRange],
  ['1e30', 0, Reason.QuantityOutOfRange],
];

t.test('a table', async (t) => {
  for (const [text, scale, wanted] of TABLE) {
    t.match(text, AMOUNT);
    const said = outcome(() => quantityUnits(text, scale));
    t.equal(said, wanted, `${text} at ${scale} places`);
  }
  t.equal(
    outcome(() => priceUnits('1.001', 2)),
    Reason.PriceOffTick,
  );
  t.equal(
    outcome(() => priceUnits('1e20', 2)),
    Reason.PriceOutOfRange,
  );
  for (const text of ['', '.5', '1.', '1e', '0x10', ' 1', '1_000', 'NaN', '1e100'])
    t.notMatch(text, AMOUNT, text);
});

t.test('an exponent moves the point and nothing else', async () => {
  const digits = fc.stringMatching(/^\d{1,12}$/);
  fc.assert(
    fc.property(digits, fc.option(digits), fc.integer({ min: -20, max: 20 }), (whole, places, exponent) => {
      const mantissa = places === null ? whole : `${whole}.${places}`;
      const [plainWhole, plainPlaces = ''] = withoutExponent(`${mantissa}e${exponent}`).split('.');
      // Both in units of 10^-40.
      const scaled = BigInt(whole + (places ?? '')) * 10n ** BigInt(40 + exponent - (places?.length ?? 0));
      return BigInt(plainWhole + plainPlaces.padEnd(40, '0')) === scaled;
    }),
  );
});

function outcome(read: () => number): number {
  try {
    return read();
  } catch (error) {
    if (error instanceof Refusal) return error.reason;
    throw error;
  }
}
